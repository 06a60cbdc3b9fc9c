//! The lender of a simulation: an empty database with products, and borrowers that come to it.

use super::products;
use crate::error::BenchError;
use crate::rng::Rng;
use kernel::{Actor, BusinessDate, CivilDate, Currency, CustomerId, LoanId, Money, OrgId, Timestamp, UserId};
use ledger::AccountingCache;
use loan::app::book::NewLoan;
use loan::app::change::Change;
use loan::app::error::LoanFailure;
use loan::app::offer::{Choices, pricing_of};
use loan::app::record::StoredLoan;
use loan::app::store;
use platform::clock::Clock;
use platform::{CommandContext, Db, DbOptions, Tx, business_day, run_command};
use product::{BenchmarkRates, LoanProduct, RepaymentMethod};
use std::collections::BTreeMap;
use uuid::{Builder, Uuid};

/// How a borrower pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// All that is due, on its day.
    Punctual,
    /// All that is due, so many days late.
    Late(i32),
    /// The next instalment, so many days before it is due.
    Early(i32),
    /// Some part of what is due, now and then.
    InParts,
    /// Nothing from a due date on, and is charged off in the end.
    Never,
}

/// A loan and who pays it.
#[derive(Debug, Clone)]
pub(super) struct Borrower {
    pub id: LoanId,
    pub number: String,
    pub habit: Habit,
    pub disburse_on: CivilDate,
    pub alive: bool,
}

pub(super) struct World {
    pub db: Db,
    pub books: AccountingCache,
    pub clock: Clock,
    pub org: OrgId,
    pub rng: Rng,
    pub products: Vec<LoanProduct>,
    pub benchmarks: BenchmarkRates,
    pub borrowers: Vec<Borrower>,
    /// What happened, by kind.
    pub tally: BTreeMap<String, u64>,
    /// What was tried last, for the report of a failure.
    pub last: String,
    commands: u64,
}

/// A command that was carried out: the only thing a repeat of it returns.
type Told = (u32, i64);

impl World {
    /// An institution that opens on a random day.
    pub fn open(seed: u64, url: &str) -> Result<Self, BenchError> {
        let options = DbOptions {
            synchronous_off_for_bench: true,
            ..DbOptions::default()
        };
        let db = Db::open(url, options)?;
        db.migrate(platform::migrations::all())?;
        let mut rng = Rng::new(seed);
        let first = BusinessDate::from_days(rng.days(18_600, 19_800));
        db.write(|tx| {
            business_day::open(tx, first)?;
            reference::seed_reference(tx)?;
            ledger::seed_chart(tx)
        })?;
        let products = products::products(&mut rng);
        let benchmarks = db.read(product::load_benchmark_rates)?;
        Ok(Self {
            db,
            books: AccountingCache::default(),
            clock: Clock::manual(Timestamp::from_millis(i64::from(first.days()) * 86_400_000)),
            org: OrgId::HEAD_OFFICE,
            rng,
            products,
            benchmarks,
            borrowers: Vec::new(),
            tally: BTreeMap::new(),
            last: String::new(),
            commands: 0,
        })
    }

    pub fn today(&self) -> Result<CivilDate, BenchError> {
        Ok(self.db.read(business_day::get)?.date())
    }

    pub fn load(&self, id: LoanId) -> Result<StoredLoan, BenchError> {
        Ok(self.db.read(|tx| store::load(tx, id))?)
    }

    pub fn count(&mut self, what: &str) {
        *self.tally.entry(what.to_owned()).or_default() += 1;
    }

    pub fn context(&mut self) -> CommandContext {
        self.commands += 1;
        self.clock.advance(std::time::Duration::from_millis(7));
        CommandContext {
            actor: Actor {
                user_id: UserId(Uuid::from_u128(7)),
                login: "teller".to_owned(),
                on_behalf_of: None,
                address: None,
                token: None,
            },
            idempotency_key: Some(format!("k{}", self.commands)),
            ..CommandContext::system(&format!("r{}", self.commands), self.clock.now())
        }
    }

    /// Gives a command for a loan as an endpoint does. Now and then it is tried dry first, which must change nothing and
    /// foretell the same; now and then it is repeated, which must give the first answer. `None` when it is refused, which
    /// must change nothing either.
    pub fn command(
        &mut self,
        name: &'static str,
        id: LoanId,
        work: impl Fn(&mut Tx, &CommandContext, &AccountingCache) -> Result<Change, LoanFailure>,
    ) -> Result<Option<Change>, BenchError> {
        let context = self.context();
        let (db, books) = (self.db.clone(), self.books.clone());
        let give = |context: &CommandContext| {
            let mut seen = None;
            let outcome = run_command(&db, context, name, &self.last, |tx| -> Result<Told, LoanFailure> {
                let change = work(tx, context, &books)?;
                let told = (change.event.seq, change.head.version);
                seen = Some(change);
                Ok(told)
            });
            outcome.map(|outcome| (outcome, seen))
        };
        let checked = self.rng.once_in(6);
        let before = if checked { Some(self.load(id)?) } else { None };
        let dry = CommandContext {
            dry_run: true,
            ..context.clone()
        };
        let foretold = if checked { give(&dry).ok() } else { None };
        let outcome = give(&context);
        if let (Some(before), Err(_)) = (&before, &outcome) {
            let after = self.load(id)?;
            if after.state != before.state || after.head.version != before.head.version || foretold.is_some() {
                return Err(self.broken("a refused command changed something, or was foretold to succeed"));
            }
        }
        let (told, change) = match outcome {
            Ok((outcome, change)) => (outcome.value, change),
            Err(refusal) => return self.refused(name, refusal),
        };
        if let Some((dry_told, Some(dry_change))) = foretold
            && (dry_told.value != told || Some(&dry_change.after) != change.as_ref().map(|c| &c.after))
        {
            return Err(self.broken("a dry run foretold something else"));
        }
        if checked {
            let (again, second) = give(&context)?;
            if !again.replayed || again.value != told || second.is_some() {
                return Err(self.broken("a repeated command did not give the first answer"));
            }
        }
        self.count(name);
        Ok(change)
    }

