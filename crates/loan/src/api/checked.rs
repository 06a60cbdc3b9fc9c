//! The commands of the loan that may be proposed by one person and approved by another.

use super::dto::rates::RateChangeBody;
use super::dto::receipt::ChargeOffBody;
use super::problem::{check_note, check_reason};
use crate::app::change::{Change, Remark, told, told_event};
use crate::app::change_rate::change_rate;
use crate::app::repay::charge_off;
use crate::app::reverse::{amount_at_stake, reverse};
use crate::domain::event::EventBody;
use kernel::{EventId, LoanId, Money};
use ledger::AccountingCache;
use platform::http::{Carried, CheckedCommand, Permission, Problem, content_of};
use platform::{CommandContext, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Charge-offs, changes of rates, and reversals of large amounts.
#[must_use]
pub fn checked_commands(books: &AccountingCache) -> Vec<CheckedCommand> {
    let (for_reversals, for_charge_offs, for_rates) = (books.clone(), books.clone(), books.clone());
    vec![
        CheckedCommand {
            name: "loan.charge_off",
            permission: Permission("loan.charge_off"),
            run: Arc::new(move |tx: &mut Tx, context: &CommandContext, content: &Value| {
                run_charge_off(tx, context, &for_charge_offs, content)
            }),
        },
        CheckedCommand {
            name: "loan.change_rate",
            permission: Permission("loan.change_rate"),
            run: Arc::new(move |tx: &mut Tx, context: &CommandContext, content: &Value| {
                run_rate_change(tx, context, &for_rates, content)
            }),
        },
        CheckedCommand {
            name: "loan.reverse",
            permission: Permission("loan.reverse"),
            run: Arc::new(move |tx: &mut Tx, context: &CommandContext, content: &Value| {
                run_reversal(tx, context, &for_reversals, content)
            }),
        },
    ]
}

/// Which loan to charge off.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChargeOff {
    loan_id: LoanId,
    note: Option<String>,
    reason_code: Option<String>,
}

fn run_charge_off(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    content: &Value,
) -> Result<Carried, Problem> {
    let ChargeOff {
        loan_id,
        note,
        reason_code,
    } = content_of(content)?;
    let body = ChargeOffBody { note, reason_code };
    check_note(body.note.as_deref())?;
    let change = charge_off(tx, context, books, loan_id, body.remark())?;
    let amount = change.head.money(change.before.principal_outstanding());
    Ok(carried(&change, amount))
}

/// Which loan shall cost what: beside its id the content is that of the command.
#[derive(Deserialize)]
struct LoanRate {
    loan_id: LoanId,
}

fn run_rate_change(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    content: &Value,
) -> Result<Carried, Problem> {
    let LoanRate { loan_id } = content_of(content)?;
    let mut content = content.clone();
    content.as_object_mut().map(|fields| fields.remove("loan_id"));
    let wanted: RateChangeBody = content_of(&content)?;
    check_reason(&wanted.reason)?;
    let change = change_rate(tx, context, books, loan_id, &wanted.change()?)?;
    let amount = change.head.money(change.before.principal_outstanding());
    Ok(carried(&change, amount))
}

/// Which event to reverse.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reversal {
    loan_id: LoanId,
    event_id: EventId,
    reason: String,
    reason_code: Option<String>,
}

fn run_reversal(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    content: &Value,
) -> Result<Carried, Problem> {
    let wanted: Reversal = content_of(content)?;
    check_reason(&wanted.reason)?;
    let amount = amount_at_stake(tx, &context.scope, (wanted.loan_id, wanted.event_id))?;
    let remark = Remark {
        note: &wanted.reason,
        reason_code: wanted.reason_code.as_deref(),
    };
    let change = reverse(tx, context, books, (wanted.loan_id, wanted.event_id), remark)?;
    Ok(carried(&change, amount))
}

fn carried(change: &Change, amount: Money) -> Carried {
    let head = &change.head;
    Carried {
        object_kind: "loan",
        object_id: head.id.to_string(),
        label: format!("{} {}", head.number, head.customer_name),
        owner: (head.org_id, head.officer.clone()),
        product: Some(head.product_code.clone()),
        amount: Some(amount),
        before: Some(told_before(change)),
        after: Some(told_event(&change.event, &change.after, head.currency)),
        outcome: json!({ "event_id": change.event.id }),
    }
}

/// Where the loan stands; with its rate when that is what changes.
fn told_before(change: &Change) -> Value {
    let mut before = told(&change.before, change.head.currency);
    if matches!(change.event.body, EventBody::RateChanged { .. }) {
        before["annual_rate"] = change.before.pricing(&change.terms).annual_rate.to_string().into();
    }
    before
}
