//! The commands, one file each.

mod bench;
mod close;
mod crash;
mod demo;
mod doctor;
mod import;
mod openapi;
mod schedule;
mod serve;
mod simulate;
mod user;
mod verify;

use crate::failure::Failure;
use clap::Subcommand;
use serde_json::Value;
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
    /// Measure on a data directory of its own
    Bench(bench::BenchArgs),
    /// Live random portfolios day by day and check them every day
    Simulate(simulate::SimulateArgs),
    /// Kill this program at random points under load, restart and verify it
    Crash(crash::CrashArgs),
    /// Print the OpenAPI document
    Openapi,
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
        Command::Bench(args) => bench::bench(&args, out),
        Command::Simulate(args) => simulate::simulate(&args, out),
        Command::Crash(args) => crash::crash(&args, out),
        Command::Import(args) => import::import(&args, out),
        Command::Close(args) => close::close(&args, out),
        Command::Verify(args) => verify::verify(&args, out),
        Command::Doctor(args) => doctor::doctor(&args, out),
        Command::User(args) => user::user(args, out),
        Command::Openapi => openapi::openapi(out),
    }
}

/// This program's own file, for what starts it again.
fn own_program() -> Result<PathBuf, Failure> {
    std::env::current_exe().map_err(|cause| Failure::file(std::path::Path::new("xindai"), &cause))
}

/// An object of figures: as JSON, or a line for each, inner objects by `outer.inner`.
fn print_figures(figures: &Value, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if json {
        serde_json::to_writer(&mut *out, figures)?;
        return Ok(writeln!(out)?);
    }
    print_under("", figures, out)
}

fn print_under(name: &str, figure: &Value, out: &mut dyn Write) -> Result<(), Failure> {
    match figure {
        Value::Object(members) => members.iter().try_for_each(|(inner, figure)| {
            let name = if name.is_empty() {
                inner.clone()
            } else {
                format!("{name}.{inner}")
            };
            print_under(&name, figure, out)
        }),
        Value::String(text) => Ok(writeln!(out, "{name:<44} {text}")?),
        figure => Ok(writeln!(out, "{name:<44} {figure}")?),
    }
}
