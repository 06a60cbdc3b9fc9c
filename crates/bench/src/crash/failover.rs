//! Two nodes on a cluster of PostgreSQL whose leader is killed again and again: under payments, and while days are closed. Clients do
//! what clients must: they send a command without an answer again under its key, to either node, until it is answered.

use super::load::{self, Command, Outcome};
use super::{check_events, first_day, furnish};
use crate::client::Client;
use crate::error::BenchError;
use crate::options::FailoverOptions;
use crate::program::{Program, Serving, Workplace};
use crate::rng::Rng;
use serde_json::{Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const CLIENTS: u64 = 4;
const LOANS: u32 = 40;
/// Load before each kill, and acknowledged commands after it that show that work goes on.
const BEFORE: Duration = Duration::from_secs(3);
const AFTER: u64 = 100;
const PAUSE: Duration = Duration::from_millis(20);

/// What clients and closer share.
struct Scene {
    stop: AtomicBool,
    began: Instant,
    /// Moments at which commands were acknowledged, in milliseconds since the beginning.
    acknowledged: Mutex<Vec<u64>>,
    closing: AtomicBool,
    days_closed: AtomicU64,
    /// Answers 503 of the question whether a node is ready.
    unready: AtomicU64,
}

/// Kills the leader as often as asked.
///
/// The answer is `{"kills","killed_in_a_close","acknowledged","sent_again","days_closed","unready_answers","outage_ms":[…],
/// "longest_outage_ms","seconds"}`; an outage is the longest time around a kill in which no command was acknowledged.
///
/// # Errors
/// [`BenchError::Broken`] when an acknowledged write is lost or doubled, work does not go on in time, or the books do not balance.
pub fn failover(options: &FailoverOptions) -> Result<Value, BenchError> {
    let place = Workplace::new(None, "failover")?;
    let program = Program::new(&options.binary, place.path(), Some(&options.database_url));
    let loans = furnish(&program, (options.seed, LOANS))?;
    program.add_user()?;
    let nodes = [program.serve_as("node-1.log")?, program.serve_as("node-2.log")?];
    let client = nodes[0].client()?;
    let scene = Scene {
        stop: AtomicBool::new(false),
        began: Instant::now(),
        acknowledged: Mutex::default(),
        closing: AtomicBool::new(false),
        days_closed: AtomicU64::new(0),
        unready: AtomicU64::new(0),
    };
    let (killed, commands) = std::thread::scope(|scope| {
        let payers: Vec<_> = (0..CLIENTS)
            .map(|nr| {
                let pair = both(&nodes, &client, nr);
                let (scene, loans, seed) = (&scene, &loans, options.seed);
                scope.spawn(move || pay(scene, pair, (nr, seed), loans))
            })
            .collect();
        let pair = both(&nodes, &client, 0);
        scope.spawn(|| close_days(&scene, pair));
        scope.spawn(|| ask_whether_ready(&scene, &nodes));
        let killed = kill_leaders(&scene, options);
        scene.stop.store(true, Ordering::SeqCst);
        let sent = payers
            .into_iter()
            .map(|payer| payer.join().expect("paying does not panic"));
        (killed, sent.collect::<Vec<_>>())
    });
    let killed = killed.map_err(|error| with_logs(error, place.path()))?;
    let commands: Vec<Command> = commands.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    let mut asker = client.again();
    for command in &commands {
        command.check_repeat(&mut asker)?;
    }
    for loan in &loans {
        check_events(&commands, &mut asker, loan)?;
    }
    if scene.unready.load(Ordering::SeqCst) == 0 {
        return Err(BenchError::Broken("no node said that it was not ready".to_owned()));
    }
    for node in &nodes {
        node.visitor().get("/api/v1/readiness")?.success()?;
    }
    let until = load::close_one(&mut asker, Duration::from_secs(90))?;
    drop(nodes);
    super::verify(&program)?;
    Ok(json!({
        "kills": options.kills,
        "killed_in_a_close": killed.in_a_close,
        "acknowledged": commands.iter().filter(|command| command.answer().is_some()).count(),
        "sent_again": killed.sent_again(&commands),
        "days_closed": until.days_since(first_day()),
        "unready_answers": scene.unready.into_inner(),
        "outage_ms": killed.outages,
        "longest_outage_ms": killed.outages.iter().max(),
        "seconds": scene.began.elapsed().as_secs(),
    }))
}

/// A connection to each node in one session, in an order of its own.
fn both(nodes: &[Serving; 2], client: &Client, nr: u64) -> [Client; 2] {
    let first = usize::from(nr % 2 == 1);
    [first, 1 - first].map(|node| nodes[node].visitor().in_session_of(client))
}

#[derive(Default)]
struct Killed {
    in_a_close: u32,
    outages: Vec<u64>,
}

impl Killed {
    /// Commands that needed more than one sending say so in their keys' tally.
    fn sent_again(&self, commands: &[Command]) -> u64 {
        commands.iter().map(|command| u64::from(command.sent_again)).sum()
    }
}

fn kill_leaders(scene: &Scene, options: &FailoverOptions) -> Result<Killed, BenchError> {
    let longest = Duration::from_secs(options.longest_outage);
    let mut killed = Killed::default();
    for kill in 1..=options.kills {
        std::thread::sleep(BEFORE);
        // Until the cluster is whole again.
        run_kill(options, 0)?;
        // Every other kill waits for a close.
        let asked = Instant::now();
        while kill % 2 == 0 && !scene.closing.load(Ordering::SeqCst) && asked.elapsed() < longest {
            std::thread::sleep(Duration::from_millis(1));
        }
        let in_a_close = scene.closing.load(Ordering::SeqCst);
        run_kill(options, kill)?;
        killed.in_a_close += u32::from(in_a_close);
        killed
            .outages
            .push(wait_for_work(scene, longest).map_err(|error| BenchError::Broken(format!("kill {kill}: {error}")))?);
    }
    Ok(killed)
}

fn run_kill(options: &FailoverOptions, number: u32) -> Result<(), BenchError> {
    let done = std::process::Command::new(&options.kill)
        .arg(number.to_string())
        .status();
    let done = done.map_err(BenchError::io(options.kill.display().to_string()))?;
    if done.success() {
        return Ok(());
    }
    Err(BenchError::Broken(format!(
        "kill {number}: the leader could not be killed ({done})"
    )))
}

/// Waits until payments and closes go on after a kill; how long nothing was acknowledged, in milliseconds.
fn wait_for_work(scene: &Scene, longest: Duration) -> Result<u64, BenchError> {
    let (at, begun) = (scene.now(), Instant::now());
    let (count, days) = (scene.count(), scene.days());
    while scene.count() < count + AFTER || scene.days() <= days {
        if begun.elapsed() > longest + Duration::from_secs(60) {
            let (more, closed) = (scene.count() - count, scene.days() - days);
            let seconds = begun.elapsed().as_secs();
            let told = format!("after {seconds} s {more} commands were acknowledged and {closed} days closed");
            return Err(BenchError::Broken(told));
        }
        std::thread::sleep(PAUSE);
    }
    let outage = scene.gap_after(at);
    if u128::from(outage) > longest.as_millis() {
        return Err(BenchError::Broken(format!("nothing was acknowledged for {outage} ms")));
    }
    Ok(outage)
}

impl Scene {
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn moments(&self) -> std::sync::MutexGuard<'_, Vec<u64>> {
        self.acknowledged.lock().expect("nobody panics with it")
    }

    fn count(&self) -> u64 {
        self.moments().len() as u64
    }

    fn days(&self) -> u64 {
        self.days_closed.load(Ordering::SeqCst)
    }

    /// The longest pause between two acknowledged commands from a moment on.
    fn gap_after(&self, at: u64) -> u64 {
        let mut later: Vec<u64> = self.moments().iter().copied().filter(|moment| *moment >= at).collect();
        later.push(at);
        later.sort_unstable();
        later.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0)
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

/// Pays until told to stop, every command until it is answered.
fn pay(
    scene: &Scene,
    mut clients: [Client; 2],
    (nr, seed): (u64, u64),
    loans: &[String],
) -> Result<Vec<Command>, BenchError> {
    let mut rng = Rng::new(seed.wrapping_add(nr));
    let mut sent = Vec::new();
    for n in 0_u32.. {
        if scene.stopped() {
            break;
        }
        let today = match load::business_date(&mut clients[0]) {
            Ok(today) => today,
            Err(_) => {
                clients.swap(0, 1);
                std::thread::sleep(PAUSE);
                continue;
            }
        };
        let mut command = Command::payment(format!("crash-{nr}-{n}"), &mut rng, loans, today);
        settle(&mut command, &mut clients)?;
        if command.outcome != Outcome::Refused {
            scene.moments().push(scene.now());
        }
        sent.push(command);
    }
    Ok(sent)
}

/// Sends a command, again and again under its key and to either node, until it is answered.
fn settle(command: &mut Command, clients: &mut [Client; 2]) -> Result<(), BenchError> {
    let begun = Instant::now();
    while let Err(error) = command.send(&mut clients[0]) {
        if begun.elapsed() > Duration::from_secs(180) {
            return Err(error);
        }
        command.sent_again = true;
        clients.swap(0, 1);
        std::thread::sleep(PAUSE);
    }
    Ok(())
}

/// Closes day after day until told to stop.
fn close_days(scene: &Scene, mut clients: [Client; 2]) {
    while !scene.stopped() {
        let Ok(today) = load::business_date(&mut clients[0]) else {
            clients.swap(0, 1);
            std::thread::sleep(PAUSE);
            continue;
        };
        let until = json!({ "until": today.add_days(1) }).to_string();
        scene.closing.store(true, Ordering::SeqCst);
        let asked = clients[0].post("/api/v1/close-runs", None, &until);
        let begun = asked.is_ok_and(|reply| reply.status == 202);
        // A close that was begun comes to its end by itself, whatever happens to the database meanwhile.
        while begun && !scene.stopped() && !load::business_date(&mut clients[0]).is_ok_and(|now| now > today) {
            std::thread::sleep(Duration::from_millis(2));
        }
        scene.closing.store(false, Ordering::SeqCst);
        if begun {
            scene.days_closed.fetch_add(1, Ordering::SeqCst);
        } else {
            clients.swap(0, 1);
        }
        std::thread::sleep(PAUSE);
    }
}

/// Asks each node whether it is ready, as a balancer does.
fn ask_whether_ready(scene: &Scene, nodes: &[Serving; 2]) {
    let mut visitors = [nodes[0].visitor(), nodes[1].visitor()];
    while !scene.stopped() {
        for visitor in &mut visitors {
            let answer = visitor.get("/api/v1/readiness");
            let unready = answer.is_ok_and(|reply| reply.status == 503);
            scene.unready.fetch_add(u64::from(unready), Ordering::SeqCst);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The failure with the last lines of both nodes.
fn with_logs(error: BenchError, folder: &std::path::Path) -> BenchError {
    let tail = |name: &str| {
        let text = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    };
    BenchError::Broken(format!(
        "{error}\nnode 1:\n{}\nnode 2:\n{}",
        tail("node-1.log"),
        tail("node-2.log")
    ))
}
