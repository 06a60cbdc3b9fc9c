//! The SQL of sessions: who is behind one, and what they may do on which rows.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{DataScope, OrgId, RoleId, Timestamp, UserId};
use platform::{DbError, Row, Tx, values};

use crate::app::secret::Hash;
use crate::domain::{OrganisationTree, ScopeKind, SessionTimes};

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
}

/// Inserts a session and drops those that have expired.
pub(crate) fn insert_session(tx: &mut Tx, secret: &Hash, user: UserId, times: &SessionTimes) -> Result<(), DbError> {
    tx.queue(
        "DELETE FROM user_session WHERE expires_at <= $1",
        &values![times.started_at],
    )?;
    tx.queue(
        "INSERT INTO user_session (secret_hash, user_id, started_at, last_seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
        &values![*secret, user, times.started_at, times.last_seen_at, times.expires_at],
    )
}

/// The session of an active user.
pub(crate) fn find_session(tx: &mut Tx, secret: &Hash) -> Result<Option<StoredSession>, DbError> {
    let row = tx.query_opt(
        "SELECT u.id, u.login, u.org_id, s.started_at, s.last_seen_at, s.expires_at, a.id, a.login, a.org_id
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

pub(crate) fn touch_session(tx: &mut Tx, secret: &Hash, now: Timestamp) -> Result<(), DbError> {
    tx.queue(
        "UPDATE user_session SET last_seen_at = $2 WHERE secret_hash = $1",
        &values![*secret, now],
    )
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
