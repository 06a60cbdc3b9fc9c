//! `cargo xtask demo`: everything built, the demo's book made and served.

use crate::run::{Failure, run};
use crate::{tools, web, workspace};

pub fn demo(arguments: &[String]) -> Result<(), Failure> {
    tools::need_for_building()?;
    web::build()?;
    let binary = workspace::build_server(true)?;
    run(&binary.to_string_lossy())
        .arg("demo")
        .args(arguments)
        .dir(&workspace::root())
        .become_it()
}
