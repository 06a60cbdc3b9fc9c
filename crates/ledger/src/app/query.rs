//! Reading the ledger: turnover, carried balances, the drill from an account to its lines, and what `verify` counts.

use super::store::{account_code, currency, day_balance};
use crate::domain::{AccountCode, DayBalance, DayTurnover, Pocket, Posting, Turnover};
use kernel::{BusinessDate, Currency, EntryId, EventId, OrgId};
use platform::{DbError, Row, Tx, Value, values};
use uuid::Uuid;

/// The next currency, after one, of every account that has postings in it: one step along the key for each account.
const NEXT_CURRENCIES: &str = "
    SELECT a.code, (SELECT MIN(x.currency) FROM posting x WHERE x.account = a.code AND x.currency > $1)
    FROM gl_account a";

/// The last balance of every pocket on or before a day.
const LAST_BALANCES: &str = "
    SELECT b.account, b.currency, b.org_id, b.on_date, b.debit_minor, b.credit_minor, b.closing_minor
    FROM gl_pocket p
    JOIN gl_balance b ON b.account = p.account AND b.currency = p.currency AND b.org_id = p.org_id
        AND b.on_date = (SELECT MAX(m.on_date) FROM gl_balance m
            WHERE m.account = p.account AND m.currency = p.currency AND m.org_id = p.org_id AND m.on_date <= $1)";

/// What stands on the debit and on the credit side: a red line keeps its side and lowers it.
const SIDES: &str = "
    CAST(SUM(CASE WHEN (amount_minor > 0) = (red = 0) THEN amount_minor ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN (amount_minor > 0) = (red = 0) THEN 0 ELSE -amount_minor END) AS BIGINT),
    COUNT(*)";

/// Accounts and currencies that have postings, however many: a few steps along the key.
pub(super) fn list_pockets(tx: &mut Tx) -> Result<Vec<(AccountCode, Currency)>, DbError> {
    let mut pockets = Vec::new();
    let mut after = String::new();
    loop {
        let rows = tx.query(NEXT_CURRENCIES, &values![&after])?;
        let Some(next) = rows.iter().filter_map(|row| row.opt_text(1)).min() else {
            return Ok(pockets);
        };
        for row in rows.iter().filter(|row| row.opt_text(1) == Some(next)) {
            pockets.push((account_code(row, 0)?, currency(row, 1)?));
        }
        after = next.to_owned();
    }
}

pub(super) fn last_balances(tx: &mut Tx, on: BusinessDate) -> Result<Vec<DayBalance>, DbError> {
    let mut balances = Vec::new();
    tx.try_for_each(LAST_BALANCES, &values![on], |row| -> Result<(), DbError> {
        balances.push(day_balance(row)?);
        Ok(())
    })?;
    Ok(balances)
}

/// Turnover by organisation and day, after one day (from the beginning when absent) until another; and how many lines.
pub(super) fn turnover(
    tx: &mut Tx,
    (account, currency): (AccountCode, Currency),
    after: Option<BusinessDate>,
    until: BusinessDate,
) -> Result<(Vec<DayTurnover>, i64), DbError> {
    let sql = format!(
        "SELECT org_id, booked_on, {SIDES} FROM posting
        WHERE account = $1 AND currency = $2 AND booked_on > $3 AND booked_on <= $4 GROUP BY org_id, booked_on"
    );
    let after = after.map_or(i64::from(i32::MIN), |day| i64::from(day.days()));
    let (mut moved, mut lines) = (Vec::new(), 0);
    tx.for_each(&sql, &values![account.as_str(), currency.code(), after, until], |row| {
        let pocket = Pocket {
            account,
            currency,
            org: OrgId(row.id(0)),
        };
        let turnover = Turnover {
            debit_minor: row.int(2),
            credit_minor: row.int(3),
        };
        moved.push((pocket, row.business_date(1), turnover));
        lines += row.int(4);
    })?;
    Ok((moved, lines))
}

/// Which lines of an account are wanted.
#[derive(Debug, Clone, Default)]
pub struct PostingFilter {
    /// First day.
    pub from: Option<BusinessDate>,
    /// Last day, included.
    pub to: Option<BusinessDate>,
    /// One currency, or all.
    pub currency: Option<Currency>,
    /// Only lines before this one, in the order of the list: newest first.
    pub before: Option<PostingKey>,
}

/// The place of a line in the list of an account: day in days since 1970-01-01, entry, line.
pub type PostingKey = (i64, Uuid, i64);

