//! All endpoints in one API, and the API in one router: what serves, and what tests drive in process.

use crate::ui;
use access::Gate;
use axum::{Extension, Router};
use ledger::AccountingCache;
use loan::Roster;
use platform::Guards;
use platform::http::{Api, AppState, CheckedCommand, Routes, audit_routes, health_routes, with_standard_layers};
use std::sync::Arc;

/// Real loans of a demo that is made from the screen: enough for every list and figure, made in seconds.
const DEMO_LOANS: usize = 300;

/// The endpoints of every capability.
#[must_use]
pub fn routes(gate: &Gate) -> Routes {
    health_routes()
        .problems(ui::PROBLEMS)
        .merge(audit_routes(&guards()))
        .merge(audit::audit_archive_routes(&guards()))
        .merge(access::routes_with(gate, checked_commands(), &guards()))
        .merge(preference::preference_routes())
        .merge(notice::notice_routes())
        .merge(export::export_routes())
        .merge(listing::listing_routes())
        .merge(reference::reference_routes())
        .merge(customer::routes())
        .merge(product::product_routes(loan::app::cost::dearest))
        .merge(ledger::ledger_routes())
        .merge(loan::loan_routes())
        .merge(import::import_routes())
        .merge(report::report_routes())
        .merge(setup::setup_routes(gate, &setup::Desk::new(DEMO_LOANS)))
        .answering(include_str!("problem_codes.txt"))
}

/// The commands of every capability that may be proposed by one person and approved by another.
fn checked_commands() -> Vec<CheckedCommand> {
    let mut commands = loan::checked_commands(&AccountingCache::default());
    commands.extend(audit::checked_commands());
    commands.extend(ledger::checked_commands());
    commands.extend(reference::checked_commands());
    commands.extend(import::checked_commands());
    commands
}

/// The sensitive fields of every capability.
fn guards() -> Guards {
    Guards::of(customer::CUSTOMER_FIELDS)
}

/// Every list that is declared.
fn lists() -> listing::Lists {
    listing::Lists(Arc::from([
        &audit::AUDIT_ENTRIES,
        &customer::CUSTOMERS,
        &ledger::app::JOURNAL_ENTRIES,
        &loan::app::query_transactions::LOAN_TRANSACTIONS,
        &product::PRODUCTS,
        &access::app::USERS,
    ]))
}

/// The API put together: router, OpenAPI document, list of endpoints, problems.
#[must_use]
pub fn api(gate: &Gate) -> Api {
    routes(gate).build("Xindai", env!("CARGO_PKG_VERSION"))
}

/// The whole program over HTTP: API, pages, layers.
pub fn router(state: AppState, gate: &Gate) -> Router {
    router_with(state, gate, Roster::default())
}

/// The same with a roster of loans that somebody else may fill meanwhile.
pub fn router_with(state: AppState, gate: &Gate, roster: Roster) -> Router {
    let router = api(gate).router.fallback(ui::page);
    let router = router
        .layer(Extension(AccountingCache::default()))
        .layer(Extension(roster))
        .layer(Extension(lists()));
    with_standard_layers(router, state, access::sign_in_layer(gate.clone()))
}
