//! The real program killed at random points under load and inside a close, restarted and verified: no acknowledged write
//! may be lost, none doubled, and the books must balance.

mod client;
mod program;

use crate::error::BenchError;
use crate::options::CrashOptions;
use crate::rng::Rng;
use client::Payment;
use program::Program;
use serde_json::{Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Clients that pay at the same time.
const CLIENTS: u64 = 4;

/// Every third kill falls into a close of business.
const CLOSE_EVERY: u32 = 3;

/// What happened so far.
#[derive(Default)]
struct Tally {
    acknowledged: u64,
    replayed: u64,
    in_flight: u64,
    closes_interrupted: u64,
}

/// Kills the real program under load, restarts and verifies it, as often as asked.
///
/// The answer is `{"kills","acknowledged","replayed","in_flight","closes_interrupted","days_closed","seconds"}`.
///
/// # Errors
/// [`BenchError::Broken`] when an acknowledged write is lost or doubled or the books do not balance.
pub fn crash(options: &CrashOptions) -> Result<Value, BenchError> {
    let began = Instant::now();
    let (program, made) = Program::with_book(options)?;
    let first_day = made.day()?;
    let mut rng = Rng::new(options.seed);
    let mut tally = Tally::default();
    drop(made);
    for kill in 1..=options.kills {
        let round = Round {
            program: &program,
            number: kill,
            closing: kill % CLOSE_EVERY == 0,
        };
        let (sent, closing) = round.load_and_kill(&mut rng)?;
        tally.closes_interrupted += u64::from(closing);
        program
            .verify()
            .map_err(|what| BenchError::Broken(format!("after kill {kill}: {what}")))?;
        round.ask_again(&sent, &mut tally)?;
        program
            .verify()
            .map_err(|what| BenchError::Broken(format!("after kill {kill} and repeats: {what}")))?;
    }
    let served = program.serve()?;
    served.client()?.close_one_day_and_wait()?;
    let last_day = served.day()?;
    drop(served);
    program.verify().map_err(BenchError::Broken)?;
    program.remove_data();
    Ok(json!({
        "kills": options.kills,
        "acknowledged": tally.acknowledged,
        "replayed": tally.replayed,
        "in_flight": tally.in_flight,
        "closes_interrupted": tally.closes_interrupted,
        "days_closed": last_day.days_since(first_day),
        "seconds": began.elapsed().as_secs(),
    }))
}

/// A payment that was sent, and the event it made when the answer arrived before the kill.
type Sent = (Payment, Option<String>);

struct Round<'a> {
    program: &'a Program,
    number: u32,
    closing: bool,
}

impl Round<'_> {
    /// Starts the program, loads it from several clients, and kills it after a random time; tells what was sent and
    /// whether a close was under way.
    fn load_and_kill(&self, rng: &mut Rng) -> Result<(Vec<Sent>, bool), BenchError> {
        let served = self.program.serve()?;
        let client = served.client()?;
        let (loans, day) = (client.open_loans()?, client.business_date()?);
        if loans.is_empty() {
            return Err(BenchError::Broken("no open loan is left to pay".to_owned()));
        }
        let closing = self.closing && client.start_close()?.is_some();
        let wait = Duration::from_micros(rng.bits() % 400_000);
        let (sent, over) = (Mutex::new(Vec::new()), AtomicBool::new(false));
        std::thread::scope(|scope| {
            for number in 0..CLIENTS {
                let mut rng = Rng::new(rng.bits());
                let (client, loans, day, sent, over) = (client.clone(), &loans, &day, &sent, &over);
                let round = self.number;
                scope.spawn(move || {
                    let mut count = 0_u32;
                    while !over.load(Ordering::Relaxed) {
                        count += 1;
                        let key = format!("crash-{round}-{number}-{count}");
                        let payment = Payment::of(rng.pick(loans), day, key);
                        let event = client.pay(&payment).ok().map(|paid| paid.event);
                        let answered = event.is_some();
                        sent.lock().expect("no client panics").push((payment, event));
                        if !answered {
                            return;
                        }
                    }
                });
            }
            std::thread::sleep(wait);
            let killed = served.kill();
            over.store(true, Ordering::Relaxed);
            killed
        })?;
        Ok((sent.into_inner().expect("no client panics"), closing))
    }

    /// Sends every payment of the round again with its key: an acknowledged one must give the same event, replayed; one
    /// that was in flight is done now or was done, once.
    fn ask_again(&self, sent: &[Sent], tally: &mut Tally) -> Result<(), BenchError> {
        let served = self.program.serve()?;
        let client = served.client()?;
        for (payment, event) in sent {
            let again = client.pay(payment)?;
            match event {
                Some(event) if again.replayed && again.event == *event => {
                    tally.acknowledged += 1;
                    tally.replayed += 1;
                }
                Some(event) => {
                    let what = format!(
                        "payment {} was acknowledged as {event} and is now {}",
                        payment.key, again.event
                    );
                    return Err(BenchError::Broken(what));
                }
                None => {
                    tally.in_flight += 1;
                    let twice = client.pay(payment)?;
                    if !twice.replayed || twice.event != again.event {
                        return Err(BenchError::Broken(format!("payment {} was made twice", payment.key)));
                    }
                }
            }
        }
        Ok(())
    }
}
