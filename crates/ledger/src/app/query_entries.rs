//! The list of journal entries: its declaration, what it can be asked, its sums.

use super::store::currency;
use crate::domain::{AccountCode, Turnover, entry_no};
use kernel::{BusinessDate, Currency, EntryId, EventId, Money, Timestamp};
use listing::app::{Asked, Conditions, Key, Keyed};
use listing::{Field, Kind, List, Word};
use platform::{Backend, DbError, Row, Tx, Value, values};
use uuid::Uuid;

/// What entries record.
const KINDS: [Word; 13] = [
    ("disbursed", "放款", "Disbursement"),
    ("repaid", "还款", "Repayment"),
    ("paid_off", "提前结清", "Payoff"),
    ("prepaid", "提前还款", "Prepayment"),
    ("fee_charged", "收取费用", "Fee charged"),
    ("called_in", "宣布提前到期", "Called in"),
    ("charged_off", "核销", "Charge-off"),
    ("correction", "更正", "Correction"),
    ("opening", "期初余额", "Opening balances"),
    ("take_over", "存量接收", "Taken over"),
    ("accrual", "计提利息", "Interest accrual"),
    ("due", "到期转应收", "Instalment due"),
    ("reversal", "冲正", "Reversal"),
];

const STATES: [Word; 3] = [
    ("standing", "有效", "Standing"),
    ("reversed", "已被冲正", "Reversed"),
    ("reversal", "红字冲正", "Reversal"),
];

const STATE: &str = "CASE WHEN e.reverses_id IS NOT NULL THEN 'reversal'
    WHEN EXISTS (SELECT 1 FROM journal_entry r WHERE r.reverses_id = e.id) THEN 'reversed' ELSE 'standing' END";

const FIELDS: [Field; 13] = [
    Field::new(
        "entry_no",
        ("分录号", "Entry"),
        Kind::Numbered(number_of),
        "e.booked_on",
    ),
    Field::new("booked_on", ("记账日", "Booked on"), Kind::Date(false), "e.booked_on")
        .searched()
        .ordered(),
    Field::new("kind", ("类型", "Kind"), Kind::Choice(&KINDS), "e.kind").searched(),
    Field::new(
        "organisation",
        ("机构", "Organisation"),
        Kind::Text,
        access::organisation_label!("code", "e.org_id"),
    )
    .searched(),
    Field::new(
        "organisation_name",
        ("机构名称", "Organisation's name"),
        Kind::Text,
        access::organisation_label!("name_zh", "e.org_id"),
    )
    .in_english(access::organisation_label!("name_en", "e.org_id")),
    Field::new(
        "loan_number",
        ("借据号", "Loan number"),
        Kind::Text,
        "COALESCE(e.subject_number, '')",
    )
    .searched(),
    Field::new("currency", ("币种", "Ccy"), Kind::Currency, "e.currency").searched(),
    Field::new("amount", ("金额", "Amount"), Kind::Amount, "e.total_minor")
        .searched()
        .ordered(),
    Field::new("state", ("状态", "State"), Kind::Choice(&STATES), STATE).searched(),
    Field::new("memo", ("摘要", "Memo"), Kind::Text, "e.memo").searched(),
    Field::new("actor", ("经办", "Made by"), Kind::Text, "e.actor").searched(),
    Field::new(
        "recorded_at",
        ("入账时间", "Recorded at"),
        Kind::Moment,
        "e.recorded_at",
    ),
    Field::new(
        "account",
        ("科目号", "Account"),
        Kind::Among("EXISTS (SELECT 1 FROM posting x WHERE x.entry_id = e.id AND {})"),
        "x.account",
    )
    .searched()
    .unseen(),
];

/// The list of journal entries. It is one for all organisations, as the ledger is.
pub static JOURNAL_ENTRIES: List = List {
    name: "journal-entries",
    zh: "会计分录",
    en: "Journal entries",
    read: "ledger.read",
    export: "ledger.export",
    reveal: None,
    from: "journal_entry e",
    id: "e.id",
    currency: Some("e.currency"),
    owners: None,
    fields: &FIELDS,
    order: "-booked_on",
};

