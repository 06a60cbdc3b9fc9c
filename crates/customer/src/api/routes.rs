use axum::Json;
use axum::extract::State;
use kernel::CustomerId;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Page, PageQuery, PathParam, Permission,
    Problem, QueryParams, Routes, Scope, blocking, decode_cursor, routes,
};
use uuid::Uuid;

use crate::api::dto::{CreateCustomerRequest, CreatedCustomer, Customer, CustomerQuery, RevealRequest, Revealed};
use crate::api::problem::PROBLEMS;
use crate::app::{self, CustomerError, CustomerFilter};
use crate::domain::CustomerRefusal;

/// See customers, masked.
pub const CUSTOMER_READ: Permission = Permission("customer.read");
/// Create customers.
pub const CUSTOMER_WRITE: Permission = Permission("customer.write");
/// See what is masked, against a reason.
pub const CUSTOMER_REVEAL: Permission = Permission("customer.reveal");

const NEWEST_FIRST: &str = "-id";

/// The endpoints of customer.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .problems(PROBLEMS)
        .get(CUSTOMER_READ, routes!(list_customers))
        .post(CUSTOMER_WRITE, routes!(create_customer))
        .get(CUSTOMER_READ, routes!(get_customer))
        .post(CUSTOMER_REVEAL, routes!(reveal_customer))
}

/// Customers, newest first
#[utoipa::path(get, path = "/api/v1/customers", tag = "customer", params(CustomerQuery, PageQuery),
    responses((status = 200, description = "A page of customers", body = Page<Customer>)))]
async fn list_customers(
    State(state): State<AppState>,
    Scope(scope): Scope,
    QueryParams(query): QueryParams<CustomerQuery>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<Customer>> {
    blocking(move || {
        let before = page
            .cursor
            .map(|cursor| decode_cursor::<Uuid>(NEWEST_FIRST, &cursor))
            .transpose()?;
        let search = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let filter = CustomerFilter {
            scope,
            search,
            kind: query.kind.map(Into::into),
            before: before.map(CustomerId),
        };
        let rows = state
            .db
            .read(|tx| app::list_customers(tx, &state.keys, &filter, page.limit.fetch()))?;
        let page = Page::from_rows(rows, page.limit, NEWEST_FIRST, |row| row.id);
        Ok::<_, Problem>(Json(page.map(Customer::from)))
    })
    .await
}

/// One customer
#[utoipa::path(get, path = "/api/v1/customers/{id}", tag = "customer", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The customer", body = Customer)))]
async fn get_customer(
    State(state): State<AppState>,
    Scope(scope): Scope,
    PathParam(id): PathParam<Uuid>,
) -> Answer<Customer> {
    blocking(move || {
        let row = state.db.read(|tx| app::find_customer(tx, &scope, CustomerId(id)))?;
        let row = row.ok_or(CustomerError::Refused(CustomerRefusal::NotFound))?;
        Ok::<_, Problem>(Json(Customer::from(row)))
    })
    .await
}

/// Create a customer
///
/// The identity number is checked as far as its kind allows, and no two customers have the same.
#[utoipa::path(post, path = "/api/v1/customers", tag = "customer", params(CommandHeaders),
    request_body = CreateCustomerRequest,
    responses((status = 201, description = "The customer's id and number", body = CreatedCustomer)))]
async fn create_customer(
    State(state): State<AppState>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<CreateCustomerRequest>,
) -> CommandAnswer<CreatedCustomer> {
    blocking(move || {
        let outcome = app::create_customer(&state.db, &state.keys, &context, &body.draft())?;
        Ok::<_, Problem>(CommandReply::created(outcome).map(|created| CreatedCustomer {
            id: created.id.to_string(),
            number: created.number,
        }))
    })
    .await
}

/// Reveal what is masked
///
/// The reason is written to the audit trail before anything is told.
#[utoipa::path(post, path = "/api/v1/customers/{id}/reveal", tag = "customer", params(("id" = Uuid, Path)),
    request_body = RevealRequest,
    responses((status = 200, description = "Name and numbers in clear", body = Revealed)))]
async fn reveal_customer(
    State(state): State<AppState>,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<RevealRequest>,
) -> Answer<Revealed> {
    blocking(move || {
        let whom = (CustomerId(id), body.reason.as_str());
        let revealed = app::reveal_customer(&state.db, &state.keys, &context, whom)?;
        Ok::<_, Problem>(Json(Revealed::from(revealed)))
    })
    .await
}
