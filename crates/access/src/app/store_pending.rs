//! The SQL of proposed changes.

use kernel::{Currency, DataScope, Money, OrgId, Timestamp, UserId};
use platform::scope::{self, ScopeColumns};
use platform::{DbError, Row, Tx, Value, values};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{Proposal, ProposalState};

/// A proposed change as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingRow {
    /// Id.
    pub id: Uuid,
    /// The command.
    pub command: String,
    /// The kind of object.
    pub object_kind: String,
    /// Which one, as screens address it.
    pub object_id: String,
    /// How people name it.
    pub label: String,
    /// The organisation to which it belongs.
    pub org_id: OrgId,
    /// The officer who looks after it.
    pub officer: String,
    /// Code of the product.
    pub product: Option<String>,
    /// The amount at stake.
    pub amount: Option<Money>,
    /// What the command is to do.
    pub content: serde_json::Value,
    /// The object before.
    pub before: Option<serde_json::Value>,
    /// The object after, as the preview gave it.
    pub after: Option<serde_json::Value>,
    /// Why its maker wants it.
    pub reason: String,
    /// Its maker.
    pub maker_id: UserId,
    /// The maker's login.
    pub maker: String,
    /// When it was proposed, in milliseconds since 1970-01-01 UTC.
    pub proposed_at: i64,
    /// When it is void.
    pub expires_at: i64,
    /// `pending`, `approved`, `rejected`, `withdrawn`, `expired`.
    pub state: String,
    /// Login of who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// Why, for a rejection.
    pub decision_reason: Option<String>,
    /// What the command answered.
    pub outcome: Option<serde_json::Value>,
}

impl PendingRow {
    /// What decisions depend on.
    pub(crate) fn proposal(&self, now: Timestamp) -> Proposal {
        let expires_at = Timestamp::from_millis(self.expires_at);
        Proposal {
            maker: self.maker_id,
            maker_login: self.maker.clone(),
            state: ProposalState::parse(&self.state, expires_at, now).unwrap_or(ProposalState::Expired),
        }
    }
}

const COLUMNS: &str = "id, command, object_kind, object_id, label, org_id, officer, product_code, amount_minor, currency,
    payload, before_json, after_json, reason, maker_id, maker_login, proposed_at, expires_at, state, decided_by, decided_at,
    decision_reason, outcome";

fn row_of(row: &Row, now: Timestamp) -> Result<PendingRow, DbError> {
    let json = |column: usize| (!row.is_null(column)).then(|| row.json(column));
    let money = |minor: i64| {
        let currency = Currency::parse(row.text(9)).map_err(|e| DbError::Invariant(e.to_string()))?;
        Ok::<_, DbError>(Money::new(minor, currency))
    };
    let mut found = PendingRow {
        id: row.id(0),
        command: row.text(1).to_owned(),
        object_kind: row.text(2).to_owned(),
        object_id: row.text(3).to_owned(),
        label: row.text(4).to_owned(),
        org_id: OrgId(row.id(5)),
        officer: row.text(6).to_owned(),
        product: row.opt_text(7).map(str::to_owned),
        amount: row.opt_int(8).map(money).transpose()?,
        content: row.json(10),
        before: json(11),
        after: json(12),
        reason: row.text(13).to_owned(),
        maker_id: UserId(row.id(14)),
        maker: row.text(15).to_owned(),
        proposed_at: row.int(16),
        expires_at: row.int(17),
        state: row.text(18).to_owned(),
        decided_by: row.opt_text(19).map(str::to_owned),
        decided_at: row.opt_int(20),
        decision_reason: row.opt_text(21).map(str::to_owned),
        outcome: json(22),
    };
    found.state = found.proposal(now).state.code().to_owned();
    Ok(found)
}

