//! The loans against the ledger: every figure of the subledger is recomputed from all loans and compared.

use super::run::CheckResult;
use super::store as store_close;
use crate::app::accruals::Accruals;
use crate::app::error::Result;
use crate::app::store;
use crate::domain::allocation::Component;
use crate::domain::line::{Clock, Line, LineKey};
use kernel::{BusinessDate, Currency, ProductId};
use ledger::{AccountCode, balances};
use platform::{Db, Row, Tx};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Accounts of the ledger and what of a loan they hold.
const HELD: [(&str, &str); 8] = [
    ("principal_not_due", "1303.01"),
    ("principal_due", "1303.02"),
    ("interest_due", "1132.02"),
    ("fee_due", "1132.05"),
    ("interest_accrued", "1132.01"),
    ("penalty_accrued", "1132.03"),
    ("compound_accrued", "1132.04"),
    ("suspense", "2241"),
];

/// The accounts that hold what loans are: nothing but loans moves them.
pub fn held_accounts() -> impl Iterator<Item = AccountCode> {
    HELD.iter().map(|(_, account)| AccountCode::literal(account))
}

/// Sums over all loans.
#[derive(Debug, Default)]
struct Subledger {
    amounts: HashMap<(&'static str, String), i128>,
    lines: HashMap<(ProductId, String, LineKey), Line>,
    loans: u64,
}

impl Subledger {
    fn add(&mut self, row: &Row) -> Result<()> {
        let currency = row.text(1);
        for (index, (name, _)) in HELD.iter().take(4).enumerate() {
            self.amount(name, currency, row.int(2 + index));
        }
        self.amount("suspense", currency, row.int(6));
        self.loans += 1;
        let product = ProductId(row.id(0));
        let slope = store::slope_of(row.int(9), row.int(10));
        if slope != 0 {
            let clock = Clock::from_code(row.int(7)).unwrap_or(Clock::Day);
            let key = LineKey {
                component: Component::Interest,
                clock,
                den: row.int(8),
            };
            self.line(product, currency, key, Line::starting(slope, row.int(11), 0));
        }
        if let Some(text) = row.opt_text(12) {
            for (key, line) in store::overdue_of(text)? {
                self.line(product, currency, key, line);
            }
        }
        Ok(())
    }

    /// The sums over the loans whose ids lie in a range.
    fn scan(tx: &mut Tx, range: (Option<Uuid>, Option<Uuid>)) -> Result<Self> {
        let mut sub = Self::default();
        store_close::for_each_balance(tx, range, |row| sub.add(row))?;
        Ok(sub)
    }

    fn merge(&mut self, other: Self) {
        self.loans += other.loans;
        for (key, minor) in other.amounts {
            *self.amounts.entry(key).or_default() += minor;
        }
        for ((product, currency, key), line) in other.lines {
            self.line(product, &currency, key, line);
        }
    }

    fn amount(&mut self, name: &'static str, currency: &str, minor: i64) {
        if minor != 0 {
            *self.amounts.entry((name, currency.to_owned())).or_default() += i128::from(minor);
        }
    }

