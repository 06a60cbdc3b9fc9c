//! Books the demo's loans and lives them to the day on which the book is looked at.

use crate::DemoError;
use crate::bar::progress;
use crate::chinese::Habit;
use crate::living::{Living, named_loans, real_loans};
use crate::people;
use crate::plan::{Act, as_of, first_day};
use crate::report::{self, Closes, Report};
use crate::source::{self, Fact};
use indicatif::ProgressBar;
use kernel::{BusinessDate, CivilDate, LoanId, Money, OrgId, Timestamp};
use ledger::AccountingCache;
use loan::app::book::{book, disburse};
use loan::app::change::Remark;
use loan::app::close::{self, Reporter};
use loan::app::offer::pricing_of;
use loan::app::repay::{Repayment, RepaymentKind, charge_fee, charge_off, repay};
use loan::app::store;
use loan::app::take_over::find_by_numbers;
use platform::clock::Clock;
use platform::demo_mark::{self, DemoMark};
use platform::keys::FieldKeys;
use platform::{CommandContext, Db, DbOptions, Tx, business_day};
use product::LoanProduct;
use std::collections::{BTreeMap, HashMap};

/// What the demo makes.
#[derive(Debug, Clone)]
pub struct DemoOptions {
    /// Database.
    pub database_url: String,
    /// Keys of encrypted fields.
    pub keys: std::sync::Arc<FieldKeys>,
    /// Only so many of the real loans.
    pub loans: Option<usize>,
    /// No progress bars.
    pub quiet: bool,
}

/// Makes the demo's book in an empty database, or goes on with one whose making was interrupted.
///
/// # Errors
/// [`DemoError::NotEmpty`] when there is a book already.
pub fn run(options: &DemoOptions) -> Result<Report, DemoError> {
    let db = Db::open(&options.database_url, DbOptions::default())?;
    db.migrate(platform::migrations::all())?;
    let opened = db
        .read(|tx| Ok::<_, DemoError>(business_day::state(tx).is_ok()))
        .unwrap_or(false);
    match (opened, db.read(demo_mark::find)?) {
        // One that was killed while it was made.
        (true, Some(mark)) if !mark.made => {}
        (true, _) => return Err(DemoError::NotEmpty(platform::config::redact_url(&options.database_url))),
        (false, _) => db.write(|tx| begin(tx, Clock::system().now()))?,
    }
    fill(&db, &options.keys, options.loans, (&progress(options.quiet), &|| false))
}

/// Opens the demo's first day, lays chart of accounts and products, and marks the book as one that is being made.
///
/// # Errors
/// [`DemoError`] when a day is open already or the database fails.
pub fn begin(tx: &mut Tx, now: Timestamp) -> Result<(), DemoError> {
    business_day::open(tx, BusinessDate(first_day()))?;
    if ledger::load_chart(tx)?.iter().next().is_none() {
        ledger::seed_chart(tx)?;
    }
    product::seed_products(tx)?;
    let mark = DemoMark {
        loans: None,
        day: BusinessDate(first_day()),
        acts: 0,
        followed: false,
        made: false,
        beat_at: now,
    };
    Ok(demo_mark::write(tx, &mark)?)
}

/// Fills a book that has [begun](begin) with users, customers and `loans` of the real loans (all when `None`), and lives them
/// to the day on which the book is looked at; `bar` counts the days. A making that was interrupted goes on where it was, with as many
/// loans as it began with. `stop` is asked before each transaction whether to end there.
///
/// # Errors
/// [`DemoError::Stopped`]; [`DemoError`] when a use case refuses or the database fails.
pub fn fill(
    db: &Db,
    keys: &FieldKeys,
    loans: Option<usize>,
    (bar, stop): (&ProgressBar, &dyn Fn() -> bool),
) -> Result<Report, DemoError> {
    let clock = Clock::system();
    let started = clock.now();
    let mut mark = db.read(demo_mark::find)?.ok_or(DemoError::NotBegun)?;
    let told = |loans: usize| i64::try_from(loans).unwrap_or(i64::MAX);
    mark.loans = mark.loans.or(loans.map(told));
    db.write(|tx| demo_mark::write(tx, &mark))?;
    let loans = mark.loans.and_then(|loans| usize::try_from(loans).ok());
    people::create_logins(db, started)?;
    let facts = source::facts()?;
    let count = loans.unwrap_or(facts.len()).min(facts.len());
    bar.set_message("客户 customers");
    let mut lives = real_loans(db, keys, started, &facts[..count])?;
    lives.extend(named_loans(db, keys, started)?);
    let mut demo = Demo {
        db,
        books: AccountingCache::default(),
        clock: &clock,
        lives,
        closes: Closes::default(),
        mark,
        stop,
    };
    demo.live(bar)?;
    bar.finish_and_clear();
    platform::audit::seal(db)?;
    let real: Vec<(Fact, Living)> = facts.into_iter().take(count).zip(demo.lives.iter().cloned()).collect();
    let mut report = report::compile(db, BusinessDate(as_of()), &real, &demo.closes)?;
    let millis = clock.now().millis() - started.millis();
    report.seconds = format!("{}.{:01}", millis / 1000, millis % 1000 / 100);
    Ok(report)
}

