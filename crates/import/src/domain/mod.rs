//! What a file of rows means. Pure: knows no clock, chance, database or network.
//!
//! Invariants:
//! 1. A row is taken in whole or not at all, and so is a batch.
//! 2. A row that is there already with the same content is unchanged; with another content it is refused.
//! 3. A cell is never guessed: what a spreadsheet has spoiled is told, not mended.
#![deny(missing_docs)]

mod column;
mod limits;
mod table;
mod fault;
mod cell;
mod mapping;
mod record;
mod entity;
mod error;
mod lists;
mod products;
mod customers;
mod loans;
mod accounts;
mod balances;
mod organisations;
mod users;
mod totals;
mod repayments;
mod catalogue;

#[cfg(test)]
mod tests;

pub use accounts::{ACCOUNTS, AccountLine, account_line};
pub use balances::{BALANCES, BalanceLine, balance_line};
pub use catalogue::{ENTITIES, find_entity};
pub use cell::{day_of_serial, parse_date};
pub use column::{Choice, Column, ColumnKind};
pub use customers::{CUSTOMERS, CustomerLine, customer_line};
pub use entity::Entity;
pub use error::ImportRefusal;
pub use fault::{CellFault, Fault};
pub use limits::{
    CELL_CHARS, COLUMNS_MOST, ERRORS_KEPT, FILE_BYTES, KEPT_HOURS, PREVIEW_ROWS, ROWS_MOST, RUNNING_OF_A_USER,
    UNPACKED_BYTES,
};
pub use lists::{CALENDARS, DICTIONARIES, DayLine, EntryLine, RATES, RateLine, day_line, entry_line, rate_line};
pub use loans::{Borrower, LOANS, LoanLine, loan_line};
pub use mapping::{Mapping, Remembered, form_of, place_by_name};
pub use organisations::{ORGANISATIONS, OrganisationLine, organisation_line};
pub use products::{PRODUCTS, ProductLine, product_line};
pub use record::Record;
pub use repayments::{REPAYMENTS, RepaymentLine, repayment_line};
pub use table::{Line, Table};
pub use totals::{FIGURES, TOTALS_COLUMNS, TotalsLine, totals_line};
pub use users::{USERS, UserLine, user_line};
