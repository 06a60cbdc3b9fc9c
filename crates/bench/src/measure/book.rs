//! A book of many living loans, made without living every day of them: each loan is lived alone from its disbursement (its
//! dues paid on their days, but for the late ones), and the books are opened with the sums. History before the opening
//! day, events and paid instalments, is not stored: a close does not read it.

use crate::error::BenchError;
use crate::rng::Rng;
use kernel::{
    Actor, AnnualRate, BusinessDate, CivilDate, Currency, CustomerId, EntryId, LoanId, Money, OrgId, Timestamp,
};
use ledger::{AccountCode, EntryHead, JournalEntry, Posting};
use loan::app::accruals::Accruals;
use loan::app::record::LoanHead;
use loan::app::{store, store_installment};
use loan::domain::allocation::Component;
use loan::domain::event::EventBody;
use loan::domain::life::Life;
use loan::domain::terms::{LoanTerms, Method};
use platform::{Db, business_day};
use product::LoanProduct;
use std::borrow::Cow;
use uuid::Uuid;

/// The organisation of the book.
#[must_use]
pub fn org() -> OrgId {
    OrgId(Uuid::from_u128(1))
}

/// The business date on which the book is opened.
#[must_use]
pub fn opening_day() -> CivilDate {
    CivilDate::from_ymd(2025, 6, 10).expect("a date")
}

/// How a book is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct BookPlan<'a> {
    /// Loans.
    pub loans: u32,
    /// Ids in no order.
    pub scattered: bool,
    /// To whom the loans belong: when there are any, some loans are also not lent yet, paid off or charged off, as in a book
    /// that has been lived. Empty: all belong to one organisation and are owed.
    pub owners: &'a [LoanOwner],
    /// Who borrows, by turns; customers that do not exist when empty.
    pub customers: &'a [CustomerId],
}

/// Where a loan was made and who looks after it.
#[derive(Debug, Clone)]
pub struct LoanOwner {
    /// The organisation.
    pub org: OrgId,
    /// Login of the officer.
    pub officer: String,
}

/// Loans of one transaction while the book is made.
const BATCH: u32 = 20_000;

struct Prepared {
    head: LoanHead,
    terms: LoanTerms,
    state: loan::domain::state::LoanState,
}

/// Opens the first business day of an empty, migrated database: before it, the lender is not set up and has no users.
///
/// # Errors
/// The database's.
pub fn open_day(db: &Db) -> Result<(), BenchError> {
    Ok(db.write(|tx| business_day::open(tx, BusinessDate(opening_day())))?)
}

/// Makes the book in a database whose day is open.
///
/// # Errors
/// The database's, or a loan that cannot be lived.
pub fn make(db: &Db, plan: BookPlan<'_>) -> Result<(), BenchError> {
    db.write(|tx| -> Result<(), BenchError> {
        ledger::seed_chart(tx)?;
        product::seed_products(tx).map_err(|e| BenchError::Broken(e.to_string()))
    })?;
    let products: Vec<LoanProduct> = product::seed::products()
        .into_iter()
        .filter(|p| ["P01", "P03", "P01-EP"].contains(&p.code.as_str()))
        .collect();
    let mut sums = Accruals::default();
    let mut totals = Totals::default();
    let mut first = 0;
    while first < plan.loans {
        let last = (first + BATCH).min(plan.loans);
        let prepared = prepare(&products, (first, last), plan)?;
        add_up(&prepared, &mut sums, &mut totals);
        db.write(|tx| write(tx, &prepared))?;
        first = last;
    }
    open_books(db, sums, &totals)
}

/// Prepares a range of loans on two threads.
fn prepare(products: &[LoanProduct], (from, to): (u32, u32), plan: BookPlan<'_>) -> Result<Vec<Prepared>, BenchError> {
    let middle = from + (to - from) / 2;
    std::thread::scope(|scope| {
        let half = |a: u32, b: u32| move || (a..b).map(|n| one(products, n, plan)).collect::<Result<Vec<_>, _>>();
        let other = scope.spawn(half(middle, to));
        let mut all = half(from, middle)()?;
        all.extend(other.join().expect("preparing does not panic")?);
        Ok(all)
    })
}