struct Demo<'a> {
    db: &'a Db,
    books: AccountingCache,
    clock: &'a Clock,
    lives: Vec<Living>,
    closes: Closes,
    mark: DemoMark,
    stop: &'a dyn Fn() -> bool,
}

/// Commands of one transaction.
const BATCH: usize = 400;

impl Demo<'_> {
    fn live(&mut self, bar: &ProgressBar) -> Result<(), DemoError> {
        let products = self.products()?;
        let mut starts: BTreeMap<CivilDate, Vec<usize>> = BTreeMap::new();
        let mut acts: BTreeMap<CivilDate, Vec<(usize, Act)>> = BTreeMap::new();
        for (index, living) in self.lives.iter().enumerate() {
            starts.entry(living.new.choices.disbursed_on).or_default().push(index);
            for (on, act) in &living.acts {
                acts.entry(*on).or_default().push((index, *act));
            }
        }
        self.meet()?;
        let mut day = self.db.read(business_day::get)?.date();
        bar.set_position(day.days_since(first_day()).unsigned_abs().into());
        loop {
            if self.mark.day.date() != day {
                (self.mark.day, self.mark.acts, self.mark.followed) = (BusinessDate(day), 0, false);
            }
            bar.set_message(format!("{day}"));
            self.lend(&products, starts.get(&day).map_or(&[], Vec::as_slice))?;
            self.act(day, acts.get(&day).map_or(&[], Vec::as_slice))?;
            self.follow_habits(day)?;
            if day == as_of() {
                self.mark.made = true;
                return Ok(self.db.write(|tx| demo_mark::write(tx, &self.mark))?);
            }
            self.close()?;
            bar.inc(1);
            day = day.add_days(1);
        }
    }

    fn go_on(&self) -> Result<(), DemoError> {
        match (self.stop)() {
            true => Err(DemoError::Stopped),
            false => Ok(()),
        }
    }

    /// The loans that were lent before an interruption.
    fn meet(&mut self) -> Result<(), DemoError> {
        let numbers: Vec<&str> = self.lives.iter().filter_map(|one| one.new.number.as_deref()).collect();
        let found = self.db.read(|tx| find_by_numbers(tx, &numbers))?;
        let ids: HashMap<String, LoanId> = found.into_iter().map(|loan| (loan.head.number, loan.head.id)).collect();
        for living in &mut self.lives {
            living.id = living.new.number.as_ref().and_then(|number| ids.get(number)).copied();
        }
        Ok(())
    }

    /// The products on offer, frozen by use.
    fn products(&self) -> Result<HashMap<String, LoanProduct>, DemoError> {
        let codes: std::collections::BTreeSet<&String> = self.lives.iter().map(|l| &l.product).collect();
        self.db.write(|tx| -> Result<_, DemoError> {
            let mut found = HashMap::new();
            for code in &codes {
                let offered = product::find_offered(tx, code, BusinessDate(first_day()))?;
                let offered = offered.ok_or_else(|| DemoError::Product((*code).clone()))?;
                product::mark_used(tx, offered.id)?;
                found.insert((*code).clone(), offered);
            }
            Ok(found)
        })
    }

    fn context(&self) -> CommandContext {
        CommandContext::system("demo", self.clock.now())
    }

    fn lend(&mut self, products: &HashMap<String, LoanProduct>, today: &[usize]) -> Result<(), DemoError> {
        let lent = |index: &&usize| self.lives[**index].id.is_some();
        let today: Vec<usize> = today.iter().filter(|index| !lent(index)).copied().collect();
        for chunk in today.chunks(BATCH) {
            self.go_on()?;
            let context = self.context();
            let lives = &self.lives;
            let ids = self.db.write(|tx| -> Result<Vec<(usize, LoanId)>, DemoError> {
                tx.act_as(&context.actor, &context.request_id, context.now);
                let mut ids = Vec::new();
                let benchmarks = product::load_benchmark_rates(tx)?;
                for index in chunk {
                    let living = &lives[*index];
                    let product = products.get(&living.product);
                    let product = product.ok_or_else(|| DemoError::Product(living.product.clone()))?;
                    let on = living.new.choices.disbursed_on;
                    let pricing = pricing_of(product, Some(living.rate), on, &benchmarks)?;
                    let heads = book(tx, product, &[(living.new.clone(), pricing)])?;
                    for head in heads {
                        disburse(tx, &context, &self.books, head.id)?;
                        ids.push((*index, head.id));
                    }
                }
                Ok(ids)
            })?;
            for (index, id) in ids {
                self.lives[index].id = Some(id);
            }
        }
        Ok(())
    }

    fn act(&mut self, day: CivilDate, today: &[(usize, Act)]) -> Result<(), DemoError> {
        let done = usize::try_from(self.mark.acts).unwrap_or(0).min(today.len());
        for chunk in today[done..].chunks(BATCH) {
            self.go_on()?;
            let context = self.context();
            let mark = DemoMark {
                acts: self.mark.acts + i64::try_from(chunk.len()).unwrap_or(0),
                beat_at: context.now,
                ..self.mark
            };
            self.db.write(|tx| -> Result<(), DemoError> {
                tx.act_as(&context.actor, &context.request_id, context.now);
                for (index, act) in chunk {
                    if let Some(id) = self.lives[*index].id {
                        self.one_act(tx, &context, (id, day), *act)?;
                    }
                }
                Ok(demo_mark::write(tx, &mark)?)
            })?;
            self.mark = mark;
        }
        Ok(())
    }

    fn one_act(
        &self,
        tx: &mut Tx,
        context: &CommandContext,
        (id, day): (LoanId, CivilDate),
        act: Act,
    ) -> Result<(), DemoError> {
        let stored = store::load(tx, id)?;
        let money = |minor| Money::new(minor, stored.head.currency);
        let due = stored.state.due_on(&stored.terms, day).total();
        let pay = |amount, kind| Repayment {
            amount: money(amount),
            value_date: day,
            kind,
            note: String::new(),
        };
        match act {
            Act::PayDue { extra, prepay } => {
                let kind = if prepay {
                    RepaymentKind::PrepayShorten
                } else {
                    RepaymentKind::Regular
                };
                if due + extra > 0 {
                    repay(tx, context, &self.books, id, &pay(due + extra, kind))?;
                }
            }
            Act::Fee(minor) => {
                charge_fee(tx, context, &self.books, id, (money(minor), "late fee"))?;
            }
            Act::PayOff => {
                let (_, _, payoff) = loan::app::quote::payoff_quote(tx, &kernel::DataScope::All, id, Some(day))?;
                repay(
                    tx,
                    context,
                    &self.books,
                    id,
                    &pay(payoff.total(), RepaymentKind::Payoff),
                )?;
            }
            Act::ChargeOff => {
                let remark = Remark {
                    note: "charged off by the source",
                    reason_code: None,
                };
                charge_off(tx, context, &self.books, id, remark)?;
            }
        }
        Ok(())
    }

    fn follow_habits(&mut self, day: CivilDate) -> Result<(), DemoError> {
        if self.mark.followed {
            return Ok(());
        }
        self.go_on()?;
        let context = self.context();
        let mark = DemoMark {
            followed: true,
            beat_at: context.now,
            ..self.mark
        };
        self.db.write(|tx| -> Result<(), DemoError> {
            tx.act_as(&context.actor, &context.request_id, context.now);
            for living in &self.lives {
                if let (Some(id), Some(habit)) = (living.id, living.habit) {
                    self.follow(tx, &context, (id, day), habit)?;
                }
            }
            Ok(demo_mark::write(tx, &mark)?)
        })?;
        self.mark = mark;
        Ok(())
    }

    fn follow(
        &self,
        tx: &mut Tx,
        context: &CommandContext,
        (id, day): (LoanId, CivilDate),
        habit: Habit,
    ) -> Result<(), DemoError> {
        let stored = store::load(tx, id)?;
        let due = stored.state.due_on(&stored.terms, day).total();
        let fell_due = |days: i32| stored.state.open.iter().any(|i| i.due.add_days(days) == day);
        let number = stored.state.open.last().map_or(0, |i| i.nr);
        let pays = match habit {
            Habit::OnTime | Habit::Reduces(..) | Habit::PaysOff(_) => due,
            Habit::Late(days) if fell_due(days) => due,
            Habit::StopsAfter(count) if number <= count => due,
            Habit::Partly(percent) if fell_due(0) => due * percent / 100,
            _ => 0,
        };
        let pay = |amount, kind| Repayment {
            amount: Money::new(amount, stored.head.currency),
            value_date: day,
            kind,
            note: String::new(),
        };
        if pays > 0 {
            repay(tx, context, &self.books, id, &pay(pays, RepaymentKind::Regular))?;
        }
        match habit {
            Habit::Reduces(on, amount) if on == day => {
                repay(tx, context, &self.books, id, &pay(amount, RepaymentKind::PrepayReduce))?;
            }
            Habit::PaysOff(on) if on == day => self.one_act(tx, context, (id, day), Act::PayOff)?,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), DemoError> {
        self.go_on()?;
        let desk = Reporter {
            db: self.db,
            books: &self.books,
            clock: self.clock,
            org: OrgId::HEAD_OFFICE,
            tell: &|_| {},
        };
        let run = close::close_day(&desk)?;
        self.closes.add(&run.checks);
        Ok(())
    }
}
