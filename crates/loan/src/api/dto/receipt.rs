//! Commands of money and their receipts.

use super::balances::{AllocationView, BalancesView};
use crate::app::change::{Change, Remark};
use crate::app::quote::balances;
use crate::app::record::{StoredLoan, status_name};
use crate::app::repay::{Repayment, RepaymentKind};
use crate::domain::allocation::Component;
use crate::domain::life::Life;
use crate::domain::state::LoanState;
use kernel::{AnnualRate, CivilDate, EventId, Money};
use ledger::wire::EntryView;
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What money is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RepaymentKind)]
pub enum RepaymentKindDto {
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
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRepayment)]
pub struct RepaymentBody {
    /// The amount.
    #[schema(value_type = wire::Money)]
    pub amount: Money,
    /// When it takes effect: today, or a day before for money that was there already.
    #[schema(value_type = wire::Date)]
    pub value_date: CivilDate,
    /// What it is for.
    pub kind: RepaymentKindDto,
    /// A remark.
    pub note: Option<String>,
}

impl RepaymentBody {
    /// The command.
    pub fn repayment(self) -> Repayment {
        Repayment {
            amount: self.amount,
            value_date: self.value_date,
            kind: match self.kind {
                RepaymentKindDto::Regular => RepaymentKind::Regular,
                RepaymentKindDto::Payoff => RepaymentKind::Payoff,
                RepaymentKindDto::PrepayShorten => RepaymentKind::PrepayShorten,
                RepaymentKindDto::PrepayReduce => RepaymentKind::PrepayReduce,
            },
            note: self.note.unwrap_or_default(),
        }
    }
}

/// Why an event is taken back.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReversalRequest)]
pub struct ReversalBody {
    /// 1 to 500 characters.
    #[schema(example = "银行退款")]
    pub reason: String,
    /// A code of the list `reversal_reason` that is offered today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "payment_returned")]
    pub reason_code: Option<String>,
}

/// Why a loan is called in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LoanCall)]
pub struct CallBody {
    /// 1 to 500 characters.
    #[schema(example = "连续三期未还，按合同宣布提前到期")]
    pub reason: String,
}

/// What a command of money did, or in a dry run would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RepaymentReceipt)]
pub struct ReceiptView {
    /// The event; null in a dry run.
    #[schema(value_type = Option<Uuid>)]
    pub event_id: Option<EventId>,
    /// How the money was spread.
    pub allocation: AllocationView,
    /// The same by instalment.
    pub installments: Vec<ReceiptInstallmentView>,
    /// Where the loan stood.
    pub before: StandingView,
    /// Where it stands.
    pub after: StandingView,
    /// The journal entries; none when nothing moved.
    pub entries: Vec<EntryView>,
    /// For a back-dated event or a reversal: since when the loan was lived again.
    #[schema(value_type = Option<wire::Date>)]
    pub replayed_from: Option<CivilDate>,
}

/// What an instalment received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReceiptInstallment)]
pub struct ReceiptInstallmentView {
    /// Its number.
    pub nr: u32,
    /// `fee`, `penalty`, `compound_interest`, `interest` or `principal`.
    #[schema(example = "interest")]
    pub component: String,
    /// The amount.
    #[schema(value_type = wire::Money)]
    pub amount: Money,
}

/// Where a loan stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LoanStanding)]
pub struct StandingView {
    /// What it owes.
    pub balances: BalancesView,
    /// `pending`, `active`, `overdue`, `closed` or `charged_off`.
    #[schema(example = "active")]
    pub status: String,
    /// Days past due.
    pub dpd: i32,
    /// What is to come, when the command changes that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanView>,
}

