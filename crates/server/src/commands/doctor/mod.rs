//! `xindai doctor`: what is wrong with an installation, and how to mend it. Changes nothing.

mod finding;
mod disk;
mod files;
mod network;
mod database;
mod rates;
mod checks;

use crate::failure::{DOCTOR, Failure, reader_lang};
use crate::settings::Settings;
use clap::Args;
use finding::{Finding, State};
use platform::http::{Lang, Problem};
use serde::Serialize;
use std::io::Write;

/// Options of `xindai doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Print JSON: {"ok","checks":[{"code","state":"ok|warning|failed|skipped","detail","mend"}]}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Serialize)]
struct Report {
    ok: bool,
    checks: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    code: &'static str,
    state: State,
    detail: String,
    mend: Option<String>,
}

/// Examines the installation. Fails when a check fails.
pub fn doctor(args: &DoctorArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let lang = reader_lang();
    let checks: Vec<Line> = checks::examine(&args.settings)
        .into_iter()
        .map(|finding| line(finding, lang))
        .collect();
    let failed = checks.iter().filter(|check| check.state == State::Failed).count();
    let report = Report {
        ok: failed == 0,
        checks,
    };
    if args.json {
        serde_json::to_writer(&mut *out, &report)?;
        writeln!(out)?;
    } else {
        print(&report, out)?;
    }
    match failed {
        0 => Ok(()),
        count => Err(Failure(Problem::of(DOCTOR).with("count", count))),
    }
}

fn line(finding: Finding, lang: Lang) -> Line {
    let told = |(zh, en): (String, String)| if lang == Lang::Zh { zh } else { en };
    Line {
        code: finding.code,
        state: finding.state,
        detail: told(finding.detail),
        mend: finding.mend.map(told),
    }
}

fn print(report: &Report, out: &mut dyn Write) -> Result<(), Failure> {
    for Line {
        code,
        state,
        detail,
        mend,
    } in &report.checks
    {
        writeln!(out, "{:<8} {code:<14} {detail}", state.mark())?;
        if let Some(mend) = mend {
            writeln!(out, "{:<8} {:<14} -> {mend}", "", "")?;
        }
    }
    Ok(())
}
