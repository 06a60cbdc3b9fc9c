//! Rows as loans of a live book, each with its past.

use super::borrowers::{Asked, Borrowers, Person};
use super::desk::{Desk, Owners};
use super::error::{ImportError, Result};
use super::report::{Report, RowOutcome};
use super::row_problem::{
    BALANCE_DIFFERS, LOAN_NUMBER_INVALID, NOT_AN_AMOUNT, PRODUCT_UNKNOWN, ROW_DIFFERS, ROW_TWICE, owner_problem,
};
use crate::domain::LoanLine;
use customer::app::{LoanCount, Owner, count_loans};
use kernel::{BusinessDate, Calendar, CivilDate, Money, OrgId, ProductId};
use loan::app::book::NewLoan;
use loan::app::change::{Today, today};
use loan::app::contract::PURPOSES;
use loan::app::error::LoanFailure;
use loan::app::offer::pricing_of;
use loan::app::offer::{Choices, calendar_for};
use loan::app::record::StoredLoan;
use loan::app::take_over::{Foreign, Prepared, find_by_numbers, prepare, take_over};
use loan::domain::pricing::Pricing;
use platform::Tx;
use platform::http::Problem;
use product::{BenchmarkRates, LoanProduct};
use reference::app::Lists;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

const AT_ONCE: usize = 1_000;

/// Books the loans of a batch with their borrowers. What is wrong with single rows stands in the report.
///
/// # Errors
/// What ends the whole batch.
pub fn book_loans(tx: &mut Tx, desk: &Desk<'_>, lines: &[LoanLine], report: &mut Report) -> Result<()> {
    let today = today(tx).map_err(inside)?;
    let mut intake = Intake {
        desk,
        today,
        owners: Owners::load(tx)?,
        purposes: reference::app::lists(tx, &[PURPOSES])?,
        shelf: Shelf {
            benchmarks: product::load_benchmark_rates(tx)?,
            offered: HashMap::new(),
            calendars: HashMap::new(),
            used: HashSet::new(),
        },
        borrowers: Borrowers::default(),
        seen: HashMap::new(),
    };
    let mut done = 0;
    for some in lines.chunks(AT_ONCE) {
        intake.take(tx, some, report)?;
        done += some.len();
        (desk.tell)(tx, done)?;
    }
    Ok(())
}

pub(super) fn inside(failure: LoanFailure) -> ImportError {
    match failure {
        LoanFailure::Db(cause) => cause.into(),
        LoanFailure::NumberTaken(_) => crate::domain::ImportRefusal::Overtaken.into(),
        other => ImportError::Inside(other.to_string()),
    }
}

struct Intake<'a> {
    desk: &'a Desk<'a>,
    today: Today,
    owners: Owners,
    purposes: Lists,
    shelf: Shelf,
    borrowers: Borrowers,
    seen: HashMap<String, u32>,
}

/// A row with what it names.
struct Named<'a> {
    line: &'a LoanLine,
    product: LoanProduct,
    calendar: Option<Arc<Calendar>>,
    pricing: Pricing,
    principal: Money,
    purpose: Option<String>,
    owner: Owner,
}

