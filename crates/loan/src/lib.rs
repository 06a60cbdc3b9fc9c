//! The contract and its arithmetic: terms, schedules, accrual, repayment, ageing, close of business.

pub mod domain;

pub mod app;

mod api;

pub use app::roster::Roster;

pub use api::{
    CLOSE_READ, CLOSE_RUN, LOAN_BOOK, LOAN_CALL, LOAN_CHARGE_OFF, LOAN_EXPORT, LOAN_READ, LOAN_REPAY, LOAN_REVERSE,
    PROBLEMS, checked_commands, loan_routes,
};
