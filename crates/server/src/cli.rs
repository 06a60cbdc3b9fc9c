//! The command line.

use crate::commands::{self, Command};
use crate::failure::{Failure, reader_lang};
use clap::Parser;
use std::ffi::OsString;
use std::io::Write;

/// 信贷 Xindai: a credit management system in one binary.
#[derive(Debug, Parser)]
#[command(name = "xindai", version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Runs one command line; the exit code. 0 is success, 1 a failure (`error[code]: text` on `err`), 2 a wrong use.
pub fn run<I, T>(arguments: I, out: &mut dyn Write, err: &mut dyn Write) -> u8
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let command = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.command,
        Err(message) => return tell_usage(&message, out, err),
    };
    match commands::execute(command, out) {
        Ok(()) => 0,
        Err(failure) if failure.is_reader_gone() => 0,
        Err(failure) => {
            tell(&failure, err);
            1
        }
    }
}

/// Help and version go to standard output and are no failure.
fn tell_usage(message: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let text = message.render();
    // When it cannot be written nobody reads it: nothing more can be done.
    if message.use_stderr() {
        let _ = write!(err, "{text}");
        return 2;
    }
    let _ = write!(out, "{text}");
    0
}

fn tell(failure: &Failure, err: &mut dyn Write) {
    let _ = writeln!(err, "{}", failure.line(reader_lang()));
}
