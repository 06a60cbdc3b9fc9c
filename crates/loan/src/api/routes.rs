//! The endpoints of the loan and the permissions they need.

use super::problem::PROBLEMS;
use super::{booking_trial, close, commands, export, loans, rates, transactions};
use platform::http::{Permission, Routes, routes};
use platform::predicate::PREDICATE_PROBLEMS;

/// See loans.
pub const LOAN_READ: Permission = Permission("loan.read");
/// Book and disburse loans.
pub const LOAN_BOOK: Permission = Permission("loan.book");
/// Record money from borrowers.
pub const LOAN_REPAY: Permission = Permission("loan.repay");
/// Call loans in.
pub const LOAN_CALL: Permission = Permission("loan.call");
/// Change what loans cost.
pub const LOAN_CHANGE_RATE: Permission = Permission("loan.change_rate");
/// Take events back.
pub const LOAN_REVERSE: Permission = Permission("loan.reverse");
/// Charge off claims.
pub const LOAN_CHARGE_OFF: Permission = Permission("loan.charge_off");
/// See closes of business.
pub const CLOSE_READ: Permission = Permission("close.read");
/// Close business days.
pub const CLOSE_RUN: Permission = Permission("close.run");

/// The endpoints of loans, schedule trials, closes of business and the business day. Their router needs the layers
/// `Extension<ledger::AccountingCache>` and `Extension<Roster>`.
#[must_use]
pub fn loan_routes() -> Routes {
    Routes::new()
        .problems(PROBLEMS)
        .problems(PREDICATE_PROBLEMS)
        .get(LOAN_READ, routes!(loans::list_loans))
        .get(LOAN_READ, routes!(loans::get_loan))
        .get(LOAN_READ, routes!(loans::get_loan_schedule))
        .get(LOAN_READ, routes!(loans::list_loan_events))
        .get(LOAN_READ, routes!(loans::list_loan_entries))
        .get(LOAN_READ, routes!(loans::get_loan_accrual))
        .get(LOAN_READ, routes!(loans::get_payoff_quote))
        .get(LOAN_READ, routes!(transactions::list_loan_transactions))
        .get(LOAN_READ, routes!(rates::get_loan_rates))
        .post(Permission::SIGNED_IN, routes!(loans::try_schedule))
        .post(LOAN_BOOK, routes!(booking_trial::try_booking))
        .post(LOAN_BOOK, routes!(commands::book_loan))
        .post(LOAN_BOOK, routes!(commands::disburse_loan))
        .post(LOAN_REPAY, routes!(commands::record_repayment))
        .post(LOAN_CALL, routes!(commands::call_loan_in))
        .post(LOAN_CHANGE_RATE, routes!(rates::change_loan_rate))
        .post(LOAN_REVERSE, routes!(commands::reverse_event))
        .post(LOAN_CHARGE_OFF, routes!(commands::charge_off_loan))
        .get(Permission::SIGNED_IN, routes!(close::get_business_day))
        .get(CLOSE_READ, routes!(close::list_close_runs))
        .get(CLOSE_READ, routes!(close::watch_close_runs))
        .get(CLOSE_READ, routes!(close::get_close_run))
        .post(CLOSE_RUN, routes!(close::start_close_run))
        .merge(exports())
}

/// Lists as files: these can also be refused as exports are.
fn exports() -> Routes {
    Routes::new()
        .problems(PROBLEMS)
        .problems(PREDICATE_PROBLEMS)
        .problems(::export::PROBLEMS)
        .problems(listing::PROBLEMS)
        .post(export::LOAN_EXPORT, routes!(export::export_loans))
        .post(export::LOAN_EXPORT, routes!(transactions::export_loan_transactions))
}
