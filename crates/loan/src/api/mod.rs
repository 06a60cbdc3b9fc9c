//! The loan on the wire.

mod booking_trial;
mod dto;
mod problem;
mod read;

mod loans;
mod commands;
mod rates;
mod export;
mod transactions;
mod checked;
mod close;

mod routes;

pub use checked::checked_commands;
pub use export::LOAN_EXPORT;
pub use problem::PROBLEMS;
pub use routes::{
    CLOSE_READ, CLOSE_RUN, LOAN_BOOK, LOAN_CALL, LOAN_CHARGE_OFF, LOAN_READ, LOAN_REPAY, LOAN_REVERSE, loan_routes,
};
