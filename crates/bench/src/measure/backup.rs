//! A backup of a whole book while repayments run, and its restore: how long both take, what it costs those who pay meanwhile, and that
//! every payment acknowledged before the backup began is in it.

use super::{Figures, import, number, percentile_ms, seconds};
use crate::client::Client;
use crate::error::BenchError;
use crate::options::BenchOptions;
use crate::program::{Program, Serving, Workplace};
use platform::{Db, DbOptions, migrations};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const LOANS: u32 = 1_000_000;
const CLIENTS: u32 = 16;
/// Loans that are paid while the backup runs, by turns.
const PAID: usize = 20_000;
/// Nothing is counted in the beginning.
const WARM: Duration = Duration::from_secs(1);
/// Rows of a page of the list.
const PAGE: usize = 200;

/// A repayment that was acknowledged.
struct Paid {
    loan: String,
    key: String,
    asked: Instant,
    answered: Instant,
}

pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let place = Workplace::new(options.data.as_deref(), "bench-backup")?;
    let (data, target, empty) = (
        place.path().join("data"),
        place.path().join("to"),
        place.path().join("restored"),
    );
    for folder in [&data, &empty] {
        std::fs::create_dir_all(folder).map_err(BenchError::io(folder.display().to_string()))?;
        write_key(folder)?;
    }
    let binary = Program::binary(options.binary.as_ref())?;
    let program = Program::new(&binary, &data, options.database_url.as_deref());
    let mut figures = Figures::new();
    let loans = options.loans.unwrap_or(LOANS);
    let begun = Instant::now();
    make_book(&program, loans)?;
    figures.insert("loans".to_owned(), Value::from(loans));
    figures.insert("book_seconds".to_owned(), seconds(begun.elapsed()));
    program.add_user()?;
    let load = Load {
        clients: options.clients.unwrap_or(CLIENTS).clamp(1, 512),
        quiet: Duration::from_secs(options.seconds.unwrap_or(10).max(1)),
    };
    let serving = program.serve()?;
    let acknowledged = load.bear(&serving, &program, &target, &mut figures)?;
    drop(serving);
    // The book is not needed any more: room for the restored one.
    std::fs::remove_dir_all(&data).map_err(BenchError::io(data.display().to_string()))?;
    let backup = newest(&target)?;
    let restored = Program::new(&binary, &empty, None);
    restore(&restored, &backup, &mut figures)?;
    let found = count_kept(&restored.serve()?, &acknowledged)?;
    figures.insert("acknowledged_before".to_owned(), Value::from(acknowledged.len()));
    if found != acknowledged.len() {
        let lost = acknowledged.len() - found;
        return Err(BenchError::Broken(format!(
            "{lost} acknowledged repayments are not in the backup"
        )));
    }
    Ok(vec![figures])
}

/// The key with which the book is made, as the program reads it.
fn write_key(folder: &Path) -> Result<(), BenchError> {
    let file = folder.join("field.key");
    let key: String = import::KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.write(true).create_new(true).open(&file);
    let put = written
        .as_mut()
        .map(|out| std::io::Write::write_all(out, key.as_bytes()));
    match put {
        Ok(put) => put.map_err(BenchError::io(file.display().to_string())),
        Err(_) => Err(BenchError::Broken(format!("{} cannot be made", file.display()))),
    }
}

/// Loans with a past, taken in as from another system: a book whose every loan can be replayed.
fn make_book(program: &Program, loans: u32) -> Result<(), BenchError> {
    let fast = DbOptions {
        synchronous_off_for_bench: true,
        ..DbOptions::default()
    };
    let db = Db::open(program.database_url(), fast)?;
    db.migrate(migrations::all())?;
    import::open_lender(&db)?;
    import::take_loans(&db, loans)
}

/// Clients that pay without a pause: first alone, then while the backup is made.
struct Load {
    clients: u32,
    quiet: Duration,
}

impl Load {
    /// Tells the figures of both times; what was acknowledged before the backup began.
    fn bear(
        &self,
        serving: &Serving,
        program: &Program,
        target: &Path,
        figures: &mut Figures,
    ) -> Result<Vec<Paid>, BenchError> {
        let client = serving.client()?;
        let loans = some_loans(&mut client.again())?;
        let over = AtomicBool::new(false);
        let (mut paid, moments, backup) = std::thread::scope(|scope| -> Result<_, BenchError> {
            let share = |nr: usize| {
                loans
                    .iter()
                    .skip(nr)
                    .step_by(self.clients as usize)
                    .cloned()
                    .collect::<Vec<_>>()
            };
            let threads: Vec<_> = (0..self.clients as usize)
                .map(|nr| {
                    let (client, own, over) = (client.again(), share(nr), &over);
                    scope.spawn(move || pay(client, &own, nr, over))
                })
                .collect();
            // The first moments warm caches and prepare statements.
            std::thread::sleep(WARM);
            let quiet = Instant::now();
            std::thread::sleep(self.quiet);
            let begun = Instant::now();
            let made = program.run(&["backup", "--json", "--to", &target.to_string_lossy()]);
            let ended = Instant::now();
            over.store(true, Ordering::Relaxed);
            let mut paid = Vec::new();
            for thread in threads {
                paid.append(&mut thread.join().expect("a client does not panic")?);
            }
            let made = made?;
            if !made.status.success() {
                return Err(BenchError::Server(String::from_utf8_lossy(&made.stderr).into_owned()));
            }
            let told: Value =
                serde_json::from_slice(&made.stdout).map_err(|cause| BenchError::Broken(cause.to_string()))?;
            Ok((paid, [quiet, begun, ended], told))
        })?;
        self.tell(&paid, moments, &backup, figures);
        paid.retain(|one| one.answered < moments[1]);
        Ok(paid)
    }

