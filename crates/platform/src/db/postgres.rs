//! Transactions on PostgreSQL.

use super::run;
use crate::db_error::DbError;
use crate::pg_pool::PgPool;
use crate::tx::Tx;
use rand::Rng;
use std::panic::resume_unwind;
use std::time::Duration;

/// How often a transaction that lost against another one is tried in all.
const ATTEMPTS: u32 = 10;

pub(super) fn read<T, E, F>(pool: &PgPool, mut work: F) -> Result<T, E>
where
    E: From<DbError>,
    F: FnMut(&mut Tx) -> Result<T, E>,
{
    transact(
        pool,
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        &mut work,
        false,
    )
}

pub(super) fn write<T, E, F>(pool: &PgPool, mut work: F, keep: bool) -> Result<T, E>
where
    E: From<DbError>,
    F: FnMut(&mut Tx) -> Result<T, E>,
{
    transact(pool, "BEGIN ISOLATION LEVEL READ COMMITTED", &mut work, keep)
}

fn transact<T, E, F>(pool: &PgPool, begin: &'static str, work: &mut F, keep: bool) -> Result<T, E>
where
    E: From<DbError>,
    F: FnMut(&mut Tx) -> Result<T, E>,
{
    for attempt in 1.. {
        let client = pool.acquire()?;
        let mut tx = Tx::postgres(client, pool.handle(), begin);
        let outcome = run(&mut tx, work);
        let committed = match &outcome {
            Ok(Ok(_)) if keep => tx.commit_postgres(),
            Ok(Ok(_)) => tx.flush(),
            _ => Ok(()),
        };
        let lost = tx.lost() || committed.as_ref().is_err_and(DbError::is_transient);
        if !(keep && committed.is_ok() && matches!(outcome, Ok(Ok(_)))) {
            tx.rollback_postgres();
        }
        let mut client = tx.into_client();
        if lost {
            client.forget_statements();
        }
        pool.release(client);
        match outcome {
            Err(panic) => resume_unwind(panic),
            Ok(_) if lost && attempt < ATTEMPTS => back_off(attempt),
            Ok(outcome) => {
                let value = outcome?;
                committed?;
                if keep {
                    pool.counter.committed(1);
                }
                return Ok(value);
            }
        }
    }
    unreachable!("the last attempt returns")
}

fn back_off(attempt: u32) {
    let most = 2_u64 << attempt.min(7);
    std::thread::sleep(Duration::from_millis(rand::thread_rng().gen_range(most / 2..=most)));
}
