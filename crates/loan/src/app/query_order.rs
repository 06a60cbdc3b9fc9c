//! In which order a list shows loans, and where a page of it ends.

use super::listed::ListedLoan;
use kernel::CivilDate;
use uuid::Uuid;

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoanOrder {
    /// One of [`LOAN_ORDERS`], without its minus.
    pub field: &'static str,
    /// From large to small.
    pub descending: bool,
}

/// The orders that lists offer; the first is the default.
pub const LOAN_ORDERS: [&str; 9] = [
    "-disbursed_on",
    "number",
    "principal",
    "principal_outstanding",
    "overdue_amount",
    "dpd",
    "next_due_on",
    "maturity_on",
    "annual_rate",
];

/// The value of an order's column in a row, and the row's id: where a page ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanKey {
    /// The column's value; none for rows that have none.
    pub value: Option<OrderValue>,
    /// The loan.
    pub id: Uuid,
}

/// A number or a text by which rows are ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderValue {
    /// A number, an amount, or a date in days.
    Int(i64),
    /// A text.
    Text(String),
}

impl LoanOrder {
    /// The expression, whether large values are small in it, and which rows have a value at all.
    pub(super) fn column(self, on: CivilDate) -> (&'static str, bool, Option<(String, String)>) {
        let past_due = || {
            let due = on.days();
            let has = format!("l.oldest_unpaid_due < {due}");
            Some((
                has,
                format!("(l.oldest_unpaid_due IS NULL OR l.oldest_unpaid_due >= {due})"),
            ))
        };
        match self.field {
            "number" => ("l.number", false, None),
            "principal" => ("l.principal", false, None),
            "principal_outstanding" => ("(l.principal_not_due + l.principal_due)", false, None),
            "overdue_amount" => ("(l.principal_due + l.interest_due + l.fee_due)", false, past_due()),
            "dpd" => ("l.oldest_unpaid_due", true, past_due()),
            "next_due_on" => {
                let has = (
                    "l.next_due_on IS NOT NULL".to_owned(),
                    "l.next_due_on IS NULL".to_owned(),
                );
                ("l.next_due_on", false, Some(has))
            }
            "maturity_on" => ("l.maturity_on", false, None),
            "annual_rate" => ("l.annual_rate_e10", false, None),
            _ => ("l.disbursed_on", false, None),
        }
    }

    /// Where a row stands in this order.
    #[must_use]
    pub fn key(self, loan: &ListedLoan, on: CivilDate) -> LoanKey {
        let days = |date: CivilDate| Some(OrderValue::Int(i64::from(date.days())));
        let past_due = loan.dpd(on) > 0;
        let value = match self.field {
            "number" => Some(OrderValue::Text(loan.number.clone())),
            "principal" => Some(OrderValue::Int(loan.principal)),
            "principal_outstanding" => Some(OrderValue::Int(loan.principal_outstanding)),
            "overdue_amount" if past_due => Some(OrderValue::Int(loan.overdue_amount(on))),
            "dpd" if past_due => loan.oldest_unpaid_due.and_then(days),
            "overdue_amount" | "dpd" => None,
            "next_due_on" => loan.next_due_on.and_then(days),
            "maturity_on" => days(loan.maturity_on),
            "annual_rate" => Some(OrderValue::Int(loan.annual_rate.e10())),
            _ => days(loan.disbursed_on),
        };
        LoanKey {
            value,
            id: loan.id.uuid(),
        }
    }

    /// Whether its values are texts.
    #[must_use]
    pub fn is_text(self) -> bool {
        self.field == "number"
    }

    /// Whether some rows have no value in it.
    #[must_use]
    pub fn has_gaps(self) -> bool {
        matches!(self.field, "overdue_amount" | "dpd" | "next_due_on")
    }
}
