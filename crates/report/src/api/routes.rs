//! The reports' endpoints.

use super::dto::{CockpitQuery, CockpitView};
use crate::app::cockpit::cockpit;
use axum::Json;
use axum::extract::State;
use kernel::Currency;
use platform::http::{Answer, AppState, Permission, Problem, QueryParams, Routes, Scope, blocking, routes};

/// May read reports.
pub const REPORT_READ: Permission = Permission("report.read");

platform::problems! {
    /// Problems of reports.
    pub PROBLEMS;
    CURRENCY_UNKNOWN = 400 "report.currency_unknown"
        { zh: "没有这个币种：{currency}", en: "There is no such currency: {currency}" }
}

/// All endpoints of reports.
#[must_use]
pub fn report_routes() -> Routes {
    Routes::new().problems(PROBLEMS).get(REPORT_READ, routes!(get_cockpit))
}

/// The cockpit: how big is the portfolio, how healthy, and is it making money.
#[utoipa::path(get, path = "/api/v1/cockpit", tag = "report", params(CockpitQuery),
    responses((status = 200, body = CockpitView)))]
async fn get_cockpit(
    State(state): State<AppState>,
    Scope(scope): Scope,
    QueryParams(query): QueryParams<CockpitQuery>,
) -> Answer<CockpitView> {
    let unknown = |code: &String| Problem::of(CURRENCY_UNKNOWN).field("currency").with("currency", code);
    let currency = query
        .currency
        .as_ref()
        .map(|code| Currency::parse(code).map_err(|_| unknown(code)))
        .transpose()?;
    Ok(Json(
        blocking(move || state.db.read(|tx| cockpit(tx, &scope, currency)))
            .await?
            .into(),
    ))
}