    fn tell(&self, paid: &[Paid], [quiet, begun, ended]: [Instant; 3], backup: &Value, figures: &mut Figures) {
        let mut tell = |name: &str, value: Value| figures.insert(name.to_owned(), value);
        tell("backup_seconds", backup["seconds"].clone());
        tell(
            "backup_mb",
            number(backup["manifest"]["bytes"].as_f64().unwrap_or(0.0) / 1e6),
        );
        tell("clients", Value::from(self.clients));
        let times = |from: Instant, until: Instant| {
            let within = paid.iter().filter(|one| one.asked >= from && one.answered <= until);
            let mut times: Vec<Duration> = within.map(|one| one.answered - one.asked).collect();
            times.sort_unstable();
            times
        };
        let (alone, busy) = (times(quiet, begun), times(begun, ended));
        tell(
            "per_second_without",
            number(alone.len() as f64 / (begun - quiet).as_secs_f64()),
        );
        tell("p99_ms_without", percentile_ms(&alone, 0.99));
        tell(
            "per_second_with",
            number(busy.len() as f64 / (ended - begun).as_secs_f64()),
        );
        tell("p99_ms_with", percentile_ms(&busy, 0.99));
    }
}

/// Ids of loans that are owed, at most as many as are paid by turns.
fn some_loans(client: &mut Client) -> Result<Vec<String>, BenchError> {
    let (mut loans, mut cursor) = (Vec::new(), String::new());
    while loans.len() < PAID {
        let page = client
            .get(&format!("/api/v1/loans?status=active&limit={PAGE}{cursor}"))?
            .success()?
            .json()?;
        let items = page["items"].as_array().cloned().unwrap_or_default();
        loans.extend(items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    if loans.is_empty() {
        return Err(BenchError::Broken("no loan is owed".to_owned()));
    }
    Ok(loans)
}

fn content() -> String {
    let amount = json!({ "amount": "12.34", "currency": "CNY" });
    json!({ "amount": amount, "value_date": import::today(), "kind": "regular" }).to_string()
}

/// One client: a repayment after the other until it is over.
fn pay(mut client: Client, loans: &[String], nr: usize, over: &AtomicBool) -> Result<Vec<Paid>, BenchError> {
    let (content, mut paid) = (content(), Vec::new());
    for (n, loan) in loans.iter().cycle().enumerate() {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let (asked, key) = (Instant::now(), format!("backup-{nr}-{n}"));
        let path = format!("/api/v1/loans/{loan}/repayments");
        client.post(&path, Some(&key), &content)?.success()?;
        let (loan, answered) = (loan.clone(), Instant::now());
        paid.push(Paid {
            loan,
            key,
            asked,
            answered,
        });
    }
    Ok(paid)
}

fn newest(target: &Path) -> Result<PathBuf, BenchError> {
    let found = std::fs::read_dir(target).map_err(BenchError::io(target.display().to_string()))?;
    let found = found.flatten().map(|entry| entry.path()).max();
    found.ok_or_else(|| BenchError::Broken("there is no backup".to_owned()))
}

/// Into an empty place; the program verifies the book there before it says that it is done.
fn restore(program: &Program, backup: &Path, figures: &mut Figures) -> Result<(), BenchError> {
    let begun = Instant::now();
    let made = program.run(&["restore", "--json", &backup.to_string_lossy()])?;
    if !made.status.success() {
        let said = [made.stdout, made.stderr].concat();
        return Err(BenchError::Broken(String::from_utf8_lossy(&said).into_owned()));
    }
    figures.insert("restore_and_verify_seconds".to_owned(), seconds(begun.elapsed()));
    let begun = Instant::now();
    let verified = program.run(&["verify", "--json"])?;
    if !verified.status.success() {
        return Err(BenchError::Broken(
            String::from_utf8_lossy(&verified.stdout).into_owned(),
        ));
    }
    figures.insert("verify_seconds".to_owned(), seconds(begun.elapsed()));
    Ok(())
}

/// How many repayments the restored book knows: sent again under their keys they are answered as repeats.
fn count_kept(serving: &Serving, paid: &[Paid]) -> Result<usize, BenchError> {
    let (mut client, content, mut kept) = (serving.client()?, content(), 0);
    for one in paid {
        let path = format!("/api/v1/loans/{}/repayments", one.loan);
        let reply = client.post(&path, Some(&one.key), &content)?.success()?;
        kept += usize::from(reply.replayed);
    }
    Ok(kept)
}
