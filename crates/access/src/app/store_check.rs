//! The SQL of the rules of four eyes: which commands need a second person, limits of authority, duties that exclude each other.

use std::collections::BTreeMap;

use kernel::{BusinessDate, CivilDate, Currency, OrgId, UserId};
use platform::{CheckMode, Checks, DbError, Row, Tx, values};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::AuthorityLimit;

/// When a command needs a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRuleRow {
    /// The command.
    pub command: String,
    /// `never`, `always` or `above`.
    pub mode: String,
    /// Amounts in minor units by currency, for the mode `above`.
    pub above: BTreeMap<String, i64>,
    /// What the second person must be allowed to do.
    pub checker_permission: String,
    /// After so many hours a proposal is void.
    pub expire_hours: u32,
    /// Whether it rests while nobody else could check.
    pub unless_alone: bool,
    /// Where the rule comes from.
    pub source: String,
}

/// All rules, by command.
///
/// # Errors
/// [`DbError`].
pub fn list_check_rules(tx: &mut Tx) -> Result<Vec<CheckRuleRow>, DbError> {
    let mut rules: Vec<CheckRuleRow> = Vec::new();
    tx.try_for_each(
        "SELECT r.command, r.mode, r.checker_permission, r.expire_hours, r.unless_alone, r.source, t.currency, t.above_minor
         FROM check_rule r LEFT JOIN check_threshold t ON t.command = r.command ORDER BY r.command, t.currency",
        &[],
        |row| {
            if rules.last().is_none_or(|last| last.command != row.text(0)) {
                rules.push(rule_of(row)?);
            }
            if let (Some(rule), Some(currency)) = (rules.last_mut(), row.opt_text(6)) {
                rule.above.insert(currency.to_owned(), row.int(7));
            }
            Ok::<_, DbError>(())
        },
    )?;
    Ok(rules)
}

fn rule_of(row: &Row) -> Result<CheckRuleRow, DbError> {
    let hours = u32::try_from(row.int(3)).map_err(|e| DbError::Invariant(e.to_string()))?;
    Ok(CheckRuleRow {
        command: row.text(0).to_owned(),
        mode: row.text(1).to_owned(),
        above: BTreeMap::new(),
        checker_permission: row.text(2).to_owned(),
        expire_hours: hours,
        unless_alone: row.bool(4),
        source: row.text(5).to_owned(),
    })
}

pub(crate) fn update_check_rule(tx: &mut Tx, rule: &CheckRuleRow) -> Result<(), DbError> {
    tx.execute(
        "UPDATE check_rule SET mode = $2, expire_hours = $3, unless_alone = $4, source = $5 WHERE command = $1",
        &values![
            &rule.command,
            &rule.mode,
            rule.expire_hours,
            rule.unless_alone,
            &rule.source
        ],
    )?;
    tx.execute(
        "DELETE FROM check_threshold WHERE command = $1",
        &values![&rule.command],
    )?;
    let above = rule.above.iter();
    let rows: Vec<_> = above
        .map(|(currency, minor)| Vec::from(values![&rule.command, currency, *minor]))
        .collect();
    tx.insert_rows("check_threshold", &["command", "currency", "above_minor"], &rows)
}

/// The commands of somebody that need a second person. Rules that rest while one is alone count those who could check.
pub(crate) fn load_checks(tx: &mut Tx, user: UserId) -> Result<Checks, DbError> {
    let rules = list_check_rules(tx)?;
    let others = if rules.iter().any(|rule| rule.unless_alone && rule.mode != "never") {
        other_checkers(tx, user)?
    } else {
        BTreeMap::new()
    };
    let mut checks = Vec::new();
    for rule in rules {
        let alone = others.get(&rule.checker_permission).copied().unwrap_or(0) == 0;
        if rule.mode == "never" || (rule.unless_alone && alone) {
            continue;
        }
        let mut above = BTreeMap::new();
        for (code, minor) in &rule.above {
            let currency = Currency::parse(code).map_err(|e| DbError::Invariant(e.to_string()))?;
            above.insert(currency, *minor);
        }
        let mode = if rule.mode == "always" {
            CheckMode::Always
        } else {
            CheckMode::Above(above)
        };
        checks.push((rule.command, mode));
    }
    Ok(Checks::of(checks))
}

