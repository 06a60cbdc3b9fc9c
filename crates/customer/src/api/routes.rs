use axum::Json;
use axum::extract::State;
use export::ExportView;
use kernel::{CustomerId, DataScope};
use listing::app::Asked;
use listing::{Asking, CountedPage, ExportListBody, ListQuery, Paging, TotalsQuery, counted_page, take};
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PageQuery, PathParam, Permission,
    Principal, Problem, Routes, blocking, routes,
};
use platform::{GuardedField, Row, Sight, Tx};
use uuid::Uuid;

use crate::api::dto::{
    ClassifiedCustomer, ClassifyCustomerRequest, CreateCustomerRequest, CreatedCustomer, Customer, CustomerQuery,
    RevealRequest, Revealed,
};
use crate::api::problem::PROBLEMS;
use crate::app::{self, CustomerError, CustomerFilter};
use crate::domain::{CustomerRefusal, FIELD_IDENTITY, FIELD_MOBILE};

/// See customers, masked.
pub const CUSTOMER_READ: Permission = Permission("customer.read");
/// Create customers.
pub const CUSTOMER_WRITE: Permission = Permission("customer.write");
/// See what is masked, against a reason.
pub const CUSTOMER_REVEAL: Permission = Permission("customer.reveal");

/// Take customers as a file.
pub const CUSTOMER_EXPORT: Permission = Permission("customer.export");

/// The sensitive fields of a customer, as the audit trail and proposals tell of them.
pub const CUSTOMER_FIELDS: [GuardedField; 2] = [
    GuardedField {
        permission: FIELD_IDENTITY,
        object_kind: "customer",
        members: &["identity", "identity_masked", "identity_number"],
    },
    GuardedField {
        permission: FIELD_MOBILE,
        object_kind: "customer",
        members: &["mobile", "mobile_masked"],
    },
];

/// The endpoints of customer.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .problems(PROBLEMS)
        .get(CUSTOMER_READ, routes!(list_customers))
        .post(CUSTOMER_WRITE, routes!(create_customer))
        .post(CUSTOMER_EXPORT, routes!(export_customers))
        .get(CUSTOMER_READ, routes!(get_customer))
        .post(CUSTOMER_WRITE, routes!(classify_customer))
        .post(CUSTOMER_REVEAL, routes!(reveal_customer))
}

/// Customers, newest first unless told
#[utoipa::path(get, path = "/api/v1/customers", tag = "customer",
    params(CustomerQuery, ListQuery, TotalsQuery, PageQuery),
    responses((status = 200, description = "A page of customers", body = CountedPage<Customer>)))]
async fn list_customers(
    State(state): State<AppState>,
    principal: Principal,
    Asking(query, list): Asking<CustomerQuery>,
    Paging(page, totals): Paging,
) -> Answer<CountedPage<Customer>> {
    let read = move || {
        state.db.read(|tx| {
            let asked = asked(tx, &state, reader(&principal, CUSTOMER_READ), (&query, &list))?;
            let sight = principal.sight();
            let seen = |row: &Row| Ok(app::listed_customer(row)?.seen_by(&sight));
            counted_page(tx, &asked, (&page, &totals), app::LISTED, seen)
        })
    };
    Ok(Json(blocking(read).await?))
}

/// The rows that a caller may read through an endpoint, and the fields that they see there.
fn reader(principal: &Principal, permission: Permission) -> (DataScope, Sight) {
    (principal.scope_of(permission), principal.sight())
}

fn asked(
    tx: &mut Tx,
    state: &AppState,
    (scope, sight): (DataScope, Sight),
    (query, list): (&CustomerQuery, &ListQuery),
) -> Result<Asked, Problem> {
    let filter = CustomerFilter {
        scope,
        sight,
        search: query.q.as_deref(),
        kind: query.kind.map(Into::into),
        industry: query.industry.as_deref(),
        region: query.region.as_deref(),
    };
    app::ask_customers(tx, &state.keys, filter, list.wanted())
}

/// Take the customers of a list as a file
///
/// What identifies them stays masked, unless `reveal_reason` says why it is needed and the caller may reveal. The file is made in
/// the background: watch it at `/api/v1/exports/{id}`, fetch it at `/api/v1/exports/{id}/file`.
#[utoipa::path(post, path = "/api/v1/customers/exports", tag = "customer",
    params(CustomerQuery, ListQuery, CommandHeaders), request_body = ExportListBody,
    responses((status = 202, description = "The file in the making", body = ExportView)))]
async fn export_customers(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    Asking(query, list): Asking<CustomerQuery>,
    JsonBody(body): JsonBody<ExportListBody>,
) -> CommandAnswer<ExportView> {
    let reader = reader(&principal, CUSTOMER_EXPORT);
    let taken = move || {
        let asked = state.db.read(|tx| {
            let asked = asked(tx, &state, reader.clone(), (&query, &list))?;
            Ok::<_, Problem>(app::in_words(tx, asked)?)
        })?;
        take(&state, (&principal, context), asked, query.told(&list), &body)
    };
    blocking(taken).await
}

/// One customer
#[utoipa::path(get, path = "/api/v1/customers/{id}", tag = "customer", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The customer", body = Customer)))]
async fn get_customer(
    State(state): State<AppState>,
    principal: Principal,
    PathParam(id): PathParam<Uuid>,
) -> Answer<Customer> {
    let (scope, sight) = reader(&principal, CUSTOMER_READ);
    blocking(move || {
        let row = state.db.read(|tx| app::find_customer(tx, &scope, CustomerId(id)))?;
        let row = row.ok_or(CustomerError::Refused(CustomerRefusal::NotFound))?;
        Ok::<_, Problem>(Json(Customer::from(row.seen_by(&sight))))
    })
    .await
}

/// Create a customer
///
/// The identity number is checked as far as its kind allows, and no two customers have the same. Only those write it who may see it
/// (`access.field_denied`); the same goes for the mobile number.
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

/// Class a customer
///
/// By industry and region, as codes of the lender's lists. What was said before stands in the audit trail.
#[utoipa::path(post, path = "/api/v1/customers/{id}/profile", tag = "customer",
    params(("id" = Uuid, Path), CommandHeaders), request_body = ClassifyCustomerRequest,
    responses((status = 200, description = "How it is classed now", body = ClassifiedCustomer)))]
async fn classify_customer(
    State(state): State<AppState>,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ClassifyCustomerRequest>,
) -> CommandAnswer<ClassifiedCustomer> {
    blocking(move || {
        let outcome = app::classify_customer(&state.db, &context, (CustomerId(id), &body.profile()))?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(ClassifiedCustomer::from))
    })
    .await
}

/// Reveal what is masked
///
/// The reason is written to the audit trail before anything is told. What the caller may not see is not told: `hidden` names it.
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
