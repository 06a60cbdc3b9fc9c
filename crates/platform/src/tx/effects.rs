//! What a transaction tells with its commit: audit lines and news.

use super::Tx;
use crate::db_error::DbError;
use crate::value::Value;
use crate::values;
use kernel::{Actor, Timestamp};
use serde_json::Value as Json;
use uuid::Uuid;

/// One act, as a use case tells it.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// What was done, `loan.repayment_recorded`.
    pub action: &'static str,
    /// What it was done to, `loan`.
    pub object_kind: &'static str,
    /// Which one.
    pub object_id: String,
    /// The object before, without secrets.
    pub before: Option<Json>,
    /// The object after, without secrets.
    pub after: Option<Json>,
}

/// Who acts, on whose request and when.
#[derive(Debug, Clone)]
struct Signature {
    actor: Actor,
    request_id: String,
    now: Timestamp,
}

/// Buffered until the commit.
#[derive(Default)]
pub(super) struct Effects {
    signature: Option<Signature>,
    audit: Vec<AuditLine>,
    news: Vec<(&'static str, Uuid, Json)>,
}

impl Tx {
    /// Who acts in this transaction, on whose request and when: audit lines and outbox rows carry it. Commands set it by
    /// themselves; a job that writes either must set it.
    pub fn act_as(&mut self, actor: &Actor, request_id: &str, now: Timestamp) {
        let signature = Signature {
            actor: actor.clone(),
            request_id: request_id.to_owned(),
            now,
        };
        self.effects.signature = Some(signature);
    }

    /// Adds a line to the audit trail, written with the commit.
    pub fn audit(&mut self, line: AuditLine) {
        self.effects.audit.push(line);
    }

    /// Tells other capabilities what happened: a row of the outbox, written with the commit.
    pub fn publish(&mut self, topic: &'static str, key: Uuid, payload: Json) {
        self.effects.news.push((topic, key, payload));
    }

    /// The last step before the commit: writes what was buffered and refuses a doomed transaction.
    pub(crate) fn finish(&mut self) -> Result<(), DbError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let effects = std::mem::take(&mut self.effects);
        if effects.audit.is_empty() && effects.news.is_empty() {
            return Ok(());
        }
        let unsigned = || DbError::Invariant("an audit line or news was written without saying who acts".to_owned());
        let by = effects.signature.ok_or_else(unsigned)?;
        let lines: Vec<Vec<Value>> = effects.audit.into_iter().map(|line| audit_row(&by, line)).collect();
        self.queue_rows("audit_entry", AUDIT_COLUMNS, &lines)?;
        let news = |(topic, key, payload): (&'static str, Uuid, Json)| {
            Vec::from(values![Uuid::now_v7(), topic, key, payload, by.now])
        };
        let news: Vec<Vec<Value>> = effects.news.into_iter().map(news).collect();
        self.queue_rows(
            "outbox",
            &["id", "topic", "object_key", "payload", "recorded_at"],
            &news,
        )
    }
}

const AUDIT_COLUMNS: &[&str] = &[
    "id",
    "recorded_at",
    "actor_id",
    "actor_login",
    "request_id",
    "action",
    "object_kind",
    "object_id",
    "before_json",
    "after_json",
    "on_behalf_of",
    "address",
    "via_token",
];

fn audit_row(by: &Signature, line: AuditLine) -> Vec<Value> {
    Vec::from(values![
        Uuid::now_v7(),
        by.now,
        by.actor.user_id,
        &by.actor.login,
        &by.request_id,
        line.action,
        line.object_kind,
        line.object_id,
        line.before,
        line.after,
        by.actor.on_behalf_of.as_deref(),
        by.actor.address.map(|address| address.to_string()),
        by.actor.token.as_deref(),
    ])
}
