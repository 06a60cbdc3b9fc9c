//! Reading entries, lines and balances.

use super::accounting::load_chart;
use super::error::LedgerError;
use super::query::{self, PostingFilter, PostingLine};
use super::store::{self, StoredEntry};
use crate::domain::{AccountCode, Chart, EntryError, Pocket, TrialBalance, TrialBalanceRow, Turnover};
use kernel::{BusinessDate, Currency, EntryId};
use platform::Tx;
use std::collections::BTreeMap;
use uuid::Uuid;

/// An entry.
///
/// # Errors
/// [`LedgerError::EntryNotFound`], [`LedgerError::Db`].
pub fn get_entry(tx: &mut Tx, id: EntryId) -> Result<StoredEntry, LedgerError> {
    store::find_entry(tx, id)?.ok_or(LedgerError::EntryNotFound(id))
}

/// The entries about a subject, in the order in which they were made.
///
/// # Errors
/// [`LedgerError::Db`].
pub fn entries_of_subject(tx: &mut Tx, subject: Uuid) -> Result<Vec<StoredEntry>, LedgerError> {
    Ok(store::list_entries_of(tx, subject)?)
}

/// The lines of an account and its sub-accounts, newest first, at most `fetch`.
///
/// # Errors
/// [`LedgerError::EntryRefused`] when the chart has no such account, [`LedgerError::Db`].
pub fn list_postings(
    tx: &mut Tx,
    account: AccountCode,
    filter: &PostingFilter,
    fetch: i64,
) -> Result<Vec<PostingLine>, LedgerError> {
    load_chart(tx)?
        .find(account)
        .ok_or(EntryError::AccountUnknown(account))?;
    let mut lines = Vec::new();
    for pocket in query::list_pockets(tx)? {
        if pocket.0.is_within(account) && filter.currency.is_none_or(|wanted| wanted == pocket.1) {
            lines.extend(query::lines_of(tx, pocket, filter, fetch)?);
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.key()));
    lines.truncate(usize::try_from(fetch).unwrap_or(usize::MAX));
    Ok(lines)
}

/// What moved in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrencySum {
    /// The currency.
    pub currency: Currency,
    /// Both sides.
    pub turnover: Turnover,
    /// How many lines.
    pub lines: i64,
}

/// What moved on an account and its sub-accounts, from one day to another, by currency.
///
/// # Errors
/// [`LedgerError::EntryRefused`] when the chart has no such account or a sum is too large, [`LedgerError::Db`].
pub fn account_turnover(
    tx: &mut Tx,
    account: AccountCode,
    (from, to): (BusinessDate, BusinessDate),
) -> Result<Vec<CurrencySum>, LedgerError> {
    load_chart(tx)?
        .find(account)
        .ok_or(EntryError::AccountUnknown(account))?;
    let before = BusinessDate(from.date().add_days(-1));
    let mut sums: BTreeMap<&'static str, CurrencySum> = BTreeMap::new();
    for (code, currency) in query::list_pockets(tx)? {
        if !code.is_within(account) {
            continue;
        }
        let (moved, lines) = query::turnover(tx, (code, currency), Some(before), to)?;
        let sum = sums.entry(currency.code()).or_insert(CurrencySum {
            currency,
            turnover: Turnover::default(),
            lines: 0,
        });
        sum.lines += lines;
        for (_, _, turnover) in moved {
            let total = sum.turnover.plus(turnover);
            sum.turnover = total.ok_or(EntryError::AmountOutOfRange(account))?;
        }
    }
    Ok(sums.into_values().filter(|sum| sum.lines > 0).collect())
}

/// What a pocket held before a day, what moved on it, and what it held after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Figure {
    opening_minor: i64,
    turnover: Turnover,
}

impl Figure {
    fn closing_minor(self) -> Option<i64> {
        self.opening_minor.checked_add(self.turnover.net_minor()?)
    }
}

