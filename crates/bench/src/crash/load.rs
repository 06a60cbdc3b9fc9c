//! The load under which the program is killed: payments from several clients, and closes of business.

use crate::client::Client;
use crate::error::BenchError;
use crate::program::Serving;
use crate::rng::Rng;
use kernel::CivilDate;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const CLIENTS: u32 = 4;

/// What became of a command.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    /// The program acknowledged it.
    Answered(Value),
    /// The program refused it: nothing was done.
    Refused,
    /// The program was killed before it answered: done or not.
    Unanswered,
}

/// A payment under a key of its own; the key is its remark too.
#[derive(Debug, Clone)]
pub(super) struct Command {
    pub key: String,
    pub loan: String,
    pub outcome: Outcome,
    /// It was sent more than once because an answer did not come.
    pub sent_again: bool,
    body: String,
}

impl Command {
    /// The answer, if it was acknowledged.
    pub(super) fn answer(&self) -> Option<&Value> {
        match &self.outcome {
            Outcome::Answered(answer) => Some(answer),
            Outcome::Refused | Outcome::Unanswered => None,
        }
    }

    /// A payment of a random amount for a random loan on `today`.
    pub(super) fn payment(key: String, rng: &mut Rng, loans: &[String], today: CivilDate) -> Self {
        let minor = rng.between(1, 50_000);
        let amount = format!("{}.{:02}", minor / 100, minor % 100);
        let value_date = today.add_days(-rng.days(0, 2) * i32::from(rng.once_in(5)));
        let body = json!({
            "amount": { "amount": amount, "currency": "CNY" },
            "value_date": value_date,
            "kind": if rng.once_in(12) { "prepay_reduce" } else { "regular" },
            "note": key,
        });
        Self {
            key,
            loan: rng.pick(loans).clone(),
            outcome: Outcome::Unanswered,
            sent_again: false,
            body: body.to_string(),
        }
    }

    fn path(&self) -> String {
        format!("/api/v1/loans/{}/repayments", self.loan)
    }

    /// Sends it; whether it had been carried out before.
    pub(super) fn send(&mut self, client: &mut Client) -> Result<bool, BenchError> {
        let reply = client.post(&self.path(), Some(&self.key), &self.body)?;
        let replayed = reply.replayed;
        self.outcome = match reply.status {
            200..300 => Outcome::Answered(reply.json()?),
            400..500 => Outcome::Refused,
            _ => return Err(reply.unexpected()),
        };
        Ok(replayed)
    }

    /// An acknowledged command gives its first answer again.
    pub(super) fn check_repeat(&self, client: &mut Client) -> Result<(), BenchError> {
        let Some(first) = self.answer() else { return Ok(()) };
        let reply = client.post(&self.path(), Some(&self.key), &self.body)?.success()?;
        if reply.replayed && reply.json()? == *first {
            return Ok(());
        }
        let (replayed, again) = (reply.replayed, reply.json()?);
        Err(BenchError::Broken(format!(
            "the answer to {} was {first}, and now (replayed: {replayed}) it is {again}",
            self.key
        )))
    }
}

/// Bears load for a while and then kills the program. Returns what was sent, and whether a close was running.
pub(super) fn bear(
    serving: Serving,
    client: &Client,
    (kill, seed): (u32, u64),
    (loans, span): (&[String], Duration),
) -> Result<(Vec<Command>, bool), BenchError> {
    let (closing, today) = (AtomicBool::new(false), business_date(&mut client.again())?);
    let (sent, killed) = std::thread::scope(|scope| {
        let payers: Vec<_> = (0..CLIENTS)
            .map(|nr| {
                let (mut client, mut rng) = (client.again(), Rng::new(seed.wrapping_add(u64::from(nr))));
                scope.spawn(move || pay(&mut client, &mut rng, loans, (kill, nr, today)))
            })
            .collect();
        let closer = {
            let (mut client, closing) = (client.again(), &closing);
            scope.spawn(move || close_on_and_on(&mut client, closing))
        };
        std::thread::sleep(span);
        let in_close = closing.load(Ordering::SeqCst);
        let killed = serving.kill().map(|()| in_close);
        closer.join().expect("closing does not panic");
        let mut sent = Vec::new();
        for payer in payers {
            sent.append(&mut payer.join().expect("paying does not panic"));
        }
        (sent, killed)
    });
    Ok((sent, killed?))
}

/// Pays until the program is gone.
fn pay(client: &mut Client, rng: &mut Rng, loans: &[String], (kill, nr, today): (u32, u32, CivilDate)) -> Vec<Command> {
    let mut sent = Vec::new();
    for n in 0_u32.. {
        let key = format!("crash-{kill}-{nr}-{n}");
        let mut command = Command::payment(key, rng, loans, today);
        let gone = command.send(client).is_err();
        sent.push(command);
        if gone {
            break;
        }
    }
    sent
}

pub(super) fn business_date(client: &mut Client) -> Result<CivilDate, BenchError> {
    let day = client.get("/api/v1/business-day")?.success()?.json()?;
    let date = day["business_date"].as_str().unwrap_or_default();
    CivilDate::parse(date).map_err(|_| BenchError::Server(day.to_string()))
}

/// Closes days until the program is gone; tells whether a close is running.
fn close_on_and_on(client: &mut Client, closing: &AtomicBool) {
    while let Ok(today) = business_date(client) {
        let until = json!({ "until": today.add_days(1) }).to_string();
        closing.store(true, Ordering::SeqCst);
        let Ok(reply) = client.post("/api/v1/close-runs", None, &until) else {
            return;
        };
        if reply.status == 202 {
            while business_date(client).is_ok_and(|now| now <= today) {
                std::thread::sleep(Duration::from_millis(2));
            }
        } else {
            std::thread::sleep(Duration::from_millis(5));
        }
        // Still "running" when the program is gone: then it was killed in a close.
        if business_date(client).is_ok() {
            closing.store(false, Ordering::SeqCst);
        }
    }
}

/// Closes one day to its end; the day after it.
pub(super) fn close_one(client: &mut Client, patience: Duration) -> Result<CivilDate, BenchError> {
    let begun = Instant::now();
    let today = business_date(client)?;
    let until = json!({ "until": today.add_days(1) }).to_string();
    loop {
        let reply = client.post("/api/v1/close-runs", None, &until)?;
        match reply.status {
            202 => break,
            // The lease of the close that was killed has not run out yet.
            409 if begun.elapsed() < patience => std::thread::sleep(Duration::from_millis(200)),
            _ => return Err(reply.unexpected()),
        }
    }
    let asked = Instant::now();
    while asked.elapsed() < patience / 3 {
        let now = business_date(client)?;
        if now > today {
            return Ok(now);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let runs = client.get("/api/v1/close-runs?limit=1")?.success()?.json()?;
    Err(BenchError::Broken(format!(
        "the close does not come to its end: {runs}"
    )))
}
