//! Recomputing the ledger from its lines.

use super::error::LedgerError;
use super::{query, store};
use crate::domain::{DayBalance, Pocket, carry_forward};
use kernel::BusinessDate;
use platform::Tx;
use std::collections::{BTreeMap, BTreeSet};

/// One thing that must hold, and the first item for which it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerCheck {
    /// Stable code.
    pub code: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// How many items were looked at.
    pub items: u64,
    /// The first that is wrong.
    pub first_difference: Option<LedgerDifference>,
}

/// An item that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerDifference {
    /// Which one.
    pub item: String,
    /// What it must be, in minor units where it is an amount.
    pub expected: String,
    /// What it is.
    pub actual: String,
}

impl LedgerCheck {
    /// Whether it holds.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.first_difference.is_none()
    }
}

/// Recomputes everything from the lines: entries balance and agree with their lines, reversals undo their originals,
/// debits equal credits on every day and in every currency, and carried balances equal the sums of the lines.
///
/// # Errors
/// [`LedgerError::Db`]; [`LedgerError::EntryRefused`] when a sum overflows.
pub fn verify(tx: &mut Tx) -> Result<Vec<LedgerCheck>, LedgerError> {
    let entries = u64::try_from(query::count_entries(tx)?).unwrap_or(0);
    let zero = |item: String, actual: i64| difference(item, 0, actual);
    let torn = query::find_torn(tx)?.map(|id| LedgerDifference {
        item: format!("journal entry {id}"),
        expected: "lines with the entry's day, currency and organisation".to_owned(),
        actual: "other ones, or none".to_owned(),
    });
    let unbalanced = query::find_unbalanced(tx)?.map(|(id, sum)| zero(format!("journal entry {id}"), sum));
    let unbalanced = match unbalanced {
        Some(found) => Some(found),
        None => query::find_wrong_total(tx)?
            .map(|(id, debits, said)| difference(format!("total of journal entry {id}"), debits, said)),
    };
    let reversal = query::find_unlike_reversal(tx)?;
    let reversal = reversal.map(|(id, account, sum)| zero(format!("reversal {id}, account {account}"), sum));
    let day = query::find_unbalanced_day(tx)?.map(|(on, currency, sum)| zero(format!("{on} {currency}"), sum));
    let (balances, carried) = carried_balances(tx)?;
    let check = |code, name_zh, name_en, items, first_difference| LedgerCheck {
        code,
        name_zh,
        name_en,
        items,
        first_difference,
    };
    Ok(vec![
        check(
            "ledger.entries_whole",
            "凭证与分录一致",
            "Entries agree with their lines",
            entries,
            torn,
        ),
        check(
            "ledger.entries_balanced",
            "每张凭证借贷相等",
            "Every entry balances",
            entries,
            unbalanced,
        ),
        check(
            "ledger.reversals_exact",
            "红字凭证与原凭证相抵",
            "Reversals undo their originals",
            entries,
            reversal,
        ),
        check(
            "ledger.days_balanced",
            "每日每币种借贷相等",
            "Every day and currency balances",
            entries,
            day,
        ),
        check(
            "ledger.balances_carried",
            "科目余额等于分录累计",
            "Carried balances equal the lines",
            balances,
            carried,
        ),
    ])
}

fn difference(item: String, expected: impl ToString, actual: impl ToString) -> LedgerDifference {
    LedgerDifference {
        item,
        expected: expected.to_string(),
        actual: actual.to_string(),
    }
}

fn carried_balances(tx: &mut Tx) -> Result<(u64, Option<LedgerDifference>), LedgerError> {
    let Some(last) = store::last_closed_day(tx)? else {
        return Ok((0, None));
    };
    let mut moved = Vec::new();
    for pocket in query::list_pockets(tx)? {
        moved.extend(query::turnover(tx, pocket, None, last)?.0);
    }
    let by_key = |balances: Vec<DayBalance>| -> BTreeMap<(Pocket, BusinessDate), DayBalance> {
        balances
            .into_iter()
            .map(|balance| ((balance.pocket, balance.on), balance))
            .collect()
    };
    let expected = by_key(carry_forward(&BTreeMap::new(), moved)?);
    let actual = by_key(query::all_balances(tx)?);
    let pockets: BTreeSet<Pocket> = query::list_closed_pockets(tx)?.into_iter().collect();
    let held: BTreeSet<Pocket> = actual.keys().map(|(pocket, _)| *pocket).collect();
    if let Some(Pocket { account, currency, .. }) = pockets.symmetric_difference(&held).next() {
        let item = format!("account {account} {currency}");
        return Ok((
            actual.len() as u64,
            Some(difference(item, "balances and their place", "only one of them")),
        ));
    }
    let wrong = expected
        .keys()
        .chain(actual.keys())
        .filter(|key| expected.get(key) != actual.get(key))
        .min();
    let text = |balance: Option<&DayBalance>| {
        balance.map_or_else(
            || "no balance".to_owned(),
            |balance| {
                let sides = balance.turnover;
                format!(
                    "debit {} credit {} closing {}",
                    sides.debit_minor, sides.credit_minor, balance.closing_minor
                )
            },
        )
    };
    let first = wrong.map(|key| {
        let (Pocket { account, currency, .. }, on) = key;
        difference(
            format!("account {account} {currency} {on}"),
            text(expected.get(key)),
            text(actual.get(key)),
        )
    });
    Ok((actual.len() as u64, first))
}
