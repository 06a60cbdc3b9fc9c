//! Change the rules of four eyes: modes and amounts, limits of authority, duties that exclude each other.

use kernel::{CivilDate, Currency, Money};
use platform::{AuditLine, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::app::error::AccessError;
use crate::app::store_check::{self, AuthorityRow, CheckRuleRow, DutyHolder, DutyRow};
use crate::app::{store, store_organisation, store_role};
use crate::domain::AccessRefusal;

/// When a command shall need a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRuleDraft {
    /// The command.
    pub command: String,
    /// `never`, `always` or `above`.
    pub mode: String,
    /// Amounts, one for each currency, for the mode `above`.
    pub above: Vec<Money>,
    /// After so many hours a proposal is void: 1 to 720.
    pub expire_hours: u32,
    /// Whether it rests while nobody else could check.
    pub unless_alone: bool,
    /// Where the rule comes from.
    pub source: String,
}

/// Changes a rule.
///
/// # Errors
/// [`AccessRefusal::CommandUnknown`], [`AccessRefusal::CheckModeInvalid`], [`AccessRefusal::ExpiryInvalid`].
pub fn save_check_rule(tx: &mut Tx, draft: &CheckRuleDraft) -> Result<CheckRuleRow, AccessError> {
    let rules = store_check::list_check_rules(tx)?;
    let unknown = || AccessRefusal::CommandUnknown {
        command: draft.command.clone(),
    };
    let before = rules
        .into_iter()
        .find(|rule| rule.command == draft.command)
        .ok_or_else(unknown)?;
    let amounts = draft.mode == "above";
    let known = ["never", "always", "above"].contains(&draft.mode.as_str());
    if !known || amounts == draft.above.is_empty() || draft.above.iter().any(|amount| amount.minor() < 0) {
        return Err(AccessRefusal::CheckModeInvalid.into());
    }
    if !(1..=720).contains(&draft.expire_hours) {
        return Err(AccessRefusal::ExpiryInvalid.into());
    }
    let above = draft.above.iter();
    let rule = CheckRuleRow {
        command: draft.command.clone(),
        mode: draft.mode.clone(),
        above: above
            .map(|amount| (amount.currency().code().to_owned(), amount.minor()))
            .collect(),
        checker_permission: before.checker_permission.clone(),
        expire_hours: draft.expire_hours,
        unless_alone: draft.unless_alone,
        source: draft.source.trim().to_owned(),
    };
    store_check::update_check_rule(tx, &rule)?;
    tx.audit(AuditLine {
        action: "access.check_rule_changed",
        object_kind: "check_rule",
        object_id: rule.command.clone(),
        before: serde_json::to_value(&before).ok(),
        after: serde_json::to_value(&rule).ok(),
    });
    Ok(rule)
}

/// A limit of authority as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityDraft {
    /// Code of the role.
    pub role: String,
    /// The command.
    pub command: String,
    /// Code of the product; all when absent.
    pub product: Option<String>,
    /// Code of the organisation, with those below it; everywhere when absent.
    pub organisation: Option<String>,
    /// The most.
    pub limit: Money,
    /// Since when it holds.
    pub effective_from: CivilDate,
    /// Where it comes from.
    pub source: String,
}

/// Adds a limit; from its day on it takes the place of the former one of the same role, command, product and organisation.
///
/// # Errors
/// [`AccessRefusal::RoleUnknown`], [`AccessRefusal::CommandUnknown`], [`AccessRefusal::OrganisationUnknown`],
/// [`AccessRefusal::LimitInvalid`].
pub fn add_authority(tx: &mut Tx, draft: &AuthorityDraft) -> Result<AuthorityRow, AccessError> {
    if store::find_role(tx, &draft.role)?.is_none() {
        return Err(AccessRefusal::RoleUnknown {
            code: draft.role.clone(),
        }
        .into());
    }
    if !store_check::list_check_rules(tx)?
        .iter()
        .any(|rule| rule.command == draft.command)
    {
        let command = draft.command.clone();
        return Err(AccessRefusal::CommandUnknown { command }.into());
    }
    if let Some(code) = &draft.organisation
        && store_organisation::find_by_code(tx, code)?.is_none()
    {
        return Err(AccessRefusal::OrganisationUnknown { code: code.clone() }.into());
    }
    if draft.limit.minor() < 0 {
        return Err(AccessRefusal::LimitInvalid.into());
    }
    let row = AuthorityRow {
        id: Uuid::now_v7(),
        role: draft.role.clone(),
        command: draft.command.clone(),
        product: draft.product.clone().filter(|code| !code.is_empty()),
        organisation: draft.organisation.clone(),
        currency: draft.limit.currency().code().to_owned(),
        limit_minor: draft.limit.minor(),
        effective_from: draft.effective_from,
        source: draft.source.trim().to_owned(),
    };
    store_check::insert_authority(tx, &row)?;
    tx.audit(AuditLine {
        action: "access.authority_added",
        object_kind: "authority_limit",
        object_id: row.id.to_string(),
        before: None,
        after: Some(told(&row)),
    });
    Ok(row)
}

