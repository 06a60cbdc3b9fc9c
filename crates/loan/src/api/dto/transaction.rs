//! Transactions on the wire.

use crate::app::query_transactions::{TransactionRow, TransactionSum};
use kernel::{BusinessDate, CivilDate, CustomerId, EventId, LoanId, Money, Timestamp};
use platform::http::wire;
use serde::Serialize;
use utoipa::ToSchema;

/// A transaction in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanTransaction)]
pub struct TransactionView {
    /// The event.
    #[schema(value_type = Uuid)]
    pub id: EventId,
    /// Its place in the loan's life by time of recording.
    #[schema(example = 2)]
    pub seq: i64,
    /// The loan.
    #[schema(value_type = Uuid)]
    pub loan_id: LoanId,
    /// Its number.
    #[schema(example = "XD2025000123")]
    pub loan_number: String,
    /// The borrower.
    #[schema(value_type = Uuid)]
    pub customer_id: CustomerId,
    /// The borrower's name, masked.
    #[schema(example = "张*三")]
    pub customer_name: String,
    /// Code of the loan's product.
    #[schema(example = "P03")]
    pub product_code: String,
    /// Code of the organisation to which the loan belongs.
    #[schema(example = "0001")]
    pub organisation: String,
    /// Its Chinese name.
    #[schema(example = "总行")]
    pub organisation_name_zh: String,
    /// Its English name.
    #[schema(example = "Head office")]
    pub organisation_name_en: String,
    /// Login of the loan's officer.
    #[schema(example = "clerk")]
    pub officer: String,
    /// What happened.
    #[schema(example = "repaid")]
    pub kind: String,
    /// When it takes effect.
    #[schema(value_type = wire::Date)]
    pub value_date: CivilDate,
    /// The business day on which it was booked.
    #[schema(value_type = wire::Date)]
    pub booked_on: BusinessDate,
    /// Negative when it takes money back; null when it moves none.
    #[schema(value_type = Option<wire::Money>)]
    pub amount: Option<Money>,
    /// `standing`, `reversed`, or `reversal` for what takes another one back.
    #[schema(example = "standing")]
    pub state: String,
    /// Who recorded it.
    #[schema(example = "clerk")]
    pub actor: String,
    /// When it was recorded.
    #[schema(value_type = wire::Timestamp)]
    pub recorded_at: Timestamp,
    /// Why, as a code of the list of reasons.
    #[schema(example = json!(null))]
    pub reason_code: Option<String>,
    /// A remark.
    #[schema(example = "")]
    pub note: String,
}

impl From<TransactionRow> for TransactionView {
    fn from(row: TransactionRow) -> Self {
        let ((loan_id, loan_number), (customer_id, customer_name)) = (row.loan, row.customer);
        let (organisation, organisation_name_zh, organisation_name_en) = row.organisation;
        Self {
            id: row.id,
            seq: row.seq,
            loan_id,
            loan_number,
            customer_id,
            customer_name,
            product_code: row.product,
            organisation,
            organisation_name_zh,
            organisation_name_en,
            officer: row.officer,
            kind: row.kind,
            value_date: row.value_date,
            booked_on: row.booked_on,
            amount: Some(row.amount).filter(|amount| !amount.is_zero()),
            state: row.state,
            actor: row.actor,
            recorded_at: row.recorded_at,
            reason_code: row.reason_code,
            note: row.note,
        }
    }
}

/// What transactions of one currency amount to: those that were taken back, and the reversals, count in no amount.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanTransactionSum)]
pub struct TransactionSumView {
    /// The currency.
    #[schema(example = "CNY")]
    pub currency: &'static str,
    /// All transactions, also those that do not stand.
    pub transactions: i64,
    /// Lent.
    #[schema(value_type = wire::Money)]
    pub lent: Money,
    /// Received: repayments, prepayments and payoffs.
    #[schema(value_type = wire::Money)]
    pub received: Money,
    /// Charged as fees.
    #[schema(value_type = wire::Money)]
    pub charged: Money,
}

impl From<TransactionSum> for TransactionSumView {
    fn from(sum: TransactionSum) -> Self {
        Self {
            currency: sum.currency.code(),
            transactions: sum.transactions,
            lent: sum.lent,
            received: sum.received,
            charged: sum.charged,
        }
    }
}

/// All pages together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanTransactionTotals)]
pub struct TransactionTotalsView {
    /// How many transactions; at least so many when there are `more`.
    pub count: i64,
    /// Whether there are more than were counted: then nothing is summed.
    pub more: bool,
    /// By currency.
    pub sums: Vec<TransactionSumView>,
}

/// A page of transactions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanTransactionPage)]
pub struct TransactionPageView {
    /// The transactions of this page.
    pub items: Vec<TransactionView>,
    /// Fetches the next page; null on the last.
    pub next_cursor: Option<String>,
    /// With `with_totals`: all pages together.
    pub totals: Option<TransactionTotalsView>,
}
