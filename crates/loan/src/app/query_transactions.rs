//! The list of transactions (交易流水): what happened to loans, across the book. Its declaration, what it can be asked, its sums.

use super::error::Result;
use super::store::currency;
use kernel::{BusinessDate, CivilDate, Currency, CustomerId, DataScope, EventId, LoanId, Money, Timestamp};
use listing::app::{Asked, Conditions, Key, Keyed, understand};
use listing::{Field, Kind, List, Owners, Word};
use platform::http::Problem;
use platform::{DbError, Row, Tx, business_day, values};

const KINDS: [Word; 9] = [
    ("disbursed", "放款", "Disbursement"),
    ("repaid", "还款", "Repayment"),
    ("paid_off", "提前结清", "Payoff"),
    ("prepaid", "提前还款", "Prepayment"),
    ("fee_charged", "收取费用", "Fee charged"),
    ("rate_changed", "利率变更", "Rate changed"),
    ("called_in", "宣布提前到期", "Called in"),
    ("charged_off", "核销", "Charge-off"),
    ("reversed", "冲正", "Reversal"),
];

const STATES: [Word; 3] = [
    ("standing", "有效", "Standing"),
    ("reversed", "已被冲正", "Reversed"),
    ("reversal", "冲正", "Reversal"),
];

/// An event is taken back by a reversal that is not taken back itself. Three links are followed: taken back, brought back, taken
/// back again by a reversal of the second one.
macro_rules! taken_back {
    () => {
        "EXISTS (SELECT 1 FROM loan_event r WHERE r.loan_id = e.loan_id AND r.reverses_seq = e.seq AND NOT EXISTS (
            SELECT 1 FROM loan_event s WHERE s.loan_id = r.loan_id AND s.reverses_seq = r.seq AND NOT EXISTS (
                SELECT 1 FROM loan_event u WHERE u.loan_id = s.loan_id AND u.reverses_seq = s.seq)))"
    };
}

const STATE: &str = concat!(
    "CASE WHEN e.kind = 'reversed' THEN 'reversal' WHEN ",
    taken_back!(),
    " THEN 'reversed' ELSE 'standing' END"
);

/// A disbursement is of the whole principal; a reversal takes back what its event was of; a call and a charge-off move no money.
const AMOUNT: &str = "CASE e.kind WHEN 'disbursed' THEN l.principal WHEN 'reversed' THEN
        -COALESCE((SELECT CASE o.kind WHEN 'disbursed' THEN l.principal ELSE o.amount_minor END FROM loan_event o
            WHERE o.loan_id = e.loan_id AND o.seq = e.reverses_seq), 0)
    ELSE e.amount_minor END";

const FIELDS: [Field; 17] = [
    Field::new("booked_on", ("记账日", "Booked on"), Kind::Date(false), "e.booked_on")
        .searched()
        .ordered(),
    Field::new(
        "value_date",
        ("起息日", "Value date"),
        Kind::Date(false),
        "e.value_date",
    )
    .searched(),
    Field::new("kind", ("类型", "Kind"), Kind::Choice(&KINDS), "e.kind").searched(),
    Field::new("number", ("借据号", "Loan number"), Kind::Text, "l.number").searched(),
    Field::new("customer", ("客户", "Customer"), Kind::Text, "l.customer_name"),
    Field::new("product", ("产品", "Product"), Kind::Text, "l.product_code").searched(),
    Field::new("currency", ("币种", "Ccy"), Kind::Currency, "l.currency").searched(),
    Field::new("amount", ("金额", "Amount"), Kind::Amount, AMOUNT)
        .searched()
        .ordered(),
    Field::new("state", ("状态", "State"), Kind::Choice(&STATES), STATE).searched(),
    Field::new(
        "organisation",
        ("机构", "Organisation"),
        Kind::Text,
        access::organisation_label!("code", "l.org_id"),
    )
    .searched(),
    Field::new(
        "organisation_name",
        ("机构名称", "Organisation's name"),
        Kind::Text,
        access::organisation_label!("name_zh", "l.org_id"),
    )
    .in_english(access::organisation_label!("name_en", "l.org_id")),
    Field::new("officer", ("客户经理", "Officer"), Kind::Text, "l.officer").searched(),
    Field::new("actor", ("经办", "Made by"), Kind::Text, "e.actor_login").searched(),
    Field::new("reason", ("理由", "Reason"), Kind::Text, "COALESCE(e.reason_code, '')").searched(),
    Field::new("note", ("备注", "Note"), Kind::Text, "e.note").searched(),
    Field::new("seq", ("序号", "Nr"), Kind::Number, "e.seq"),
    Field::new(
        "recorded_at",
        ("录入时间", "Recorded at"),
        Kind::Moment,
        "e.recorded_at",
    ),
];

