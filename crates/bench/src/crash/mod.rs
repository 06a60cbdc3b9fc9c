//! The real program killed at random points, restarted and verified. Killed is the process, not the machine: what the
//! operating system was handed is not lost, so this proves the order of writes and the answers, not the disk.

mod failover;
mod load;

pub use failover::failover;

use crate::client::Client;
use crate::error::BenchError;
use crate::lender::Lender;
use crate::options::CrashOptions;
use crate::program::{Program, Serving, Workplace};
use crate::rng::Rng;
use kernel::CivilDate;
use load::{Command, Outcome};
use platform::{Db, DbOptions, migrations};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

const LOANS: u32 = 40;

/// Longest time under load before a kill, in milliseconds.
const LOAD_MS: i64 = 700;

/// Answers that are asked for again after each restart.
const REPEATED: usize = 15;

/// Kills the real program under load, restarts and verifies it, as often as asked.
///
/// The answer is `{"kills","killed_in_a_close","acknowledged","unanswered","kept_unanswered","days_closed","seconds"}`.
///
/// # Errors
/// [`BenchError::Broken`] when an acknowledged write is lost or doubled or the books do not balance.
pub fn crash(options: &CrashOptions) -> Result<Value, BenchError> {
    let begun = Instant::now();
    let place = Workplace::new(options.data.as_deref(), "crash")?;
    let program = Program::new(&options.binary, place.path(), options.database_url.as_deref());
    let mut test = Test {
        rng: Rng::new(options.seed),
        loans: furnish(&program, (options.seed, options.loans.unwrap_or(LOANS)))?,
        program,
        commands: Vec::new(),
        tally: BTreeMap::new(),
    };
    test.program.add_user()?;
    for kill in 1..=options.kills {
        let lived = test.round(kill);
        lived.map_err(|error| BenchError::Broken(format!("kill {kill} of seed {}: {error}", options.seed)))?;
    }
    let days_closed = test.finish()?;
    let count = |what: &str| test.tally.get(what).copied().unwrap_or(0);
    Ok(json!({
        "kills": options.kills,
        "killed_in_a_close": count("killed in a close"),
        "acknowledged": test.commands.iter().filter(|command| command.answer().is_some()).count(),
        "unanswered": count("unanswered"),
        "kept_unanswered": count("kept"),
        "days_closed": days_closed,
        "seconds": begun.elapsed().as_secs(),
    }))
}

/// The first business day of the test.
fn first_day() -> CivilDate {
    CivilDate::from_days(20_000)
}

fn furnish(program: &Program, (seed, loans): (u64, u32)) -> Result<Vec<String>, BenchError> {
    let db = Db::open(program.database_url(), DbOptions::default())?;
    db.migrate(migrations::all())?;
    let mut lender = Lender::open(&db, first_day(), seed)?;
    // Ages spread over a month, so that every close has something to do.
    (0..loans.max(1))
        .map(|nr| Ok(lender.lend(i32::try_from(nr % 31).unwrap_or(0))?.to_string()))
        .collect()
}

struct Test {
    program: Program,
    rng: Rng,
    loans: Vec<String>,
    /// Every command that was sent so far.
    commands: Vec<Command>,
    tally: BTreeMap<&'static str, u64>,
}

impl Test {
    /// One life of the program, from its start to its kill, and the verification after it.
    fn round(&mut self, kill: u32) -> Result<(), BenchError> {
        let serving = self.program.serve()?;
        let mut client = serving.client()?;
        self.settle_unanswered(&mut client)?;
        self.ask_again(&mut client)?;
        let sample: Vec<String> = (0..4).map(|_| self.rng.pick(&self.loans).clone()).collect();
        for loan in &sample {
            check_events(&self.commands, &mut client, loan)?;
        }
        self.bear_and_kill(serving, &client, kill)?;
        verify(&self.program)
    }

    fn bear_and_kill(&mut self, serving: Serving, client: &Client, kill: u32) -> Result<(), BenchError> {
        let span = Duration::from_millis(self.rng.between(3, LOAD_MS).unsigned_abs());
        let seed = self.rng.bits();
        let (sent, in_close) = load::bear(serving, client, (kill, seed), (&self.loans, span))?;
        let unanswered = sent.iter().filter(|c| c.outcome == Outcome::Unanswered).count();
        *self.tally.entry("unanswered").or_default() += unanswered as u64;
        *self.tally.entry("killed in a close").or_default() += u64::from(in_close);
        self.commands.extend(sent);
        Ok(())
    }

    /// Commands without an answer are given again under their keys, as a client must: whether they had been carried out
    /// or not, afterwards they are, once.
    fn settle_unanswered(&mut self, client: &mut Client) -> Result<(), BenchError> {
        let mut kept = 0;
        for command in self.commands.iter_mut().filter(|c| c.outcome == Outcome::Unanswered) {
            kept += u64::from(command.send(client)?);
        }
        *self.tally.entry("kept").or_default() += kept;
        Ok(())
    }

    /// Answers that were given are given again, word for word.
    fn ask_again(&mut self, client: &mut Client) -> Result<(), BenchError> {
        let latest = self.commands.len().saturating_sub(400);
        for nth in 0..REPEATED.min(self.commands.len()) {
            let from = if nth % 3 == 0 { 0 } else { latest };
            let index = from + self.rng.index(self.commands.len() - from);
            self.commands[index].check_repeat(client)?;
        }
        Ok(())
    }

    /// After the last kill: everything is asked for again, every loan is looked at, and the day can be closed.
    fn finish(&mut self) -> Result<i32, BenchError> {
        let serving = self.program.serve()?;
        let mut client = serving.client()?;
        self.settle_unanswered(&mut client)?;
        for command in &self.commands {
            command.check_repeat(&mut client)?;
        }
        for loan in &self.loans {
            check_events(&self.commands, &mut client, loan)?;
        }
        let until = load::close_one(&mut client, Duration::from_secs(90))?;
        serving.kill()?;
        verify(&self.program)?;
        Ok(until.days_since(first_day()))
    }
}

/// The payments of a loan are those that were acknowledged: none is missing, none is there twice.
fn check_events(commands: &[Command], client: &mut Client, loan: &str) -> Result<(), BenchError> {
    let events = client.get(&format!("/api/v1/loans/{loan}/events"))?.success()?.json()?;
    let items = events["items"].as_array().cloned().unwrap_or_default();
    let notes = items.iter().filter_map(|event| event["note"].as_str());
    let mut found: Vec<String> = notes
        .filter(|note| note.starts_with("crash-"))
        .map(str::to_owned)
        .collect();
    found.sort_unstable();
    let mine = commands.iter().filter(|c| c.loan == loan && c.answer().is_some());
    let expected: BTreeSet<String> = mine.map(|command| command.key.clone()).collect();
    if !found.iter().eq(expected.iter()) {
        let lost = expected.iter().find(|key| !found.contains(*key));
        let other = found
            .windows(2)
            .find(|pair| pair[0] == pair[1])
            .map(|pair| pair[0].clone());
        let other = other.or_else(|| found.iter().find(|key| !expected.contains(*key)).cloned());
        return Err(BenchError::Broken(format!(
            "loan {loan}: lost {lost:?}, doubled or unknown {other:?}"
        )));
    }
    Ok(())
}

fn verify(program: &Program) -> Result<(), BenchError> {
    let verified = program.run(&["verify", "--json"])?;
    if verified.status.success() {
        return Ok(());
    }
    let told = [verified.stdout, verified.stderr].concat();
    Err(BenchError::Broken(String::from_utf8_lossy(&told).into_owned()))
}
