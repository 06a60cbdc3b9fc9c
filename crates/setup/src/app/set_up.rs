//! Set the lender up: everything in one transaction.

use super::calendar::work_by;
use super::error::Result;
use super::query::{is_open, presets};
use crate::domain::{Institution, Plan, SetupRefusal, Start, WorkCalendar};
use access::app::{
    FirstAdministrator, OrganisationDraft, change_organisation, head_office, open_organisation, take_over,
};
use kernel::BusinessDate;
use platform::installation::Lender;
use platform::{AuditLine, CommandContext, Tx, business_day, installation};
use serde_json::json;

/// The login of the account that the first start makes; it ends with the set-up.
pub const FIRST_LOGIN: &str = "admin";

/// Names the lender, opens its branches, lets the administrator take over from the account of the first start, lays chart of
/// accounts and products, and opens the first day; of a demo, everything up to its first day.
///
/// # Errors
/// [`SetupRefusal`]; what access refuses of an organisation or the administrator.
pub fn set_up(
    tx: &mut Tx,
    context: &CommandContext,
    plan: &Plan,
    (administrator, today): (Option<&FirstAdministrator>, BusinessDate),
) -> Result<()> {
    if is_open(tx)? {
        return Err(SetupRefusal::Done.into());
    }
    if administrator.is_none() && context.actor.login == FIRST_LOGIN {
        return Err(SetupRefusal::AdministratorMissing.into());
    }
    plan.check(today, &presets().into_iter().map(|preset| preset.code).collect())?;
    let head_office = name_the_lender(tx, &plan.institution)?;
    for branch in &plan.branches {
        let draft = OrganisationDraft {
            code: branch.code.clone(),
            name_zh: branch.name_zh.clone(),
            name_en: branch.name_en.clone(),
            parent: Some(branch.parent.clone().unwrap_or_else(|| head_office.clone())),
            opened_on: None,
            closed_on: None,
        };
        open_organisation(tx, &draft)?;
    }
    if let Some(administrator) = administrator {
        take_over(tx, context, administrator)?;
    }
    begin(tx, context, &head_office, &plan.start)?;
    tx.audit(AuditLine {
        action: "platform.set_up",
        object_kind: "installation",
        object_id: plan.institution.name_zh.clone(),
        before: None,
        after: Some(told(plan)),
    });
    Ok(())
}

/// Gives the lender and its head office their name; the code of the head office.
fn name_the_lender(tx: &mut Tx, institution: &Institution) -> Result<String> {
    let (zh, en) = (institution.name_zh.trim(), institution.name_en.trim());
    let lender = Lender {
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        currency: institution.currency,
    };
    installation::name(tx, &lender)?;
    let head_office = head_office(tx)?;
    let code = head_office.code.clone();
    let draft = OrganisationDraft {
        code: head_office.code,
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        parent: None,
        opened_on: head_office.opened_on,
        closed_on: None,
    };
    change_organisation(tx, &draft)?;
    Ok(code)
}

fn begin(tx: &mut Tx, context: &CommandContext, head_office: &str, start: &Start) -> Result<()> {
    match start {
        Start::Demo => Ok(demo::begin(tx, context.now)?),
        Start::Empty {
            first_day,
            products,
            calendar,
        } => {
            if ledger::load_chart(tx)?.iter().next().is_none() {
                ledger::seed_chart(tx)?;
            }
            product::seed_some(tx, |code| products.contains(code))?;
            business_day::open(tx, *first_day)?;
            work_by(tx, context, (head_office, *first_day), calendar)
        }
    }
}

fn told(plan: &Plan) -> serde_json::Value {
    let (first_day, products, calendar) = match &plan.start {
        Start::Demo => (None, None, None),
        Start::Empty {
            first_day,
            products,
            calendar,
        } => (Some(first_day), Some(products), Some(calendar)),
    };
    let calendar = calendar.map(|calendar| match calendar {
        WorkCalendar::China => "china",
        WorkCalendar::Weekends => "weekends",
        WorkCalendar::Own { .. } => "own",
    });
    json!({
        "name": plan.institution.name_zh,
        "currency": plan.institution.currency,
        "branches": plan.branches.iter().map(|branch| &branch.code).collect::<Vec<_>>(),
        "first_day": first_day,
        "products": products,
        "calendar": calendar,
        "demo": first_day.is_none(),
    })
}
