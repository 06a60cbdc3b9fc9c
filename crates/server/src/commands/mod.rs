//! The commands, one file each.

mod close;
mod doctor;
mod openapi;
mod schedule;
mod serve;
mod user;
mod verify;

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
    /// Close business days
    Close(close::CloseArgs),
    /// Recompute everything from what was recorded first: ledger, subledger, every loan, audit chain
    Verify(verify::VerifyArgs),
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
        Command::Close(args) => close::close(&args, out),
        Command::Verify(args) => verify::verify(&args, out),
        Command::Doctor(args) => doctor::doctor(&args, out),
        Command::User(args) => user::user(args, out),
        Command::Openapi => openapi::openapi(out),
    }
}