/// By permission, how many other active users hold it.
fn other_checkers(tx: &mut Tx, user: UserId) -> Result<BTreeMap<String, i64>, DbError> {
    let mut others = BTreeMap::new();
    tx.for_each(
        "SELECT p.permission, count(DISTINCT u.id) FROM app_user u
         JOIN user_role ur ON ur.user_id = u.id JOIN role_permission p ON p.role_id = ur.role_id
         WHERE u.is_active = 1 AND u.id <> $1 AND p.permission IN (SELECT checker_permission FROM check_rule)
         GROUP BY p.permission",
        &values![user],
        |row| {
            others.insert(row.text(0).to_owned(), row.int(1));
        },
    )?;
    Ok(others)
}

/// A limit of authority as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityRow {
    /// Id.
    pub id: Uuid,
    /// Code of the role.
    pub role: String,
    /// The command.
    pub command: String,
    /// Code of the product; all when absent.
    pub product: Option<String>,
    /// Code of the organisation, with those below it; everywhere when absent.
    pub organisation: Option<String>,
    /// Currency.
    pub currency: String,
    /// The most, in minor units.
    pub limit_minor: i64,
    /// Since when it holds.
    pub effective_from: CivilDate,
    /// Where it comes from.
    pub source: String,
}

/// All limits, by command and role.
///
/// # Errors
/// [`DbError`].
pub fn list_authority_limits(tx: &mut Tx) -> Result<Vec<AuthorityRow>, DbError> {
    let rows = tx.query(
        "SELECT id, role_code, command, product_code, org_code, currency, limit_minor, effective_from, source
         FROM authority_limit ORDER BY command, role_code, currency, effective_from, id",
        &[],
    )?;
    let limit = |row: &Row| AuthorityRow {
        id: row.id(0),
        role: row.text(1).to_owned(),
        command: row.text(2).to_owned(),
        product: row.opt_text(3).map(str::to_owned),
        organisation: row.opt_text(4).map(str::to_owned),
        currency: row.text(5).to_owned(),
        limit_minor: row.int(6),
        effective_from: row.civil_date(7),
        source: row.text(8).to_owned(),
    };
    Ok(rows.iter().map(limit).collect())
}

/// The limits for a command in a currency that hold on a day: the latest of each role, product and organisation.
pub(crate) fn limits_for(
    tx: &mut Tx,
    command: &str,
    currency: Currency,
    on: BusinessDate,
) -> Result<Vec<AuthorityLimit>, DbError> {
    let rows = tx.query(
        "SELECT role_code, product_code, org_code, limit_minor FROM authority_limit
         WHERE command = $1 AND currency = $2 AND effective_from <= $3 ORDER BY effective_from DESC, id DESC",
        &values![command, currency.code(), on],
    )?;
    let mut limits: Vec<AuthorityLimit> = Vec::new();
    for row in &rows {
        let limit = AuthorityLimit {
            role: row.text(0).to_owned(),
            product: row.opt_text(1).map(str::to_owned),
            organisation: row.opt_text(2).map(str::to_owned),
            limit_minor: row.int(3),
        };
        let same = |other: &AuthorityLimit| {
            (&other.role, &other.product, &other.organisation) == (&limit.role, &limit.product, &limit.organisation)
        };
        if !limits.iter().any(same) {
            limits.push(limit);
        }
    }
    Ok(limits)
}

pub(crate) fn insert_authority(tx: &mut Tx, row: &AuthorityRow) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO authority_limit (id, role_code, command, product_code, org_code, currency, limit_minor, effective_from, source)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &values![
            row.id,
            &row.role,
            &row.command,
            row.product.as_deref(),
            row.organisation.as_deref(),
            &row.currency,
            row.limit_minor,
            row.effective_from,
            &row.source
        ],
    )?;
    Ok(())
}

