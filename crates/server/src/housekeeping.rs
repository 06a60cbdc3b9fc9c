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
/// News that every reader has taken is kept for so long, for whoever looks into a case.
const NEWS_KEPT: Duration = Duration::from_secs(90 * 24 * 3600);

/// Tidies up after every pause until dropped.
pub fn start(db: Db, clock: Clock, pause: Duration) -> Ticker {
    Ticker::start(pause, move || match tidy(&db, clock.now()) {
        Ok(removed) => tracing::debug!(removed, "tidied up"),
        Err(error) => tracing::warn!(%error, "tidying up failed; it is tried again"),
    })
}

/// Removes what is older than it may be; the number of rows removed.
pub fn tidy(db: &Db, now: Timestamp) -> Result<u64, DbError> {
    let keys = db.write(|tx| forget_keys(tx, before(now, KEYS_KEPT)))?;
    let news = db.write(|tx| outbox::prune(tx, before(now, NEWS_KEPT)))?;
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
        assert_eq!(tidy(&db, Timestamp::from_millis(31 * day)), Ok(1));
        assert_eq!(tidy(&db, Timestamp::from_millis(31 * day)), Ok(0));
        let clock = Clock::manual(Timestamp::from_millis(0));
        drop(start(db.db().clone(), clock, Duration::from_secs(3600)));
    }
}