    /// A refusal by the rules is an answer; anything else is a failure.
    fn refused(&mut self, name: &str, failure: LoanFailure) -> Result<Option<Change>, BenchError> {
        match failure {
            LoanFailure::Loan(refusal) => {
                let text = format!("{refusal:?}");
                let kind = text.split([' ', '(', '{']).next().unwrap_or_default();
                self.count(&format!("{name} refused: {kind}"));
                Ok(None)
            }
            LoanFailure::DisbursementInFuture { .. } => {
                self.count("disburse refused: DisbursementInFuture");
                Ok(None)
            }
            LoanFailure::AboveRateCap { .. } | LoanFailure::RateUnchanged => {
                self.count(&format!("{name} refused: above the cap, or the same"));
                Ok(None)
            }
            other => Err(self.broken(&format!("{name} failed: {other}"))),
        }
    }

    /// The report of something that must not be.
    pub fn broken(&self, what: &str) -> BenchError {
        BenchError::Broken(format!("{what}; last act: {}", self.last))
    }

    /// Books one loan of a random product. The contract may ask for what the terms refuse.
    pub fn book(&mut self) -> Result<(), BenchError> {
        let today = self.today()?;
        let product = self.rng.pick(&self.products).clone();
        let (choices, rate) = self.choices(&product, today);
        self.last = format!("book {} {choices:?} at {rate}", product.code);
        let new = NewLoan {
            number: None,
            customer_id: CustomerId(Builder::from_random_bytes(self.rng.wide().to_be_bytes()).into_uuid()),
            customer_name: "某**".to_owned(),
            org_id: self.org,
            officer: "officer".to_owned(),
            purpose: None,
            choices,
        };
        let disburse_on = new.choices.disbursed_on.max(today.add_days(self.rng.days(-3, 9)));
        let context = self.context();
        let on = new.choices.disbursed_on;
        let booked = self.db.write(|tx| {
            tx.act_as(&context.actor, &context.request_id, context.now);
            let pricing = pricing_of(&product, Some(rate), on, &self.benchmarks)?;
            loan::app::book::book(tx, &product, &[(new.clone(), pricing)])
        });
        match booked {
            Ok(heads) => {
                let habit = self.habit();
                self.borrowers.extend(heads.into_iter().map(|head| Borrower {
                    id: head.id,
                    number: head.number,
                    habit,
                    disburse_on,
                    alive: true,
                }));
                self.count("book");
                self.count(&format!("product {}", product.code));
                Ok(())
            }
            Err(failure) => self.refused("book", failure).map(|_| ()),
        }
    }

    fn habit(&mut self) -> Habit {
        let (late, early) = (self.rng.days(1, 75), self.rng.days(1, 12));
        *self.rng.pick(&[
            Habit::Punctual,
            Habit::Punctual,
            Habit::Late(late),
            Habit::Late(late),
            Habit::Early(early),
            Habit::InParts,
            Habit::InParts,
            Habit::Never,
        ])
    }

    fn choices(&mut self, product: &LoanProduct, today: CivilDate) -> (Choices, kernel::AnnualRate) {
        let rng = &mut self.rng;
        let (terms, limits) = (&product.terms, product.terms.limits);
        // Small amounts and short terms meet more edges in the time.
        let high = limits.max_amount_minor.min(limits.min_amount_minor.saturating_mul(300));
        let principal = rng.between(limits.min_amount_minor, high);
        let longest = limits.max_periods.min(limits.min_periods + 11);
        let periods = u32::try_from(rng.between(limits.min_periods.into(), longest.into())).unwrap_or(1);
        let top = limits.max_annual_rate.e10().min(3_600_000_000);
        let rate = match rng.index(10) {
            0 => limits.min_annual_rate.e10(),
            _ => rng.between(limits.min_annual_rate.e10(), top),
        };
        let disbursed_on = today.add_days(match rng.index(8) {
            0 => rng.days(-70, -1),
            1 => rng.days(1, 10),
            _ => 0,
        });
        let pay_day = rng.once_in(4).then(|| u32::try_from(rng.between(1, 31)).unwrap_or(1));
        let custom_plan = if terms.method == RepaymentMethod::Custom {
            custom_plan(rng, disbursed_on, principal)
        } else {
            Vec::new()
        };
        let choices = Choices {
            principal: Money::new(principal, product.currency),
            annual_rate: None,
            periods,
            disbursed_on,
            pay_day,
            custom_plan,
        };
        (choices, kernel::AnnualRate::from_e10(rate))
    }

    pub fn currencies(&self) -> [Currency; 2] {
        [Currency::CNY, Currency::USD]
    }
}

/// A typed plan: rising days, some without principal.
fn custom_plan(rng: &mut Rng, start: CivilDate, principal: i64) -> Vec<(CivilDate, i64)> {
    let (mut on, mut left, mut rows) = (start, principal, Vec::new());
    for _ in 0..rng.between(0, 5) {
        on = on.add_days(rng.days(1, 100));
        let part = if rng.once_in(4) { 0 } else { rng.between(0, left / 2) };
        left -= part;
        rows.push((on, part));
    }
    rows.push((on.add_days(rng.days(1, 100)), left));
    rows
}