    fn line(&mut self, product: ProductId, currency: &str, key: LineKey, line: Line) {
        let sum = self.lines.entry((product, currency.to_owned(), key)).or_default();
        *sum = sum.plus(line);
    }
}

/// As [`reconcile`], on two threads. Each reads its own snapshot: when a payment between the two makes a difference, the
/// comparison is made again in one.
///
/// # Errors
/// The database's.
pub fn reconcile_fast(db: &Db, on: BusinessDate) -> Result<Vec<CheckResult>> {
    let Some(middle) = db.read(store_close::middle_id)? else {
        return db.read(|tx| reconcile(tx, on));
    };
    let halves = std::thread::scope(|scope| {
        let upper = scope.spawn(|| db.read(|tx| Subledger::scan(tx, (Some(middle), None))));
        let lower = db.read(|tx| Subledger::scan(tx, (None, Some(middle))));
        (lower, upper.join().expect("adding up does not panic"))
    });
    let mut sub = halves.0?;
    sub.merge(halves.1?);
    let checks = db.read(|tx| compare(tx, on, std::mem::take(&mut sub)))?;
    if checks.iter().all(CheckResult::ok) {
        return Ok(checks);
    }
    db.read(|tx| reconcile(tx, on))
}

/// Compares loans and ledger as they stand in one snapshot, all entries booked up to `on` included.
///
/// # Errors
/// The database's.
pub fn reconcile(tx: &mut Tx, on: BusinessDate) -> Result<Vec<CheckResult>> {
    let sub = Subledger::scan(tx, (None, None))?;
    compare(tx, on, sub)
}

fn compare(tx: &mut Tx, on: BusinessDate, mut sub: Subledger) -> Result<Vec<CheckResult>> {
    let sums = Accruals::load(tx)?;
    for (((_, currency), component), minor) in &sums.posted {
        let name = match component {
            Component::Penalty => "penalty_accrued",
            Component::CompoundInterest => "compound_accrued",
            _ => "interest_accrued",
        };
        sub.amount(name, currency.code(), *minor);
    }
    let books = ledger_sums(tx, on)?;
    let mut checks = vec![trial_balance(&books)];
    checks.push(lines_check(&sub, &sums));
    let mut currencies: Vec<&String> = books.keys().map(|(_, c)| c).collect();
    currencies.extend(sub.amounts.keys().map(|(_, c)| c));
    currencies.sort();
    currencies.dedup();
    for currency in currencies {
        for (name, account) in HELD {
            let expected = sub.amounts.get(&(name, currency.clone())).copied().unwrap_or(0);
            let booked = books.get(&(account, currency.clone())).copied().unwrap_or(0);
            // Suspense is owed to the borrower: a credit.
            let actual = if name == "suspense" { -booked } else { booked };
            checks.push(CheckResult {
                code: name.to_owned(),
                currency: currency.clone(),
                expected,
                actual,
            });
        }
    }
    Ok(checks)
}

type Books = BTreeMap<(&'static str, String), i128>;

/// Balances of the held accounts by currency, and under `all` the sum of every account, which must be zero.
fn ledger_sums(tx: &mut Tx, on: BusinessDate) -> Result<Books> {
    let mut sums = Books::new();
    for (pocket, minor) in balances(tx, on)? {
        let currency = pocket.currency.code().to_owned();
        *sums.entry(("all", currency.clone())).or_default() += i128::from(minor);
        for (_, account) in HELD {
            if pocket.account.is_within(AccountCode::literal(account)) {
                *sums.entry((account, currency.clone())).or_default() += i128::from(minor);
            }
        }
    }
    Ok(sums)
}

fn trial_balance(books: &Books) -> CheckResult {
    let off: i128 = books
        .iter()
        .filter(|((name, _), _)| *name == "all")
        .map(|(_, minor)| minor.abs())
        .sum();
    CheckResult {
        code: "trial_balance".to_owned(),
        currency: String::new(),
        expected: 0,
        actual: off,
    }
}

/// How many sums of lines differ from those recomputed from all loans: none may.
fn lines_check(sub: &Subledger, sums: &Accruals) -> CheckResult {
    let stored: HashMap<(ProductId, String, LineKey), Line> = sums
        .lines
        .iter()
        .map(|(((product, currency), key), line)| ((*product, Currency::code(*currency).to_owned(), *key), *line))
        .collect();
    let zero = Line::default();
    let differs =
        |key: &(ProductId, String, LineKey)| stored.get(key).unwrap_or(&zero) != sub.lines.get(key).unwrap_or(&zero);
    let wrong = stored
        .keys()
        .chain(sub.lines.keys().filter(|k| !stored.contains_key(*k)))
        .filter(|k| differs(k))
        .count();
    CheckResult {
        code: "accrual_lines".to_owned(),
        currency: String::new(),
        expected: 0,
        actual: wrong as i128,
    }
}
