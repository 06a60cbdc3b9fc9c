//! `cargo xtask scenario`: the loan lives under scenarios/.

use crate::run::{Failure, cargo};
use crate::{packages, workspace};

/// Runs every test whose name says `scenario`; the environment (UPDATE=1) passes through.
pub fn scenario(arguments: &[String]) -> Result<(), Failure> {
    let filter = arguments.first().map_or("scenario", String::as_str);
    let test = if packages::has_nextest() {
        cargo().args(["nextest", "run", "--workspace", "--no-tests=fail", filter])
    } else {
        cargo().args(["test", "--workspace", filter])
    };
    test.dir(&workspace::root()).go()
}
