//! Commands that may be repeated: the same key and the same command give the first answer again.

use crate::check::{CheckRequired, Checks};
use crate::db::Db;
use crate::db_error::DbError;
use crate::db_options::Backend;
use crate::sight::Sight;
use crate::spans::TRACE;
use crate::tx::Tx;
use crate::values;
use kernel::{Actor, DataScope, Money, OrgId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// Who gives a command, and how.
#[derive(Debug, Clone)]
pub struct CommandContext {
    /// Who acts.
    pub actor: Actor,
    /// The client's own id of this command; repeats of it give the first answer.
    pub idempotency_key: Option<String>,
    /// The request, for logs and the audit trail.
    pub request_id: String,
    /// Do everything, store nothing.
    pub dry_run: bool,
    /// When the command was given.
    pub now: Timestamp,
    /// The rows that the actor may change by this command.
    pub scope: DataScope,
    /// The organisation for which the actor works.
    pub org: OrgId,
    /// The commands that take effect only when somebody else approves them.
    pub checks: Checks,
    /// The sensitive fields that the actor sees, and therefore may write and search for.
    pub sight: Sight,
}

impl CommandContext {
    /// The context of a job: the system acts, without a key.
    pub fn system(request_id: &str, now: Timestamp) -> CommandContext {
        CommandContext {
            actor: Actor::system(),
            idempotency_key: None,
            request_id: request_id.to_owned(),
            dry_run: false,
            now,
            scope: DataScope::All,
            org: OrgId::HEAD_OFFICE,
            checks: Checks::default(),
            sight: Sight::everything(),
        }
    }
}

impl CommandContext {
    /// Asks whether a command may take effect without a second person: for work that stands for many single commands.
    ///
    /// # Errors
    /// [`CommandError::CheckRequired`].
    pub fn admit(&self, command: &str) -> Result<(), CommandError> {
        Ok(self.checks.admit(command)?)
    }
}

impl CommandContext {
    /// Refuses a command of this amount when it needs a second person; a preview may show what it would do.
    ///
    /// # Errors
    /// [`CommandError::CheckRequired`].
    pub fn admit_amount(&self, command: &str, amount: Money) -> Result<(), CommandError> {
        if self.dry_run {
            return Ok(());
        }
        Ok(self.checks.admit_amount(command, amount)?)
    }
}

/// What a command answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The answer.
    pub value: T,
    /// Whether it is the stored answer of an earlier run.
    pub replayed: bool,
}

/// Why a command was refused before it ran.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The key was used for another command or other content (422 `platform.idempotency_key_reused`).
    #[error("the idempotency key was used for another command")]
    IdempotencyKeyReused,
    /// The key is empty or longer than 200 characters (400 `platform.idempotency_key_invalid`).
    #[error("the idempotency key must have 1 to 200 characters")]
    IdempotencyKeyInvalid,
    /// The command takes effect only when somebody else approves it (409 `access.check_required`).
    #[error(transparent)]
    CheckRequired(#[from] CheckRequired),
    /// The answer cannot be written as JSON, or the stored one not be read: a programmer's error.
    #[error("the answer of a command cannot be stored or read: {0}")]
    Encoding(String),
}

