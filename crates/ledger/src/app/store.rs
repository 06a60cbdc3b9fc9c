//! The ledger's tables: rows in, domain values out.

use crate::domain::{
    AccountCategory, AccountCode, DayBalance, EntryHead, GlAccount, JournalEntry, Pocket, Posting, PostingRule, Side,
    Subject, Turnover,
};
use kernel::{Actor, BusinessDate, Currency, EntryId, EventId, OrgId, Timestamp};
use platform::{DbError, Row, Tx, Value, values};
use std::borrow::Cow;
use uuid::Uuid;

/// A journal entry with what was recorded about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// The entry.
    pub entry: JournalEntry,
    /// Who made it.
    pub actor: String,
    /// When it was made.
    pub recorded_at: Timestamp,
    /// The entry that reverses it.
    pub reversed_by: Option<EntryId>,
}

pub(super) fn account_code(row: &Row, column: usize) -> Result<AccountCode, DbError> {
    AccountCode::parse(row.text(column)).map_err(|e| DbError::Invariant(e.to_string()))
}

pub(super) fn currency(row: &Row, column: usize) -> Result<Currency, DbError> {
    Currency::parse(row.text(column)).map_err(|e| DbError::Invariant(e.to_string()))
}

pub(super) fn insert_account(tx: &mut Tx, account: &GlAccount) -> Result<(), DbError> {
    let sql = "INSERT INTO gl_account (code, name_zh, name_en, category, balance_side, source)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code) DO NOTHING";
    let (category, side) = (account.category.name(), account.balance_side.name());
    tx.queue(
        sql,
        &values![
            account.code.as_str(),
            &account.name_zh,
            &account.name_en,
            category,
            side,
            &account.source
        ],
    )
}

/// Whether something was posted to an account, or a rule will.
pub(super) fn takes_postings(tx: &mut Tx, account: AccountCode) -> Result<bool, DbError> {
    let code = values![account.as_str()];
    let posted = tx.query_opt("SELECT 1 FROM posting WHERE account = $1 LIMIT 1", &code)?;
    let ruled = "SELECT 1 FROM posting_rule WHERE debit_account = $1 OR credit_account = $1 LIMIT 1";
    Ok(posted.is_some() || tx.query_opt(ruled, &code)?.is_some())
}

pub(super) fn list_accounts(tx: &mut Tx) -> Result<Vec<GlAccount>, DbError> {
    let sql = "SELECT code, name_zh, name_en, category, balance_side, source FROM gl_account";
    let mut accounts = Vec::new();
    tx.try_for_each(sql, &[], |row| -> Result<(), DbError> {
        let bad = || DbError::Invariant(format!("account {} has no known category or side", row.text(0)));
        accounts.push(GlAccount {
            code: account_code(row, 0)?,
            name_zh: row.text(1).to_owned(),
            name_en: row.text(2).to_owned(),
            category: AccountCategory::parse(row.text(3)).ok_or_else(bad)?,
            balance_side: Side::parse(row.text(4)).ok_or_else(bad)?,
            source: row.text(5).to_owned(),
        });
        Ok(())
    })?;
    Ok(accounts)
}

pub(super) fn insert_rule(tx: &mut Tx, rule: &PostingRule) -> Result<(), DbError> {
    let sql = "INSERT INTO posting_rule (movement, valid_from, debit_account, credit_account, source)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (movement, valid_from) DO NOTHING";
    tx.queue(
        sql,
        &values![
            &rule.movement,
            rule.valid_from,
            rule.debit.as_str(),
            rule.credit.as_str(),
            &rule.source
        ],
    )
}

pub(super) fn list_rules(tx: &mut Tx) -> Result<Vec<PostingRule>, DbError> {
    let sql = "SELECT movement, valid_from, debit_account, credit_account, source FROM posting_rule";
    let mut rules = Vec::new();
    tx.try_for_each(sql, &[], |row| -> Result<(), DbError> {
        rules.push(PostingRule {
            movement: row.text(0).to_owned(),
            valid_from: row.business_date(1),
            debit: account_code(row, 2)?,
            credit: account_code(row, 3)?,
            source: row.text(4).to_owned(),
        });
        Ok(())
    })?;
    Ok(rules)
}

