//! Balances: turnover of a day, carried forward; the trial balance.

use super::account::{GlAccount, Side};
use super::code::AccountCode;
use super::entry::Posting;
use super::error::EntryError;
use kernel::{BusinessDate, Currency, OrgId};
use std::collections::BTreeMap;

/// Where a balance is kept: one account of one organisation in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pocket {
    /// The account.
    pub account: AccountCode,
    /// The currency.
    pub currency: Currency,
    /// The organisation.
    pub org: OrgId,
}

/// What was written on the two sides of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turnover {
    /// Written on the debit side; red lines lower it.
    pub debit_minor: i64,
    /// Written on the credit side; red lines lower it.
    pub credit_minor: i64,
}

impl Turnover {
    /// This turnover and a line more.
    #[must_use]
    pub fn with(self, posting: &Posting) -> Option<Self> {
        let written = posting.written_minor();
        Some(match posting.side() {
            Side::Debit => Self {
                debit_minor: self.debit_minor.checked_add(written)?,
                ..self
            },
            Side::Credit => Self {
                credit_minor: self.credit_minor.checked_add(written)?,
                ..self
            },
        })
    }

    /// This turnover and another.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            debit_minor: self.debit_minor.checked_add(other.debit_minor)?,
            credit_minor: self.credit_minor.checked_add(other.credit_minor)?,
        })
    }

    /// Debits minus credits.
    #[must_use]
    pub fn net_minor(self) -> Option<i64> {
        self.debit_minor.checked_sub(self.credit_minor)
    }
}

/// The balance of a pocket at the end of a day on which it moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayBalance {
    /// The pocket.
    pub pocket: Pocket,
    /// The day.
    pub on: BusinessDate,
    /// What moved on the day.
    pub turnover: Turnover,
    /// Debits minus credits of all days up to and including this one.
    pub closing_minor: i64,
}

/// The turnover of one pocket on one day.
pub type DayTurnover = (Pocket, BusinessDate, Turnover);

/// Carries balances forward over days: one [`DayBalance`] for each pocket and day that moved, nothing for the rest.
///
/// # Errors
/// [`EntryError::AmountOutOfRange`] when a balance overflows.
pub fn carry_forward(
    opening: &BTreeMap<Pocket, i64>,
    mut moved: Vec<DayTurnover>,
) -> Result<Vec<DayBalance>, EntryError> {
    moved.sort_by_key(|(pocket, on, _)| (*pocket, *on));
    let mut days: Vec<DayBalance> = Vec::with_capacity(moved.len());
    for (pocket, on, turnover) in moved {
        let before = match days.last() {
            Some(last) if last.pocket == pocket => last.closing_minor,
            _ => opening.get(&pocket).copied().unwrap_or(0),
        };
        let closing = turnover.net_minor().and_then(|net| before.checked_add(net));
        let closing_minor = closing.ok_or(EntryError::AmountOutOfRange(pocket.account))?;
        days.push(DayBalance {
            pocket,
            on,
            turnover,
            closing_minor,
        });
    }
    Ok(days)
}

/// One account in a trial balance; amounts signed, debit positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialBalanceRow {
    /// The account.
    pub account: GlAccount,
    /// The balance before the day.
    pub opening_minor: i64,
    /// What moved on the day.
    pub turnover: Turnover,
    /// The balance after the day.
    pub closing_minor: i64,
}

/// The trial balance (试算平衡表) of a day in one currency, over all organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialBalance {
    /// The day.
    pub on: BusinessDate,
    /// The currency.
    pub currency: Currency,
    /// The accounts that ever moved, by code.
    pub rows: Vec<TrialBalanceRow>,
}

/// The sums of a trial balance, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrialTotals {
    /// Σ debits of the day.
    pub debit_minor: i128,
    /// Σ credits of the day.
    pub credit_minor: i128,
    /// Σ of the closing balances that stand on the debit side.
    pub closing_debit_minor: i128,
    /// Σ of the closing balances that stand on the credit side.
    pub closing_credit_minor: i128,
}

impl TrialBalance {
    /// Its sums.
    #[must_use]
    pub fn totals(&self) -> TrialTotals {
        let mut totals = TrialTotals::default();
        for row in &self.rows {
            totals.debit_minor += i128::from(row.turnover.debit_minor);
            totals.credit_minor += i128::from(row.turnover.credit_minor);
            let closing = i128::from(row.closing_minor);
            totals.closing_debit_minor += closing.max(0);
            totals.closing_credit_minor -= closing.min(0);
        }
        totals
    }

    /// Closing debits minus closing credits: zero, or the books are broken.
    #[must_use]
    pub fn difference_minor(&self) -> i128 {
        let totals = self.totals();
        totals.closing_debit_minor - totals.closing_credit_minor
    }
}