/// A line of an account with the head of its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingLine {
    /// The entry.
    pub entry_id: EntryId,
    /// The line's place in its entry.
    pub line: i64,
    /// The day on which it is booked.
    pub booked_on: BusinessDate,
    /// The line.
    pub posting: Posting,
    /// Its currency.
    pub currency: Currency,
    /// What the entry records.
    pub kind: String,
    /// The entry's remark.
    pub memo: String,
    /// What the entry is about: id and number.
    pub subject: Option<(Uuid, String)>,
    /// The event that caused it.
    pub event: Option<EventId>,
}

impl PostingLine {
    /// Its place in the list.
    #[must_use]
    pub fn key(&self) -> PostingKey {
        (i64::from(self.booked_on.days()), self.entry_id.uuid(), self.line)
    }
}

/// The lines of one pocket, newest first. After a cursor: the rest of its day, then the days before; two short ranges of
/// the key instead of one comparison of three columns, for which SQLite would read the whole day.
pub(super) fn lines_of(
    tx: &mut Tx,
    pocket: (AccountCode, Currency),
    filter: &PostingFilter,
    fetch: i64,
) -> Result<Vec<PostingLine>, DbError> {
    let days = |day: Option<BusinessDate>, open: i32| i64::from(day.map_or(open, BusinessDate::days));
    let (from, to) = (days(filter.from, i32::MIN), days(filter.to, i32::MAX));
    let Some((on, entry, line)) = filter.before else {
        return select_lines(
            tx,
            pocket,
            "p.booked_on >= $4 AND p.booked_on <= $5",
            (&values![from, to], fetch),
        );
    };
    let mut lines = Vec::new();
    if from <= on && on <= to {
        let rest_of_day = "p.booked_on = $4 AND (p.entry_id, p.line) < ($5, $6)";
        lines = select_lines(tx, pocket, rest_of_day, (&values![on, entry, line], fetch))?;
    }
    let missing = fetch - lines.len() as i64;
    if missing > 0 {
        let before = values![from, to.min(on - 1)];
        lines.extend(select_lines(
            tx,
            pocket,
            "p.booked_on >= $4 AND p.booked_on <= $5",
            (&before, missing),
        )?);
    }
    Ok(lines)
}

fn select_lines(
    tx: &mut Tx,
    (account, currency): (AccountCode, Currency),
    condition: &str,
    (bounds, fetch): (&[Value], i64),
) -> Result<Vec<PostingLine>, DbError> {
    let sql = format!(
        "SELECT p.entry_id, p.line, p.booked_on, p.amount_minor, p.red, e.kind, e.memo, e.subject_id,
            e.subject_number, e.event_id
        FROM posting p JOIN journal_entry e ON e.id = p.entry_id
        WHERE p.account = $1 AND p.currency = $2 AND {condition}
        ORDER BY p.booked_on DESC, p.entry_id DESC, p.line DESC LIMIT $3"
    );
    let mut params = Vec::from(values![account.as_str(), currency.code(), fetch]);
    params.extend_from_slice(bounds);
    let mut lines = Vec::new();
    tx.for_each(&sql, &params, |row| lines.push(posting_line(row, account, currency)))?;
    Ok(lines)
}

fn posting_line(row: &Row, account: AccountCode, currency: Currency) -> PostingLine {
    PostingLine {
        entry_id: EntryId(row.id(0)),
        line: row.int(1),
        booked_on: row.business_date(2),
        posting: Posting {
            account,
            amount_minor: row.int(3),
            red: row.bool(4),
        },
        currency,
        kind: row.text(5).to_owned(),
        memo: row.text(6).to_owned(),
        subject: row
            .opt_id(7)
            .map(|id| (id, row.opt_text(8).unwrap_or_default().to_owned())),
        event: row.opt_id(9).map(EventId),
    }
}

/// An entry whose lines in the books, or off them, do not add up to zero.
pub(super) fn find_unbalanced(tx: &mut Tx) -> Result<Option<(EntryId, i64)>, DbError> {
    let off_book = "SUM(CASE WHEN account IN (SELECT code FROM gl_account WHERE category = 'off_book')
        THEN amount_minor ELSE 0 END)";
    let sql = format!(
        "SELECT entry_id, CAST(SUM(amount_minor) AS BIGINT), CAST({off_book} AS BIGINT) FROM posting
        GROUP BY entry_id HAVING SUM(amount_minor) <> 0 OR {off_book} <> 0 ORDER BY entry_id LIMIT 1"
    );
    let found = tx.query_opt(&sql, &[])?;
    Ok(found.map(|row| {
        (
            EntryId(row.id(0)),
            if row.int(1) == 0 { row.int(2) } else { row.int(1) },
        )
    }))
}

