//! `cargo xtask check`: what CI runs beside the tests.

use crate::run::{Failure, announce, cargo, run};
use crate::{openapi, packages, tidy, tools, web, workspace};

pub fn check() -> Result<(), Failure> {
    tools::need_for_building()?;
    let root = workspace::root();
    cargo().args(["fmt", "--all", "--check"]).dir(&root).go()?;
    tidy::tidy(&[])?;
    let web = web::packages()?;
    run("npm").args(["run", "check"]).dir(&web).go()?;
    web::build()?;
    let lint = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    cargo().args(lint).dir(&root).go()?;
    openapi::compare()?;
    openapi::compare_client(&web)?;
    if packages::has_deny() {
        cargo()
            .args(["deny", "check", "bans", "licenses", "sources"])
            .dir(&root)
            .go()?;
    } else {
        announce("cargo deny: skipped, not installed (`cargo install cargo-deny` gets it)");
    }
    println!("check: all good");
    Ok(())
}
