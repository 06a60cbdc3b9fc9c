//! Loans in lists.

use crate::app::listed::ListedLoan;
use crate::app::roster::LoanTotals;
use crate::domain::ageing::Ageing;
use kernel::{AnnualRate, CivilDate, Currency, CustomerId, LoanId, Money, ProductId};
use platform::http::{Lang, wire};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// A loan as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LoanRow)]
pub struct LoanRowView {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: LoanId,
    /// Its readable number.
    #[schema(example = "JJ20250120-00C51PB1X9")]
    pub number: String,
    /// Who borrows.
    #[schema(value_type = Uuid)]
    pub customer_id: CustomerId,
    /// The customer's name; of a person masked.
    #[schema(example = "张*三")]
    pub customer_name: String,
    /// The product version.
    #[schema(value_type = Uuid)]
    pub product_id: ProductId,
    /// The product's code.
    #[schema(example = "P03")]
    pub product_code: String,
    /// The product's name in the language of the request.
    #[schema(example = "个人消费贷")]
    pub product_name: String,
    /// Who looks after it.
    #[schema(example = "clerk")]
    pub officer: String,
    /// What the money is for, a code of the dictionary `loan_purpose`; null when nobody said.
    #[schema(example = "working_capital")]
    #[serde(default)]
    pub purpose: Option<String>,
    /// Currency.
    #[schema(value_type = String, example = "CNY")]
    pub currency: Currency,
    /// The amount lent.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// Principal owed, due or not.
    #[schema(value_type = wire::Money)]
    pub principal_outstanding: Money,
    /// Principal, interest and fees due and unpaid, once the loan is past due; penalty is not in it.
    #[schema(value_type = wire::Money)]
    pub overdue_amount: Money,
    /// The contract rate.
    #[schema(value_type = wire::AnnualRate)]
    pub annual_rate: AnnualRate,
    /// The repayment method.
    #[schema(example = "annuity")]
    pub method: String,
    /// Instalments of the contract.
    pub periods: i64,
    /// `pending`, `active`, `overdue`, `closed` or `charged_off`.
    #[schema(example = "active")]
    pub status: String,
    /// The day the money is lent.
    #[schema(value_type = wire::Date)]
    pub disbursed_on: CivilDate,
    /// The last planned due date.
    #[schema(value_type = wire::Date)]
    pub maturity_on: CivilDate,
    /// Since when closed or charged off.
    #[schema(value_type = Option<wire::Date>)]
    pub closed_on: Option<CivilDate>,
    /// The next due date.
    #[schema(value_type = Option<wire::Date>)]
    pub next_due_on: Option<CivilDate>,
    /// What falls due then.
    #[schema(value_type = Option<wire::Money>)]
    pub next_due_amount: Option<Money>,
    /// Days past due: from the earliest due date that is not settled.
    pub dpd: i32,
    /// The band of days past due, `C` or `M1` to `M7+`; null unless money is owed.
    #[schema(example = "C")]
    pub bucket: Option<String>,
    /// The class of the five that days past due ask for at least; null unless money is owed.
    #[schema(example = "normal")]
    pub class: Option<String>,
}

/// Chinese and English names of products.
pub type ProductNames = HashMap<ProductId, (String, String)>;

/// What a row is seen with: the day, its bands, names and language.
pub struct Lens<'a> {
    /// The business date.
    pub on: CivilDate,
    /// The bands of that day.
    pub ageing: &'a Ageing,
    /// Names of the products in sight.
    pub names: &'a ProductNames,
    /// The language of the request.
    pub lang: Lang,
}

impl LoanRowView {
    /// The row of a loan.
    pub fn of(loan: &ListedLoan, lens: &Lens<'_>) -> Self {
        let money = |minor| Money::new(minor, loan.currency);
        let dpd = loan.dpd(lens.on);
        let owed = loan.status == "active";
        let name = lens.names.get(&loan.product_id).map(|(zh, en)| match lens.lang {
            Lang::Zh => zh.clone(),
            Lang::En => en.clone(),
        });
        Self {
            id: loan.id,
            number: loan.number.clone(),
            customer_id: loan.customer_id,
            customer_name: loan.customer_name.clone(),
            product_id: loan.product_id,
            product_code: loan.product_code.clone(),
            product_name: name.unwrap_or_else(|| loan.product_code.clone()),
            officer: loan.officer.clone(),
            purpose: loan.purpose.clone(),
            currency: loan.currency,
            principal: money(loan.principal),
            principal_outstanding: money(loan.principal_outstanding),
            overdue_amount: money(loan.overdue_amount(lens.on)),
            annual_rate: loan.annual_rate,
            method: loan.method.clone(),
            periods: loan.periods,
            status: loan.shown_status(lens.on).to_owned(),
            disbursed_on: loan.disbursed_on,
            maturity_on: loan.maturity_on,
            closed_on: loan.closed_on,
            next_due_on: loan.next_due_on,
            next_due_amount: loan.next_due_on.map(|_| money(loan.next_due_amount)),
            dpd,
            bucket: owed.then(|| lens.ageing.bucket(dpd).to_owned()),
            class: owed.then(|| lens.ageing.class(dpd).to_owned()),
        }
    }
}

/// A page of loans.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanList)]
pub struct LoanListView {
    /// The rows.
    pub items: Vec<LoanRowView>,
    /// Fetches the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Count and sums of all pages; only with `with_totals=true`.
    pub totals: Option<LoanTotalsView>,
}

/// Count and sums of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanTotals)]
pub struct LoanTotalsView {
    /// Loans.
    pub count: i64,
    /// There are more than `totals_most`, which `count` then is; the sums are empty.
    pub more: bool,
    /// Principal owed, due or not, by currency.
    #[schema(value_type = Vec<wire::Money>)]
    pub principal_outstanding: Vec<Money>,
    /// Principal due and unpaid of loans past due, by currency.
    #[schema(value_type = Vec<wire::Money>)]
    pub overdue_principal: Vec<Money>,
    /// Principal, interest and fees due and unpaid of loans past due, by currency.
    #[schema(value_type = Vec<wire::Money>)]
    pub overdue_amount: Vec<Money>,
}

impl From<LoanTotals> for LoanTotalsView {
    fn from(totals: LoanTotals) -> Self {
        Self {
            count: totals.count,
            more: totals.more,
            principal_outstanding: totals.principal_outstanding,
            overdue_principal: totals.overdue_principal,
            overdue_amount: totals.overdue_amount,
        }
    }
}
