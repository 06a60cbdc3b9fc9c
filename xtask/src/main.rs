//! `cargo xtask …`: the one entry point for people. Every command prints what it runs and stops at the first failure.

mod check;
mod demo;
mod fingerprint;
mod fuzz_api;
mod glossary;
mod ha_cluster;
mod ha_test;
mod janitor;
mod journeys;
mod openapi;
mod package;
mod packages;
mod postgres;
mod problems;
mod refusals;
mod run;
mod scenario;
mod server;
mod simulate;
mod test;
mod tidy;
mod tools;
mod web;
mod where_is;
mod workspace;

use run::Failure;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  demo [arguments]      build everything, make the demo's book, serve it (arguments go to `xindai demo`)
  test [parts]          all tests; parts: rust, contract, package, journeys (none named = all)
  check                 what CI runs beside the tests: format, clippy, tidy, OpenAPI, web, licences
  tidy [--update]       the rules of the house; --update lets tidy-ratchet.txt shrink to today's sizes
  openapi               write docs/openapi.json from the code, the web client from it, and the problem codes
  codes                 write the table of problem codes in docs/API.md, and the codes of each operation
  package               build the Debian package into target/package
  web                   build the web UI into web/dist
  scenario              run the loan lives under scenarios/; UPDATE=1 rewrites what they expect
  simulate [arguments]  live a random portfolio (--release, and `xindai simulate`'s: --seed, --loans, --seconds)
  crash [arguments]     kill the real binary under load and verify it (--release, and `xindai crash`'s: --kills, --seed)
  fuzz-api [--seconds N] send generated requests to every endpoint of the real binary (schemathesis; N in all, 240 unless told)
  ha-test [--release] [arguments]  kill the leader of a PostgreSQL cluster (Patroni, etcd) under two nodes (arguments: `xindai failover`'s)
  postgres COMMAND…     run a command with TEST_DATABASE_URL naming a private PostgreSQL that ends with it
  where WORD            what a word means and where its type, column and screens are
";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = if arguments.is_empty() {
        String::from("help")
    } else {
        arguments.remove(0)
    };
    match dispatch(&command, &arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}

fn dispatch(command: &str, arguments: &[String]) -> Result<(), Failure> {
    match command {
        "demo" => demo::demo(arguments),
        "test" => test::test(arguments),
        "check" => check::check(),
        "tidy" => tidy::tidy(arguments),
        "openapi" => openapi::write(),
        "codes" => problems::write().and_then(|()| refusals::write()),
        "package" => package::package(arguments),
        "web" => web::build(),
        "scenario" => scenario::scenario(),
        "simulate" => simulate::simulate(arguments),
        "crash" => simulate::crash(arguments),
        "fuzz-api" => fuzz_api::fuzz(arguments),
        "ha-test" => ha_test::ha_test(arguments),
        "postgres" => test::with_postgres(arguments),
        "where" => where_is::where_is(arguments),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(format!("unknown command `{other}`\n\n{HELP}"))),
    }
}
