//! The main journeys in a real browser, on a small demo book served by the real binary.

use crate::janitor::Janitor;
use crate::run::{Failure, run};
use crate::server::Server;
use crate::{packages, web, workspace};

/// Enough for every status, product and page of the list; small enough to make in seconds.
const LOANS: &str = "300";

pub fn journeys() -> Result<(), Failure> {
    web::build()?;
    let web = web::packages()?;
    let binary = workspace::build_server(false)?;
    let target = workspace::target_dir()?;
    let data = target.join(format!("journeys-{}", std::process::id()));
    let _remover = Janitor::hire("rm -rf \"$1\"", &[&data.to_string_lossy()])?;
    let program = binary.to_string_lossy().into_owned();
    run(&program)
        .args(["demo", "--no-serve", "--loans", LOANS, "--data"])
        .arg(&data)
        .dir(&workspace::root())
        .go()?;
    // Journeys sign in one after the other from one address.
    let settings = [("XINDAI_RATE_SIGN_IN_PER_MINUTE", "0")];
    let server = Server::start(&program, &data, &target.join("journeys.log"), &settings)?;
    let chromium = packages::chromium().ok_or_else(|| Failure::new("no Chromium was found"))?;
    let tests = run("npm").args(["run", "e2e"]).dir(&web);
    let tests = tests
        .env("XINDAI_URL", &server.url)
        .env("SERVER_BINARY", &program)
        .env("CHROMIUM", &chromium);
    let result = tests.go();
    result.map_err(|failure| server.with_log(failure))
}
