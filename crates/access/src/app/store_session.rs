//! The SQL of sessions: who is behind one, and what they may do on which rows.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{DataScope, OrgId, RoleId, Timestamp, UserId};
use platform::{DbError, Row, Tx, values};

use crate::app::secret::Hash;
use crate::domain::{OrganisationTree, ScopeKind, SessionTimes, SignInMethod};

/// What somebody may do, and on which rows: the scope of each permission by its name.
pub type Grants = BTreeMap<String, DataScope>;

/// A user as far as rights depend on who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holder {
    pub user_id: UserId,
    pub login: String,
    pub org: OrgId,
}

/// A session as stored, with its user.
pub(crate) struct StoredSession {
    pub user: Holder,
    /// Whose roles it uses at the moment; only while the user is that person's deputy.
    pub acting_for: Option<Holder>,
    pub times: SessionTimes,
    /// How the user signed in.
    pub opened_by: SignInMethod,
    /// Whether the user was told to change the password.
    pub must_change_password: bool,
    /// Since when the user has it.
    pub password_set_at: Timestamp,
    /// Whether its screen is locked.
    pub is_locked: bool,
}

/// A session as those see it who may end it.
pub struct OnlineRow {
    /// Names the session: the hash of its secret.
    pub id: String,
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// Name of the organisation.
    pub organisation: String,
    /// How its user signed in.
    pub opened_by: SignInMethod,
    /// When it began, was last used and ends.
    pub times: SessionTimes,
}

/// Inserts a session and drops those that have expired.
pub(crate) fn insert_session(
    tx: &mut Tx,
    (secret, user): (&Hash, UserId),
    (times, opened_by): (&SessionTimes, SignInMethod),
) -> Result<(), DbError> {
    tx.queue(
        "DELETE FROM user_session WHERE expires_at <= $1",
        &values![times.started_at],
    )?;
    tx.queue(
        "INSERT INTO user_session (secret_hash, user_id, started_at, last_seen_at, expires_at, opened_by)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &values![
            *secret,
            user,
            times.started_at,
            times.last_seen_at,
            times.expires_at,
            opened_by.name()
        ],
    )
}

/// The session of an active user.
pub(crate) fn find_session(tx: &mut Tx, secret: &Hash) -> Result<Option<StoredSession>, DbError> {
    let row = tx.query_opt(
        "SELECT u.id, u.login, u.org_id, s.started_at, s.last_seen_at, s.expires_at, a.id, a.login, a.org_id,
            u.must_change_password, u.password_set_at, s.opened_by, s.locked_at
         FROM user_session s
         JOIN app_user u ON u.id = s.user_id AND u.is_active = 1
         LEFT JOIN app_user a ON a.id = s.acting_for AND a.is_active = 1 AND EXISTS (
            SELECT 1 FROM deputy d JOIN business_day b ON d.from_on <= b.business_date AND b.business_date < d.to_on
            WHERE d.deputy_id = u.id AND d.absent_id = a.id AND d.revoked_at IS NULL)
         WHERE s.secret_hash = $1",
        &values![*secret],
    )?;
    Ok(row.map(|row| StoredSession {
        user: Holder {
            user_id: UserId(row.id(0)),
            login: row.text(1).to_owned(),
            org: OrgId(row.id(2)),
        },
        acting_for: row.opt_id(6).map(|id| Holder {
            user_id: UserId(id),
            login: row.text(7).to_owned(),
            org: OrgId(row.id(8)),
        }),
        opened_by: SignInMethod::of_name(row.text(11)),
        must_change_password: row.bool(9),
        password_set_at: row.timestamp(10),
        is_locked: !row.is_null(12),
        times: SessionTimes {
            started_at: row.timestamp(3),
            last_seen_at: row.timestamp(4),
            expires_at: row.timestamp(5),
        },
    }))
}

