//! The loan over HTTP, on a real database: a file per endpoint.

mod bank;
mod book_loan;
mod close_runs;
mod disburse_loan;
mod get_loan;
mod get_loan_accrual;
mod get_loan_schedule;
mod get_payoff_quote;
mod list_loan_entries;
mod list_loan_events;
mod list_loans;
mod product_rules;
mod purposes;
mod reasons;
mod rate_cap;
mod rates;
mod record_repayment;
mod refusals;
mod reverse_event;
mod search_loans;
mod routes;
mod try_booking;
mod try_schedule;
mod verify;
