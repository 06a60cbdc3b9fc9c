//! Signing in over HTTP: each time the password is compared with its Argon2id hash at the program's own cost.

use super::{Figures, machine, number, percentile_ms, seconds};
use crate::error::BenchError;
use crate::options::BenchOptions;
use crate::program::{LOGIN, Program, Serving, Workplace};
use access::HashCost;
use platform::{Db, DbOptions, migrations};
use serde_json::Value;
use std::time::{Duration, Instant};

const CLIENTS: u32 = 16;

pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let place = Workplace::new(options.data.as_deref(), "bench-login")?;
    let binary = Program::binary(options.binary.as_ref())?;
    let program = Program::new(&binary, place.path(), options.database_url.as_deref());
    Db::open(program.database_url(), DbOptions::default())?.migrate(migrations::all())?;
    let clients = options.clients.unwrap_or(CLIENTS).clamp(1, 64);
    for nr in 0..clients {
        program.add_reader(&login_of(nr), "administrator", "0001")?;
    }
    let serving = program.serve()?;
    // The first sign-ins open connections and prepare statements.
    serving.client_of(&login_of(0))?;
    let time = Duration::from_secs(options.seconds.unwrap_or(5));
    let repeats = options.repeats.unwrap_or(3).max(1);
    (0..repeats).map(|_| measure(&serving, clients, time)).collect()
}

fn measure(serving: &Serving, clients: u32, time: Duration) -> Result<Figures, BenchError> {
    let (begun, before) = (Instant::now(), machine::usage_of(&serving.id()));
    let mut times = std::thread::scope(|scope| -> Result<Vec<Duration>, BenchError> {
        let threads: Vec<_> = (0..clients)
            .map(|nr| scope.spawn(move || sign_in(serving, &login_of(nr), time)))
            .collect();
        let mut times = Vec::new();
        for thread in threads {
            times.append(&mut thread.join().expect("a client does not panic")?);
        }
        Ok(times)
    })?;
    let (elapsed, after) = (begun.elapsed(), machine::usage_of(&serving.id()));
    times.sort_unstable();
    let cost = HashCost::default();
    let cpu = after.cpu_seconds - before.cpu_seconds;
    let mut figures = Figures::new();
    let mut tell = |name: &str, value: Value| figures.insert(name.to_owned(), value);
    tell("seconds", seconds(elapsed));
    tell("per_second", number(times.len() as f64 / elapsed.as_secs_f64()));
    tell("p50_ms", percentile_ms(&times, 0.5));
    tell("p99_ms", percentile_ms(&times, 0.99));
    tell("sign_ins", Value::from(times.len()));
    tell("clients", Value::from(clients));
    tell("server_cores", number(cpu / elapsed.as_secs_f64()));
    tell("server_cpu_ms_each", number(cpu * 1000.0 / times.len().max(1) as f64));
    tell("argon2id_memory_kib", Value::from(cost.memory_kib));
    tell("argon2id_passes", Value::from(cost.passes));
    tell("argon2id_lanes", Value::from(cost.lanes));
    Ok(figures)
}

/// Every client is a user of its own: attempts of one user that overlap count as guesses, and lock it out.
fn login_of(nr: u32) -> String {
    format!("{LOGIN}{nr}")
}

/// One client signs in again and again, each time without the session of before.
fn sign_in(serving: &Serving, login: &str, time: Duration) -> Result<Vec<Duration>, BenchError> {
    let begun = Instant::now();
    let mut times = Vec::new();
    while begun.elapsed() < time {
        let asked = Instant::now();
        serving.client_of(login)?;
        times.push(asked.elapsed());
    }
    Ok(times)
}
