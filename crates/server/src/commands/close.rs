use crate::failure::Failure;
use crate::settings::Settings;
use crate::site::Site;
use clap::Args;
use kernel::{BusinessDate, OrgId};
use ledger::AccountingCache;
use loan::app::close::{CloseReport, Reporter, close_day};
use platform::business_day;
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::time::Instant;

/// Options of `xindai close`.
#[derive(Debug, Args)]
pub struct CloseArgs {
    /// Close day after day until this is the business date; without it one day is closed
    #[arg(long, value_name = "DATE", value_parser = BusinessDate::parse)]
    until: Option<BusinessDate>,
    /// Print JSON: {"days_closed","business_date","seconds","days":[{"business_date","visited","checks"}]}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Serialize)]
struct Closed {
    days_closed: usize,
    business_date: BusinessDate,
    seconds: f64,
    days: Vec<ClosedDay>,
}

#[derive(Serialize)]
struct ClosedDay {
    business_date: BusinessDate,
    visited: u64,
    checks: usize,
}

/// Closes business days.
pub fn close(args: &CloseArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let site = Site::open_existing(args.settings.load(None)?)?;
    let began = Instant::now();
    let books = AccountingCache::default();
    let noisy = !args.json && std::io::stderr().is_terminal();
    let tell = |report: CloseReport| {
        if noisy {
            eprint!(
                "\r{} {:<10} {:>9}\u{1b}[K",
                report.business_date, report.step, report.done
            );
        }
    };
    let desk = Reporter {
        db: &site.db,
        books: &books,
        clock: &site.clock,
        org: OrgId::HEAD_OFFICE,
        tell: &tell,
    };
    let mut today = site.db.read(business_day::get)?;
    let until = args.until.unwrap_or(today.next());
    let mut days = Vec::new();
    let mut outcome = Ok(());
    while outcome.is_ok() && today < until {
        match close_day(&desk) {
            Ok(run) => {
                let visited = run.steps.first().map_or(0, |step| step.done);
                days.push(ClosedDay {
                    business_date: run.business_date,
                    visited,
                    checks: run.checks.len(),
                });
                today = run.next_date;
            }
            Err(failure) => outcome = Err(Failure::from(failure)),
        }
    }
    if noisy {
        eprint!("\r\u{1b}[K");
    }
    let closed = Closed {
        days_closed: days.len(),
        business_date: today,
        seconds: began.elapsed().as_secs_f64(),
        days,
    };
    print(&closed, args.json, out)?;
    outcome
}

fn print(closed: &Closed, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if json {
        serde_json::to_writer(&mut *out, closed)?;
        return Ok(writeln!(out)?);
    }
    let Closed {
        days_closed,
        business_date,
        seconds,
        ..
    } = closed;
    Ok(writeln!(
        out,
        "{days_closed} days closed in {seconds:.1} s; the business date is {business_date}"
    )?)
}