/// An entry whose head says another amount than its debits come to: what they come to, and what the head says.
pub(super) fn find_wrong_total(tx: &mut Tx) -> Result<Option<(EntryId, i64, i64)>, DbError> {
    let debits = "SUM(CASE WHEN (p.amount_minor > 0) = (p.red = 0) THEN p.amount_minor ELSE 0 END)";
    let sql = format!(
        "SELECT e.id, CAST({debits} AS BIGINT), e.total_minor FROM journal_entry e JOIN posting p ON p.entry_id = e.id
        GROUP BY e.id, e.total_minor HAVING {debits} <> e.total_minor ORDER BY e.id LIMIT 1"
    );
    let found = tx.query_opt(&sql, &[])?;
    Ok(found.map(|row| (EntryId(row.id(0)), row.int(1), row.int(2))))
}

/// A line without its entry or its account, or that does not carry the entry's day, currency and organisation; an entry
/// without lines.
pub(super) fn find_torn(tx: &mut Tx) -> Result<Option<EntryId>, DbError> {
    let sql = "SELECT p.entry_id FROM posting p LEFT JOIN journal_entry e ON e.id = p.entry_id
        WHERE e.id IS NULL OR e.booked_on <> p.booked_on OR e.currency <> p.currency OR e.org_id <> p.org_id
            OR p.account NOT IN (SELECT code FROM gl_account)
        UNION ALL
        SELECT e.id FROM journal_entry e WHERE NOT EXISTS (SELECT 1 FROM posting p WHERE p.entry_id = e.id)
        LIMIT 1";
    Ok(tx.query_opt(sql, &[])?.map(|row| EntryId(row.id(0))))
}

/// A reversal that does not take back exactly what its original wrote, and the account concerned.
pub(super) fn find_unlike_reversal(tx: &mut Tx) -> Result<Option<(EntryId, String, i64)>, DbError> {
    let sql = "SELECT e.id, p.account, CAST(SUM(p.amount_minor) AS BIGINT)
        FROM journal_entry e JOIN posting p ON p.entry_id = e.id OR p.entry_id = e.reverses_id
        WHERE e.reverses_id IS NOT NULL
        GROUP BY e.id, p.account HAVING SUM(p.amount_minor) <> 0 ORDER BY e.id, p.account LIMIT 1";
    Ok(tx
        .query_opt(sql, &[])?
        .map(|row| (EntryId(row.id(0)), row.text(1).to_owned(), row.int(2))))
}

/// A day and currency on which debits and credits differ.
pub(super) fn find_unbalanced_day(tx: &mut Tx) -> Result<Option<(BusinessDate, String, i64)>, DbError> {
    let sql = "SELECT booked_on, currency, CAST(SUM(amount_minor) AS BIGINT) FROM posting
        GROUP BY booked_on, currency HAVING SUM(amount_minor) <> 0 ORDER BY booked_on, currency LIMIT 1";
    Ok(tx
        .query_opt(sql, &[])?
        .map(|row| (row.business_date(0), row.text(1).to_owned(), row.int(2))))
}

pub(super) fn count_entries(tx: &mut Tx) -> Result<i64, DbError> {
    tx.query_one("SELECT COUNT(*) FROM journal_entry", &[])
        .map(|row| row.int(0))
}

/// Every carried balance.
pub(super) fn all_balances(tx: &mut Tx) -> Result<Vec<DayBalance>, DbError> {
    let sql = "SELECT account, currency, org_id, on_date, debit_minor, credit_minor, closing_minor FROM gl_balance";
    let mut balances = Vec::new();
    tx.try_for_each(sql, &[], |row| -> Result<(), DbError> {
        balances.push(day_balance(row)?);
        Ok(())
    })?;
    Ok(balances)
}

/// Where balances are kept.
pub(super) fn list_closed_pockets(tx: &mut Tx) -> Result<Vec<Pocket>, DbError> {
    let mut pockets = Vec::new();
    tx.try_for_each(
        "SELECT account, currency, org_id FROM gl_pocket",
        &[],
        |row| -> Result<(), DbError> {
            let (account, currency) = (account_code(row, 0)?, currency(row, 1)?);
            pockets.push(Pocket {
                account,
                currency,
                org: OrgId(row.id(2)),
            });
            Ok(())
        },
    )?;
    Ok(pockets)
}
