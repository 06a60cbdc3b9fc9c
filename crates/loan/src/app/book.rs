//! Books a loan: its terms are frozen, no money moves yet. And lends the money.

use super::change::{self, Change, Wanted};
use super::error::{LoanFailure, Result};
use super::offer::{Choices, calendar_for, terms_of};
use super::record::LoanHead;
use super::reprice::catch_up;
use super::store;
use crate::domain::event::EventBody;
use crate::domain::life::Life;
use crate::domain::pricing::Pricing;
use crate::domain::terms::LoanTerms;
use kernel::{CivilDate, CustomerId, LoanId, OrgId};
use ledger::AccountingCache;
use platform::{AuditLine, CommandContext, Tx, business_day};
use product::LoanProduct;
use reference::domain::LOAN_NUMBER;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use uuid::Uuid;

/// A loan to be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLoan {
    /// The loan's number; made by the rule of its organisation when absent.
    pub number: Option<String>,
    /// Who borrows.
    pub customer_id: CustomerId,
    /// The customer's name as lists show it: masked.
    pub customer_name: String,
    /// In whose books.
    pub org_id: OrgId,
    /// Who looks after it.
    pub officer: String,
    /// What the money is for, a code of the list `loan_purpose`.
    #[serde(default)]
    pub purpose: Option<String>,
    /// What the contract chooses.
    pub choices: Choices,
}

/// Books loans of one product, each at its own price. Nothing is lent yet.
///
/// # Errors
/// The first loan's refusal; then none is booked.
pub fn book(tx: &mut Tx, product: &LoanProduct, loans: &[(NewLoan, Pricing)]) -> Result<Vec<LoanHead>> {
    let booked_on = business_day::get(tx)?.date();
    let mut prepared: Vec<(LoanHead, LoanTerms)> = Vec::with_capacity(loans.len());
    let mut calendars = BTreeMap::new();
    let mut numbers = numbers_of(tx, loans)?;
    for (place, (new, pricing)) in loans.iter().enumerate() {
        let calendar = match calendars.entry(new.org_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(calendar_for(tx, product, new.org_id)?),
        };
        let terms = terms_of(product, pricing, &new.choices, calendar.as_ref())?;
        let name = numbers.remove(&place).expect("every place has a number");
        prepared.push((head_of(product, new, booked_on, name), terms));
    }
    let mut rows = Vec::with_capacity(prepared.len());
    for (head, terms) in &prepared {
        rows.push((head.clone(), terms, Life::begin(terms)?));
    }
    for (head, ..) in &rows {
        tx.audit(AuditLine {
            action: "loan.booked",
            object_kind: "loan",
            object_id: head.number.clone(),
            before: None,
            after: Some(serde_json::json!({
                "product": product.code, "version": product.version, "purpose": head.purpose,
            })),
        });
    }
    let numbers: Vec<&str> = rows.iter().map(|(head, ..)| head.number.as_str()).collect();
    store::insert(tx, &rows).map_err(|failure| match failure {
        LoanFailure::Db(db) if db.is_unique_violation() => LoanFailure::NumberTaken(numbers.join(", ")),
        other => other,
    })?;
    Ok(rows.into_iter().map(|(head, ..)| head).collect())
}

/// Ids and numbers of loans by their place: their own number, or the next that the rule of their organisation makes.
fn numbers_of(tx: &mut Tx, loans: &[(NewLoan, Pricing)]) -> Result<BTreeMap<usize, (LoanId, String)>> {
    let mut found = BTreeMap::new();
    let mut unnumbered: BTreeMap<OrgId, Vec<(usize, Uuid)>> = BTreeMap::new();
    for (place, (new, _)) in loans.iter().enumerate() {
        let id = Uuid::now_v7();
        match &new.number {
            Some(number) => drop(found.insert(place, (LoanId(id), number.clone()))),
            None => unnumbered.entry(new.org_id).or_default().push((place, id)),
        }
    }
    for (org, places) in unnumbered {
        let ids: Vec<Uuid> = places.iter().map(|(_, id)| *id).collect();
        let numbers = reference::app::number(tx, LOAN_NUMBER, org, &ids)?;
        let named = places.into_iter().zip(numbers);
        found.extend(named.map(|((place, id), number)| (place, (LoanId(id), number))));
    }
    Ok(found)
}

pub(super) fn head_of(
    product: &LoanProduct,
    new: &NewLoan,
    booked_on: CivilDate,
    (id, number): (LoanId, String),
) -> LoanHead {
    LoanHead {
        id,
        number,
        customer_id: new.customer_id,
        customer_name: new.customer_name.clone(),
        product_id: product.id,
        product_code: product.code.clone(),
        org_id: new.org_id,
        officer: new.officer.clone(),
        purpose: new.purpose.clone(),
        currency: product.currency,
        booked_on,
        version: 1,
        event_seq: 0,
    }
}

/// Lends the money of a booked loan, on the date its terms name.
///
/// # Errors
/// [`LoanFailure::DisbursementInFuture`], or what the domain refuses.
pub fn disburse(tx: &mut Tx, context: &CommandContext, books: &AccountingCache, id: LoanId) -> Result<Change> {
    let business_date = business_day::get(tx)?.date();
    let asked = store::load_in(tx, &context.scope, id)?.terms.disbursed_on;
    if asked > business_date {
        return Err(LoanFailure::DisbursementInFuture { asked, business_date });
    }
    let wanted = Wanted {
        body: EventBody::Disbursed,
        value_date: asked,
        currency: None,
        note: String::new(),
        reason_code: None,
    };
    let lent = change::record(tx, context, books, id, &wanted)?;
    // A rate that has moved since the money was lent moves with it; the receipt is the disbursement's.
    catch_up(tx, context, books, (id, asked))?;
    Ok(lent)
}

/// [`disburse`] on a day that somebody names: it must be the contract's.
///
/// # Errors
/// [`LoanFailure::DisbursementDateFixed`], and as [`disburse`].
pub fn disburse_on(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    id: LoanId,
    asked: CivilDate,
) -> Result<Change> {
    let agreed = store::load_in(tx, &context.scope, id)?.terms.disbursed_on;
    if asked != agreed {
        return Err(LoanFailure::DisbursementDateFixed { asked, agreed });
    }
    disburse(tx, context, books, id)
}
