//! List journal entries.

use super::query_entries::{EntryFilter, EntryRow, EntrySum, JOURNAL_ENTRIES, conditions, list_rows, sums};
use listing::app::{Asked, Key, Keyed, understand};
use platform::http::Problem;
use platform::{DbError, Tx, business_day};

/// Understands what the list is asked for.
///
/// # Errors
/// Those of [`understand`], or the database's.
pub fn ask_entries(
    tx: &mut Tx,
    filter: &EntryFilter,
    (sort, search): (Option<&str>, Option<&str>),
) -> Result<Asked, Problem> {
    let on = business_day::get(tx)?.date();
    let conditions = conditions(tx, filter)?;
    understand(&JOURNAL_ENTRIES, conditions, (sort, search), on)
}

/// At most `fetch` entries after a place.
///
/// # Errors
/// [`DbError`].
pub fn list_entries(
    tx: &mut Tx,
    asked: &Asked,
    (after, fetch): (Option<&Key>, i64),
) -> Result<Vec<Keyed<EntryRow>>, DbError> {
    list_rows(tx, asked, (after, fetch))
}

/// What all entries that are asked for amount to, by currency.
///
/// # Errors
/// [`DbError`].
pub fn sum_entries(tx: &mut Tx, asked: &Asked) -> Result<Vec<EntrySum>, DbError> {
    sums(tx, asked)
}
