//! The commands, one file each.

mod openapi;
mod schedule;
mod serve;

use crate::failure::Failure;
use clap::Subcommand;
use std::io::Write;

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the web UI and the API
    Serve(serve::ServeArgs),
    /// Print a repayment schedule
    Schedule(Box<schedule::ScheduleArgs>),
    /// Print the OpenAPI document
    Openapi,
}

/// Runs a command.
pub fn execute(command: Command, out: &mut dyn Write) -> Result<(), Failure> {
    match command {
        Command::Serve(args) => serve::serve(&args, out),
        Command::Schedule(args) => schedule::schedule(&args, out),
        Command::Openapi => openapi::openapi(out),
    }
}