/// What a user's roles grant. A permission of several roles reaches as far as all of them together. One that is about the
/// whole book (the ledger, the close, users) is granted to those only whose reach is everything, and one that the catalogue
/// does not list to nobody.
pub(crate) fn grants_of(tx: &mut Tx, holder: &Holder) -> Result<Grants, DbError> {
    let mut granted: Vec<(RoleId, ScopeKind, String)> = Vec::new();
    let mut whole_book: BTreeSet<String> = BTreeSet::new();
    let unknown = |code: &str| DbError::Invariant(format!("a role has the unknown data scope {code:?}"));
    tx.try_for_each(
        "SELECT r.id, r.data_scope, p.permission, k.whole_book FROM user_role ur
         JOIN role r ON r.id = ur.role_id JOIN role_permission p ON p.role_id = r.id
         JOIN permission k ON k.code = p.permission
         WHERE ur.user_id = $1",
        &values![holder.user_id],
        |row| {
            let kind = ScopeKind::parse(row.text(1)).ok_or_else(|| unknown(row.text(1)))?;
            granted.push((RoleId(row.id(0)), kind, row.text(2).to_owned()));
            if row.bool(3) {
                whole_book.insert(row.text(2).to_owned());
            }
            Ok::<_, DbError>(())
        },
    )?;
    let has = |wanted| granted.iter().any(|(_, kind, _)| *kind == wanted);
    let tree = if has(ScopeKind::Subtree) {
        load_tree(tx)?
    } else {
        OrganisationTree::default()
    };
    let listed = if has(ScopeKind::Custom) {
        listed_organisations(tx)?
    } else {
        BTreeMap::new()
    };
    let none = BTreeSet::new();
    let mut grants = Grants::new();
    let mut resolved: BTreeMap<RoleId, DataScope> = BTreeMap::new();
    for (role, kind, permission) in granted {
        let of_role = resolved
            .entry(role)
            .or_insert_with(|| kind.resolve((&holder.login, holder.org), &tree, listed.get(&role).unwrap_or(&none)));
        let scope = grants.entry(permission).or_default();
        *scope = scope.union(of_role);
    }
    grants.retain(|permission, scope| scope.is_all() || !whole_book.contains(permission));
    Ok(grants)
}

/// All organisations and their parents.
pub(crate) fn load_tree(tx: &mut Tx) -> Result<OrganisationTree, DbError> {
    let mut pairs = Vec::new();
    tx.for_each("SELECT id, parent_id FROM organisation", &[], |row: &Row| {
        pairs.push((OrgId(row.id(0)), row.opt_id(1).map(OrgId)));
    })?;
    Ok(OrganisationTree::of(pairs))
}

fn listed_organisations(tx: &mut Tx) -> Result<BTreeMap<RoleId, BTreeSet<OrgId>>, DbError> {
    let mut listed: BTreeMap<RoleId, BTreeSet<OrgId>> = BTreeMap::new();
    tx.for_each("SELECT role_id, org_id FROM role_organisation", &[], |row: &Row| {
        listed.entry(RoleId(row.id(0))).or_default().insert(OrgId(row.id(1)));
    })?;
    Ok(listed)
}

/// Sessions that were used lately, the last used first; at most 500.
///
/// # Errors
/// [`DbError`].
pub fn list_sessions(tx: &mut Tx, now: Timestamp, idle_minutes: u32) -> Result<Vec<OnlineRow>, DbError> {
    let since = Timestamp::from_millis(now.millis() - i64::from(idle_minutes) * 60_000);
    let rows = tx.query(
        "SELECT s.secret_hash, u.login, u.name, o.name_zh, s.started_at, s.last_seen_at, s.expires_at, s.opened_by
         FROM user_session s JOIN app_user u ON u.id = s.user_id JOIN organisation o ON o.id = u.org_id
         WHERE s.last_seen_at > $1 AND s.expires_at > $2 ORDER BY s.last_seen_at DESC, u.login LIMIT 500",
        &values![since, now],
    )?;
    let online = |row: &Row| OnlineRow {
        id: hex::encode(row.bytes(0)),
        login: row.text(1).to_owned(),
        name: row.text(2).to_owned(),
        organisation: row.text(3).to_owned(),
        opened_by: SignInMethod::of_name(row.text(7)),
        times: SessionTimes {
            started_at: row.timestamp(4),
            last_seen_at: row.timestamp(5),
            expires_at: row.timestamp(6),
        },
    };
    Ok(rows.iter().map(online).collect())
}

