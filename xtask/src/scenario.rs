//! `cargo xtask scenario`: the loan lives under scenarios/.

use crate::run::{Failure, cargo};
use crate::{packages, workspace};

/// Runs every test whose name says `scenario`; the environment (UPDATE=1) passes through.
pub fn scenario() -> Result<(), Failure> {
    let test = if packages::has_nextest() {
        cargo().args(["nextest", "run", "--workspace", "--no-tests=fail", "scenario"])
    } else {
        cargo().args(["test", "--workspace", "scenario"])
    };
    test.dir(&workspace::root()).go()
}
