//! Loans were booked for customers: told by the loan capability, which stands above this one.

use kernel::CustomerId;
use platform::{DbError, Tx};

use crate::app::store;

/// So many loans were booked for a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoanCount {
    /// The customer.
    pub customer_id: CustomerId,
    /// Loans booked in this transaction.
    pub loans: i64,
}

/// Adds to the loans ever booked, in the transaction that books them.
///
/// # Errors
/// [`DbError`].
pub fn count_loans(tx: &mut Tx, booked: &[LoanCount]) -> Result<(), DbError> {
    booked
        .iter()
        .try_for_each(|count| store::add_loans(tx, count.customer_id, count.loans))
}
