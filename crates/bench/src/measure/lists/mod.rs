//! Lists over a large book: many signed-in readers on connections that stay open, who see all of it or a part, and ask
//! every filter in every order, far pages, composed searches and counts.

mod furnish;
mod questions;

use super::{Figures, machine, number, percentile_ms, seconds};
use crate::client::Client;
use crate::error::BenchError;
use crate::options::BenchOptions;
use crate::program::{Program, Serving};
use crate::rng::Rng;
use furnish::READERS;
use questions::{Question, questions};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const LOANS: u32 = 1_000_000;
const USERS: u32 = 50;
/// Time between two requests of a reader who reads what was answered.
const PAUSE: Duration = Duration::from_secs(1);
/// How many of the slowest questions are told.
const SLOWEST: usize = 15;

/// Two measurements: readers who ask once a second, as fast people do, and (`busy_…`) readers who never pause.
pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let loans = options.loans.unwrap_or(LOANS);
    let named = || std::env::temp_dir().join(format!("xindai-bench-lists-{loans}"));
    let folder = options.data.clone().unwrap_or_else(named);
    std::fs::create_dir_all(&folder).map_err(BenchError::io(folder.display().to_string()))?;
    let binary = Program::binary(options.binary.as_ref())?;
    let program = Program::new(&binary, &folder, options.database_url.as_deref());
    furnish::furnish(&program, &folder, loans)?;
    let serving = program.serve()?;
    let readers = Readers {
        clients: sign_in(&serving)?,
        questions: questions(),
        users: options.clients.unwrap_or(USERS).clamp(1, 512),
    };
    let time = Duration::from_secs(options.seconds.unwrap_or(30));
    let alone = readers.each_once()?;
    let mut runs = Vec::new();
    for _ in 0..options.repeats.unwrap_or(1).max(1) {
        let mut figures = Figures::new();
        readers.ask("", (time, PAUSE), &mut figures)?;
        readers.ask("busy_", (time / 3, Duration::ZERO), &mut figures)?;
        tell_kinds(&alone, "alone_", &mut figures);
        figures.insert(
            "questions".to_owned(),
            Value::from(readers.questions.len() * READERS.len()),
        );
        figures.insert("loans".to_owned(), Value::from(loans));
        figures.insert("users".to_owned(), Value::from(readers.users));
        if let Some(megabytes) = machine::peak_rss_mb(&serving.id()) {
            figures.insert("peak_rss_mb".to_owned(), number(megabytes));
        }
        runs.push(figures);
    }
    Ok(runs)
}

fn sign_in(serving: &Serving) -> Result<Vec<Client>, BenchError> {
    READERS.iter().map(|reader| serving.client_of(reader.login)).collect()
}

/// What was asked, by whom, and how long the answer took.
type Asked = (usize, usize, Duration);

struct Readers {
    clients: Vec<Client>,
    questions: Vec<Question>,
    users: u32,
}

impl Readers {
    /// One reader after the other asks every question: pages come into the system's memory, statements are prepared.
    fn each_once(&self) -> Result<Vec<(&Question, usize, Duration)>, BenchError> {
        let mut all = Vec::new();
        for (who, client) in self.clients.iter().enumerate() {
            let mut client = client.again();
            for question in &self.questions {
                let begun = Instant::now();
                client.get(&question.path)?.success()?;
                all.push((question, who, begun.elapsed()));
            }
        }
        Ok(all)
    }

    /// All readers at the same time.
    fn ask(&self, prefix: &str, load: (Duration, Duration), figures: &mut Figures) -> Result<(), BenchError> {
        let (begun, before) = (Instant::now(), machine::usage());
        let asked = std::thread::scope(|scope| -> Result<Vec<Asked>, BenchError> {
            let threads: Vec<_> = (0..self.users)
                .map(|nr| scope.spawn(move || self.read(nr, load)))
                .collect();
            let mut all = Vec::new();
            for thread in threads {
                all.append(&mut thread.join().expect("a reader does not panic")?);
            }
            Ok(all)
        })?;
        let elapsed = begun.elapsed();
        let asked: Vec<_> = asked
            .into_iter()
            .map(|(what, who, time)| (&self.questions[what], who, time))
            .collect();
        figures.insert(format!("{prefix}requests"), Value::from(asked.len()));
        figures.insert(
            format!("{prefix}per_second"),
            number(asked.len() as f64 / elapsed.as_secs_f64()),
        );
        figures.insert(format!("{prefix}seconds"), seconds(elapsed));
        let own = machine::usage().cpu_seconds - before.cpu_seconds;
        figures.insert(format!("{prefix}client_cpu_seconds"), number(own));
        tell_kinds(&asked, prefix, figures);
        Ok(())
    }

    /// One reader: questions by chance, each after a pause that begins with the one before.
    fn read(&self, nr: u32, (time, pause): (Duration, Duration)) -> Result<Vec<Asked>, BenchError> {
        let mut rng = Rng::new(u64::from(nr));
        let who = nr as usize % self.clients.len();
        let mut client = self.clients[who].again();
        let begun = Instant::now();
        // Readers do not ask in step.
        std::thread::sleep(pause.mul_f64(f64::from(nr) / f64::from(self.users)));
        let mut asked = Vec::new();
        while begun.elapsed() < time {
            let what = rng.index(self.questions.len());
            let began = Instant::now();
            client.get(&self.questions[what].path)?.success()?;
            let took = began.elapsed();
            asked.push((what, who, took));
            std::thread::sleep(pause.saturating_sub(took));
        }
        Ok(asked)
    }
}

/// Times over all, by kind of question and by scope, and the slowest questions.
fn tell_kinds(asked: &[(&Question, usize, Duration)], prefix: &str, figures: &mut Figures) {
    let mut groups: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    let mut slowest: BTreeMap<String, Duration> = BTreeMap::new();
    let mut all = Vec::new();
    for (question, who, time) in asked {
        all.push(*time);
        groups.entry(question.kind.to_owned()).or_default().push(*time);
        let scope = READERS[*who].scope;
        groups.entry(format!("scope {scope}")).or_default().push(*time);
        let name = format!("{} | {} | {scope}", question.kind, question.label);
        let worst = slowest.entry(name).or_default();
        *worst = (*worst).max(*time);
    }
    for (name, share) in [("p50_ms", 0.5), ("p99_ms", 0.99), ("max_ms", 1.0)] {
        all.sort_unstable();
        figures.insert(format!("{prefix}{name}"), percentile_ms(&all, share));
    }
    let kinds = groups.into_iter().map(|(name, mut times)| {
        times.sort_unstable();
        let of = |share| percentile_ms(&times, share);
        (
            name,
            json!({ "requests": times.len(), "p50_ms": of(0.5), "p99_ms": of(0.99), "max_ms": of(1.0) }),
        )
    });
    figures.insert(format!("{prefix}kinds"), Value::Object(kinds.collect()));
    let mut slowest: Vec<(String, Duration)> = slowest.into_iter().collect();
    slowest.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    let told = slowest.iter().take(SLOWEST);
    let told = told.map(|(name, time)| json!({ "what": name, "ms": number(time.as_secs_f64() * 1000.0) }));
    figures.insert(format!("{prefix}slowest"), told.collect());
}
