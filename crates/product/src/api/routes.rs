//! The products' endpoints.

use super::change::{ActivationBody, DraftBody, NewDraftBody, RetirementBody};
use super::dto::ProductView;
use super::listed;
use super::problem::PROBLEMS;
use crate::app::{self, DraftChange, NewDraft, ProductError};
use crate::domain::CostOf;
use axum::extract::State;
use axum::{Extension, Json};
use kernel::ProductId;
use platform::business_day;
use platform::command::Outcome;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PathParam, Permission, Problem, Routes,
    blocking, routes,
};
use utoipa_axum::router::{UtoipaMethodRouter, UtoipaMethodRouterExt};

/// May read products.
pub const PRODUCT_READ: Permission = Permission("product.read");
/// May write drafts of products and retire versions.
pub const PRODUCT_WRITE: Permission = Permission("product.write");
/// May activate a draft that somebody else wrote.
pub const PRODUCT_ACTIVATE: Permission = Permission("product.activate");

/// All endpoints of products; what the dearest contract of a product costs is the loan's arithmetic.
#[must_use]
pub fn product_routes(cost_of: CostOf) -> Routes {
    let activation: UtoipaMethodRouter<AppState> = routes!(activate_product);
    Routes::new()
        .problems(PROBLEMS)
        .get(PRODUCT_READ, routes!(listed::list_products))
        .post(PRODUCT_READ, routes!(listed::export_products))
        .get(PRODUCT_READ, routes!(get_product))
        .post(PRODUCT_WRITE, routes!(draft_product))
        .put(PRODUCT_WRITE, routes!(change_product))
        .post(PRODUCT_ACTIVATE, activation.layer(Extension(cost_of)))
        .post(PRODUCT_WRITE, routes!(retire_product))
}

/// One version of a product.
#[utoipa::path(get, path = "/api/v1/products/{id}", tag = "product", params(("id" = Uuid, Path)),
    responses((status = 200, body = ProductView)))]
async fn get_product(State(state): State<AppState>, PathParam(id): PathParam<ProductId>) -> Answer<ProductView> {
    let view = blocking(move || view(&state, id)).await?;
    Ok(Json(view))
}

fn view(state: &AppState, id: ProductId) -> Result<ProductView, ProductError> {
    state.db.read(|tx| {
        let product = app::get_product(tx, id)?;
        Ok(ProductView::of(
            product,
            business_day::get(tx)?,
            &app::load_benchmark_rates(tx)?,
        ))
    })
}

/// What a command wrote. A dry run wrote nothing: the version is shown as it stands.
fn written(state: &AppState, outcome: Outcome<ProductId>, shown: ProductId) -> Result<Outcome<ProductView>, Problem> {
    let product = view(state, outcome.value).or_else(|_| view(state, shown))?;
    Ok(Outcome {
        value: product,
        replayed: outcome.replayed,
    })
}

/// Begin a draft
///
/// The next version of a product, or with a code of its own a new product, with the terms of an existing version to start
/// from. A dry run answers with the version that would be copied.
#[utoipa::path(post, path = "/api/v1/products", tag = "product", params(CommandHeaders), request_body = NewDraftBody,
    responses((status = 201, description = "The draft", body = ProductView)))]
async fn draft_product(
    State(state): State<AppState>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<NewDraftBody>,
) -> CommandAnswer<ProductView> {
    blocking(move || {
        let (copy_of, code, effective_from) = (body.copy_of, body.code, body.effective_from);
        let new = NewDraft {
            copy_of,
            code,
            effective_from,
        };
        let outcome = app::draft_product(&state.db, &context, &new)?;
        written(&state, outcome, copy_of).map(CommandReply::created)
    })
    .await
}

/// Change a draft
///
/// The whole draft is sent; the revision says which one was read. Whoever changes a draft may not activate it.
#[utoipa::path(put, path = "/api/v1/products/{id}", tag = "product", params(("id" = Uuid, Path), CommandHeaders),
    request_body = DraftBody, responses((status = 200, description = "The draft as it reads now", body = ProductView)))]
async fn change_product(
    State(state): State<AppState>,
    PathParam(id): PathParam<ProductId>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<DraftBody>,
) -> CommandAnswer<ProductView> {
    blocking(move || {
        let currency = state.db.read(|tx| app::get_product(tx, id))?.currency;
        let revision = body.revision;
        let (wording, terms) = body.read(currency)?;
        let change = DraftChange {
            id,
            revision,
            wording,
            terms,
        };
        let outcome = app::change_product(&state.db, &context, &change)?;
        written(&state, outcome, id).map(CommandReply::ok)
    })
    .await
}

/// Activate a draft
///
/// It takes loans from its day on, or from today when that day has passed; the earlier versions of the product end there.
/// Refused to those who wrote it.
#[utoipa::path(post, path = "/api/v1/products/{id}/activation", tag = "product",
    params(("id" = Uuid, Path), CommandHeaders), request_body = ActivationBody,
    responses((status = 200, description = "The active version", body = ProductView)))]
async fn activate_product(
    State(state): State<AppState>,
    Extension(cost_of): Extension<CostOf>,
    PathParam(id): PathParam<ProductId>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ActivationBody>,
) -> CommandAnswer<ProductView> {
    blocking(move || {
        let outcome = app::activate_product(&state.db, &context, (id, body.revision), cost_of)?;
        written(&state, outcome, id).map(CommandReply::ok)
    })
    .await
}

/// Retire a version
///
/// It takes no new loans from today on; those made keep its terms. A draft is given up.
#[utoipa::path(post, path = "/api/v1/products/{id}/retirement", tag = "product",
    params(("id" = Uuid, Path), CommandHeaders), request_body = RetirementBody,
    responses((status = 200, description = "The retired version", body = ProductView)))]
async fn retire_product(
    State(state): State<AppState>,
    PathParam(id): PathParam<ProductId>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<RetirementBody>,
) -> CommandAnswer<ProductView> {
    blocking(move || {
        let outcome = app::retire_product(&state.db, &context, (id, &body.reason))?;
        written(&state, outcome, id).map(CommandReply::ok)
    })
    .await
}