/// The last carried balances and what was posted since, up to the end of a day.
fn figures(
    tx: &mut Tx,
    on: BusinessDate,
    wanted: impl Fn(AccountCode, Currency) -> bool,
) -> Result<BTreeMap<Pocket, Figure>, LedgerError> {
    let mut figures: BTreeMap<Pocket, Figure> = BTreeMap::new();
    let closed = store::last_closed_day(tx)?.map(|last| last.min(on));
    let too_large = |account| LedgerError::from(EntryError::AmountOutOfRange(account));
    if let Some(closed) = closed {
        for balance in query::last_balances(tx, closed)? {
            let pocket = balance.pocket;
            let turnover = if balance.on == on {
                balance.turnover
            } else {
                Turnover::default()
            };
            let opening = turnover
                .net_minor()
                .and_then(|net| balance.closing_minor.checked_sub(net));
            let opening_minor = opening.ok_or_else(|| too_large(pocket.account))?;
            figures.insert(
                pocket,
                Figure {
                    opening_minor,
                    turnover,
                },
            );
        }
    }
    if closed != Some(on) {
        for pocket in query::list_pockets(tx)? {
            if !wanted(pocket.0, pocket.1) {
                continue;
            }
            for (pocket, booked_on, moved) in query::turnover(tx, pocket, closed, on)?.0 {
                let figure = figures.entry(pocket).or_default();
                let added = if booked_on == on {
                    figure
                        .turnover
                        .plus(moved)
                        .map(|turnover| Figure { turnover, ..*figure })
                } else {
                    let opening = moved.net_minor().and_then(|net| figure.opening_minor.checked_add(net));
                    opening.map(|opening_minor| Figure {
                        opening_minor,
                        ..*figure
                    })
                };
                *figure = added.ok_or_else(|| too_large(pocket.account))?;
            }
        }
    }
    figures.retain(|pocket, _| wanted(pocket.account, pocket.currency));
    Ok(figures)
}

/// The balance of every pocket at the end of a day, signed, debit positive.
///
/// # Errors
/// [`LedgerError::Db`]; [`LedgerError::EntryRefused`] when a balance overflows.
pub fn balances(tx: &mut Tx, on: BusinessDate) -> Result<BTreeMap<Pocket, i64>, LedgerError> {
    closing(figures(tx, on, |_, _| true)?)
}

/// The balance of an account, its sub-accounts included, at the end of a day over all organisations; signed, debit positive.
///
/// # Errors
/// As [`balances`].
pub fn balance_of(tx: &mut Tx, account: AccountCode, currency: Currency, on: BusinessDate) -> Result<i64, LedgerError> {
    let held = closing(figures(tx, on, |code, money| {
        code.is_within(account) && money == currency
    })?)?;
    let sum = held.values().try_fold(0_i64, |sum, minor| sum.checked_add(*minor));
    sum.ok_or_else(|| EntryError::AmountOutOfRange(account).into())
}

fn closing(figures: BTreeMap<Pocket, Figure>) -> Result<BTreeMap<Pocket, i64>, LedgerError> {
    let close = |(pocket, figure): (Pocket, Figure)| match figure.closing_minor() {
        Some(minor) => Ok((pocket, minor)),
        None => Err(EntryError::AmountOutOfRange(pocket.account).into()),
    };
    figures.into_iter().map(close).collect()
}

/// The trial balance of a day in one currency, over all organisations.
///
/// # Errors
/// As [`balances`].
pub fn trial_balance(tx: &mut Tx, on: BusinessDate, currency: Currency) -> Result<TrialBalance, LedgerError> {
    let chart = load_chart(tx)?;
    let mut by_account: BTreeMap<AccountCode, Figure> = BTreeMap::new();
    for (pocket, figure) in figures(tx, on, |_, money| money == currency)? {
        let sum = by_account.entry(pocket.account).or_default();
        let opening = sum.opening_minor.checked_add(figure.opening_minor);
        let added = opening.zip(sum.turnover.plus(figure.turnover));
        let (opening_minor, turnover) = added.ok_or(EntryError::AmountOutOfRange(pocket.account))?;
        *sum = Figure {
            opening_minor,
            turnover,
        };
    }
    let rows = by_account
        .into_iter()
        .map(|(code, figure)| trial_row(&chart, code, figure));
    Ok(TrialBalance {
        on,
        currency,
        rows: rows.collect::<Result<_, _>>()?,
    })
}

fn trial_row(chart: &Chart, code: AccountCode, figure: Figure) -> Result<TrialBalanceRow, EntryError> {
    let closing_minor = figure.closing_minor().ok_or(EntryError::AmountOutOfRange(code))?;
    let Figure {
        opening_minor,
        turnover,
    } = figure;
    let account = chart.find(code).ok_or(EntryError::AccountUnknown(code))?.clone();
    Ok(TrialBalanceRow {
        account,
        opening_minor,
        turnover,
        closing_minor,
    })
}