fn number_of(day: i64, id: Uuid) -> String {
    let day = i32::try_from(day).unwrap_or_default();
    entry_no(BusinessDate::from_days(day), EntryId(id))
}

/// Which entries; what is absent does not restrict.
#[derive(Debug, Clone, Default)]
pub struct EntryFilter {
    /// A whole entry number, or the beginning of a loan number.
    pub reference: Option<String>,
    /// With a line on this account or one of its sub-accounts.
    pub account: Option<AccountCode>,
    /// In the books of the organisation of this code.
    pub organisation: Option<String>,
    /// First day.
    pub from: Option<BusinessDate>,
    /// Last day, included.
    pub to: Option<BusinessDate>,
    /// What they record.
    pub kind: Option<String>,
    /// About this subject.
    pub subject: Option<Uuid>,
    /// In this currency.
    pub currency: Option<Currency>,
    /// Of at least this amount.
    pub least: Option<Money>,
    /// Of at most this amount.
    pub most: Option<Money>,
}

/// Entries of an account that are gathered first; of a busier account each entry is asked for its lines.
const GATHERED_LINES: i64 = 20_000;
const WITHIN: &str = "(x.account = ? OR (x.account >= ? AND x.account < ?))";

/// The conditions of a filter.
pub(super) fn conditions(tx: &mut Tx, filter: &EntryFilter) -> Result<Conditions, DbError> {
    let mut all = Conditions::none();
    if let Some(text) = filter.reference.as_deref() {
        reference(&mut all, tx.backend(), text.trim());
    }
    all.and_is(
        access::organisation_label!("code", "e.org_id"),
        filter.organisation.as_deref(),
    );
    all.and_is("e.kind", filter.kind.as_deref());
    all.and_is("e.subject_id", filter.subject);
    let currency = [filter.least, filter.most]
        .into_iter()
        .flatten()
        .next()
        .map(|money| money.currency());
    all.and_is(
        "e.currency",
        filter.currency.or(currency).map(|currency| currency.code()),
    );
    for (comparison, day) in [(">=", filter.from), ("<=", filter.to)] {
        if let Some(day) = day {
            all.and(&format!("e.booked_on {comparison} ?"), values![day]);
        }
    }
    for (comparison, money) in [(">=", filter.least), ("<=", filter.most)] {
        if let Some(money) = money {
            all.and(&format!("e.total_minor {comparison} ?"), values![money.minor()]);
        }
    }
    if let Some(account) = filter.account {
        let (way, codes) = (way_to(tx, account)?, codes_within(account));
        all.and(&way.replace("{}", WITHIN), codes);
    }
    Ok(all)
}

/// An account and its sub-accounts: the code itself, and what begins with it and a dot. `/` follows the dot.
fn codes_within(account: AccountCode) -> [Value; 3] {
    let code = account.as_str();
    values![code, format!("{code}."), format!("{code}/")]
}

fn way_to(tx: &mut Tx, account: AccountCode) -> Result<&'static str, DbError> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM posting x
        WHERE x.account = $1 OR (x.account >= $2 AND x.account < $3) LIMIT 20001) AS found";
    let lines = tx.query_one(sql, &codes_within(account))?.int(0);
    Ok(if lines <= GATHERED_LINES {
        "e.id IN (SELECT x.entry_id FROM posting x WHERE {})"
    } else {
        "EXISTS (SELECT 1 FROM posting x WHERE x.entry_id = e.id AND {})"
    })
}

/// A whole entry number is a day and the last forty bits of an id; anything else begins the number of a loan.
fn reference(all: &mut Conditions, backend: Backend, text: &str) {
    match numbered(text) {
        Some((day, tail)) => {
            let last_bytes = match backend {
                Backend::Sqlite => "substr(e.id, 12)",
                Backend::Postgres => "substr(uuid_send(e.id), 12)",
            };
            all.and(&format!("e.booked_on = ? AND {last_bytes} = ?"), values![day, tail]);
        }
        None => all.and(
            "e.subject_number >= ? AND e.subject_number < ?",
            values![text, format!("{text}\u{10FFFF}")],
        ),
    }
}