/// Runs one command in one transaction.
///
/// `fingerprint` is the command's content: it tells a repeat from another command under the same key. Keys belong to the
/// actor: two people never see each other's answers. A dry run does all the same and stores nothing, the key included.
/// A command that fails stores nothing either, so it may be tried again with its key.
///
/// # Errors
/// What `work` returns, a [`CommandError`], or a [`DbError`].
pub fn run_command<T, E, F>(
    db: &Db,
    context: &CommandContext,
    name: &'static str,
    fingerprint: &impl Serialize,
    mut work: F,
) -> Result<Outcome<T>, E>
where
    T: Serialize + DeserializeOwned,
    E: From<DbError> + From<CommandError>,
    F: FnMut(&mut Tx) -> Result<T, E>,
{
    let span = tracing::info_span!(target: TRACE, "command", xindai.name = name, xindai.dry_run = context.dry_run);
    let _inside = span.enter();
    let mut signed = |tx: &mut Tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        work(tx)
    };
    if !context.dry_run {
        context.checks.admit(name).map_err(CommandError::from)?;
    }
    if context.dry_run {
        return db.preview(signed).map(|value| Outcome { value, replayed: false });
    }
    let Some(key) = &context.idempotency_key else {
        return db.write(signed).map(|value| Outcome { value, replayed: false });
    };
    if key.is_empty() || key.chars().count() > 200 {
        return Err(CommandError::IdempotencyKeyInvalid.into());
    }
    let fingerprint = fingerprint_of(name, fingerprint)?;
    let stored = Stored {
        context,
        key,
        name,
        fingerprint,
    };
    let outcome = db.write(|tx| {
        // PostgreSQL: run first, a repeat is told by its key when it is stored. That saves every command a round trip.
        if tx.backend() == Backend::Sqlite
            && let Some(first) = stored.answer::<T, E>(tx)?
        {
            return Ok(first);
        }
        let value = signed(tx)?;
        stored.keep::<E>(tx, &value)?;
        Ok(Outcome { value, replayed: false })
    });
    match outcome {
        // Perhaps only because the first run has already done it, or does it at this moment.
        Err(refusal) if db.backend() == Backend::Postgres => {
            let first = db.read(|tx| stored.answer::<T, E>(tx))?;
            first.ok_or(refusal)
        }
        outcome => outcome,
    }
}

fn fingerprint_of(name: &str, content: &impl Serialize) -> Result<Vec<u8>, CommandError> {
    let content = serde_json::to_vec(content).map_err(|e| CommandError::Encoding(e.to_string()))?;
    Ok(Sha256::new()
        .chain_update(name)
        .chain_update([0])
        .chain_update(content)
        .finalize()
        .to_vec())
}

/// Where the answer of a command is stored.
struct Stored<'a> {
    context: &'a CommandContext,
    key: &'a str,
    name: &'static str,
    fingerprint: Vec<u8>,
}

impl Stored<'_> {
    /// The stored answer of an earlier run.
    fn answer<T, E>(&self, tx: &mut Tx) -> Result<Option<Outcome<T>>, E>
    where
        T: DeserializeOwned,
        E: From<DbError> + From<CommandError>,
    {
        let select =
            "SELECT command, fingerprint, outcome FROM command_record WHERE actor_id = $1 AND idempotency_key = $2";
        let Some(row) = tx.query_opt(select, &values![self.context.actor.user_id, self.key])? else {
            return Ok(None);
        };
        if row.text(0) != self.name || row.bytes(1) != self.fingerprint {
            return Err(CommandError::IdempotencyKeyReused.into());
        }
        let value = serde_json::from_str(row.text(2)).map_err(|e| CommandError::Encoding(e.to_string()))?;
        Ok(Some(Outcome { value, replayed: true }))
    }

    /// Stores the answer under its key, which exists once: of two runs at once, one commits.
    fn keep<E: From<DbError> + From<CommandError>>(&self, tx: &mut Tx, value: &impl Serialize) -> Result<(), E> {
        let outcome = serde_json::to_string(value).map_err(|e| CommandError::Encoding(e.to_string()))?;
        let columns = [
            "actor_id",
            "idempotency_key",
            "command",
            "fingerprint",
            "recorded_at",
            "outcome",
        ];
        let (actor, fingerprint) = (self.context.actor.user_id, self.fingerprint.as_slice());
        let row = values![actor, self.key, self.name, fingerprint, self.context.now, outcome];
        Ok(tx.queue_rows("command_record", &columns, &[Vec::from(row)])?)
    }
}

/// Removes keys recorded before `before`: their commands can then be repeated for real. The number removed.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn forget_keys(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.execute("DELETE FROM command_record WHERE recorded_at < $1", &values![before])
}
