//! The roster: what lists filter, order and sum by, of every loan, column by column in memory. One pass over a million loans
//! takes milliseconds whatever is asked, where an index serves one question and costs every repayment. The database stays the
//! only truth: a page's rows are read from it, and the roster catches up with it before each answer.
//!
//! Whoever writes a loan notes it in `feed_loan` within the same transaction. The embedded database has one writer, so the
//! notes' numbers are the order of the commits. On PostgreSQL a note carries its transaction; what is at or after the oldest
//! transaction that was still running at the last look is looked at again.

mod columns;
mod compose;
mod order;
mod sieve;
#[cfg(test)]
mod tests;

use super::error::{LoanFailure, Result};
use super::query_filter::LoanFilter;
use super::query_rows::LoanPage;
use super::store_feed;
use columns::Columns;
use kernel::{CivilDate, Currency, LoanId, Money};
use platform::{Db, Tx};
use sieve::Sieve;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// The roster of a database; clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Roster(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    columns: RwLock<Columns>,
    /// How far it has come; held by who catches up, so that what was read later is taken later.
    reached: Mutex<Option<Reached>>,
}

#[derive(Debug, Clone, Copy)]
struct Reached {
    mark: i64,
    trims: i64,
}

/// What a list is about, apart from its page.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// Which loans.
    pub filter: &'a LoanFilter,
    /// The loans of which an instalment fell due on the filter's day, see [`store_feed::fell_due`].
    pub fell_due: Option<&'a [LoanId]>,
    /// The business date.
    pub on: CivilDate,
}

/// How many loans a filter finds, and their sums by currency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoanTotals {
    /// Loans.
    pub count: i64,
    /// There are more than was to be counted; then nothing is summed.
    pub more: bool,
    /// Principal owed, due or not, by currency.
    pub principal_outstanding: Vec<Money>,
    /// Principal due and unpaid of loans past due, by currency.
    pub overdue_principal: Vec<Money>,
    /// Principal, interest and fees due and unpaid of loans past due, by currency.
    pub overdue_amount: Vec<Money>,
}

impl Roster {
    /// Catches up with everything committed before the call: all loans at first, then those that were noted.
    ///
    /// # Errors
    /// The database's, or [`LoanFailure::Stored`].
    pub fn catch_up(&self, db: &Db) -> Result<()> {
        let mut reached = self.0.reached.lock().unwrap_or_else(PoisonError::into_inner);
        *reached = Some(db.read(|tx| self.take(tx, *reached))?);
        Ok(())
    }

    fn take(&self, tx: &mut Tx, reached: Option<Reached>) -> Result<Reached> {
        let notes = store_feed::look(tx)?;
        match reached {
            // Notes are kept over one trimming.
            Some(last) if notes.trims - last.trims <= 1 => {
                let rows = store_feed::written(tx, (last.mark, notes.high))?;
                if !rows.is_empty() {
                    let mut columns = self.0.columns.write().unwrap_or_else(PoisonError::into_inner);
                    rows.iter().try_for_each(|row| columns.take(row))?;
                }
            }
            _ => {
                let mut all = Columns::default();
                store_feed::for_each(tx, |row| all.take(row))?;
                *self.0.columns.write().unwrap_or_else(PoisonError::into_inner) = all;
            }
        }
        Ok(Reached {
            mark: notes.low,
            trims: notes.trims,
        })
    }

    /// The loans of a page, in its order.
    #[must_use]
    pub fn page(&self, question: Question<'_>, page: LoanPage<'_>) -> Vec<LoanId> {
        let columns = self.0.columns.read().unwrap_or_else(PoisonError::into_inner);
        let wanted = usize::try_from(page.fetch).unwrap_or(0);
        let rows = over(&columns, question, |rows| {
            order::first(&columns, page.order, (page.after, wanted), question.on, rows)
        });
        rows.into_iter().map(|row| LoanId(columns.id[row])).collect()
    }

    /// Counts and sums the loans of a filter. With `most`, sums nothing when there are more.
    ///
    /// # Errors
    /// [`LoanFailure::Stored`] when a sum is too large.
    pub fn totals(&self, question: Question<'_>, most: Option<i64>) -> Result<LoanTotals> {
        let columns = self.0.columns.read().unwrap_or_else(PoisonError::into_inner);
        let (mut count, mut sums) = (0, BTreeMap::<&str, (Currency, [i128; 3])>::new());
        over(&columns, question, |rows| {
            rows(&mut |row| {
                count += 1;
                let currency = *columns.currency.of(row);
                let (_, sum) = sums.entry(currency.code()).or_insert((currency, [0; 3]));
                sum[0] += i128::from(columns.outstanding[row]);
                if columns.oldest_unpaid[row].is_some_and(|due| due < question.on.days()) {
                    sum[1] += i128::from(columns.principal_due[row]);
                    sum[2] += i128::from(columns.due[row]);
                }
            });
        });
        let mut totals = LoanTotals {
            count,
            ..LoanTotals::default()
        };
        if let Some(most) = most.filter(|most| count > *most) {
            (totals.count, totals.more) = (most, true);
            return Ok(totals);
        }
        for (currency, sum) in sums.into_values() {
            let money = |minor: i128| match i64::try_from(minor) {
                Ok(minor) => Ok(Money::new(minor, currency)),
                Err(error) => Err(LoanFailure::Stored(error.to_string())),
            };
            totals.principal_outstanding.push(money(sum[0])?);
            totals.overdue_principal.push(money(sum[1])?);
            totals.overdue_amount.push(money(sum[2])?);
        }
        Ok(totals)
    }
}

/// Lets `work` go over the rows that a question lets through.
fn over<T>(columns: &Columns, question: Question<'_>, work: impl FnOnce(order::Rows<'_>) -> T) -> T {
    let fell_due = question.fell_due.map(|loans| {
        let mut marked = vec![false; columns.len()];
        let places = loans.iter().filter_map(|id| columns.place(id.uuid()));
        places.for_each(|place| marked[place] = true);
        marked
    });
    let sieve = Sieve::of(columns, question.filter, fell_due.as_deref(), question.on);
    work(&mut |take| sieve.each(columns.len(), take))
}