/// The list of transactions; a row belongs to whom its loan belongs.
pub static LOAN_TRANSACTIONS: List = List {
    name: "loan-transactions",
    zh: "交易流水",
    en: "Transactions",
    read: "loan.read",
    export: "loan.export",
    reveal: None,
    from: "loan_event e JOIN loan l ON l.id = e.loan_id",
    id: "e.id",
    currency: Some("l.currency"),
    owners: Some(Owners {
        organisation: "l.org_id",
        officer: "l.officer",
    }),
    fields: &FIELDS,
    order: "-booked_on",
};

/// Which transactions; what is absent does not restrict.
#[derive(Debug, Clone, Default)]
pub struct TransactionFilter {
    /// The beginning of a loan number.
    pub number: Option<String>,
    /// Of this loan.
    pub loan: Option<LoanId>,
    /// What happened.
    pub kind: Option<String>,
    /// Of loans of the organisation of this code.
    pub organisation: Option<String>,
    /// Of loans of the officer of this login.
    pub officer: Option<String>,
    /// Of loans of versions of the product of this code.
    pub product: Option<String>,
    /// In this currency.
    pub currency: Option<Currency>,
    /// First day.
    pub from: Option<BusinessDate>,
    /// Last day, included.
    pub to: Option<BusinessDate>,
    /// Of at least this amount.
    pub least: Option<Money>,
    /// Of at most this amount.
    pub most: Option<Money>,
}

/// Understands what the list is asked for.
///
/// # Errors
/// Problems of order and composed search, or the database's.
pub fn ask_transactions(
    tx: &mut Tx,
    scope: DataScope,
    filter: &TransactionFilter,
    (sort, search): (Option<&str>, Option<&str>),
) -> std::result::Result<Asked, Problem> {
    let on = business_day::get(tx)?.date();
    understand(&LOAN_TRANSACTIONS, conditions(scope, filter), (sort, search), on)
}

fn conditions(scope: DataScope, filter: &TransactionFilter) -> Conditions {
    let mut all = Conditions::inside(scope);
    if let Some(text) = filter.number.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        all.and(
            "l.number >= ? AND l.number < ?",
            values![text, format!("{text}\u{10FFFF}")],
        );
    }
    all.and_is("e.loan_id", filter.loan);
    all.and_is("e.kind", filter.kind.as_deref());
    if let Some(code) = &filter.organisation {
        all.and("l.org_id = (SELECT id FROM organisation WHERE code = ?)", values![code]);
    }
    all.and_is("l.officer", filter.officer.as_deref());
    all.and_is("l.product_code", filter.product.as_deref());
    let of_amount = filter.least.or(filter.most).map(|money| money.currency());
    all.and_is("l.currency", filter.currency.or(of_amount).map(Currency::code));
    for (comparison, day) in [(">=", filter.from), ("<=", filter.to)] {
        if let Some(day) = day {
            all.and(&format!("e.booked_on {comparison} ?"), values![day]);
        }
    }
    for (comparison, money) in [(">=", filter.least), ("<=", filter.most)] {
        if let Some(money) = money {
            all.and(&format!("{AMOUNT} {comparison} ?"), values![money.minor()]);
        }
    }
    all
}

