//! `cargo xtask simulate`: a random portfolio lived day by day.

use crate::run::{Failure, run};
use crate::workspace;

pub fn simulate(arguments: &[String]) -> Result<(), Failure> {
    let binary = workspace::build_server(false)?;
    run(&binary.to_string_lossy())
        .arg("simulate")
        .args(arguments)
        .dir(&workspace::root())
        .go()
}