impl Intake<'_> {
    fn take(&mut self, tx: &mut Tx, lines: &[LoanLine], report: &mut Report) -> Result<()> {
        let mut named = Vec::with_capacity(lines.len());
        for line in lines {
            match self.named(tx, line)? {
                Ok(row) => named.push(row),
                Err(problem) => report.refuse(line.line, problem),
            }
        }
        let asked: Vec<Asked<'_>> = named
            .iter()
            .map(|row| Asked {
                line: row.line.line,
                borrower: &row.line.borrower,
                owner: row.owner.clone(),
            })
            .collect();
        let persons = self.borrowers.of(tx, self.desk, (self.owners.today, &asked), report)?;
        let rows: Vec<(Named<'_>, Person)> = named
            .into_iter()
            .zip(persons)
            .filter_map(|(row, person)| Some((row, person?)))
            .collect();
        self.book(tx, &rows, report)
    }

    /// What a row names, or why it cannot be had.
    fn named<'a>(&mut self, tx: &mut Tx, line: &'a LoanLine) -> Result<std::result::Result<Named<'a>, Problem>> {
        let sound = (1..=40).contains(&line.number.len()) && line.number.bytes().all(|byte| byte.is_ascii_graphic());
        if !sound {
            return Ok(Err(Problem::of(LOAN_NUMBER_INVALID).field("number")));
        }
        if let Some(first) = self.seen.insert(line.number.clone(), line.line) {
            return Ok(Err(Problem::of(ROW_TWICE).field("number").with("row", first)));
        }
        let Some(product) = self.shelf.offered(tx, line, self.today.date)? else {
            let unknown = Problem::of(PRODUCT_UNKNOWN).field("product");
            return Ok(Err(unknown.with("product", &line.product)));
        };
        let pricing = match self.pricing(&product, line) {
            Ok(pricing) => pricing,
            Err(refusal) => return Ok(Err(Problem::from(refusal).field("annual_rate"))),
        };
        let Ok(principal) = Money::parse(&line.principal, product.currency) else {
            return Ok(Err(Problem::of(NOT_AN_AMOUNT).field("principal")));
        };
        let belongs = (line.organisation.as_deref(), line.officer.as_deref());
        let (org_id, officer) = match self.owners.of(tx, self.desk.context, belongs)? {
            Ok(owner) => owner,
            Err(fault) => return Ok(Err(owner_problem(&fault))),
        };
        Ok(Ok(Named {
            line,
            calendar: self.shelf.calendar(tx, &product, org_id)?,
            product,
            pricing,
            principal,
            purpose: line
                .purpose
                .as_deref()
                .map(|text| self.purposes.code_of(PURPOSES, text)),
            owner: Owner { org_id, officer },
        }))
    }

    /// What a loan costs. The rate of a floating one is that of today: the benchmark that it follows is the one of the last day
    /// on which its contract looked at it, and the spread is the rest.
    fn pricing(&self, product: &LoanProduct, line: &LoanLine) -> std::result::Result<Pricing, LoanFailure> {
        let (start, today) = (line.disbursed_on, self.today.date.date());
        let lent = pricing_of(product, line.annual_rate, start, &self.shelf.benchmarks);
        let (
            Some(rate),
            Ok(Pricing {
                floating: Some(floating),
                ..
            }),
        ) = (line.annual_rate, &lent)
        else {
            return lent;
        };
        pricing_of(
            product,
            Some(rate),
            floating.last_reset(start, today),
            &self.shelf.benchmarks,
        )
    }

    fn book(&mut self, tx: &mut Tx, rows: &[(Named<'_>, Person)], report: &mut Report) -> Result<()> {
        let numbers: Vec<&str> = rows.iter().map(|(row, _)| row.line.number.as_str()).collect();
        let found = find_by_numbers(tx, &numbers).map_err(inside)?;
        let known: HashMap<String, StoredLoan> =
            found.into_iter().map(|loan| (loan.head.number.clone(), loan)).collect();
        let mut fresh = Vec::new();
        for ((row, person), prepared) in rows.iter().zip(self.prepare(rows)) {
            let (line, number) = (row.line.line, row.line.number.as_str());
            match prepared {
                Err(LoanFailure::Db(cause)) => return Err(cause.into()),
                Err(refusal) => report.refuse(line, refusal),
                Ok(prepared) => match known.get(number) {
                    Some(stored) => meet(self.desk, (row, person), (&prepared, stored), report),
                    None => match self.check(row, &prepared) {
                        Err(problem) => report.refuse(line, problem),
                        Ok(()) => {
                            report.add(line, RowOutcome::Created, number);
                            report.sum("principal", row.principal);
                            let currency = row.product.currency;
                            let outstanding = Money::new(prepared.state.principal_outstanding(), currency);
                            report.sum("principal_outstanding", outstanding);
                            fresh.push((prepared, person.id));
                        }
                    },
                },
            }
        }
        self.write(tx, fresh)
    }

    /// A new loan has a purpose that is offered, and the balance that the other system told.
    fn check(&self, row: &Named<'_>, read: &Prepared) -> std::result::Result<(), Problem> {
        if let Some(purpose) = &row.purpose {
            self.purposes.check("purpose", PURPOSES, purpose)?;
        }
        check_balance(row, read)
    }

    /// Lives the loans on two threads.
    fn prepare(&self, rows: &[(Named<'_>, Person)]) -> Vec<std::result::Result<Prepared, LoanFailure>> {
        let (today, context) = (self.today, self.desk.context);
        let one = |(row, person): &(Named<'_>, Person)| prepare(&foreign(row, person), today, context);
        let (left, right) = rows.split_at(rows.len() / 2);
        std::thread::scope(|scope| {
            let other = scope.spawn(|| right.iter().map(one).collect::<Vec<_>>());
            let mut all: Vec<_> = left.iter().map(one).collect();
            all.extend(other.join().expect("living a loan does not panic"));
            all
        })
    }

    fn write(&mut self, tx: &mut Tx, fresh: Vec<(Prepared, kernel::CustomerId)>) -> Result<()> {
        let mut counts: HashMap<kernel::CustomerId, i64> = HashMap::new();
        for (loan, customer) in &fresh {
            *counts.entry(*customer).or_default() += 1;
            if self.shelf.used.insert(loan.head.product_id) {
                product::mark_used(tx, loan.head.product_id)?;
            }
        }
        let loans: Vec<Prepared> = fresh.into_iter().map(|(loan, _)| loan).collect();
        take_over(tx, self.desk.context, self.desk.books, &loans, self.today).map_err(inside)?;
        let counts: Vec<LoanCount> = counts
            .into_iter()
            .map(|(customer_id, loans)| LoanCount { customer_id, loans })
            .collect();
        Ok(count_loans(tx, &counts)?)
    }
}

fn foreign(row: &Named<'_>, person: &Person) -> Foreign {
    Foreign {
        product: row.product.clone(),
        new: NewLoan {
            number: Some(row.line.number.clone()),
            customer_id: person.id,
            customer_name: person.shown.clone(),
            org_id: row.owner.org_id,
            officer: row.owner.officer.clone(),
            purpose: row.purpose.clone(),
            choices: Choices {
                principal: row.principal,
                annual_rate: Some(row.pricing.annual_rate),
                periods: row.line.periods,
                disbursed_on: row.line.disbursed_on,
                pay_day: row.line.pay_day,
                custom_plan: Vec::new(),
            },
        },
        pricing: row.pricing,
        calendar: row.calendar.clone(),
        paid_installments: row.line.paid_installments,
    }
}

/// A row meets a loan that has its number.
fn meet(
    desk: &Desk<'_>,
    (row, person): (&Named<'_>, &Person),
    (read, stored): (&Prepared, &StoredLoan),
    report: &mut Report,
) {
    let (line, number) = (row.line.line, row.line.number.as_str());
    let visible = desk.context.scope.covers(stored.head.org_id, &stored.head.officer);
    // The value that a floating rate follows is that of the day on which the loan was taken over.
    let mut terms = read.terms.clone();
    terms.clauses.floating = stored
        .terms
        .clauses
        .floating
        .filter(|_| terms.clauses.floating.is_some());
    let same = stored.terms == terms
        && stored.head.customer_id == person.id
        && (row.purpose.is_none() || row.purpose == stored.head.purpose)
        && stored.head.product_code == read.head.product_code;
    if !visible {
        report.refuse(line, LoanFailure::NumberTaken(number.to_owned()));
    } else if same {
        report.add(line, RowOutcome::Unchanged, number);
    } else {
        report.refuse(line, Problem::of(ROW_DIFFERS).field("number").with("object", number));
    }
}

/// The balance that the other system told must be the one to which the loan's life comes.
fn check_balance(row: &Named<'_>, read: &Prepared) -> std::result::Result<(), Problem> {
    let Some(told) = &row.line.principal_outstanding else {
        return Ok(());
    };
    let currency = row.product.currency;
    let told = Money::parse(told, currency);
    let told = told.map_err(|_| Problem::of(NOT_AN_AMOUNT).field("principal_outstanding"))?;
    let lived = Money::new(read.state.principal_outstanding(), currency);
    if told == lived {
        return Ok(());
    }
    let differs = Problem::of(BALANCE_DIFFERS).field("principal_outstanding");
    Err(differs.with("told", told.to_string()).with("lived", lived.to_string()))
}

/// Products by code and day, each looked up once.
struct Shelf {
    benchmarks: BenchmarkRates,
    offered: HashMap<(String, CivilDate), Option<LoanProduct>>,
    calendars: HashMap<(ProductId, OrgId), Option<Arc<Calendar>>>,
    used: HashSet<ProductId>,
}

impl Shelf {
    /// The version offered on the day of disbursement, or today for loans that are older than the product here.
    fn offered(&mut self, tx: &mut Tx, line: &LoanLine, today: BusinessDate) -> Result<Option<LoanProduct>> {
        let key = (line.product.clone(), line.disbursed_on);
        if let Some(known) = self.offered.get(&key) {
            return Ok(known.clone());
        }
        let found = match product::find_offered(tx, &line.product, BusinessDate(line.disbursed_on))? {
            Some(found) => Some(found),
            None => product::find_offered(tx, &line.product, today)?,
        };
        self.offered.insert(key, found.clone());
        Ok(found)
    }
}

impl Shelf {
    /// The working days by which due dates move, for products that ask for them.
    fn calendar(&mut self, tx: &mut Tx, product: &LoanProduct, org: OrgId) -> Result<Option<Arc<Calendar>>> {
        if let Some(known) = self.calendars.get(&(product.id, org)) {
            return Ok(known.clone());
        }
        let found = calendar_for(tx, product, org).map_err(inside)?.map(Arc::new);
        self.calendars.insert((product.id, org), found.clone());
        Ok(found)
    }
}

impl From<product::ProductError> for ImportError {
    fn from(error: product::ProductError) -> Self {
        match error {
            product::ProductError::Db(cause) => cause.into(),
            other => Self::Inside(other.to_string()),
        }
    }
}