/// Makes room for one more session of a user: the oldest give way.
pub(crate) fn drop_oldest_sessions(tx: &mut Tx, user: UserId, most: u32) -> Result<(), DbError> {
    if most == 0 {
        return Ok(());
    }
    tx.queue(
        "DELETE FROM user_session WHERE user_id = $1 AND secret_hash NOT IN (
            SELECT secret_hash FROM user_session WHERE user_id = $1 ORDER BY started_at DESC, secret_hash LIMIT $2)",
        &values![user, most - 1],
    )
}

/// The user of a session, whose session then is gone.
pub(crate) fn take_session(tx: &mut Tx, secret: &[u8]) -> Result<Option<UserId>, DbError> {
    let row = tx.query_opt(
        "SELECT user_id FROM user_session WHERE secret_hash = $1",
        &values![secret],
    )?;
    tx.queue("DELETE FROM user_session WHERE secret_hash = $1", &values![secret])?;
    Ok(row.map(|row| UserId(row.id(0))))
}

pub(crate) fn delete_other_sessions(tx: &mut Tx, user: UserId, secret: &Hash) -> Result<(), DbError> {
    tx.queue(
        "DELETE FROM user_session WHERE user_id = $1 AND secret_hash <> $2",
        &values![user, *secret],
    )
}

pub(crate) fn touch_session(tx: &mut Tx, secret: &Hash, now: Timestamp) -> Result<(), DbError> {
    tx.queue(
        "UPDATE user_session SET last_seen_at = $2 WHERE secret_hash = $1",
        &values![*secret, now],
    )
}

/// Locks the screen of a session; whether it was open.
pub(crate) fn lock_session(tx: &mut Tx, secret: &Hash, now: Timestamp) -> Result<bool, DbError> {
    let sql = "UPDATE user_session SET locked_at = $2 WHERE secret_hash = $1 AND locked_at IS NULL";
    Ok(tx.execute(sql, &values![*secret, now])? > 0)
}

/// Unlocks the screen of a session, which is a use of it; whether it was locked.
pub(crate) fn unlock_session(tx: &mut Tx, secret: &Hash, now: Timestamp) -> Result<bool, DbError> {
    let sql = "UPDATE user_session SET locked_at = NULL, last_seen_at = $2
        WHERE secret_hash = $1 AND locked_at IS NOT NULL";
    Ok(tx.execute(sql, &values![*secret, now])? > 0)
}

pub(crate) fn set_acting_for(tx: &mut Tx, secret: &Hash, absent: Option<UserId>) -> Result<(), DbError> {
    tx.queue(
        "UPDATE user_session SET acting_for = $2 WHERE secret_hash = $1",
        &values![*secret, absent],
    )
}

pub(crate) fn delete_session(tx: &mut Tx, secret: &Hash) -> Result<(), DbError> {
    tx.queue("DELETE FROM user_session WHERE secret_hash = $1", &values![*secret])
}

pub(crate) fn delete_sessions_of(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    tx.queue("DELETE FROM user_session WHERE user_id = $1", &values![user])
}

/// Ends the sessions that the identity provider opened.
pub(crate) fn delete_provider_sessions_of(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    let provider = SignInMethod::Provider.name();
    tx.queue(
        "DELETE FROM user_session WHERE user_id = $1 AND opened_by = $2",
        &values![user, provider],
    )
}