pub(crate) fn delete_authority(tx: &mut Tx, id: Uuid) -> Result<u64, DbError> {
    tx.execute("DELETE FROM authority_limit WHERE id = $1", &values![id])
}

/// Codes of an organisation and of those above it, the nearest first.
///
/// # Errors
/// [`DbError`].
pub fn organisations_above(tx: &mut Tx, organisation: OrgId) -> Result<Vec<String>, DbError> {
    let mut above = Vec::new();
    let mut next = Some(organisation);
    while let Some(id) = next {
        let row = tx.query_opt("SELECT code, parent_id FROM organisation WHERE id = $1", &values![id])?;
        let Some(row) = row else { break };
        above.push(row.text(0).to_owned());
        next = row.opt_id(1).map(OrgId);
    }
    Ok(above)
}

/// Codes of the roles through which a user holds a permission.
pub(crate) fn roles_with(tx: &mut Tx, login: &str, permission: &str) -> Result<Vec<String>, DbError> {
    let rows = tx.query(
        "SELECT r.code FROM app_user u JOIN user_role ur ON ur.user_id = u.id JOIN role r ON r.id = ur.role_id
         JOIN role_permission p ON p.role_id = r.id AND p.permission = $2 WHERE u.login = $1",
        &values![login, permission],
    )?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}

/// Two permissions that exclude each other, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyRow {
    /// The one permission.
    pub one: String,
    /// The other.
    pub other: String,
    /// Why, in Chinese.
    pub reason_zh: String,
    /// Why, in English.
    pub reason_en: String,
    /// Where it comes from.
    pub source: String,
}

/// All pairs.
///
/// # Errors
/// [`DbError`].
pub fn list_duty_conflicts(tx: &mut Tx) -> Result<Vec<DutyRow>, DbError> {
    let rows = tx.query(
        "SELECT one, other, reason_zh, reason_en, source FROM duty_conflict ORDER BY one, other",
        &[],
    )?;
    let pair = |row: &Row| DutyRow {
        one: row.text(0).to_owned(),
        other: row.text(1).to_owned(),
        reason_zh: row.text(2).to_owned(),
        reason_en: row.text(3).to_owned(),
        source: row.text(4).to_owned(),
    };
    Ok(rows.iter().map(pair).collect())
}

/// Somebody who holds two duties through two roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyHolder {
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// Code of the role that grants the one.
    pub role: String,
    /// Code of the role that grants the other.
    pub other_role: String,
}

/// Active users who hold both permissions through different roles, by login; at most `limit`.
pub(crate) fn list_duty_holders(
    tx: &mut Tx,
    (one, other): (&str, &str),
    limit: i64,
) -> Result<Vec<DutyHolder>, DbError> {
    let rows = tx.query(
        "SELECT u.login, u.name, min(r.code), min(s.code) FROM app_user u
         JOIN user_role a ON a.user_id = u.id JOIN role r ON r.id = a.role_id
         JOIN role_permission p ON p.role_id = r.id AND p.permission = $1
         JOIN user_role b ON b.user_id = u.id AND b.role_id <> a.role_id JOIN role s ON s.id = b.role_id
         JOIN role_permission q ON q.role_id = s.id AND q.permission = $2
         WHERE u.is_active = 1 GROUP BY u.login, u.name ORDER BY u.login LIMIT $3",
        &values![one, other, limit],
    )?;
    let holder = |row: &Row| DutyHolder {
        login: row.text(0).to_owned(),
        name: row.text(1).to_owned(),
        role: row.text(2).to_owned(),
        other_role: row.text(3).to_owned(),
    };
    Ok(rows.iter().map(holder).collect())
}

pub(crate) fn insert_duty(tx: &mut Tx, pair: &DutyRow) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO duty_conflict (one, other, reason_zh, reason_en, source) VALUES ($1, $2, $3, $4, $5)",
        &values![&pair.one, &pair.other, &pair.reason_zh, &pair.reason_en, &pair.source],
    )?;
    Ok(())
}

pub(crate) fn delete_duty(tx: &mut Tx, one: &str, other: &str) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM duty_conflict WHERE one = $1 AND other = $2",
        &values![one, other],
    )
}