/// A transaction as a row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionRow {
    /// The event.
    pub id: EventId,
    /// Its place in the loan's life by time of recording.
    pub seq: i64,
    /// The loan.
    pub loan: (LoanId, String),
    /// The borrower, masked.
    pub customer: (CustomerId, String),
    /// The code of the loan's product.
    pub product: String,
    /// To whom the loan belongs: code, Chinese and English name.
    pub organisation: (String, String, String),
    /// The login of the loan's officer.
    pub officer: String,
    /// What happened.
    pub kind: String,
    /// When it takes effect.
    pub value_date: CivilDate,
    /// The day on which it was booked.
    pub booked_on: BusinessDate,
    /// Negative when it takes money back; zero when it moves none.
    pub amount: Money,
    /// `standing`, `reversed` or `reversal`.
    pub state: String,
    /// Who recorded it.
    pub actor: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Why, as a code of the list of reasons.
    pub reason_code: Option<String>,
    /// A remark.
    pub note: String,
}

/// At most `fetch` transactions after a place.
///
/// # Errors
/// The database's.
pub fn list_transactions(
    tx: &mut Tx,
    asked: &Asked,
    after: (Option<&Key>, i64),
) -> std::result::Result<Vec<Keyed<TransactionRow>>, DbError> {
    let label = (
        access::organisation_label!("code", "l.org_id"),
        access::organisation_label!("name_zh", "l.org_id"),
        access::organisation_label!("name_en", "l.org_id"),
    );
    let columns = format!(
        "e.id, e.seq, e.loan_id, l.number, l.customer_id, l.customer_name, l.product_code, {}, {}, {}, l.officer, e.kind,
        e.value_date, e.booked_on, {AMOUNT}, l.currency, {STATE}, e.actor_login, e.recorded_at, e.reason_code, e.note",
        label.0, label.1, label.2
    );
    listing::app::page(tx, asked, after, &columns, |row| {
        transaction(row).map_err(|cause| DbError::Invariant(cause.to_string()))
    })
}

fn transaction(row: &Row) -> Result<TransactionRow> {
    let text = |column| row.text(column).to_owned();
    Ok(TransactionRow {
        id: EventId(row.id(0)),
        seq: row.int(1),
        loan: (LoanId(row.id(2)), text(3)),
        customer: (CustomerId(row.id(4)), text(5)),
        product: text(6),
        organisation: (text(7), text(8), text(9)),
        officer: text(10),
        kind: text(11),
        value_date: row.civil_date(12),
        booked_on: row.business_date(13),
        amount: Money::new(row.int(14), currency(row.text(15))?),
        state: text(16),
        actor: text(17),
        recorded_at: row.timestamp(18),
        reason_code: row.opt_text(19).map(str::to_owned),
        note: text(20),
    })
}

/// What transactions of one currency amount to; what was taken back and the reversals themselves count nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransactionSum {
    /// The currency.
    pub currency: Currency,
    /// All transactions, also those that do not stand.
    pub transactions: i64,
    /// Lent.
    pub lent: Money,
    /// Received: repayments, prepayments and payoffs.
    pub received: Money,
    /// Charged as fees.
    pub charged: Money,
}

/// The sums of all transactions that are asked for, by currency.
///
/// # Errors
/// The database's, or a stored currency that is none.
pub fn sum_transactions(tx: &mut Tx, asked: &Asked) -> Result<Vec<TransactionSum>> {
    let (wanted, params) = asked.conditions.whole(asked.list);
    let (from, standing) = (asked.list.from, concat!("NOT ", taken_back!()));
    let of = |kinds: &str, amount: &str| {
        format!(
            "CAST(COALESCE(SUM(CASE WHEN e.kind IN ({kinds}) AND {standing} THEN {amount} ELSE 0 END), 0) AS BIGINT)"
        )
    };
    let sql = format!(
        "SELECT l.currency, COUNT(*), {}, {}, {} FROM {from} WHERE {wanted} GROUP BY l.currency ORDER BY l.currency",
        of("'disbursed'", "l.principal"),
        of("'repaid', 'paid_off', 'prepaid'", "e.amount_minor"),
        of("'fee_charged'", "e.amount_minor"),
    );
    let mut sums = Vec::new();
    tx.try_for_each(&sql, &params, |row| -> Result<()> {
        let currency = currency(row.text(0))?;
        let money = |column| Money::new(row.int(column), currency);
        sums.push(TransactionSum {
            currency,
            transactions: row.int(1),
            lent: money(2),
            received: money(3),
            charged: money(4),
        });
        Ok(())
    })?;
    Ok(sums)
}
