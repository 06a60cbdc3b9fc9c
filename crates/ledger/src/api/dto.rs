//! Wire types of the ledger's endpoints.

use crate::app::{CurrencySum, PostingLine};
use crate::domain::{AccountCode, Chart, EntryError, GlAccount, Side, TrialBalance, TrialBalanceRow, entry_no};
use crate::wire::two_sides;
use kernel::{BusinessDate, Currency, EntryId, EventId, Money};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The chart of accounts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChartOfAccounts)]
pub struct ChartView {
    /// All accounts by code.
    pub items: Vec<AccountView>,
}

/// An account of the general ledger.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GlAccount)]
pub struct AccountView {
    /// Its code.
    #[schema(value_type = String, example = "1303.01")]
    pub code: AccountCode,
    /// Its Chinese name.
    #[schema(example = "贷款—正常本金")]
    pub name_zh: String,
    /// Its English name.
    #[schema(example = "Loans: principal not due")]
    pub name_en: String,
    /// `asset`, `liability`, `common`, `equity`, `income`, `expense` or `off_book`.
    #[schema(example = "asset")]
    pub category: &'static str,
    /// The side on which its balance normally stands: `debit` or `credit`.
    #[schema(example = "debit")]
    pub balance_side: &'static str,
    /// Whether it has sub-accounts; then only those take postings.
    pub heading: bool,
    /// From which standard it comes.
    #[schema(example = "内部控制指引")]
    pub source: String,
}

impl AccountView {
    pub(super) fn of(account: &GlAccount, chart: &Chart) -> Self {
        Self {
            code: account.code,
            name_zh: account.name_zh.clone(),
            name_en: account.name_en.clone(),
            category: account.category.name(),
            balance_side: account.balance_side.name(),
            heading: chart.is_heading(account.code),
            source: account.source.clone(),
        }
    }
}

/// Which trial balance.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TrialBalanceQuery {
    /// The day; the business day unless told.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-20")]
    pub on: Option<BusinessDate>,
    /// The currency.
    #[param(value_type = String, example = "CNY")]
    pub currency: Currency,
}

/// The trial balance of a day in one currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrialBalance)]
pub struct TrialBalanceView {
    /// The day.
    #[schema(value_type = wire::Date)]
    pub on: BusinessDate,
    /// The currency.
    #[schema(value_type = String, example = "CNY")]
    pub currency: Currency,
    /// Accounts that ever moved, by code.
    pub rows: Vec<TrialBalanceRowView>,
    /// Σ debits of the day.
    #[schema(value_type = wire::Money)]
    pub total_debit: Money,
    /// Σ credits of the day.
    #[schema(value_type = wire::Money)]
    pub total_credit: Money,
    /// Σ closing balances on the debit side.
    #[schema(value_type = wire::Money)]
    pub closing_debit: Money,
    /// Σ closing balances on the credit side.
    #[schema(value_type = wire::Money)]
    pub closing_credit: Money,
    /// Closing debits minus closing credits: zero, or the books are broken.
    #[schema(value_type = wire::Money)]
    pub difference: Money,
}

/// An account in a trial balance. Balances read on the account's normal side: negative when they stand on the other.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrialBalanceRow)]
pub struct TrialBalanceRowView {
    /// The account.
    #[schema(value_type = String, example = "1303.01")]
    pub code: AccountCode,
    /// Its Chinese name.
    #[schema(example = "贷款")]
    pub name_zh: String,
    /// Its English name.
    #[schema(example = "Loans")]
    pub name_en: String,
    /// Its class.
    #[schema(example = "asset")]
    pub category: &'static str,
    /// The balance before the day.
    #[schema(value_type = wire::Money)]
    pub opening: Money,
    /// Debits of the day.
    #[schema(value_type = wire::Money)]
    pub debit: Money,
    /// Credits of the day.
    #[schema(value_type = wire::Money)]
    pub credit: Money,
    /// The balance after the day.
    #[schema(value_type = wire::Money)]
    pub closing: Money,
    /// The account's normal side: `debit` or `credit`.
    #[schema(example = "debit")]
    pub balance_side: &'static str,
}

impl TrialBalanceView {
    pub(super) fn of(trial: &TrialBalance) -> Result<Self, EntryError> {
        let totals = trial.totals();
        let wide = |minor: i128| match i64::try_from(minor) {
            Ok(minor) => Ok(Money::new(minor, trial.currency)),
            Err(_) => Err(EntryError::AmountOutOfRange(trial.rows[0].account.code)),
        };
        Ok(Self {
            on: trial.on,
            currency: trial.currency,
            rows: trial
                .rows
                .iter()
                .map(|row| TrialBalanceRowView::of(row, trial.currency))
                .collect(),
            total_debit: wide(totals.debit_minor)?,
            total_credit: wide(totals.credit_minor)?,
            closing_debit: wide(totals.closing_debit_minor)?,
            closing_credit: wide(totals.closing_credit_minor)?,
            difference: wide(trial.difference_minor())?,
        })
    }
}

