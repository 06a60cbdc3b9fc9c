//! The use cases of import.

// In reading order: each file uses only those above it.

mod error;
pub mod read;
mod live;
mod query;
mod report;
mod store;
mod reseal;
mod upload;
mod columns;
mod approve;
mod desk;
mod row_problem;
mod book_customers;
mod borrowers;
mod book_loans;
mod book_repayments;
mod book_ledger;
mod book_staff;
mod book_reference;
mod book_products;
mod rows;
mod run;
mod take_in;
mod cancel;
mod cut_over;
mod sheet;
mod template;
mod error_file;

pub use approve::{Approval, approve, shown_to_checker};
pub use cancel::cancel;
pub use columns::choose_columns;
pub use cut_over::{CutOver, LedgerFigure, ProductFigure, TotalsTold, cut_over, read_totals};
pub use desk::{Desk, Tell};
pub use error::{ImportError, Result};
pub use error_file::{Wanted, error_file, refused_rows};
pub use query::{
    BatchRow, ErrorRow, OutcomeRow, State, find_batch, find_own, list_batches, list_errors, list_outcomes,
};
pub use report::{Report, RowError, RowOutcome};
pub use reseal::{count_sealed_chunks, reseal_import};
pub use row_problem::ROW_PROBLEMS;
pub use rows::{Rows, book_rows, read_rows};
pub use run::{in_background, request_run};
pub use store::forget_rows;
pub use take_in::{Place, TakenIn, take_in};
pub use template::template;
pub use upload::{Preview, Upload, preview, upload};
