//! Make numbers by their rule.

use super::error::Result;
use super::store;
use crate::domain::{Content, Kind, Numbered, Numbering, in_force};
use kernel::{CivilDate, OrgId};
use platform::{DbError, Tx, business_day};
use uuid::Uuid;

/// The numbers of new objects of an organisation, in order: by the rule that holds on the business date, or as delivered when there is
/// none. A rule that counts locks its sequence until the transaction ends: numbers have no gaps, and two transactions of one
/// sequence wait for each other. Rules without a sequence wait for nobody.
///
/// # Errors
/// [`crate::domain::ReferenceRefusal::SequenceExhausted`], [`DbError`].
pub fn number(tx: &mut Tx, code: &str, org: OrgId, ids: &[Uuid]) -> Result<Vec<String>> {
    let on = business_day::get(tx)?.date();
    let rule = rule_on(tx, code, on)?;
    let org = org_code(tx, &rule, org)?;
    let first = if rule.counts() && !ids.is_empty() {
        let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        store::count_up(tx, (code, &rule.sequence_of(on, &org)), count)? - count + 1
    } else {
        1
    };
    rendered(&rule, (on, &org), u64::try_from(first).unwrap_or(1), ids)
}

/// The numbers that a rule would make next; nothing is counted.
///
/// # Errors
/// As [`number`], and [`crate::domain::PatternFault`].
pub fn preview(tx: &mut Tx, code: &str, rule: &Numbering, org: OrgId, ids: &[Uuid]) -> Result<Vec<String>> {
    rule.check(code)?;
    let on = business_day::get(tx)?.date();
    let org = org_code(tx, rule, org)?;
    let last = store::counted(tx, (code, &rule.sequence_of(on, &org)))?;
    rendered(rule, (on, &org), u64::try_from(last).unwrap_or(0) + 1, ids)
}

fn rendered(rule: &Numbering, (on, org): (CivilDate, &str), first: u64, ids: &[Uuid]) -> Result<Vec<String>> {
    let made = (first..).zip(ids).map(|(sequence, id)| {
        let id = id.as_u128();
        rule.render(&Numbered { on, org, id, sequence })
    });
    Ok(made.collect::<std::result::Result<_, _>>()?)
}

fn org_code(tx: &mut Tx, rule: &Numbering, org: OrgId) -> std::result::Result<String, DbError> {
    if !rule.pattern.contains("{org}") {
        return Ok(String::new());
    }
    Ok(access::app::organisations_above(tx, org)?
        .into_iter()
        .next()
        .unwrap_or_default())
}

fn rule_on(tx: &mut Tx, code: &str, on: CivilDate) -> std::result::Result<Numbering, DbError> {
    let versions = store::of_code(tx, Kind::Numbering, code)?;
    let held = in_force(&versions, on).and_then(|version| version.content.clone());
    match held {
        Some(Content::Numbering(rule)) => Ok(rule),
        _ => crate::seed::numbering(code).ok_or_else(|| DbError::Invariant(format!("nothing numbers {code}"))),
    }
}