/// Removes a limit.
///
/// # Errors
/// [`AccessRefusal::LimitUnknown`].
pub fn remove_authority(tx: &mut Tx, id: Uuid) -> Result<AuthorityRow, AccessError> {
    let found = store_check::list_authority_limits(tx)?
        .into_iter()
        .find(|row| row.id == id);
    let row = found.ok_or(AccessRefusal::LimitUnknown)?;
    store_check::delete_authority(tx, id)?;
    tx.audit(AuditLine {
        action: "access.authority_removed",
        object_kind: "authority_limit",
        object_id: id.to_string(),
        before: Some(told(&row)),
        after: None,
    });
    Ok(row)
}

fn told(row: &AuthorityRow) -> serde_json::Value {
    let limit = Currency::parse(&row.currency).map(|currency| Money::new(row.limit_minor, currency).to_string());
    json!({ "role": row.role, "command": row.command, "product": row.product, "organisation": row.organisation,
            "currency": row.currency, "limit": limit.ok(), "effective_from": row.effective_from, "source": row.source })
}

/// So many of those who hold both duties are told.
const HOLDERS_MOST: i64 = 200;

/// A pair that was added, and who holds both duties through different roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedDuty {
    /// The pair.
    pub pair: DutyRow,
    /// Active users, by login; at most 200.
    pub holders: Vec<DutyHolder>,
}

/// Adds a pair of duties that exclude each other. Who holds both already keeps them, and is told: the pair is judged when
/// roles are given.
///
/// # Errors
/// [`AccessRefusal::PermissionUnknown`], [`AccessRefusal::DutyOfItself`], [`AccessRefusal::DutyTaken`].
pub fn add_duty_conflict(tx: &mut Tx, pair: &DutyRow) -> Result<AddedDuty, AccessError> {
    let known = store_role::list_permissions(tx)?;
    for permission in [&pair.one, &pair.other] {
        if !known.iter().any(|one| one.code == *permission) {
            let permission = permission.clone();
            return Err(AccessRefusal::PermissionUnknown { permission }.into());
        }
    }
    if pair.one == pair.other {
        return Err(AccessRefusal::DutyOfItself.into());
    }
    let same = |row: &DutyRow| {
        (&row.one, &row.other) == (&pair.one, &pair.other) || (&row.one, &row.other) == (&pair.other, &pair.one)
    };
    if store_check::list_duty_conflicts(tx)?.iter().any(same) {
        return Err(AccessRefusal::DutyTaken.into());
    }
    store_check::insert_duty(tx, pair)?;
    audit_duty(tx, "access.duty_conflict_added", pair);
    Ok(AddedDuty {
        pair: pair.clone(),
        holders: store_check::list_duty_holders(tx, (&pair.one, &pair.other), HOLDERS_MOST)?,
    })
}

/// Removes a pair.
///
/// # Errors
/// [`AccessRefusal::DutyUnknown`].
pub fn remove_duty_conflict(tx: &mut Tx, (one, other): (&str, &str)) -> Result<DutyRow, AccessError> {
    let found = store_check::list_duty_conflicts(tx)?
        .into_iter()
        .find(|row| row.one == one && row.other == other);
    let pair = found.ok_or(AccessRefusal::DutyUnknown)?;
    store_check::delete_duty(tx, one, other)?;
    audit_duty(tx, "access.duty_conflict_removed", &pair);
    Ok(pair)
}

fn audit_duty(tx: &mut Tx, action: &'static str, pair: &DutyRow) {
    tx.audit(AuditLine {
        action,
        object_kind: "duty_conflict",
        object_id: format!("{} / {}", pair.one, pair.other),
        before: None,
        after: serde_json::to_value(pair).ok(),
    });
}
