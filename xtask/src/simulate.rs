//! `cargo xtask simulate` and `cargo xtask crash`: the real binary shows what it bears.

use crate::run::{Failure, run};
use crate::workspace;

/// A random portfolio lived day by day.
pub fn simulate(arguments: &[String]) -> Result<(), Failure> {
    with_binary("simulate", arguments)
}

/// The binary killed at random points under load, restarted and verified.
pub fn crash(arguments: &[String]) -> Result<(), Failure> {
    with_binary("crash", arguments)
}

/// `--release` chooses the optimised build; all other arguments are the binary's.
fn with_binary(command: &str, arguments: &[String]) -> Result<(), Failure> {
    let release = arguments.iter().any(|argument| argument == "--release");
    let rest = arguments.iter().filter(|argument| *argument != "--release");
    let binary = workspace::build_server(release)?;
    run(&binary.to_string_lossy())
        .arg(command)
        .args(rest)
        .dir(&workspace::root())
        .go()
}
