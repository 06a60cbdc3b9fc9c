//! Wire types.

pub(super) mod loan;
pub(super) mod query;
pub(super) mod terms;
pub(super) mod balances;
pub(super) mod detail;
pub(super) mod schedule;
pub(super) mod trial;
pub(super) mod event;
pub(super) mod rates;
pub(super) mod receipt;
pub(super) mod accrual;
pub(super) mod payoff;
pub(super) mod booking;
pub(super) mod close;
pub(super) mod transaction;
