//! The SQL of tokens for programs.

use std::collections::BTreeSet;

use kernel::{OrgId, Timestamp, UserId};
use platform::{DbError, Row, Tx, values};
use uuid::Uuid;

use crate::app::secret::Hash;
use crate::app::store_address::stored_addresses;
use crate::app::store_session::Holder;
use crate::domain::{AddressList, TokenTimes};

/// A token as the gate needs it: of an active user, not revoked.
pub(crate) struct StoredToken {
    pub user: Holder,
    pub name: String,
    pub permissions: BTreeSet<String>,
    pub addresses: AddressList,
    pub times: TokenTimes,
}

/// A token as people see it; its secret was told once and is nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Id.
    pub id: Uuid,
    /// Login of the user that programs act as.
    pub login: String,
    /// What the token is for.
    pub name: String,
    /// The last four characters of the secret.
    pub hint: String,
    /// What it may do, as far as its user may.
    pub permissions: Vec<String>,
    /// From where it may be used: networks in CIDR form; from everywhere when empty.
    pub addresses: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Login of who made it.
    pub created_by: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The last use, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// From where that was.
    pub last_used_from: Option<String>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Login of who revoked it.
    pub revoked_by: Option<String>,
}

pub(crate) fn find_token(tx: &mut Tx, secret: &Hash) -> Result<Option<StoredToken>, DbError> {
    let row = tx.query_opt(
        "SELECT u.id, u.login, u.org_id, t.name, t.allowed_addresses, t.expires_at, t.last_used_at, t.id
         FROM api_token t JOIN app_user u ON u.id = t.user_id AND u.is_active = 1
         WHERE t.secret_hash = $1 AND t.revoked_at IS NULL",
        &values![*secret],
    )?;
    let Some(row) = row else { return Ok(None) };
    let granted = "SELECT permission FROM api_token_permission WHERE token_id = $1";
    let permissions = tx.query(granted, &values![row.id(7)])?;
    Ok(Some(StoredToken {
        user: Holder {
            user_id: UserId(row.id(0)),
            login: row.text(1).to_owned(),
            org: OrgId(row.id(2)),
        },
        name: row.text(3).to_owned(),
        permissions: permissions.iter().map(|row| row.text(0).to_owned()).collect(),
        addresses: stored_addresses(row.text(4))?,
        times: TokenTimes {
            expires_at: row.timestamp(5),
            last_used_at: row.opt_timestamp(6),
        },
    }))
}

pub(crate) fn touch_token(tx: &mut Tx, secret: &Hash, now: Timestamp, from: Option<String>) -> Result<(), DbError> {
    tx.queue(
        "UPDATE api_token SET last_used_at = $2, last_used_from = $3 WHERE secret_hash = $1",
        &values![*secret, now, from],
    )
}

/// A token to be inserted, with the hash of its secret.
pub(crate) struct TokenRecord<'a> {
    pub row: &'a TokenRow,
    pub user: UserId,
    pub secret: &'a Hash,
}

pub(crate) fn insert_token(tx: &mut Tx, record: &TokenRecord<'_>) -> Result<(), DbError> {
    let row = record.row;
    tx.execute(
        "INSERT INTO api_token (id, user_id, name, secret_hash, hint, allowed_addresses, created_at, created_by, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &values![
            row.id,
            record.user,
            &row.name,
            *record.secret,
            &row.hint,
            row.addresses.join("\n"),
            row.created_at,
            &row.created_by,
            row.expires_at
        ],
    )?;
    let granted = row.permissions.iter();
    let granted: Vec<_> = granted.map(|name| Vec::from(values![row.id, name])).collect();
    tx.insert_rows("api_token_permission", &["token_id", "permission"], &granted)
}

/// Tokens of a user that may still be used.
pub(crate) fn count_live_tokens(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<i64, DbError> {
    let sql = "SELECT count(*) FROM api_token WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2";
    Ok(tx.query_one(sql, &values![user, now])?.int(0))
}

/// Marks a token as revoked; whether it was one that was not yet.
pub(crate) fn revoke_token(tx: &mut Tx, id: Uuid, (now, by): (Timestamp, &str)) -> Result<bool, DbError> {
    let sql = "UPDATE api_token SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL";
    Ok(tx.execute(sql, &values![id, now, by])? == 1)
}

/// Marks all tokens of a user as revoked that are not yet and have not ended; which ones they were.
pub(crate) fn revoke_tokens_of(
    tx: &mut Tx,
    user: UserId,
    (now, by): (Timestamp, &str),
) -> Result<Vec<TokenRow>, DbError> {
    let live = format!("{TOKENS} WHERE t.user_id = $1 AND t.revoked_at IS NULL AND t.expires_at > $2 ORDER BY t.id");
    let rows = tx.query(&live, &values![user, now])?;
    let rows: Vec<TokenRow> = rows.iter().map(|row| token_of(tx, row)).collect::<Result<_, _>>()?;
    for row in &rows {
        revoke_token(tx, row.id, (now, by))?;
    }
    Ok(rows)
}

const TOKENS: &str =
    "SELECT t.id, u.login, t.name, t.hint, t.allowed_addresses, t.created_at, t.created_by, t.expires_at,
    t.last_used_at, t.last_used_from, t.revoked_at, t.revoked_by FROM api_token t JOIN app_user u ON u.id = t.user_id";

/// The tokens of one user, or of all, newest first, beginning before one of them.
///
/// # Errors
/// [`DbError`].
pub fn list_tokens(
    tx: &mut Tx,
    of: Option<UserId>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<TokenRow>, DbError> {
    let before = before.unwrap_or(Uuid::max());
    let rows = match of {
        Some(user) => tx.query(
            &format!("{TOKENS} WHERE t.user_id = $1 AND t.id < $2 ORDER BY t.id DESC LIMIT $3"),
            &values![user, before, limit],
        )?,
        None => tx.query(
            &format!("{TOKENS} WHERE t.id < $1 ORDER BY t.id DESC LIMIT $2"),
            &values![before, limit],
        )?,
    };
    rows.iter().map(|row| token_of(tx, row)).collect()
}

/// One token.
pub(crate) fn get_token(tx: &mut Tx, id: Uuid) -> Result<Option<TokenRow>, DbError> {
    let row = tx.query_opt(&format!("{TOKENS} WHERE t.id = $1"), &values![id])?;
    row.map(|row| token_of(tx, &row)).transpose()
}

fn token_of(tx: &mut Tx, row: &Row) -> Result<TokenRow, DbError> {
    let granted = "SELECT permission FROM api_token_permission WHERE token_id = $1 ORDER BY permission";
    let permissions = tx.query(granted, &values![row.id(0)])?;
    Ok(TokenRow {
        id: row.id(0),
        login: row.text(1).to_owned(),
        name: row.text(2).to_owned(),
        hint: row.text(3).to_owned(),
        permissions: permissions.iter().map(|row| row.text(0).to_owned()).collect(),
        addresses: row.text(4).lines().map(str::to_owned).collect(),
        created_at: row.timestamp(5),
        created_by: row.text(6).to_owned(),
        expires_at: row.timestamp(7),
        last_used_at: row.opt_timestamp(8),
        last_used_from: row.opt_text(9).map(str::to_owned),
        revoked_at: row.opt_timestamp(10),
        revoked_by: row.opt_text(11).map(str::to_owned),
    })
}