/// What is to come of a loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LoanPlanToCome)]
pub struct PlanView {
    /// The rate.
    #[schema(value_type = wire::AnnualRate)]
    pub annual_rate: AnnualRate,
    /// Instalments to come.
    pub installments: u32,
    /// What falls due next.
    #[schema(value_type = wire::Money)]
    pub next_payment: Money,
    /// What falls due after that: the regular payment; absent when nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::Money>)]
    pub then_payment: Option<Money>,
    /// The due date of the last one.
    #[schema(value_type = Option<wire::Date>)]
    pub last_due_on: Option<CivilDate>,
    /// Interest of all of them.
    #[schema(value_type = wire::Money)]
    pub interest: Money,
}

impl PlanView {
    fn of(stored: &StoredLoan, state: &LoanState) -> Self {
        let rows = Life::resume(&stored.terms, state.clone()).rows_to_come();
        let money = |minor| stored.head.money(minor);
        let payment = |place: usize| rows.get(place).map(|row| money(row.principal + row.interest));
        Self {
            annual_rate: state.pricing_agreed(&stored.terms).annual_rate,
            installments: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            next_payment: payment(0).unwrap_or_else(|| money(0)),
            then_payment: payment(1),
            last_due_on: rows.last().map(|row| row.due),
            interest: money(rows.iter().map(|row| row.interest).sum()),
        }
    }
}

/// A remark about a charge-off.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChargeOff)]
pub struct ChargeOffBody {
    /// A remark, at most 200 characters.
    #[schema(example = "法院裁定终结执行")]
    pub note: Option<String>,
    /// A code of the list `charge_off_reason` that is offered today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "enforcement_ended")]
    pub reason_code: Option<String>,
}

impl ChargeOffBody {
    /// Why.
    #[must_use]
    pub fn remark(&self) -> Remark<'_> {
        Remark {
            note: self.note.as_deref().unwrap_or_default(),
            reason_code: self.reason_code.as_deref(),
        }
    }
}

impl ReversalBody {
    /// Why.
    #[must_use]
    pub fn remark(&self) -> Remark<'_> {
        Remark {
            note: &self.reason,
            reason_code: self.reason_code.as_deref(),
        }
    }
}

impl ReceiptView {
    /// The receipt of a change. `entry` is its journal entry as shown; a dry run has no event id.
    pub fn of(change: &Change, entry: Option<EntryView>, dry_run: bool) -> Self {
        let currency = change.head.currency;
        let stored = StoredLoan {
            head: change.head.clone(),
            terms: change.terms.clone(),
            state: change.after.clone(),
        };
        let mut installments = Vec::new();
        for (nr, amounts) in &change.receipt.installments {
            let received = Component::ALL.into_iter().filter(|c| amounts.of(*c) != 0);
            installments.extend(received.map(|component| ReceiptInstallmentView {
                nr: *nr,
                component: component.name().to_owned(),
                amount: Money::new(amounts.of(component), currency),
            }));
        }
        let replanned = change.before.segment != change.after.segment
            || change.before.pricing_agreed(&change.terms) != change.after.pricing_agreed(&change.terms);
        let standing = |state: &LoanState| {
            let plan = replanned.then(|| PlanView::of(&stored, state));
            StandingView::of((&stored, plan), state, change.as_of)
        };
        Self {
            event_id: (!dry_run).then_some(change.event.id),
            allocation: AllocationView::of(&change.receipt.allocated, change.receipt.suspense, currency),
            installments,
            before: standing(&change.before),
            after: standing(&change.after),
            entries: entry.into_iter().collect(),
            replayed_from: change.replayed_from,
        }
    }
}

impl StandingView {
    fn of((stored, plan): (&StoredLoan, Option<PlanView>), state: &LoanState, on: CivilDate) -> Self {
        let dpd = state.days_past_due(on);
        let status = match status_name(&state.status) {
            "active" if dpd > 0 => "overdue",
            other => other,
        };
        Self {
            balances: BalancesView::of(&balances(stored, state, on), stored.head.currency),
            status: status.to_owned(),
            dpd,
            plan,
        }
    }
}
