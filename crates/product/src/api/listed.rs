//! The list of products and its file.

use super::dto::ProductView;
use crate::app;
use axum::Json;
use axum::extract::State;
use export::ExportView;
use listing::{Asking, CountedPage, ExportListBody, ListQuery, Paging, TotalsQuery, counted_page, take};
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, JsonBody, PageQuery, Principal, Problem, blocking,
};
use platform::{Tx, business_day};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::IntoParams;

/// Which products.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProductQuery {
    /// What stands in a code or a name.
    pub q: Option<String>,
}

/// All versions of all products, by code unless told.
#[utoipa::path(get, path = "/api/v1/products", tag = "product", params(ProductQuery, ListQuery, TotalsQuery, PageQuery),
    responses((status = 200, body = CountedPage<ProductView>)))]
pub(super) async fn list_products(
    State(state): State<AppState>,
    Asking(query, list): Asking<ProductQuery>,
    Paging(page, totals): Paging,
) -> Answer<CountedPage<ProductView>> {
    let read = move || state.db.read(|tx| read_page(tx, (&query, &list), (&page, &totals)));
    Ok(Json(blocking(read).await?))
}

fn read_page(
    tx: &mut Tx,
    (query, list): (&ProductQuery, &ListQuery),
    paging: (&PageQuery, &TotalsQuery),
) -> Result<CountedPage<ProductView>, Problem> {
    let asked = app::ask_products(tx, query.q.as_deref(), list.wanted())?;
    let (on, benchmarks) = (business_day::get(tx)?, app::load_benchmark_rates(tx)?);
    counted_page(tx, &asked, paging, app::LISTED, |row| {
        Ok(ProductView::of(app::listed_product(row)?, on, &benchmarks))
    })
}

/// Take the products of a list as a file
///
/// The file is made in the background: watch it at `/api/v1/exports/{id}`, fetch it at `/api/v1/exports/{id}/file`.
#[utoipa::path(post, path = "/api/v1/products/exports", tag = "product",
    params(ProductQuery, ListQuery, CommandHeaders), request_body = ExportListBody,
    responses((status = 202, description = "The file in the making", body = ExportView)))]
pub(super) async fn export_products(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    Asking(query, list): Asking<ProductQuery>,
    JsonBody(body): JsonBody<ExportListBody>,
) -> CommandAnswer<ExportView> {
    let taken = move || {
        let asked = state
            .db
            .read(|tx| app::ask_products(tx, query.q.as_deref(), list.wanted()))?;
        take(&state, (&principal, context), asked, json!([query, list]), &body)
    };
    blocking(taken).await
}
