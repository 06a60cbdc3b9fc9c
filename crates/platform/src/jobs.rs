//! Leases: which node does a job now. A node that dies loses its lease when the time is over, and another takes it.
//!
//! Nodes compare the lease with their own clocks, so the time of a lease must be longer than their clocks may differ.

use crate::db_error::DbError;
use crate::tx::Tx;
use crate::values;
use kernel::Timestamp;

/// The right to do a job until a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub name: String,
    /// The node that holds it.
    pub owner: String,
    /// Counts the takeovers: work done under an older fence is refused by [`check`].
    pub fence: i64,
    /// When it ends unless renewed.
    pub expires_at: Timestamp,
}

/// Takes the job when it is free, over, or already ours; `None` while another node holds it. Length in milliseconds.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn claim(tx: &mut Tx, name: &str, owner: &str, length_ms: i64, now: Timestamp) -> Result<Option<Lease>, DbError> {
    let expires_at = Timestamp::from_millis(now.millis() + length_ms);
    let sql = "INSERT INTO job_lease (name, owner, fence, expires_at) VALUES ($1, $2, 1, $3)
        ON CONFLICT (name) DO UPDATE SET
            owner = excluded.owner, expires_at = excluded.expires_at,
            fence = CASE WHEN job_lease.owner = excluded.owner AND job_lease.expires_at > $4 THEN job_lease.fence ELSE job_lease.fence + 1 END
        WHERE job_lease.owner = excluded.owner OR job_lease.expires_at <= $4
        RETURNING fence";
    let row = tx.query_opt(sql, &values![name, owner, expires_at, now])?;
    Ok(row.map(|row| Lease {
        name: name.to_owned(),
        owner: owner.to_owned(),
        fence: row.int(0),
        expires_at,
    }))
}

/// Makes the lease end `length_ms` from now; `false` when it was lost meanwhile.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn renew(tx: &mut Tx, lease: &mut Lease, length_ms: i64, now: Timestamp) -> Result<bool, DbError> {
    let expires_at = Timestamp::from_millis(now.millis() + length_ms);
    let sql = "UPDATE job_lease SET expires_at = $4 WHERE name = $1 AND owner = $2 AND fence = $3";
    let held = tx.execute(sql, &values![&lease.name, &lease.owner, lease.fence, expires_at])? == 1;
    if held {
        lease.expires_at = expires_at;
    }
    Ok(held)
}

/// Gives the job back; nothing happens when it was lost meanwhile.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn release(tx: &mut Tx, lease: &Lease) -> Result<(), DbError> {
    let sql = "UPDATE job_lease SET expires_at = 0 WHERE name = $1 AND owner = $2 AND fence = $3";
    tx.execute(sql, &values![&lease.name, &lease.owner, lease.fence])
        .map(|_| ())
}

/// Frees every job, however long its lease would last: for the start of the one program that serves an embedded database,
/// where whoever held a lease is dead. One that is not (a command run beside it) notices with its next [`renew`].
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn release_all(tx: &mut Tx) -> Result<u64, DbError> {
    tx.execute("UPDATE job_lease SET expires_at = 0 WHERE expires_at <> 0", &[])
}

/// Locks the lease until this transaction ends; `false` when another node took it. Call it in the transaction of the work:
/// then work under a lost lease cannot be stored.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn check(tx: &mut Tx, lease: &Lease) -> Result<bool, DbError> {
    let sql = format!(
        "SELECT 1 FROM job_lease WHERE name = $1 AND owner = $2 AND fence = $3{}",
        tx.row_lock()
    );
    Ok(tx
        .query_opt(&sql, &values![&lease.name, &lease.owner, lease.fence])?
        .is_some())
}
