use crate::failure::{Failure, VERIFY, reader_lang};
use crate::settings::Settings;
use crate::site::Site;
use clap::Args;
use ledger::LedgerCheck;
use loan::app::close::reconcile::reconcile;
use loan::app::close::{CheckResult, CloseRun, RunState, store};
use loan::app::verify::rebuild;
use platform::http::{Lang, Problem};
use platform::{Tx, audit, business_day};
use serde::Serialize;
use std::io::Write;

/// Options of `xindai verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Print JSON: {"ok","checks":[{"code","name_zh","name_en","ok","items","first_difference"}]}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Serialize)]
struct Verified {
    ok: bool,
    checks: Vec<Check>,
}

/// One thing that must hold.
#[derive(Serialize)]
struct Check {
    code: String,
    name_zh: &'static str,
    name_en: &'static str,
    ok: bool,
    items: u64,
    first_difference: Option<Difference>,
}

#[derive(Serialize)]
struct Difference {
    item: String,
    expected: String,
    actual: String,
}

impl Check {
    fn new(code: &str, names: (&'static str, &'static str), items: u64, first: Option<Difference>) -> Self {
        Self {
            code: code.to_owned(),
            name_zh: names.0,
            name_en: names.1,
            ok: first.is_none(),
            items,
            first_difference: first,
        }
    }
}

/// Recomputes everything from what was recorded first. Fails with the first item that differs.
pub fn verify(args: &VerifyArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let site = Site::open_existing(args.settings.load(None)?)?;
    verify_site(&site, args.json, out)
}

/// The same of an opened installation.
pub fn verify_site(site: &Site, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let mut checks: Vec<Check> = site.db.read(ledger::verify)?.into_iter().map(of_ledger).collect();
    checks.push(site.db.read(subledger)?);
    checks.push(site.db.read(closed_days)?);
    checks.push(site.db.read(replay)?);
    checks.push(audit_chain(site)?);
    let verified = Verified {
        ok: checks.iter().all(|check| check.ok),
        checks,
    };
    print(&verified, json, out)?;
    match verified.checks.into_iter().find(|check| !check.ok) {
        Some(check) => Err(failure_of(check)),
        None => Ok(()),
    }
}

fn failure_of(check: Check) -> Failure {
    let first = check.first_difference.unwrap_or(Difference {
        item: String::new(),
        expected: String::new(),
        actual: String::new(),
    });
    let problem = Problem::of(VERIFY).with("check", check.code).with("item", first.item);
    Failure(problem.with("expected", first.expected).with("actual", first.actual))
}

fn print(verified: &Verified, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if json {
        serde_json::to_writer(&mut *out, verified)?;
        return Ok(writeln!(out)?);
    }
    let lang = reader_lang();
    for check in &verified.checks {
        let mark = if check.ok { "ok  " } else { "FAIL" };
        let name = if lang == Lang::Zh { check.name_zh } else { check.name_en };
        writeln!(out, "{mark} {:<26} {:>10}  {name}", check.code, check.items)?;
        if let Some(Difference { item, expected, actual }) = &check.first_difference {
            writeln!(out, "     {item}: expected {expected}, found {actual}")?;
        }
    }
    Ok(())
}

fn of_ledger(check: LedgerCheck) -> Check {
    let first = check.first_difference.map(|first| Difference {
        item: first.item,
        expected: first.expected,
        actual: first.actual,
    });
    Check::new(check.code, (check.name_zh, check.name_en), check.items, first)
}

/// Every figure of all loans against the ledger as it stands now, trial balance included.
fn subledger(tx: &mut Tx) -> Result<Check, Failure> {
    let day = business_day::state(tx)?;
    let on = if day.closing {
        day.business_date.next()
    } else {
        day.business_date
    };
    let results = reconcile(tx, on)?;
    let wrong = results.iter().find(|result| !result.ok());
    Ok(Check::new(
        "loan.subledger",
        ("借据汇总等于总账", "The loans equal the ledger"),
        results.len() as u64,
        wrong.map(|result| difference_of(&on.to_string(), result)),
    ))
}

/// Every closed day was reconciled, account by account, and no day is missing between the first and the last.
fn closed_days(tx: &mut Tx) -> Result<Check, Failure> {
    const AT_ONCE: i64 = 200;
    let last_closed = business_day::state(tx)?.last_closed_on;
    let (mut items, mut before, mut later) = (0, last_closed.map(|day| day.next()), last_closed.map(|d| d.next()));
    let mut first = None;
    while let Some(from) = before {
        let runs = store::list(tx, Some(from), AT_ONCE)?;
        for run in &runs {
            items += run.checks.len() as u64;
            first = first_wrong(run, later).or(first);
            later = Some(run.business_date);
        }
        before = runs.last().map(|run| run.business_date);
    }
    Ok(Check::new(
        "loan.closed_days",
        (
            "每个已日终日逐科目核对相符",
            "Every closed day agreed, account by account",
        ),
        items,
        first,
    ))
}

fn first_wrong(run: &CloseRun, later: Option<kernel::BusinessDate>) -> Option<Difference> {
    let day = run.business_date.to_string();
    if later.is_some_and(|later| later != run.next_date) {
        return Some(Difference {
            item: format!("close of {day}"),
            expected: format!("followed by {}", run.next_date),
            actual: later.map_or_else(String::new, |later| format!("followed by {later}")),
        });
    }
    if run.state != RunState::Done {
        return Some(Difference {
            item: format!("close of {day}"),
            expected: "done".to_owned(),
            actual: run.state.name().to_owned(),
        });
    }
    let wrong = run.checks.iter().find(|check| !check.ok());
    wrong.map(|check| difference_of(&day, check))
}

fn difference_of(day: &str, check: &CheckResult) -> Difference {
    Difference {
        item: format!("{day} {} {}", check.code, check.currency).trim_end().to_owned(),
        expected: check.expected.to_string(),
        actual: check.actual.to_string(),
    }
}

/// Every loan lived again from its terms and events.
fn replay(tx: &mut Tx) -> Result<Check, Failure> {
    let rebuilt = rebuild(tx)?;
    let first = rebuilt.first_difference.map(|(number, difference)| Difference {
        item: format!("loan {number}"),
        expected: "the state that its events give".to_owned(),
        actual: difference,
    });
    Ok(Check::new(
        "loan.replay",
        ("借据重放等于现状", "Every loan replayed gives its stored state"),
        rebuilt.loans,
        first,
    ))
}

fn audit_chain(site: &Site) -> Result<Check, Failure> {
    let found = audit::verify(&site.db)?;
    let first = found.first_broken.map(|place| Difference {
        item: format!("audit line {place}"),
        expected: "the hash of the chain".to_owned(),
        actual: "another hash, or no line".to_owned(),
    });
    let archive = found.broken_archive.map(|id| Difference {
        item: format!("audit archive {id}"),
        expected: "what the trail's line of it tells".to_owned(),
        actual: "other lines, runs or digests".to_owned(),
    });
    Ok(Check::new(
        "audit.chain",
        ("审计链完整", "The audit chain is whole"),
        found.intact.unsigned_abs(),
        first.or(archive),
    ))
}
