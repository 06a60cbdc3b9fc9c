//! Who borrows the loans of a batch: known by the document, or made.

use super::desk::Desk;
use super::error::Result;
use super::report::Report;
use super::row_problem::ROW_DIFFERS;
use crate::domain::Borrower;
use customer::app::{Intake, Known, Owner, check_fields, create_customers, recognise};
use customer::{CustomerDraft, CustomerError, CustomerRefusal, IdentityKind, NewCustomer, Profile};
use kernel::{BusinessDate, CustomerId};
use platform::Tx;
use platform::http::Problem;
use std::collections::{HashMap, HashSet};

type Document = (IdentityKind, String);

/// A borrower: id, name as lists show it.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub id: CustomerId,
    pub shown: String,
    name: String,
}

/// Everybody who borrows in a batch, each looked up or made once.
#[derive(Default)]
pub(super) struct Borrowers {
    known: HashMap<Document, std::result::Result<Person, Problem>>,
}

/// Somebody who borrows, and for whom they would be made.
pub(super) struct Asked<'a> {
    pub line: u32,
    pub borrower: &'a Borrower,
    pub owner: Owner,
}

impl Borrowers {
    /// The borrower of each row; none where the report says why.
    pub fn of(
        &mut self,
        tx: &mut Tx,
        desk: &Desk<'_>,
        (today, rows): (BusinessDate, &[Asked<'_>]),
        report: &mut Report,
    ) -> Result<Vec<Option<Person>>> {
        let mut checked: Vec<Option<NewCustomer>> = Vec::with_capacity(rows.len());
        for row in rows {
            let seen = check_fields(&desk.context.sight, &row.owner, row.borrower.mobile.as_deref());
            let customer = seen.and_then(|()| NewCustomer::check(&draft(row.borrower), today.date()));
            checked.push(customer.map_err(|refusal| refuse(report, row.line, refusal)).ok());
        }
        self.look_up(tx, desk, &checked)?;
        self.make(tx, desk, today, (rows, &checked))?;
        let mut found = Vec::with_capacity(rows.len());
        for (row, customer) in rows.iter().zip(&checked) {
            let person = customer.as_ref().map(|customer| self.person(customer));
            found.push(match person {
                Some(Ok(person)) => Some(person),
                Some(Err(problem)) => {
                    report.refuse(row.line, problem);
                    None
                }
                None => None,
            });
        }
        Ok(found)
    }

    fn person(&self, customer: &NewCustomer) -> std::result::Result<Person, Problem> {
        let known = self.known.get(&document(customer)).cloned();
        let person = known.unwrap_or_else(|| Err(Problem::internal(&"a borrower was not looked up")))?;
        // Two rows of a batch with one document and two names.
        if person.name == customer.name.as_str() {
            Ok(person)
        } else {
            Err(differs(&person.shown))
        }
    }

    fn look_up(&mut self, tx: &mut Tx, desk: &Desk<'_>, checked: &[Option<NewCustomer>]) -> Result<()> {
        let unknown = |customer: &&NewCustomer| !self.known.contains_key(&document(customer));
        let wanted: Vec<NewCustomer> = checked.iter().flatten().filter(unknown).cloned().collect();
        for (customer, known) in wanted.iter().zip(recognise(tx, desk.keys, &wanted)?) {
            if let Some(known) = known {
                let standing = standing(desk, customer, known);
                self.known.entry(document(customer)).or_insert(standing);
            }
        }
        Ok(())
    }

    fn make(
        &mut self,
        tx: &mut Tx,
        desk: &Desk<'_>,
        today: BusinessDate,
        (rows, checked): (&[Asked<'_>], &[Option<NewCustomer>]),
    ) -> Result<()> {
        let mut by_owner: Vec<(Owner, Vec<NewCustomer>)> = Vec::new();
        let mut seen = HashSet::new();
        for (row, customer) in rows.iter().zip(checked) {
            let Some(customer) = customer else { continue };
            let key = document(customer);
            if self.known.contains_key(&key) || !seen.insert(key) {
                continue;
            }
            match by_owner.iter_mut().find(|(owner, _)| *owner == row.owner) {
                Some((_, fresh)) => fresh.push(customer.clone()),
                None => by_owner.push((row.owner.clone(), vec![customer.clone()])),
            }
        }
        for (owner, fresh) in by_owner {
            let intake = Intake {
                on: today,
                at: desk.context.now,
                owner: &owner,
            };
            let ids = create_customers(tx, desk.keys, intake, &fresh)?;
            for (customer, id) in fresh.iter().zip(ids) {
                let person = Person {
                    id,
                    shown: customer.name.shown(customer.kind),
                    name: customer.name.as_str().to_owned(),
                };
                self.known.insert(document(customer), Ok(person));
            }
        }
        Ok(())
    }
}

/// Whether somebody who has the document may borrow by this row.
fn standing(desk: &Desk<'_>, customer: &NewCustomer, known: Known) -> std::result::Result<Person, Problem> {
    if !desk.may_recognise(&known.owner) {
        return Err(CustomerError::from(CustomerRefusal::IdentityTaken { holder: None }).into());
    }
    if !known.same_name {
        return Err(differs(&known.number));
    }
    Ok(Person {
        id: known.id,
        shown: known.name,
        name: customer.name.as_str().to_owned(),
    })
}

fn draft(borrower: &Borrower) -> CustomerDraft<'_> {
    CustomerDraft {
        kind: borrower.kind,
        name: &borrower.name,
        identity_kind: borrower.identity_kind,
        identity_number: &borrower.identity_number,
        mobile: borrower.mobile.as_deref(),
        profile: Profile::default(),
    }
}

fn document(customer: &NewCustomer) -> Document {
    (customer.identity.kind(), customer.identity.number().to_owned())
}

fn differs(object: &str) -> Problem {
    Problem::of(ROW_DIFFERS).field("customer_name").with("object", object)
}

fn refuse(report: &mut Report, line: u32, refusal: CustomerRefusal) {
    let named = matches!(refusal, CustomerRefusal::NameInvalid);
    let problem = Problem::from(CustomerError::from(refusal));
    report.refuse(line, if named { problem.field("customer_name") } else { problem });
}
