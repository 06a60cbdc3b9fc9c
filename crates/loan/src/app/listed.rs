//! A loan as lists show it, read from its projection.

use kernel::{AnnualRate, CivilDate, Currency, CustomerId, LoanId, ProductId};

/// A loan as lists show it. Amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLoan {
    /// Identifier.
    pub id: LoanId,
    /// Number.
    pub number: String,
    /// Who borrows.
    pub customer_id: CustomerId,
    /// The customer's masked name.
    pub customer_name: String,
    /// The product version.
    pub product_id: ProductId,
    /// The product's code.
    pub product_code: String,
    /// Who looks after it.
    pub officer: String,
    /// What the money is for, a code of the list `loan_purpose`.
    pub purpose: Option<String>,
    /// Currency.
    pub currency: Currency,
    /// The amount lent.
    pub principal: i64,
    /// The contract rate.
    pub annual_rate: AnnualRate,
    /// The name of the repayment method.
    pub method: String,
    /// Instalments of the contract.
    pub periods: i64,
    /// `pending`, `active`, `closed` or `charged_off`.
    pub status: String,
    /// The day the money is lent.
    pub disbursed_on: CivilDate,
    /// The last planned due date.
    pub maturity_on: CivilDate,
    /// Since when closed or charged off.
    pub closed_on: Option<CivilDate>,
    /// Principal owed, due or not.
    pub principal_outstanding: i64,
    /// Principal due and unpaid.
    pub principal_due: i64,
    /// Interest due and unpaid.
    pub interest_due: i64,
    /// Fees due and unpaid.
    pub fee_due: i64,
    /// The next due date.
    pub next_due_on: Option<CivilDate>,
    /// What falls due then.
    pub next_due_amount: i64,
    /// The earliest due date that is not settled.
    pub oldest_unpaid_due: Option<CivilDate>,
}

impl ListedLoan {
    /// Days past due on a day (cn.md §3.4).
    #[must_use]
    pub fn dpd(&self, on: CivilDate) -> i32 {
        self.oldest_unpaid_due.map_or(0, |due| on.days_since(due).max(0))
    }

    /// The status with `overdue` for an active loan that is past due.
    #[must_use]
    pub fn shown_status(&self, on: CivilDate) -> &str {
        if self.status == "active" && self.dpd(on) > 0 {
            "overdue"
        } else {
            &self.status
        }
    }

    /// Principal, interest and fees due and unpaid, once the loan is past due. Penalty is not in it.
    #[must_use]
    pub fn overdue_amount(&self, on: CivilDate) -> i64 {
        if self.dpd(on) > 0 {
            self.principal_due + self.interest_due + self.fee_due
        } else {
            0
        }
    }
}
