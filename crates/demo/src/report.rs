//! The closing report of the demo: computed from the book, not asserted.

use crate::DemoError;
use crate::living::Living;
use crate::source::{Fact, Fate};
use kernel::{BusinessDate, Currency, Money};
use loan::app::close::CheckResult;
use loan::app::store;
use loan::domain::plan::Planner;
use platform::Db;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the demo found.
#[derive(Debug, Clone, Serialize, Default)]
pub struct Report {
    /// Loans in the book.
    pub loans: u64,
    /// Of them real ones.
    pub real_loans: u64,
    /// Real loans whose instalment equals the source's to the cent.
    pub instalments_equal: u64,
    /// The same as a share, in percent.
    pub instalments_equal_share: String,
    /// Real loans that the source calls current.
    pub current_loans: u64,
    /// Of them those whose outstanding principal lies within 2% of the amount lent of the source's balance.
    pub balances_within_2_percent: u64,
    /// The same as a share, in percent.
    pub balances_within_2_percent_share: String,
    /// Real loans by the source's state and the days past due of the book: none, 1–15, 16–30, 31–120, other.
    pub states: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
    /// Debits less credits over all accounts and currencies.
    pub trial_balance: String,
    /// The largest difference of subledger and ledger on any day lived.
    pub subledger_difference: String,
    /// Checks made on all days.
    pub checks: u64,
    /// Days closed.
    pub days_lived: u32,
    /// The business date at the end.
    pub as_of: String,
    /// Instalments that fell due.
    pub instalments_due: u64,
    /// Journal entries.
    pub journal_entries: u64,
    /// Principal outstanding by currency.
    pub outstanding: BTreeMap<&'static str, String>,
    /// How long it took.
    pub seconds: String,
}

/// What the closes of the demo said.
#[derive(Debug, Clone, Default)]
pub struct Closes {
    /// Days closed.
    pub days: u32,
    /// Checks made.
    pub checks: u64,
    /// Largest difference, in minor units.
    pub largest: i128,
}

impl Closes {
    /// Adds the checks of a day.
    pub fn add(&mut self, checks: &[CheckResult]) {
        self.days += 1;
        self.checks += checks.len() as u64;
        let off = checks.iter().map(|c| (c.expected - c.actual).abs()).max();
        self.largest = self.largest.max(off.unwrap_or(0));
    }
}

fn percent(part: u64, whole: u64) -> String {
    let hundredths = (u128::from(part) * 10_000 + u128::from(whole.max(1)) / 2) / u128::from(whole.max(1));
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Reads the book and compares it with the source.
///
/// # Errors
/// The database's.
pub fn compile(db: &Db, on: BusinessDate, real: &[(Fact, Living)], closes: &Closes) -> Result<Report, DemoError> {
    let mut compiled = Report {
        real_loans: real.len() as u64,
        days_lived: closes.days,
        checks: closes.checks,
        as_of: on.to_string(),
        subledger_difference: Money::new(i64::try_from(closes.largest).unwrap_or(i64::MAX), Currency::USD).to_string(),
        ..Report::default()
    };
    db.read(|tx| -> Result<(), DemoError> {
        for (fact, living) in real {
            compare(tx, on, (fact, living), &mut compiled)?;
        }
        for currency in [Currency::USD, Currency::CNY] {
            let groups = report::app::book::by_status(tx, &kernel::DataScope::All, currency, on)?;
            compiled.loans += groups.iter().map(|g| g.count.unsigned_abs()).sum::<u64>();
            let principal = groups.iter().map(|g| g.principal).sum();
            compiled
                .outstanding
                .insert(currency.code(), Money::new(principal, currency).to_string());
        }
        let mut off = 0_i128;
        for currency in [Currency::USD, Currency::CNY] {
            off += ledger::trial_balance(tx, on, currency)?.difference_minor().abs();
        }
        compiled.trial_balance = Money::new(i64::try_from(off).unwrap_or(i64::MAX), Currency::USD).to_string();
        (compiled.instalments_due, compiled.journal_entries) = report::app::book::counts(tx)?;
        Ok(())
    })?;
    compiled.instalments_equal_share = percent(compiled.instalments_equal, compiled.real_loans);
    compiled.balances_within_2_percent_share = percent(compiled.balances_within_2_percent, compiled.current_loans);
    Ok(compiled)
}

fn compare(
    tx: &mut platform::Tx,
    on: BusinessDate,
    (fact, living): (&Fact, &Living),
    report: &mut Report,
) -> Result<(), DemoError> {
    let Some(id) = living.id else { return Ok(()) };
    let stored = store::load(tx, id)?;
    let segment = Planner::new(&stored.terms)
        .first_segment()
        .map_err(loan::app::error::LoanFailure::from)?;
    report.instalments_equal += u64::from(segment.amount == fact.installment);
    if fact.fate == Fate::Current {
        report.current_loans += 1;
        let off = (stored.state.principal_outstanding() - fact.balance).abs();
        report.balances_within_2_percent += u64::from(off * 100 <= fact.amount * 2);
    }
    let state = match fact.fate {
        Fate::Current => "Current",
        Fate::FullyPaid => "Fully Paid",
        Fate::InGrace => "In Grace Period",
        Fate::Late16 => "Late (16-30 days)",
        Fate::Late31 => "Late (31-120 days)",
        Fate::ChargedOff => "Charged Off",
    };
    let bucket = match (&stored.state.status, stored.state.days_past_due(on.date())) {
        (loan::domain::state::Status::Closed { .. }, _) => "closed",
        (loan::domain::state::Status::ChargedOff { .. }, _) => "charged off",
        (_, 0) => "not late",
        (_, 1..=15) => "1-15",
        (_, 16..=30) => "16-30",
        (_, 31..=120) => "31-120",
        _ => "more",
    };
    *report.states.entry(state).or_default().entry(bucket).or_default() += 1;
    Ok(())
}
