//! The products' endpoints.

use super::dto::ProductView;
use super::problem::PROBLEMS;
use crate::app::{self, ProductError};
use axum::Json;
use axum::extract::State;
use kernel::ProductId;
use platform::business_day;
use platform::http::{
    Answer, AppState, Page, PageQuery, PathParam, Permission, QueryParams, Routes, blocking, decode_cursor, routes,
};

/// May read products.
pub const PRODUCT_READ: Permission = Permission("product.read");

const ORDER: &str = "products";

/// All endpoints of products.
#[must_use]
pub fn product_routes() -> Routes {
    Routes::new()
        .problems(PROBLEMS)
        .get(PRODUCT_READ, routes!(list_products))
        .get(PRODUCT_READ, routes!(get_product))
}

/// All versions of all products, by code and version.
#[utoipa::path(get, path = "/api/v1/products", tag = "product", params(PageQuery),
    responses((status = 200, body = Page<ProductView>)))]
async fn list_products(
    State(state): State<AppState>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<ProductView>> {
    let after = page
        .cursor
        .as_deref()
        .map(|cursor| decode_cursor::<(String, i64)>(ORDER, cursor))
        .transpose()?;
    let view = blocking(move || {
        state.db.read(|tx| -> Result<_, ProductError> {
            let products = app::list_products(tx, after.as_ref(), page.limit.fetch())?;
            let (on, benchmarks) = (business_day::get(tx)?, app::load_benchmark_rates(tx)?);
            let page = Page::from_rows(products, page.limit, ORDER, |p| (p.code.clone(), i64::from(p.version)));
            Ok(page.map(|product| ProductView::of(product, on, &benchmarks)))
        })
    })
    .await?;
    Ok(Json(view))
}

/// One version of a product.
#[utoipa::path(get, path = "/api/v1/products/{id}", tag = "product", params(("id" = Uuid, Path)),
    responses((status = 200, body = ProductView)))]
async fn get_product(State(state): State<AppState>, PathParam(id): PathParam<ProductId>) -> Answer<ProductView> {
    let view = blocking(move || {
        state.db.read(|tx| -> Result<_, ProductError> {
            let product = app::get_product(tx, id)?;
            Ok(ProductView::of(
                product,
                business_day::get(tx)?,
                &app::load_benchmark_rates(tx)?,
            ))
        })
    })
    .await?;
    Ok(Json(view))
}
