//! `cargo xtask test`: all tests, on a fresh machine too.

use crate::packages::{self, Need};
use crate::postgres::Cluster;
use crate::run::{Failure, Run, cargo, run};
use crate::{journeys, package, tools, web, workspace};

/// Packages whose stores are tested on PostgreSQL as well: the same tests with TEST_DATABASE_URL.
const CONTRACT_PACKAGES: &[&str] = &[
    "xindai-platform",
    "xindai-access",
    "xindai-preference",
    "xindai-export",
    "xindai-customer",
    "xindai-product",
    "xindai-ledger",
    "xindai-loan",
    "xindai-report",
    "xindai-setup",
    "xindai-server",
];

const PARTS: &[&str] = &["rust", "contract", "package", "journeys"];

pub fn test(arguments: &[String]) -> Result<(), Failure> {
    if let Some(unknown) = arguments.iter().find(|part| !PARTS.contains(&part.as_str())) {
        return Err(Failure::new(format!(
            "unknown part `{unknown}`; there are: {}",
            PARTS.join(", ")
        )));
    }
    let wanted = |part: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == part);
    tools::need_for_building()?;
    packages::ensure(&needs(&wanted))?;
    if wanted("journeys") {
        web::build()?; // first, so that the server is compiled once, with the UI inside
    }
    if wanted("rust") {
        rust()?;
    }
    if wanted("contract") {
        contract()?;
    }
    if wanted("package") {
        package::test()?;
    }
    if wanted("journeys") {
        journeys::journeys()?;
    }
    println!("test: all passed");
    Ok(())
}

fn needs(wanted: &dyn Fn(&str) -> bool) -> Vec<Need> {
    let mut needs = Vec::new();
    if wanted("contract") {
        needs.push(Need::Postgres);
    }
    if wanted("journeys") {
        needs.extend([Need::Chromium, Need::ChineseFont]);
    }
    needs
}

/// Unit, property, scenario, use case and endpoint tests on SQLite; the examples in doc comments.
fn rust() -> Result<(), Failure> {
    let root = workspace::root();
    if !packages::has_nextest() {
        return cargo().args(["test", "--workspace"]).dir(&root).go();
    }
    cargo().args(["nextest", "run", "--workspace"]).dir(&root).go()?;
    cargo().args(["test", "--workspace", "--doc"]).dir(&root).go()
}

/// `cargo xtask postgres cargo test -p xindai-ledger`: any command, with a database of its own.
pub fn with_postgres(arguments: &[String]) -> Result<(), Failure> {
    let Some((program, rest)) = arguments.split_first() else {
        return Err(Failure::new(
            "say which command: cargo xtask postgres cargo test -p xindai-ledger",
        ));
    };
    packages::ensure(&[Need::Postgres])?;
    let cluster = Cluster::start(&workspace::target_dir()?)?;
    with_cluster(run(program).args(rest), &cluster).go()
}

/// Tells a program where the cluster is and which authority its certificate is from.
fn with_cluster(program: Run, cluster: &Cluster) -> Run {
    let program = program.env("TEST_DATABASE_URL", &cluster.url);
    if cluster.authority.is_empty() {
        return program;
    }
    program.env("TEST_DATABASE_CA", &cluster.authority)
}

/// The suites of the packages with stores, again, on a PostgreSQL of our own.
fn contract() -> Result<(), Failure> {
    let existing = workspace::package_names()?;
    let names: Vec<&str> = CONTRACT_PACKAGES
        .iter()
        .copied()
        .filter(|name| existing.iter().any(|e| e == name))
        .collect();
    let cluster = Cluster::start(&workspace::target_dir()?)?;
    let test = if packages::has_nextest() {
        // A filter over the whole workspace reuses what `rust` compiled; naming packages would choose other features.
        let filter: Vec<String> = names.iter().map(|name| format!("package({name})")).collect();
        cargo()
            .args(["nextest", "run", "--workspace", "-E"])
            .arg(filter.join(" + "))
    } else {
        cargo()
            .arg("test")
            .args(names.iter().flat_map(|name| ["--package", name]))
    };
    with_cluster(test, &cluster).dir(&workspace::root()).go()
}