/// One loan: its terms, and its life up to the opening day. Three in a hundred are late by one to four instalments.
fn one(products: &[LoanProduct], n: u32, plan: BookPlan<'_>) -> Result<Prepared, BenchError> {
    let mut rng = Rng::new(u64::from(n) + 1);
    let product = rng.pick(products);
    let opening = opening_day();
    let lent = opening.add_days(-rng.days(1, 700));
    let minor = 1_000_000 + rng.between(0, 900) * 100_000;
    let rate = AnnualRate::from_e10(350_000_000 + rng.between(0, 60) * 10_000_000);
    let (method, periods) = match product.code.as_str() {
        "P01" => (Method::Annuity, 240),
        "P01-EP" => (Method::EqualPrincipal, 120),
        _ => (Method::Annuity, 36),
    };
    let terms = LoanTerms::new(Money::new(minor, Currency::CNY), rate, method, periods, lent);
    let missed = if rng.index(100) < 3 { 1 + rng.index(4) } else { 0 };
    let fate = if plan.owners.is_empty() {
        Fate::Owed { missed }
    } else {
        Fate::of(rng.index(1000), missed)
    };
    let state = live(&terms, opening, fate)?;
    let id = if plan.scattered {
        Uuid::from_u128(rng.wide())
    } else {
        ordered_id(n)
    };
    let owner = (!plan.owners.is_empty()).then(|| rng.pick(plan.owners));
    let head = LoanHead {
        id: LoanId(id),
        number: format!("B{n:08}"),
        customer_id: customer_of(plan.customers, n),
        customer_name: "基**".to_owned(),
        product_id: product.id,
        product_code: product.code.clone(),
        org_id: owner.map_or_else(org, |owner| owner.org),
        officer: owner.map_or("bench", |owner| &owner.officer).to_owned(),
        purpose: None,
        currency: Currency::CNY,
        booked_on: lent,
        version: 1,
        event_seq: 1,
    };
    Ok(Prepared { head, terms, state })
}

/// Ids in the order of booking, as version 7 makes them.
#[must_use]
pub fn ordered_id(n: u32) -> Uuid {
    let millis = 1_700_000_000_000_u128 + u128::from(n);
    Uuid::from_u128((millis << 80) | (0x7 << 76) | (0x2 << 62) | u128::from(n))
}

fn customer_of(customers: &[CustomerId], n: u32) -> CustomerId {
    let unknown = || CustomerId(Uuid::from_u128(u128::from(n) + 1));
    let turn = n as usize % customers.len().max(1);
    customers.get(turn).copied().unwrap_or_else(unknown)
}

/// What became of a loan by the opening day.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// Booked, not lent.
    Pending,
    /// Owed, the last so many instalments unpaid.
    Owed { missed: usize },
    /// Paid off on the opening day.
    PaidOff,
    /// Charged off on the opening day.
    ChargedOff,
}

impl Fate {
    /// Of a thousand loans five wait, eighty are paid off, two charged off.
    fn of(permille: usize, missed: usize) -> Self {
        match permille {
            0..5 => Self::Pending,
            5..85 => Self::PaidOff,
            85..87 => Self::ChargedOff,
            _ => Self::Owed { missed },
        }
    }
}