fn numbered(text: &str) -> Option<(BusinessDate, Vec<u8>)> {
    const DIGITS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let (day, tail) = text.split_once('-')?;
    if day.len() != 8 || tail.len() != 8 || !day.is_ascii() {
        return None;
    }
    let day = BusinessDate::parse(&format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..])).ok()?;
    let digit = |c: char| {
        DIGITS
            .find(c.to_ascii_uppercase())
            .and_then(|at| u64::try_from(at).ok())
    };
    let number = tail.chars().try_fold(0_u64, |sum, c| Some(sum * 32 + digit(c)?))?;
    Some((day, number.to_be_bytes()[3..].to_vec()))
}

/// An entry as a row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// Its id.
    pub id: EntryId,
    /// The day on which it is booked.
    pub booked_on: BusinessDate,
    /// What it records.
    pub kind: String,
    /// The organisation in whose books it stands: code, Chinese and English name.
    pub organisation: (String, String, String),
    /// What it is about, where that has a number: id and number. Entries of aggregates have none.
    pub subject: Option<(Uuid, String)>,
    /// The event that caused it.
    pub event: Option<EventId>,
    /// A remark.
    pub memo: String,
    /// The sum of its debits as written: negative when it is red.
    pub amount: Money,
    /// `standing`, `reversed` or `reversal`.
    pub state: String,
    /// Who made it.
    pub actor: String,
    /// When it was made.
    pub recorded_at: Timestamp,
}

/// A page of entries.
pub(super) fn list_rows(
    tx: &mut Tx,
    asked: &Asked,
    after: (Option<&Key>, i64),
) -> Result<Vec<Keyed<EntryRow>>, DbError> {
    let code = access::organisation_label!("code", "e.org_id");
    let (zh, en) = (
        access::organisation_label!("name_zh", "e.org_id"),
        access::organisation_label!("name_en", "e.org_id"),
    );
    let columns = format!(
        "e.id, e.booked_on, e.kind, {code}, e.subject_id, e.subject_number, e.event_id, e.memo, e.currency,
        e.total_minor, {STATE}, e.actor, e.recorded_at, {zh}, {en}"
    );
    listing::app::page(tx, asked, after, &columns, entry_row)
}

fn entry_row(row: &Row) -> Result<EntryRow, DbError> {
    let number = || row.opt_text(5).unwrap_or_default().to_owned();
    let text = |column| row.text(column).to_owned();
    Ok(EntryRow {
        id: EntryId(row.id(0)),
        booked_on: row.business_date(1),
        kind: row.text(2).to_owned(),
        organisation: (text(3), text(13), text(14)),
        subject: row
            .opt_id(4)
            .map(|id| (id, number()))
            .filter(|(_, number)| !number.is_empty()),
        event: row.opt_id(6).map(EventId),
        memo: row.text(7).to_owned(),
        amount: Money::new(row.int(9), currency(row, 8)?),
        state: row.text(10).to_owned(),
        actor: row.text(11).to_owned(),
        recorded_at: row.timestamp(12),
    })
}

/// What entries of one currency amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntrySum {
    /// The currency.
    pub currency: Currency,
    /// How many entries.
    pub entries: i64,
    /// Both sides of their lines.
    pub turnover: Turnover,
}

/// The sums of the lines of all entries that are asked for, by currency.
pub(super) fn sums(tx: &mut Tx, asked: &Asked) -> Result<Vec<EntrySum>, DbError> {
    let (wanted, params) = asked.conditions.whole(asked.list);
    let sql = format!(
        "SELECT e.currency, COUNT(DISTINCT e.id),
            CAST(SUM(CASE WHEN (p.amount_minor > 0) = (p.red = 0) THEN p.amount_minor ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN (p.amount_minor > 0) = (p.red = 0) THEN 0 ELSE -p.amount_minor END) AS BIGINT)
        FROM journal_entry e JOIN posting p ON p.entry_id = e.id WHERE {wanted} GROUP BY e.currency ORDER BY e.currency"
    );
    let mut sums = Vec::new();
    tx.try_for_each(&sql, &params, |row| -> Result<(), DbError> {
        sums.push(EntrySum {
            currency: currency(row, 0)?,
            entries: row.int(1),
            turnover: Turnover {
                debit_minor: row.int(2),
                credit_minor: row.int(3),
            },
        });
        Ok(())
    })?;
    Ok(sums)
}
