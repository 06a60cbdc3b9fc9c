//! How an entry looks on the wire, for this capability's endpoints and for those of others that show entries.

use crate::app::StoredEntry;
use crate::domain::{AccountCode, Chart, JournalEntry, Posting, Side};
use kernel::{BusinessDate, Currency, EntryId, EventId, Money, Timestamp};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A journal entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = JournalEntry)]
pub struct EntryView {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: EntryId,
    /// Its readable number: the day and eight characters.
    #[schema(example = "20250120-7F3K9Q2A")]
    pub entry_no: String,
    /// The business day on which it is booked.
    #[schema(value_type = wire::Date)]
    pub booked_on: BusinessDate,
    /// What it records.
    #[schema(example = "repayment")]
    pub kind: String,
    /// The loan that it is about.
    pub loan_id: Option<Uuid>,
    /// That loan's number when the entry was made.
    #[schema(example = "XD2025000123")]
    pub loan_number: Option<String>,
    /// The event that caused it.
    #[schema(value_type = Option<Uuid>)]
    pub event_id: Option<EventId>,
    /// A remark.
    #[schema(example = "正常还款")]
    pub memo: String,
    /// The currency of its lines.
    #[schema(value_type = String, example = "CNY")]
    pub currency: Currency,
    /// Its lines; debits equal credits.
    pub lines: Vec<EntryLineView>,
    /// The entry that this one reverses: then its amounts are written in red, negative on their side.
    #[schema(value_type = Option<Uuid>)]
    pub reverses: Option<EntryId>,
    /// The entry that reverses this one.
    #[schema(value_type = Option<Uuid>)]
    pub reversed_by: Option<EntryId>,
    /// Who made it; null in a preview.
    #[schema(example = "clerk")]
    pub actor: Option<String>,
    /// When it was made; null in a preview.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub recorded_at: Option<String>,
}

/// A line of a journal entry: either a debit or a credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = JournalEntryLine)]
pub struct EntryLineView {
    /// The account.
    #[schema(value_type = String, example = "1303.02")]
    pub account_code: AccountCode,
    /// Its Chinese name.
    #[schema(example = "贷款—逾期本金")]
    pub account_name_zh: String,
    /// Its English name.
    #[schema(example = "Loans: principal due, unpaid")]
    pub account_name_en: String,
    /// The amount when it is a debit.
    #[schema(value_type = Option<wire::Money>)]
    pub debit: Option<Money>,
    /// The amount when it is a credit.
    #[schema(value_type = Option<wire::Money>)]
    pub credit: Option<Money>,
}

impl EntryView {
    /// An entry that was just made, or would be.
    #[must_use]
    pub fn of(entry: &JournalEntry, chart: &Chart) -> Self {
        let head = entry.head();
        // Aggregates (accrued interest of a product) are about no loan: their subject has no number.
        let loan = head.subject.as_ref().filter(|subject| !subject.number.is_empty());
        Self {
            id: head.id,
            entry_no: entry.entry_no(),
            booked_on: head.booked_on,
            kind: head.kind.to_string(),
            loan_id: loan.map(|subject| subject.id),
            loan_number: loan.map(|subject| subject.number.clone()),
            event_id: head.event,
            memo: head.memo.clone(),
            currency: head.currency,
            lines: entry
                .postings()
                .iter()
                .map(|posting| EntryLineView::of(posting, head.currency, chart))
                .collect(),
            reverses: entry.reverses(),
            reversed_by: None,
            actor: None,
            recorded_at: None,
        }
    }

    /// An entry as it is stored.
    #[must_use]
    pub fn of_stored(stored: &StoredEntry, chart: &Chart) -> Self {
        Self {
            reversed_by: stored.reversed_by,
            actor: Some(stored.actor.clone()),
            recorded_at: Some(stored.recorded_at.to_string()),
            ..Self::of(&stored.entry, chart)
        }
    }

    /// The same entry with who made it and when.
    #[must_use]
    pub fn signed(self, actor: &str, at: Timestamp) -> Self {
        Self {
            actor: Some(actor.to_owned()),
            recorded_at: Some(at.to_string()),
            ..self
        }
    }
}

impl EntryLineView {
    fn of(posting: &Posting, currency: Currency, chart: &Chart) -> Self {
        let account = chart.find(posting.account);
        let (debit, credit) = two_sides(posting, currency);
        Self {
            account_code: posting.account,
            account_name_zh: account.map(|account| account.name_zh.clone()).unwrap_or_default(),
            account_name_en: account.map(|account| account.name_en.clone()).unwrap_or_default(),
            debit,
            credit,
        }
    }
}

/// The amount of a line in the column of its side.
pub(crate) fn two_sides(posting: &Posting, currency: Currency) -> (Option<Money>, Option<Money>) {
    let written = Money::new(posting.written_minor(), currency);
    match posting.side() {
        Side::Debit => (Some(written), None),
        Side::Credit => (None, Some(written)),
    }
}