fn live(terms: &LoanTerms, until: CivilDate, fate: Fate) -> Result<loan::domain::state::LoanState, BenchError> {
    let broken = |e: loan::domain::error::LoanError| BenchError::Broken(e.to_string());
    let mut life = Life::begin(terms).map_err(broken)?;
    let missed = match fate {
        Fate::Pending => return Ok(life.state),
        Fate::Owed { missed } => missed,
        Fate::PaidOff | Fate::ChargedOff => 0,
    };
    life.apply(&EventBody::Disbursed, terms.disbursed_on).map_err(broken)?;
    let mut dues = Vec::new();
    let mut probe = life.clone();
    while let Some(row) = probe.next_row().filter(|row| row.due <= until) {
        dues.push(row.due);
        probe.advance(row.due);
    }
    for due in &dues[..dues.len() - missed.min(dues.len())] {
        life.advance(*due);
        let amount = life.state.due_on(terms, *due).total();
        life.apply(&EventBody::Repaid { amount }, *due).map_err(broken)?;
    }
    life.advance(until);
    match fate {
        Fate::PaidOff => {
            let amount = life.payoff(until).total();
            life.apply(&EventBody::PaidOff { amount }, until).map_err(broken)?;
        }
        Fate::ChargedOff => {
            life.apply(&EventBody::ChargedOff, until).map_err(broken)?;
        }
        Fate::Pending | Fate::Owed { .. } => {}
    }
    Ok(life.state)
}

/// Sums over the book, as the ledger opens with them.
#[derive(Debug, Default)]
struct Totals {
    not_due: i64,
    due: i64,
    interest_due: i64,
}

fn add_up(prepared: &[Prepared], sums: &mut Accruals, totals: &mut Totals) {
    for p in prepared {
        let life = Life::resume(&p.terms, p.state.clone());
        sums.replace(&p.head, &[], &life.lines());
        totals.not_due += p.state.balance;
        for i in &p.state.open {
            totals.due += i.principal - i.paid.of(Component::Principal);
            totals.interest_due += i.interest - i.paid.of(Component::Interest);
        }
    }
}

fn write(tx: &mut platform::Tx, prepared: &[Prepared]) -> Result<(), BenchError> {
    let rows: Vec<(LoanHead, &LoanTerms, Life<'_>)> = prepared
        .iter()
        .map(|p| (p.head.clone(), &p.terms, Life::resume(&p.terms, p.state.clone())))
        .collect();
    store::insert(tx, &rows)?;
    let open: Vec<_> = prepared
        .iter()
        .flat_map(|p| p.state.open.iter().map(|i| (p.head.id, i)))
        .collect();
    store_installment::insert_installments(tx, &open)?;
    Ok(())
}

/// Opens the ledger and the accrual sums so that they agree with the loans.
fn open_books(db: &Db, mut sums: Accruals, totals: &Totals) -> Result<(), BenchError> {
    let opening = opening_day();
    let targets = sums.rounded_on(opening);
    let mut accrued = [0_i64; 3];
    for ((_, component), minor) in &targets {
        let place = match component {
            Component::Penalty => 1,
            Component::CompoundInterest => 2,
            _ => 0,
        };
        accrued[place] += minor;
    }
    sums.posted = targets;
    let lines = [
        ("1303.01", totals.not_due),
        ("1303.02", totals.due),
        ("1132.02", totals.interest_due),
        ("1132.01", accrued[0]),
        ("1132.03", accrued[1]),
        ("1132.04", accrued[2]),
    ];
    let mut postings: Vec<Posting> = lines
        .iter()
        .filter(|(_, minor)| *minor != 0)
        .map(|(account, minor)| Posting::debit(AccountCode::literal(account), *minor))
        .collect();
    let all: i64 = lines.iter().map(|(_, minor)| minor).sum();
    postings.push(Posting::credit(AccountCode::literal("2011"), all));
    let day_before = BusinessDate(opening.add_days(-1));
    db.write(|tx| -> Result<(), BenchError> {
        let head = EntryHead {
            id: EntryId(Uuid::from_u128(7)),
            org: org(),
            booked_on: day_before,
            currency: Currency::CNY,
            kind: Cow::Borrowed("opening"),
            subject: None,
            event: None,
            memo: "opening of the bench's book".to_owned(),
        };
        let chart = ledger::load_chart(tx)?;
        let entry = JournalEntry::new(head, postings.clone(), &chart).map_err(ledger::LedgerError::from)?;
        ledger::post(tx, &[entry], &Actor::system(), Timestamp::from_millis(0))?;
        ledger::close_day(tx, day_before)?;
        sums.store(tx)?;
        Ok(())
    })
}
