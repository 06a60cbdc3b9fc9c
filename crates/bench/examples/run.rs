//! Runs a bench without the program's command line: `cargo run -p xindai-bench --example run -- simulate seed=1 seconds=60`.

use bench::{BenchError, BenchOptions, CrashOptions, SimulateOptions};
use std::collections::HashMap;

fn main() {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let options: HashMap<String, String> = words
        .filter_map(|word| {
            word.split_once('=')
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
        })
        .collect();
    match answer(&name, &options) {
        Ok(answer) => println!("{answer:#}"),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}

fn answer(name: &str, options: &HashMap<String, String>) -> Result<serde_json::Value, BenchError> {
    let number = |key: &str| options.get(key).and_then(|text| text.parse::<u64>().ok());
    let small = |key: &str| number(key).and_then(|n| u32::try_from(n).ok());
    let database_url = options.get("database_url").cloned();
    if name == "simulate" {
        return bench::simulate(&SimulateOptions {
            seed: number("seed").unwrap_or(1),
            loans: small("loans"),
            days: small("days"),
            seconds: number("seconds"),
            database_url,
        });
    }
    if name == "crash" {
        return bench::crash(&CrashOptions {
            kills: small("kills").unwrap_or(10),
            seed: number("seed").unwrap_or(1),
            binary: options.get("binary").map(Into::into).unwrap_or_default(),
            data: options.get("data").map(Into::into),
            database_url,
            loans: small("loans"),
        });
    }
    bench::run(
        name,
        &BenchOptions {
            loans: small("loans"),
            days: small("days"),
            rows: small("rows"),
            repeats: small("repeats"),
            clients: small("clients"),
            seconds: number("seconds"),
            database_url,
            data: options.get("data").map(Into::into),
            binary: options.get("binary").map(Into::into),
            scattered: options.contains_key("scattered"),
        },
    )
}