pub(crate) fn insert(tx: &mut Tx, row: &PendingRow) -> Result<(), DbError> {
    tx.queue(
        "INSERT INTO pending_change (id, command, object_kind, object_id, label, org_id, officer, product_code, amount_minor,
            currency, payload, before_json, after_json, reason, maker_id, maker_login, proposed_at, expires_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'pending')",
        &values![
            row.id,
            &row.command,
            &row.object_kind,
            &row.object_id,
            &row.label,
            row.org_id,
            &row.officer,
            row.product.as_deref(),
            row.amount.map(|amount| amount.minor()),
            row.amount.map(|amount| amount.currency().code()),
            &row.content,
            row.before.as_ref().map(ToString::to_string),
            row.after.as_ref().map(ToString::to_string),
            &row.reason,
            row.maker_id,
            &row.maker,
            row.proposed_at,
            row.expires_at
        ],
    )
}

/// One proposal.
///
/// # Errors
/// [`DbError`].
pub fn find(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<Option<PendingRow>, DbError> {
    find_with(tx, id, now, "")
}

/// One proposal, locked until the transaction ends.
pub(crate) fn lock(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<Option<PendingRow>, DbError> {
    let lock = tx.row_lock();
    find_with(tx, id, now, lock)
}

fn find_with(tx: &mut Tx, id: Uuid, now: Timestamp, lock: &str) -> Result<Option<PendingRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM pending_change WHERE id = $1{lock}");
    let row = tx.query_opt(&sql, &values![id])?;
    row.map(|row| row_of(&row, now)).transpose()
}

/// Writes down a decision.
pub(crate) fn decide(tx: &mut Tx, row: &PendingRow) -> Result<(), DbError> {
    tx.queue(
        "UPDATE pending_change SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $5, outcome = $6
         WHERE id = $1",
        &values![
            row.id,
            &row.state,
            row.decided_by.as_deref(),
            row.decided_at,
            row.decision_reason.as_deref(),
            row.outcome.as_ref().map(ToString::to_string)
        ],
    )
}

/// Which proposals somebody sees: their own, and those that they may check.
pub struct Desk<'a> {
    /// Who looks.
    pub user: UserId,
    /// Whether they see all of them: auditors.
    pub all: bool,
    /// Commands that they may check, and on which rows.
    pub checks: &'a [(String, DataScope)],
    /// The moment.
    pub now: Timestamp,
}

/// At most `limit` proposals in a state, newest first.
///
/// # Errors
/// [`DbError`].
pub fn list_pending(
    tx: &mut Tx,
    desk: &Desk<'_>,
    (state, before): (Option<ProposalState>, Option<Uuid>),
    limit: i64,
) -> Result<Vec<PendingRow>, DbError> {
    let mut params = Vec::from(values![desk.user]);
    let mut seen = vec!["maker_id = $1".to_owned()];
    if desk.all {
        seen.push("1 = 1".to_owned());
    }
    for (command, scope) in desk.checks {
        seen.push(seen_by_checker(command, scope, &mut params));
    }
    let mut sql = format!("SELECT {COLUMNS} FROM pending_change WHERE ({})", seen.join(" OR "));
    if let Some(state) = state {
        params.push(Value::from(desk.now));
        let now = params.len();
        sql.push_str(&match state {
            ProposalState::Pending => format!(" AND state = 'pending' AND expires_at > ${now}"),
            ProposalState::Expired => format!(" AND state = 'pending' AND expires_at <= ${now}"),
            // The moment is named so that the statement uses each of its values.
            decided => format!(" AND state = '{}' AND proposed_at <= ${now}", decided.code()),
        });
    }
    if let Some(before) = before {
        params.push(Value::from(before));
        sql.push_str(&format!(" AND id < ${}", params.len()));
    }
    params.push(Value::from(limit));
    sql.push_str(&format!(" ORDER BY id DESC LIMIT ${}", params.len()));
    tx.query(&sql, &params)?
        .iter()
        .map(|row| row_of(row, desk.now))
        .collect()
}

pub(super) fn seen_by_checker(command: &str, scope: &DataScope, params: &mut Vec<Value>) -> String {
    let owners = ScopeColumns {
        organisation: "org_id",
        officer: "officer",
    };
    params.push(Value::from(command));
    let is_command = format!("command = ${}", params.len());
    match scope::condition(scope, owners, params) {
        Some(inside) => format!("({is_command} AND {inside})"),
        None => is_command,
    }
}