/// Where the books stand: whoever posts asks for both, the chart's stamp and the last closed day.
const STANDING: &str = "SELECT (SELECT COUNT(*) FROM gl_account), (SELECT COUNT(*) FROM posting_rule),
    (SELECT MAX(on_date) FROM gl_closed_day)";

/// Accounts and rules are only ever added: their number tells whether something is new.
pub(super) fn accounting_stamp(tx: &mut Tx) -> Result<(i64, i64), DbError> {
    tx.query_one(STANDING, &[]).map(|row| (row.int(0), row.int(1)))
}

pub(super) fn foresee_standing(tx: &mut Tx) {
    tx.foresee(STANDING, &[], 2);
}

const ENTRY_COLUMNS: &[&str] = &[
    "id",
    "org_id",
    "booked_on",
    "currency",
    "kind",
    "subject_id",
    "subject_number",
    "event_id",
    "memo",
    "reverses_id",
    "actor",
    "recorded_at",
    "total_minor",
];
const POSTING_COLUMNS: &[&str] = &[
    "account",
    "currency",
    "booked_on",
    "entry_id",
    "line",
    "amount_minor",
    "red",
    "org_id",
];

pub(super) fn insert_entries(
    tx: &mut Tx,
    entries: &[JournalEntry],
    actor: &Actor,
    now: Timestamp,
) -> Result<(), DbError> {
    let heads: Vec<Vec<Value>> = entries.iter().map(|entry| entry_row(entry, actor, now)).collect();
    let lines = entries.iter().map(|entry| entry.postings().len()).sum();
    let mut postings = Vec::with_capacity(lines);
    for entry in entries {
        let head = entry.head();
        for (line, posting) in (0_i64..).zip(entry.postings()) {
            postings.push(Vec::from(values![
                posting.account.as_str(),
                head.currency.code(),
                head.booked_on,
                head.id,
                line,
                posting.amount_minor,
                posting.red,
                head.org,
            ]));
        }
    }
    tx.queue_rows("journal_entry", ENTRY_COLUMNS, &heads)?;
    tx.queue_rows("posting", POSTING_COLUMNS, &postings)
}

fn entry_row(entry: &JournalEntry, actor: &Actor, now: Timestamp) -> Vec<Value> {
    let head = entry.head();
    Vec::from(values![
        head.id,
        head.org,
        head.booked_on,
        head.currency.code(),
        &*head.kind,
        head.subject.as_ref().map(|subject| subject.id),
        head.subject.as_ref().map(|subject| subject.number.as_str()),
        head.event,
        &head.memo,
        entry.reverses(),
        &actor.login,
        now,
        entry.total_minor(),
    ])
}

fn select_entries(tx: &mut Tx, condition: &str, key: Uuid) -> Result<Vec<StoredEntry>, DbError> {
    let sql = format!(
        "SELECT e.id, e.org_id, e.booked_on, e.currency, e.kind, e.subject_id, e.subject_number, e.event_id, e.memo,
            e.reverses_id, e.actor, e.recorded_at, r.id, p.account, p.amount_minor, p.red
        FROM journal_entry e
        JOIN posting p ON p.entry_id = e.id
        LEFT JOIN journal_entry r ON r.reverses_id = e.id
        WHERE {condition}
        ORDER BY e.id, p.line"
    );
    let mut entries: Vec<StoredEntry> = Vec::new();
    let mut lines: Vec<Posting> = Vec::new();
    let mut head: Option<Row> = None;
    tx.try_for_each(&sql, &values![key], |row| -> Result<(), DbError> {
        if let Some(before) = &head
            && before.id(0) != row.id(0)
        {
            entries.push(stored_entry(before, std::mem::take(&mut lines))?);
            head = None;
        }
        head.get_or_insert_with(|| row.clone());
        lines.push(Posting {
            account: account_code(row, 13)?,
            amount_minor: row.int(14),
            red: row.bool(15),
        });
        Ok(())
    })?;
    if let Some(last) = &head {
        entries.push(stored_entry(last, lines)?);
    }
    Ok(entries)
}

