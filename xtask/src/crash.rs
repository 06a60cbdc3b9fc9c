//! `cargo xtask crash`: the real binary killed at random points, restarted and verified.

use crate::run::{Failure, run};
use crate::workspace;

pub fn crash(arguments: &[String]) -> Result<(), Failure> {
    let binary = workspace::build_server(false)?;
    run(&binary.to_string_lossy())
        .arg("crash")
        .args(arguments)
        .dir(&workspace::root())
        .go()
}
