//! What must be forgotten in time: keys of repeated commands, news that every reader has taken, files of lists and rows of imports
//! whose time is over. Sessions and failed sign-ins are dropped by sign-in itself.

use crate::ticker::Ticker;
use kernel::Timestamp;
use platform::clock::Clock;
use platform::command::forget_keys;
use platform::{Db, DbError, outbox};
use std::time::Duration;

/// A command may be repeated with its key for so long.
const KEYS_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
/// Rows removed in one transaction, so that nobody waits long for the writer.
const AT_ONCE: u32 = 5_000;

/// Tidies up after every pause until dropped. News is kept for `news_days` after every reader has taken it.
pub fn start(db: Db, clock: Clock, pause: Duration, news_days: u32) -> Ticker {
    Ticker::start(pause, move || match tidy(&db, clock.now(), news_days) {
        Ok(removed) => tracing::debug!(removed, "tidied up"),
        Err(error) => tracing::warn!(%error, "tidying up failed; it is tried again"),
    })
}

/// Removes what is older than it may be; the number of rows removed.
pub fn tidy(db: &Db, now: Timestamp, news_days: u32) -> Result<u64, DbError> {
    let keys = db.write(|tx| forget_keys(tx, before(now, KEYS_KEPT)))?;
    let until = before(now, Duration::from_secs(u64::from(news_days) * 24 * 3600));
    let mut news = 0;
    loop {
        let removed = db.write(|tx| outbox::prune(tx, until, AT_ONCE))?;
        news += removed;
        if removed < u64::from(AT_ONCE) {
            break;
        }
    }
    let files = db.write(|tx| export::app::forget_expired(tx, now))?;
    let rows = db.write(|tx| import::app::forget_rows(tx, now))?;
    Ok(keys + news + files + rows)
}

fn before(now: Timestamp, kept: Duration) -> Timestamp {
    let kept = i64::try_from(kept.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(now.millis().saturating_sub(kept))
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::testing::TestDb;
    use platform::{CommandContext, run_command};

    fn command(db: &Db, at: i64) {
        let context = CommandContext {
            idempotency_key: Some(format!("key-{at}")),
            ..CommandContext::system("test", Timestamp::from_millis(at))
        };
        let outcome = run_command::<_, platform::http::Problem, _>(db, &context, "test", &at, |_| Ok(1));
        outcome.expect("a command without work");
    }

    #[test]
    fn keys_are_forgotten_after_thirty_days_and_the_thread_ends_when_dropped() {
        let db = TestDb::new();
        let day = 24 * 3_600_000;
        command(&db, 0);
        command(&db, 20 * day);
        assert_eq!(tidy(&db, Timestamp::from_millis(31 * day), 90), Ok(1));
        assert_eq!(tidy(&db, Timestamp::from_millis(31 * day), 90), Ok(0));
        let clock = Clock::manual(Timestamp::from_millis(0));
        drop(start(db.db().clone(), clock, Duration::from_secs(3600), 90));
    }
}
