//! Use cases of a loan. Each runs in one transaction.

pub mod error;
pub mod record;
pub mod store;
pub mod store_change;
pub mod store_event;
pub mod store_installment;
mod store_line;
pub mod accruals;
pub mod store_accrual;
pub mod change;
pub mod offer;
pub mod cost;
pub mod book;
pub mod store_taken;
pub mod take_over;
pub mod contract;
pub mod repay;
pub mod reprice;
pub mod change_rate;
pub mod reverse;
pub mod quote;
pub mod derivation;
pub mod listed;
pub mod query_where;
pub mod query_filter;
pub mod query_order;
pub mod query_rows;
pub mod store_feed;
pub mod roster;
pub mod query;
pub mod export_rows;
pub mod query_export;
pub mod query_totals;
pub mod query_transactions;

pub mod close;
pub mod verify;
