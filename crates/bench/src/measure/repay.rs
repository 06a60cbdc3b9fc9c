//! Repayments over HTTP, each durable: many clients on connections that stay open, each with loans of its own.

use super::book::{self, BookPlan};
use super::{Figures, machine, number, percentile_ms, seconds};
use crate::client::Client;
use crate::error::BenchError;
use crate::options::BenchOptions;
use crate::program::{Program, Workplace};
use platform::{Db, DbOptions, migrations};
use serde_json::{Value, json};
use std::process::Command;
use std::sync::Barrier;
use std::time::{Duration, Instant};

const LOANS: u32 = 20_000;
const CLIENTS: u32 = 32;

pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let place = Workplace::new(options.data.as_deref(), "bench-repay")?;
    let program = Program::new(
        &Program::binary(options.binary.as_ref())?,
        place.path(),
        options.database_url.as_deref(),
    );
    let loans = options.loans.unwrap_or(LOANS);
    make_book(&program, loans)?;
    program.add_user()?;
    let serving = program.serve()?;
    let load = Load {
        loans,
        clients: options.clients.unwrap_or(CLIENTS).clamp(1, 512),
        time: Duration::from_secs(options.seconds.unwrap_or(10)),
    };
    let client = serving.client()?;
    // The first moments warm caches and prepare statements.
    let warm = Load {
        time: Duration::from_secs(1),
        ..load
    };
    warm.bear(&client, 0)?;
    let mut runs = Vec::new();
    for repeat in 1..=options.repeats.unwrap_or(3).max(1) {
        let mut figures = load.bear(&client, repeat)?;
        for (name, megabytes) in [
            ("peak_rss_mb", machine::peak_rss_mb(&serving.id())),
            ("rss_mb", machine::rss_mb(&serving.id())),
        ] {
            if let Some(megabytes) = megabytes {
                figures.insert(name.to_owned(), number(megabytes));
            }
        }
        if let Some(url) = &options.database_url {
            compare(url, load.clients, &mut figures);
        }
        runs.push(figures);
    }
    Ok(runs)
}

fn make_book(program: &Program, loans: u32) -> Result<(), BenchError> {
    let fast = DbOptions {
        synchronous_off_for_bench: true,
        ..DbOptions::default()
    };
    let db = Db::open(program.database_url(), fast)?;
    db.migrate(migrations::all())?;
    let plan = BookPlan {
        loans,
        scattered: false,
        ..BookPlan::default()
    };
    book::open_day(&db)?;
    book::make(&db, plan)
}

/// So many clients for so long.
#[derive(Debug, Clone, Copy)]
struct Load {
    loans: u32,
    clients: u32,
    time: Duration,
}

impl Load {
    fn bear(&self, client: &Client, repeat: u32) -> Result<Figures, BenchError> {
        let ready = Barrier::new(self.clients as usize + 1);
        let mut times = Vec::new();
        let elapsed = std::thread::scope(|scope| -> Result<Duration, BenchError> {
            let threads: Vec<_> = (0..self.clients)
                .map(|nr| {
                    let (mut client, ready) = (client.again(), &ready);
                    scope.spawn(move || self.pay(&mut client, (repeat, nr), ready))
                })
                .collect();
            ready.wait();
            let begun = Instant::now();
            let mut failed = None;
            for thread in threads {
                match thread.join().expect("a client does not panic") {
                    Ok(mut measured) => times.append(&mut measured),
                    Err(error) => failed = Some(error),
                }
            }
            failed.map_or(Ok(begun.elapsed()), Err)
        })?;
        times.sort_unstable();
        let mut figures = Figures::new();
        let mut tell = |name: &str, value: Value| figures.insert(name.to_owned(), value);
        tell("seconds", seconds(elapsed));
        tell("per_second", number(times.len() as f64 / elapsed.as_secs_f64()));
        tell("p50_ms", percentile_ms(&times, 0.5));
        tell("p99_ms", percentile_ms(&times, 0.99));
        tell("repayments", Value::from(times.len()));
        tell("clients", Value::from(self.clients));
        tell("loans", Value::from(self.loans));
        Ok(figures)
    }

    /// One client: a repayment after the other, each of another of its loans, each under a key of its own.
    fn pay(&self, client: &mut Client, (repeat, nr): (u32, u32), ready: &Barrier) -> Result<Vec<Duration>, BenchError> {
        let amount = json!({ "amount": "12.34", "currency": "CNY" });
        let body = json!({ "amount": amount, "value_date": book::opening_day(), "kind": "regular" }).to_string();
        let connected = client.get("/api/v1/session").and_then(crate::client::Reply::success);
        ready.wait();
        connected?;
        let begun = Instant::now();
        let mut times = Vec::new();
        for n in 0_u32.. {
            let asked = Instant::now();
            if asked.duration_since(begun) > self.time {
                break;
            }
            let loan = book::ordered_id(nr.wrapping_add(n.wrapping_mul(self.clients)) % self.loans);
            let path = format!("/api/v1/loans/{loan}/repayments");
            let reply = client.post(&path, Some(&format!("repay-{repeat}-{nr}-{n}")), &body)?;
            reply.success()?;
            times.push(asked.elapsed());
        }
        Ok(times)
    }
}

/// The rate of pgbench's TPC-B on the same server with as many clients, when pgbench is there, and our share of it.
fn compare(url: &str, clients: u32, figures: &mut Figures) {
    let bench = |words: &[&str]| {
        let found = [
            "/usr/lib/postgresql/17/bin/pgbench",
            "/usr/lib/postgresql/16/bin/pgbench",
            "/usr/lib/postgresql/15/bin/pgbench",
        ]
        .into_iter()
        .find(|path| std::path::Path::new(path).exists());
        Command::new(found.unwrap_or("pgbench")).args(words).arg(url).output()
    };
    let scale = clients.max(10).to_string();
    let (clients, threads) = (clients.to_string(), "2");
    if !bench(&["-i", "-q", "-s", &scale]).is_ok_and(|made| made.status.success()) {
        return;
    }
    let Ok(measured) = bench(&["-n", "-M", "prepared", "-c", &clients, "-j", threads, "-T", "10"]) else {
        return;
    };
    let text = String::from_utf8_lossy(&measured.stdout).into_owned();
    let rate = text
        .lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse::<f64>().ok());
    if let (Some(rate), Some(ours)) = (rate, figures.get("per_second").and_then(Value::as_f64)) {
        figures.insert("pgbench_per_second".to_owned(), number(rate));
        figures.insert("share_of_pgbench_percent".to_owned(), number(100.0 * ours / rate));
    }
}
