//! Rows as customers.

use super::desk::{Desk, Owners};
use super::error::Result;
use super::report::{Report, RowOutcome};
use super::row_problem::{ROW_DIFFERS, ROW_TWICE, owner_problem};
use crate::domain::CustomerLine;
use customer::app::{Intake, Known, Owner, check_fields, check_offered, create_customers, offered, recognise};
use customer::{CustomerDraft, CustomerError, CustomerNumber, CustomerRefusal, FIELD_MOBILE, NewCustomer, Profile};
use platform::Tx;
use platform::http::Problem;
use reference::app::Lists;
use std::collections::HashMap;

const AT_ONCE: usize = 2_000;

/// Books the customers of a batch. What is wrong with single rows stands in the report.
///
/// # Errors
/// What ends the whole batch.
pub fn book_customers(tx: &mut Tx, desk: &Desk<'_>, lines: &[CustomerLine], report: &mut Report) -> Result<()> {
    let mut owners = Owners::load(tx)?;
    let lists = offered(tx)?;
    let mut seen = HashMap::new();
    let mut done = 0;
    for some in lines.chunks(AT_ONCE) {
        let checked = check(tx, desk, (&mut owners, &mut seen, &lists), some, report)?;
        let customers: Vec<NewCustomer> = checked.iter().map(|row| row.customer.clone()).collect();
        let known = recognise(tx, desk.keys, &customers)?;
        let mut fresh: Vec<Checked> = Vec::new();
        for (row, known) in checked.into_iter().zip(known) {
            match known {
                None => match check_offered(&lists, &row.customer) {
                    Ok(()) => fresh.push(row),
                    Err(refusal) => report.refuse(row.line, refusal),
                },
                Some(known) => meet(desk, &row, &known, report),
            }
        }
        create(tx, desk, &owners, fresh, report)?;
        done += some.len();
        (desk.tell)(tx, done)?;
    }
    Ok(())
}

struct Checked {
    line: u32,
    customer: NewCustomer,
    owner: Owner,
}

/// A document and the row that has it.
type Seen = HashMap<(customer::IdentityKind, String), u32>;

fn check(
    tx: &mut Tx,
    desk: &Desk<'_>,
    (owners, seen, lists): (&mut Owners, &mut Seen, &Lists),
    lines: &[CustomerLine],
    report: &mut Report,
) -> Result<Vec<Checked>> {
    let mut checked = Vec::with_capacity(lines.len());
    for line in lines {
        let named = |list, text: &Option<String>| text.as_deref().map(|text| lists.code_of(list, text));
        let draft = CustomerDraft {
            kind: line.kind,
            name: &line.name,
            identity_kind: line.identity_kind,
            identity_number: &line.identity_number,
            mobile: line.mobile.as_deref(),
            profile: Profile {
                industry: named("industry", &line.industry),
                region: named("region", &line.region),
            },
        };
        let customer = match NewCustomer::check(&draft, owners.today.date()) {
            Ok(customer) => customer,
            Err(refusal) => {
                report.refuse(line.number, CustomerError::from(refusal));
                continue;
            }
        };
        let key = (customer.identity.kind(), customer.identity.number().to_owned());
        if let Some(first) = seen.get(&key) {
            let twice = Problem::of(ROW_TWICE).field("identity_number").with("row", *first);
            report.refuse(line.number, twice);
            continue;
        }
        seen.insert(key, line.number);
        let named = (line.organisation.as_deref(), line.officer.as_deref());
        match owners.of(tx, desk.context, named)? {
            Err(fault) => report.refuse(line.number, owner_problem(&fault)),
            Ok((org_id, officer)) => {
                let owner = Owner { org_id, officer };
                match check_fields(&desk.context.sight, &owner, line.mobile.as_deref()) {
                    Err(refusal) => report.refuse(line.number, CustomerError::from(refusal)),
                    Ok(()) => checked.push(Checked {
                        line: line.number,
                        customer,
                        owner,
                    }),
                }
            }
        }
    }
    Ok(checked)
}

/// A row meets a customer who has its document.
fn meet(desk: &Desk<'_>, row: &Checked, known: &Known, report: &mut Report) {
    let (organisation, officer) = (known.owner.org_id, known.owner.officer.as_str());
    let same = if desk.context.sight.covers(FIELD_MOBILE, organisation, officer) {
        known.same
    } else {
        known.same_but_mobile
    };
    if !desk.may_recognise(&known.owner) {
        let taken = CustomerRefusal::IdentityTaken { holder: None };
        report.refuse(row.line, CustomerError::from(taken));
    } else if same {
        report.add(row.line, RowOutcome::Unchanged, known.number.clone());
    } else {
        let differs = Problem::of(ROW_DIFFERS).field("identity_number");
        report.refuse(row.line, differs.with("object", known.number.as_str()));
    }
}

fn create(tx: &mut Tx, desk: &Desk<'_>, owners: &Owners, fresh: Vec<Checked>, report: &mut Report) -> Result<()> {
    let mut by_owner: Vec<(Owner, Vec<Checked>)> = Vec::new();
    for row in fresh {
        match by_owner.iter_mut().find(|(owner, _)| *owner == row.owner) {
            Some((_, rows)) => rows.push(row),
            None => by_owner.push((row.owner.clone(), vec![row])),
        }
    }
    for (owner, rows) in by_owner {
        let intake = Intake {
            on: owners.today,
            at: desk.context.now,
            owner: &owner,
        };
        let (lines, customers): (Vec<u32>, Vec<NewCustomer>) =
            rows.into_iter().map(|row| (row.line, row.customer)).unzip();
        let ids = create_customers(tx, desk.keys, intake, &customers)?;
        for (line, id) in lines.into_iter().zip(ids) {
            report.add(line, RowOutcome::Created, CustomerNumber::of(id).to_string());
        }
    }
    Ok(())
}
