//! Tokens for programs: made by their user, or by an administrator for a service user; told once; revoked.

use std::collections::BTreeSet;

use kernel::{OrgId, Timestamp, UserId};
use platform::command::CommandContext;
use platform::{AuditLine, Db, DbError, Tx};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::prove::prove_password;
use crate::app::query::{self, UserRow};
use crate::app::secret::{hash_of, new_secret};
use crate::app::store_session::{self, Grants, Holder};
use crate::app::store_token::{self, TokenRecord, TokenRow};
use crate::app::{store, store_organisation};
use crate::domain::{
    AccessRefusal, AddressList, Login, TOKEN_PREFIX, TOKENS_MAX, UserName, check_token_scope, token_end,
};

/// A token as somebody wants it.
#[derive(Debug, Clone)]
pub struct TokenDraft {
    /// What it is for: 1 to 64 characters.
    pub name: String,
    /// After so many days it ends: from 1 to what the policy allows.
    pub days: u32,
    /// What it may do.
    pub permissions: BTreeSet<String>,
    /// From where it may be used: networks in CIDR form; from everywhere when empty.
    pub addresses: Vec<String>,
}

/// A token that was just made.
#[derive(Debug, Clone)]
pub struct MadeToken {
    /// The secret: known here only.
    pub secret: String,
    /// The token.
    pub row: TokenRow,
}

/// Makes a token of one's own, against the password.
///
/// # Errors
/// [`AccessRefusal::LockedOut`], [`AccessRefusal::PasswordWrong`], [`AccessRefusal::NameInvalid`],
/// [`AccessRefusal::TokenDays`], [`AccessRefusal::AddressInvalid`], [`AccessRefusal::AddressesTooMany`], those of the scope,
/// [`AccessRefusal::TokensTooMany`], [`AccessError::Busy`].
pub fn make_own_token(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    (password, draft): (&str, &TokenDraft),
) -> Result<MadeToken, AccessError> {
    let (user, counted) = prove_password(db, gate, context, password)?;
    let made = db.write(|tx| {
        counted.take_back(tx)?;
        make(tx, context, (&user.login, draft))
    });
    counted.close(db, context, made)
}

/// Makes a token of a service user, of which a person who makes it holds every permission too.
///
/// # Errors
/// [`AccessRefusal::UserUnknown`], [`AccessRefusal::NotServiceUser`], and those of [`make_own_token`] but for the password's.
pub fn make_service_token(
    db: &Db,
    context: &CommandContext,
    (login, draft): (&str, &TokenDraft),
) -> Result<MadeToken, AccessError> {
    db.write(|tx| {
        let user = find(tx, login)?;
        if !user.is_service {
            return Err(AccessRefusal::NotServiceUser.into());
        }
        make(tx, context, (login, draft))
    })
}

fn make(tx: &mut Tx, context: &CommandContext, (login, draft): (&str, &TokenDraft)) -> Result<MadeToken, AccessError> {
    tx.act_as(&context.actor, &context.request_id, context.now);
    let name = UserName::parse(&draft.name)?;
    let most = store::get_policy(tx, context.now)?.token_max_days;
    let expires_at = token_end(context.now, draft.days, most)?;
    let addresses = AddressList::parse(draft.addresses.iter().map(String::as_str))?;
    let user = find(tx, login)?;
    let held = grants_of(tx, &user)?;
    let maker = find(tx, &context.actor.login)?;
    let own = grants_of(tx, &maker)?;
    check_token_scope(&draft.permissions, |name| {
        held.contains_key(name) && own.contains_key(name)
    })?;
    // Holds the user's row, so that two tokens made at once count each other.
    let id = store::find_user_id(tx, &Login::parse(login)?)?.ok_or_else(|| unknown(login))?;
    if store_token::count_live_tokens(tx, id, context.now)? >= TOKENS_MAX {
        return Err(AccessRefusal::TokensTooMany { most: TOKENS_MAX }.into());
    }
    let secret = format!("{TOKEN_PREFIX}{}", new_secret());
    let row = TokenRow {
        id: Uuid::now_v7(),
        login: user.login,
        name: name.as_str().to_owned(),
        hint: secret[secret.len() - 4..].to_owned(),
        permissions: draft.permissions.iter().cloned().collect(),
        addresses: addresses.entries(),
        created_at: context.now,
        created_by: context.actor.login.clone(),
        expires_at,
        last_used_at: None,
        last_used_from: None,
        revoked_at: None,
        revoked_by: None,
    };
    let record = TokenRecord {
        row: &row,
        user: id,
        secret: &hash_of(&secret),
    };
    store_token::insert_token(tx, &record)?;
    tx.audit(line("access.token_made", &row));
    Ok(MadeToken { secret, row })
}

/// Revokes a token: one's own when `owner` is given, anybody's otherwise. One that is revoked already stays as it is.
///
/// # Errors
/// [`AccessRefusal::TokenUnknown`].
pub fn revoke_token(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    (id, owner): (Uuid, Option<&str>),
) -> Result<(), AccessError> {
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let row = store_token::get_token(tx, id)?.filter(|row| owner.is_none_or(|login| row.login == login));
        let row = row.ok_or(AccessRefusal::TokenUnknown)?;
        if store_token::revoke_token(tx, id, (context.now, &context.actor.login))? {
            tx.audit(line("access.token_revoked", &row));
        }
        Ok::<_, AccessError>(())
    })?;
    gate.forget_all();
    Ok(())
}

/// Revokes all tokens of a person whose password may be known to others, or who may not sign in any more. Those of a service
/// user stay: no password stands behind them, and they are revoked one by one.
pub(crate) fn revoke_all(tx: &mut Tx, user: UserId, (now, by): (Timestamp, &str)) -> Result<(), DbError> {
    for row in store_token::revoke_tokens_of(tx, user, (now, by))? {
        tx.audit(line("access.token_revoked", &row));
    }
    Ok(())
}

fn find(tx: &mut Tx, login: &str) -> Result<UserRow, AccessError> {
    Ok(query::find_user(tx, login)?.ok_or_else(|| unknown(login))?)
}

fn unknown(login: &str) -> AccessRefusal {
    AccessRefusal::UserUnknown {
        login: login.to_owned(),
    }
}

/// What somebody's own roles grant, whomever they act for at the moment.
fn grants_of(tx: &mut Tx, user: &UserRow) -> Result<Grants, AccessError> {
    let organisation = store_organisation::find_by_code(tx, &user.organisation_code)?;
    let holder = Holder {
        user_id: user.id,
        login: user.login.clone(),
        org: organisation.map_or(OrgId::HEAD_OFFICE, |found| found.id),
    };
    Ok(store_session::grants_of(tx, &holder)?)
}

fn line(action: &'static str, row: &TokenRow) -> AuditLine {
    AuditLine {
        action,
        object_kind: "api_token",
        object_id: row.id.to_string(),
        before: None,
        after: Some(told(row)),
    }
}

fn told(row: &TokenRow) -> Value {
    json!({ "login": row.login, "name": row.name, "permissions": row.permissions, "addresses": row.addresses,
            "expires_at": row.expires_at })
}

/// The tokens of a user, newest first; at most `limit`.
///
/// # Errors
/// The database's.
pub fn list_own_tokens(tx: &mut Tx, user: UserId, limit: i64) -> Result<Vec<TokenRow>, AccessError> {
    Ok(store_token::list_tokens(tx, Some(user), None, limit)?)
}