fn stored_entry(row: &Row, postings: Vec<Posting>) -> Result<StoredEntry, DbError> {
    let subject = row.opt_id(5).map(|id| Subject {
        id,
        number: row.opt_text(6).unwrap_or_default().to_owned(),
    });
    let head = EntryHead {
        id: EntryId(row.id(0)),
        org: OrgId(row.id(1)),
        booked_on: row.business_date(2),
        currency: currency(row, 3)?,
        kind: Cow::Owned(row.text(4).to_owned()),
        subject,
        event: row.opt_id(7).map(EventId),
        memo: row.text(8).to_owned(),
    };
    Ok(StoredEntry {
        entry: JournalEntry::stored(head, postings, row.opt_id(9).map(EntryId)),
        actor: row.text(10).to_owned(),
        recorded_at: row.timestamp(11),
        reversed_by: row.opt_id(12).map(EntryId),
    })
}

pub(super) fn find_entry(tx: &mut Tx, id: EntryId) -> Result<Option<StoredEntry>, DbError> {
    select_entries(tx, "e.id = $1", id.uuid()).map(|mut found| found.pop())
}

pub(super) fn list_entries_of(tx: &mut Tx, subject: Uuid) -> Result<Vec<StoredEntry>, DbError> {
    select_entries(tx, "e.subject_id = $1", subject)
}

/// Makes others who would reverse the entry wait for this transaction; whether there is such an entry.
pub(super) fn lock_entry(tx: &mut Tx, id: EntryId) -> Result<bool, DbError> {
    let sql = format!("SELECT id FROM journal_entry WHERE id = $1{}", tx.row_lock());
    tx.query_opt(&sql, &values![id]).map(|row| row.is_some())
}

pub(super) fn find_reversal_of(tx: &mut Tx, id: EntryId) -> Result<Option<EntryId>, DbError> {
    let row = tx.query_opt("SELECT id FROM journal_entry WHERE reverses_id = $1", &values![id])?;
    Ok(row.map(|row| EntryId(row.id(0))))
}

pub(super) fn last_closed_day(tx: &mut Tx) -> Result<Option<BusinessDate>, DbError> {
    let row = tx.query_one(STANDING, &[])?;
    Ok(row.opt_business_date(2))
}

pub(super) fn insert_closed_day(tx: &mut Tx, on: BusinessDate, postings: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO gl_closed_day (on_date, postings) VALUES ($1, $2)";
    tx.execute(sql, &values![on, postings]).map(|_| ())
}

/// Writes balances; `new` are the pockets that never closed before.
pub(super) fn insert_balances(tx: &mut Tx, balances: &[DayBalance], new: &[Pocket]) -> Result<(), DbError> {
    let pocket = |p: &Pocket| Vec::from(values![p.account.as_str(), p.currency.code(), p.org]);
    let pockets: Vec<Vec<Value>> = new.iter().map(pocket).collect();
    tx.insert_rows("gl_pocket", &["account", "currency", "org_id"], &pockets)?;
    let rows: Vec<Vec<Value>> = balances.iter().map(balance_row).collect();
    tx.insert_rows("gl_balance", BALANCE_COLUMNS, &rows)
}

const BALANCE_COLUMNS: &[&str] = &[
    "account",
    "currency",
    "org_id",
    "on_date",
    "debit_minor",
    "credit_minor",
    "closing_minor",
];

fn balance_row(balance: &DayBalance) -> Vec<Value> {
    Vec::from(values![
        balance.pocket.account.as_str(),
        balance.pocket.currency.code(),
        balance.pocket.org,
        balance.on,
        balance.turnover.debit_minor,
        balance.turnover.credit_minor,
        balance.closing_minor,
    ])
}

pub(super) fn day_balance(row: &Row) -> Result<DayBalance, DbError> {
    let pocket = Pocket {
        account: account_code(row, 0)?,
        currency: currency(row, 1)?,
        org: OrgId(row.id(2)),
    };
    Ok(DayBalance {
        pocket,
        on: row.business_date(3),
        turnover: Turnover {
            debit_minor: row.int(4),
            credit_minor: row.int(5),
        },
        closing_minor: row.int(6),
    })
}
