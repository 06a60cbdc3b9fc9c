//! Rows as organisations, and as users.

use super::desk::Desk;
use super::error::{ImportError, Result};
use super::report::{Report, RowOutcome};
use super::row_problem::{ROW_DIFFERS, ROW_TWICE};
use crate::domain::{OrganisationLine, UserLine};
use access::AccessError;
use access::app::{
    NoPassword, OrganisationDraft, OrganisationRow, UserDraft, UserRow, find_user, invite_user, list_organisations,
    open_organisation,
};
use platform::Tx;
use platform::http::Problem;
use std::collections::HashMap;

/// A refusal of one row, unless something ends all.
fn of_row(error: AccessError) -> Result<Problem> {
    match error {
        AccessError::Db(cause) => Err(cause.into()),
        AccessError::Command(cause) => Err(cause.into()),
        refusal => Ok(refusal.into()),
    }
}

/// Opens the organisations of a batch.
///
/// # Errors
/// What ends the whole batch.
pub fn book_organisations(tx: &mut Tx, desk: &Desk<'_>, lines: &[OrganisationLine], report: &mut Report) -> Result<()> {
    let known = list_organisations(tx)?.into_iter().map(|row| (row.code.clone(), row));
    let known: HashMap<String, OrganisationRow> = known.collect();
    let mut seen = HashMap::new();
    for (done, line) in (1..).zip(lines) {
        if let Some(first) = seen.insert(line.code.as_str(), line.line) {
            report.refuse(line.line, Problem::of(ROW_TWICE).field("code").with("row", first));
            continue;
        }
        match known.get(&line.code) {
            Some(known) if same_organisation(known, line) => report.add(line.line, RowOutcome::Unchanged, &line.code),
            Some(_) => {
                let differs = Problem::of(ROW_DIFFERS).field("code");
                report.refuse(line.line, differs.with("object", &line.code));
            }
            None => match open_organisation(tx, &draft(line)) {
                Ok(_) => report.add(line.line, RowOutcome::Created, &line.code),
                Err(error) => report.refuse(line.line, of_row(error)?),
            },
        }
        (desk.tell)(tx, done)?;
    }
    Ok(())
}

fn draft(line: &OrganisationLine) -> OrganisationDraft {
    OrganisationDraft {
        code: line.code.clone(),
        name_zh: line.name_zh.clone(),
        name_en: line.name_en.clone(),
        parent: Some(line.parent.clone()),
        opened_on: line.opened_on,
        closed_on: None,
    }
}

fn same_organisation(known: &OrganisationRow, line: &OrganisationLine) -> bool {
    known.name_zh == line.name_zh
        && known.name_en == line.name_en
        && known.parent.as_deref() == Some(line.parent.as_str())
        && known.opened_on == line.opened_on
}

/// Creates the users of a batch; none of them can sign in before somebody issues a password.
///
/// # Errors
/// What ends the whole batch.
pub fn book_users(tx: &mut Tx, desk: &Desk<'_>, lines: &[UserLine], report: &mut Report) -> Result<()> {
    let password = NoPassword::new().map_err(|cause| ImportError::Inside(cause.to_string()))?;
    let mut seen = HashMap::new();
    for (done, line) in (1..).zip(lines) {
        if let Some(first) = seen.insert(line.login.as_str(), line.line) {
            report.refuse(line.line, Problem::of(ROW_TWICE).field("login").with("row", first));
            continue;
        }
        match find_user(tx, &line.login)? {
            Some(known) if same_user(&known, line) => report.add(line.line, RowOutcome::Unchanged, &line.login),
            Some(_) => {
                let differs = Problem::of(ROW_DIFFERS).field("login");
                report.refuse(line.line, differs.with("object", &line.login));
            }
            None => {
                let draft = UserDraft {
                    login: line.login.clone(),
                    name: line.name.clone(),
                    roles: line.roles.clone(),
                    organisation: line.organisation.clone(),
                    is_service: false,
                };
                let by = (&desk.context.actor, desk.context.now);
                match invite_user(tx, by, &draft, &password) {
                    Ok(_) => report.add(line.line, RowOutcome::Created, &line.login),
                    Err(error) => report.refuse(line.line, of_row(error)?),
                }
            }
        }
        (desk.tell)(tx, done)?;
    }
    Ok(())
}

fn same_user(known: &UserRow, line: &UserLine) -> bool {
    let mut roles = known.roles.clone();
    roles.sort();
    let organisation = line
        .organisation
        .as_deref()
        .is_none_or(|code| code == known.organisation_code);
    known.name == line.name && roles == line.roles && organisation
}