impl TrialBalanceRowView {
    pub(super) fn of(row: &TrialBalanceRow, currency: Currency) -> Self {
        let side: Side = row.account.balance_side;
        let money = |minor| Money::new(minor, currency);
        Self {
            code: row.account.code,
            name_zh: row.account.name_zh.clone(),
            name_en: row.account.name_en.clone(),
            category: row.account.category.name(),
            opening: money(side.reading(row.opening_minor)),
            debit: money(row.turnover.debit_minor),
            credit: money(row.turnover.credit_minor),
            closing: money(side.reading(row.closing_minor)),
            balance_side: side.name(),
        }
    }
}

/// Which lines of an account.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostingQuery {
    /// First day.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-01")]
    pub from: Option<BusinessDate>,
    /// Last day, included.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-31")]
    pub to: Option<BusinessDate>,
    /// One currency; all unless told.
    #[param(value_type = Option<String>, example = "CNY")]
    pub currency: Option<Currency>,
}

/// Which days of an account.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TurnoverQuery {
    /// First day.
    #[param(value_type = String, format = Date, example = "2025-01-01")]
    pub from: BusinessDate,
    /// Last day, included.
    #[param(value_type = String, format = Date, example = "2025-01-31")]
    pub to: BusinessDate,
}

/// What moved on an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccountTurnover)]
pub struct TurnoverListView {
    /// By currency; nothing where no line is.
    pub items: Vec<TurnoverView>,
}

/// What moved in one currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CurrencyTurnover)]
pub struct TurnoverView {
    /// The currency.
    #[schema(example = "CNY")]
    pub currency: String,
    /// Lines.
    pub lines: i64,
    /// Sum of the debit side; red lines lower it.
    #[schema(value_type = wire::Money)]
    pub debit: Money,
    /// Sum of the credit side; red lines lower it.
    #[schema(value_type = wire::Money)]
    pub credit: Money,
}

/// A line of an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Posting)]
pub struct PostingView {
    /// Its entry.
    #[schema(value_type = Uuid)]
    pub entry_id: EntryId,
    /// The entry's readable number.
    #[schema(example = "20250120-7F3K9Q2A")]
    pub entry_no: String,
    /// The business day on which it is booked.
    #[schema(value_type = wire::Date)]
    pub booked_on: BusinessDate,
    /// The account: the one asked for or one of its sub-accounts.
    #[schema(value_type = String, example = "1303.01")]
    pub account_code: AccountCode,
    /// What the entry records.
    #[schema(example = "repayment")]
    pub kind: String,
    /// The loan that the entry is about.
    pub loan_id: Option<Uuid>,
    /// That loan's number.
    #[schema(example = "XD2025000123")]
    pub loan_number: Option<String>,
    /// The event that caused the entry.
    #[schema(value_type = Option<Uuid>)]
    pub event_id: Option<EventId>,
    /// The amount when it is a debit.
    #[schema(value_type = Option<wire::Money>)]
    pub debit: Option<Money>,
    /// The amount when it is a credit.
    #[schema(value_type = Option<wire::Money>)]
    pub credit: Option<Money>,
    /// The entry's remark.
    #[schema(example = "正常还款")]
    pub memo: String,
}

impl PostingView {
    pub(super) fn of(line: PostingLine) -> Self {
        let (debit, credit) = two_sides(&line.posting, line.currency);
        // Aggregates (accrued interest of a product) are about no loan: their subject has no number.
        let loan = line.subject.filter(|(_, number)| !number.is_empty());
        let (loan_id, loan_number) = loan.unzip();
        Self {
            entry_id: line.entry_id,
            entry_no: entry_no(line.booked_on, line.entry_id),
            booked_on: line.booked_on,
            account_code: line.posting.account,
            kind: line.kind,
            loan_id,
            loan_number,
            event_id: line.event,
            debit,
            credit,
            memo: line.memo,
        }
    }
}

/// Why an entry is reversed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EntryReversal)]
pub struct ReversalBody {
    /// Becomes the remark of the reversing entry.
    #[schema(example = "posted twice")]
    pub reason: String,
}

impl TurnoverListView {
    pub(super) fn of(sums: Vec<CurrencySum>) -> Self {
        let view = |sum: CurrencySum| TurnoverView {
            currency: sum.currency.code().to_owned(),
            lines: sum.lines,
            debit: Money::new(sum.turnover.debit_minor, sum.currency),
            credit: Money::new(sum.turnover.credit_minor, sum.currency),
        };
        Self {
            items: sums.into_iter().map(view).collect(),
        }
    }
}
