use super::take::{TotalsQuery, counted, key_of, page_of};
use crate::app::{Asked, page};
use platform::http::{PageQuery, Problem};
use platform::{DbError, Row, Tx};
use serde::Serialize;
use utoipa::ToSchema;

/// How many rows all pages have.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = ListTotals)]
pub struct Totals {
    /// The rows; at least so many when there are `more`.
    pub count: i64,
    /// Whether there are more than were counted.
    pub more: bool,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountedPage<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Fetches the next page; null on the last.
    pub next_cursor: Option<String>,
    /// With `with_totals`: all pages together.
    pub totals: Option<Totals>,
}

/// A page of a list as it was asked for: `columns` are read by `read`.
///
/// # Errors
/// `platform.cursor_invalid`, `listing.totals_most_invalid`, or the database's.
pub fn counted_page<R, T: From<R>>(
    tx: &mut Tx,
    asked: &Asked,
    (wanted, totals): (&PageQuery, &TotalsQuery),
    columns: &str,
    read: impl FnMut(&Row) -> Result<R, DbError>,
) -> Result<CountedPage<T>, Problem> {
    let after = key_of(asked, wanted)?;
    let rows = page(tx, asked, (after.as_ref(), wanted.limit.fetch()), columns, read)?;
    let shown = page_of(asked, wanted, rows).map(T::from);
    let totals = counted(tx, asked, totals)?.map(|(count, more)| Totals { count, more });
    Ok(CountedPage {
        items: shown.items,
        next_cursor: shown.next_cursor,
        totals,
    })
}
