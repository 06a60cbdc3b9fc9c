//! Records money from a borrower: a repayment, a payoff, or a prepayment.

use super::change::{self, Change, Remark, Wanted};
use super::error::Result;
use super::store;
use crate::domain::event::{EventBody, PrepaymentEffect};
use kernel::{CivilDate, LoanId, Money};
use ledger::AccountingCache;
use platform::{CommandContext, Tx};
use serde::{Deserialize, Serialize};

/// The list of reasons of charge-offs.
pub const CHARGE_OFF_REASONS: &str = "charge_off_reason";

/// What the money is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepaymentKind {
    /// It settles what is due; the rest waits in suspense.
    Regular,
    /// It settles the whole loan.
    Payoff,
    /// It reduces principal; the loan ends earlier.
    PrepayShorten,
    /// It reduces principal; the payment shrinks.
    PrepayReduce,
}

/// Money from a borrower.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repayment {
    /// The amount.
    pub amount: Money,
    /// When it takes effect.
    pub value_date: CivilDate,
    /// What it is for.
    pub kind: RepaymentKind,
    /// A remark.
    pub note: String,
}

/// Records money from a borrower.
///
/// # Errors
/// [`super::error::LoanFailure::WrongCurrency`], or what the domain refuses.
pub fn repay(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    id: LoanId,
    repayment: &Repayment,
) -> Result<Change> {
    let amount = repayment.amount.minor();
    let effect = |effect| EventBody::Prepaid { amount, effect };
    let body = match repayment.kind {
        RepaymentKind::Regular => EventBody::Repaid { amount },
        RepaymentKind::Payoff => EventBody::PaidOff { amount },
        RepaymentKind::PrepayShorten => effect(PrepaymentEffect::Shorten),
        RepaymentKind::PrepayReduce => effect(PrepaymentEffect::Reduce),
    };
    let wanted = Wanted {
        body,
        value_date: repayment.value_date,
        currency: Some(repayment.amount.currency()),
        note: repayment.note.clone(),
        reason_code: None,
    };
    change::record(tx, context, books, id, &wanted)
}

/// Calls the whole loan in, on the business date.
///
/// # Errors
/// What the domain refuses.
pub fn call_in(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    id: LoanId,
    note: &str,
) -> Result<Change> {
    let remark = Remark {
        note,
        reason_code: None,
    };
    on_business_date(tx, context, books, id, (EventBody::CalledIn, remark))
}

fn on_business_date(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    id: LoanId,
    (body, remark): (EventBody, Remark<'_>),
) -> Result<Change> {
    let wanted = Wanted {
        body,
        value_date: change::today(tx)?.date.date(),
        currency: None,
        note: remark.note.to_owned(),
        reason_code: remark.reason_code.map(str::to_owned),
    };
    change::record(tx, context, books, id, &wanted)
}

/// Charges off the claim of a loan, on the business date. A code of the reason is one of [`CHARGE_OFF_REASONS`].
///
/// # Errors
/// [`super::error::LoanFailure::Reference`], or what the domain refuses.
pub fn charge_off(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    id: LoanId,
    remark: Remark<'_>,
) -> Result<Change> {
    remark.check(tx, CHARGE_OFF_REASONS)?;
    let stored = store::load_in(tx, &context.scope, id)?;
    let claim = stored.head.money(stored.state.principal_outstanding());
    context.admit_amount("loan.charge_off", claim)?;
    on_business_date(tx, context, books, id, (EventBody::ChargedOff, remark))
}

/// Charges a fee, on the business date.
///
/// # Errors
/// [`super::error::LoanFailure::WrongCurrency`], or what the domain refuses.
pub fn charge_fee(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    id: LoanId,
    (fee, note): (Money, &str),
) -> Result<Change> {
    let value_date = change::today(tx)?.date.date();
    let body = EventBody::FeeCharged { amount: fee.minor() };
    let wanted = Wanted {
        body,
        value_date,
        currency: Some(fee.currency()),
        note: note.to_owned(),
        reason_code: None,
    };
    change::record(tx, context, books, id, &wanted)
}
