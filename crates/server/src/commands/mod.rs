//! The commands, one file each.

mod audit;
mod backup;
mod bench;
mod close;
mod crash;
mod demo;
mod doctor;
mod failover;
mod import;
mod keys;
mod migrate;
mod openapi;
mod restore;
mod schedule;
mod serve;
mod simulate;
mod user;
mod verify;

use crate::failure::Failure;
use clap::Subcommand;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the web UI and the API
    Serve(serve::ServeArgs),
    /// Make the demo's book, print its closing report, serve it
    Demo(demo::DemoArgs),
    /// Print a repayment schedule
    Schedule(Box<schedule::ScheduleArgs>),
    /// Take a loan book over from files
    Import(import::ImportArgs),
    /// Close business days
    Close(close::CloseArgs),
    /// Recompute everything from what was recorded first: ledger, subledger, every loan, audit chain
    Verify(verify::VerifyArgs),
    /// How long the audit trail keeps its lines, and archives of older ones
    Audit(audit::AuditArgs),
    /// Copy the book of one moment while others work, with a manifest
    Backup(backup::BackupArgs),
    /// Put a backup into an empty place and verify it
    Restore(restore::RestoreArgs),
    /// Bring the schema of a database up to this program, or try it first
    Migrate(migrate::MigrateArgs),
    /// Measure on a data directory of its own
    Bench(bench::BenchArgs),
    /// Live random portfolios day by day and check them every day
    Simulate(simulate::SimulateArgs),
    /// Kill this program at random points under load, restart and verify it
    Crash(crash::CrashArgs),
    /// Kill the leader of a PostgreSQL cluster under load and verify the book
    Failover(failover::FailoverArgs),
    /// Print the OpenAPI document
    Openapi,
    /// List, add, rotate and retire the keys of identity fields
    Keys(keys::KeysArgs),
    /// Examine an installation and say how to mend it
    Doctor(doctor::DoctorArgs),
    /// Create, list and change users
    User(user::UserArgs),
}

/// Runs a command.
pub fn execute(command: Command, out: &mut dyn Write) -> Result<(), Failure> {
    match command {
        Command::Serve(args) => serve::serve(&args, out),
        Command::Schedule(args) => schedule::schedule(&args, out),
        Command::Demo(args) => demo::demo(&args, out),
        Command::Audit(args) => audit::audit(&args, out),
        Command::Backup(args) => backup::backup(&args, out),
        Command::Restore(args) => restore::restore(&args, out),
        Command::Migrate(args) => migrate::migrate(&args, out),
        Command::Bench(args) => bench::bench(&args, out),
        Command::Simulate(args) => simulate::simulate(&args, out),
        Command::Crash(args) => crash::crash(&args, out),
        Command::Failover(args) => failover::failover(args, out),
        Command::Import(args) => import::import(&args, out),
        Command::Close(args) => close::close(&args, out),
        Command::Verify(args) => verify::verify(&args, out),
        Command::Keys(args) => keys::keys(&args, out),
        Command::Doctor(args) => doctor::doctor(&args, out),
        Command::User(args) => user::user(args, out),
        Command::Openapi => openapi::openapi(out),
    }
}

/// This program's own file, for what starts it again.
fn own_program() -> Result<PathBuf, Failure> {
    std::env::current_exe().map_err(|cause| Failure::file(std::path::Path::new("xindai"), &cause))
}

/// Figures in the order of their making: as one line of JSON, or one line for each.
fn print_figures(figures: &impl Serialize, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if json {
        serde_json::to_writer(&mut *out, figures)?;
        return Ok(writeln!(out)?);
    }
    print_lines(&serde_json::to_string_pretty(figures)?, out)
}

/// Pretty JSON without its signs: `name` and figure, inner objects indented under their name.
fn print_lines(pretty: &str, out: &mut dyn Write) -> Result<(), Failure> {
    for line in pretty.lines() {
        let text = line.trim().trim_end_matches(',');
        if matches!(text, "{" | "}" | "[" | "]") {
            continue;
        }
        let indent = " ".repeat((line.len() - line.trim_start().len()).saturating_sub(2));
        let (name, figure) = text.split_once("\": ").unwrap_or(("", text));
        let name = format!("{indent}{}", name.trim_start_matches('"').replace('_', " "));
        match figure {
            "{" | "[" => writeln!(out, "{name}")?,
            figure => writeln!(out, "{name:<40} {}", figure.trim_matches('"'))?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_are_printed_a_line_each() {
        let figures = json!({ "bench": "close", "figures": { "per_second": 5.5 }, "none": {} });
        let mut out = Vec::new();
        print_figures(&figures, false, &mut out).expect("memory takes everything");
        let lines: Vec<String> = String::from_utf8(out)
            .expect("UTF-8")
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(lines, ["bench close", "figures", "per second 5.5", "none {}"]);
    }
}
