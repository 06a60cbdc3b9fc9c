//! Rows of a list: which page of them is read, and what each holds.

use super::error::Result;
use super::listed::ListedLoan;
use super::query_order::{LoanKey, LoanOrder};
use super::store;
use kernel::{AnnualRate, CustomerId, LoanId, ProductId};
use platform::Row;

/// Which part of a list is read.
#[derive(Debug, Clone, Copy)]
pub struct LoanPage<'a> {
    /// The order.
    pub order: LoanOrder,
    /// The last row of the page before.
    pub after: Option<&'a LoanKey>,
    /// How many rows.
    pub fetch: i64,
}

pub(super) const COLUMNS: &str = "l.id, l.number, l.customer_id, l.customer_name, l.product_id, l.product_code, l.officer, l.currency,
    l.principal, l.annual_rate_e10, l.method, l.periods, l.status, l.disbursed_on, l.maturity_on, l.closed_on,
    l.principal_not_due, l.principal_due, l.interest_due, l.fee_due, l.next_due_on, l.next_due_amount, l.oldest_unpaid_due,
    l.purpose";

pub(super) fn listed(row: &Row) -> Result<ListedLoan> {
    let date = |column: usize| row.opt_business_date(column).map(kernel::BusinessDate::date);
    Ok(ListedLoan {
        id: LoanId(row.id(0)),
        number: row.text(1).to_owned(),
        customer_id: CustomerId(row.id(2)),
        customer_name: row.text(3).to_owned(),
        product_id: ProductId(row.id(4)),
        product_code: row.text(5).to_owned(),
        officer: row.text(6).to_owned(),
        currency: store::currency(row.text(7))?,
        principal: row.int(8),
        annual_rate: AnnualRate::from_e10(row.int(9)),
        method: row.text(10).to_owned(),
        periods: row.int(11),
        status: row.text(12).to_owned(),
        disbursed_on: row.civil_date(13),
        maturity_on: row.civil_date(14),
        closed_on: date(15),
        principal_outstanding: row.int(16) + row.int(17),
        principal_due: row.int(17),
        interest_due: row.int(18),
        fee_due: row.int(19),
        next_due_on: date(20),
        next_due_amount: row.int(21),
        oldest_unpaid_due: date(22),
        purpose: Some(row.text(23).to_owned()).filter(|code| !code.is_empty()),
    })
}
