//! What happened to a loan.

use super::balances::AllocationView;
use crate::app::record::StoredLoan;
use crate::domain::event::{EventBody, LoanEvent};
use crate::domain::life::Receipt;
use kernel::{AnnualRate, BusinessDate, EventId, Money, ValueDate};
use platform::http::wire;
use serde::Serialize;
use utoipa::ToSchema;

/// The events of a loan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanEventList)]
pub struct EventListView {
    /// By sequence: the order in which they were recorded.
    pub items: Vec<EventView>,
}

/// Something that happened to a loan. Events are only ever added.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanEvent)]
pub struct EventView {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: EventId,
    /// Its place in the loan's life by time of recording, from 1.
    pub seq: u32,
    /// `disbursed`, `repaid`, `paid_off`, `prepaid`, `fee_charged`, `rate_changed`, `called_in`, `charged_off` or `reversed`.
    #[schema(example = "repaid")]
    pub kind: &'static str,
    /// When it takes effect.
    #[schema(value_type = wire::Date)]
    pub value_date: ValueDate,
    /// The business day on which it was booked.
    #[schema(value_type = wire::Date)]
    pub booked_on: BusinessDate,
    /// When it became known.
    #[schema(value_type = wire::Timestamp)]
    pub recorded_at: String,
    /// Who recorded it.
    #[schema(example = "clerk")]
    pub actor: String,
    /// Its money.
    #[schema(value_type = Option<wire::Money>)]
    pub amount: Option<Money>,
    /// The rate from then on, of a change of rate.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub annual_rate: Option<AnnualRate>,
    /// What the money settled; null when it was reversed or is no money from the borrower.
    pub allocation: Option<AllocationView>,
    /// The reversal that took it back.
    #[schema(value_type = Option<Uuid>)]
    pub reversed_by: Option<EventId>,
    /// The event that it takes back.
    #[schema(value_type = Option<Uuid>)]
    pub reverses: Option<EventId>,
    /// A remark, or the reason of a reversal.
    #[schema(example = "柜台还款")]
    pub note: String,
    /// Why, as a code of the list of reasons of its kind.
    #[schema(example = "wrong_amount")]
    pub reason_code: Option<String>,
}

impl EventListView {
    /// The events of a loan with what each did.
    pub fn of(stored: &StoredLoan, history: &[(LoanEvent, Option<Receipt>)]) -> Self {
        let id_of = |seq: u32| history.iter().find(|(e, _)| e.seq == seq).map(|(e, _)| e.id);
        // A reversal that was itself reversed has taken nothing back.
        let mut taken_back: Vec<(u32, EventId)> = Vec::new();
        for (event, _) in history.iter().rev() {
            if let EventBody::Reversed { of } = event.body
                && !taken_back.iter().any(|(seq, _)| *seq == event.seq)
            {
                taken_back.push((of, event.id));
            }
        }
        let view = |(event, receipt): &(LoanEvent, Option<Receipt>)| EventView {
            id: event.id,
            seq: event.seq,
            kind: event.body.kind(),
            value_date: event.value_date,
            booked_on: event.booked_on,
            recorded_at: event.recorded_at.to_string(),
            actor: event.actor.login.clone(),
            amount: amount_of(stored, &event.body),
            annual_rate: match &event.body {
                EventBody::RateChanged { to, .. } => Some(to.annual_rate),
                _ => None,
            },
            allocation: receipt
                .as_ref()
                .filter(|_| is_repayment(&event.body))
                .map(|r| AllocationView::of(&r.allocated, r.suspense, stored.head.currency)),
            reversed_by: taken_back.iter().find(|(seq, _)| *seq == event.seq).map(|(_, by)| *by),
            reverses: match event.body {
                EventBody::Reversed { of } => id_of(of),
                _ => None,
            },
            note: event.note.clone(),
            reason_code: event.reason_code.clone(),
        };
        Self {
            items: history.iter().map(view).collect(),
        }
    }
}

fn amount_of(stored: &StoredLoan, body: &EventBody) -> Option<Money> {
    match body {
        EventBody::Disbursed => Some(stored.terms.principal),
        other => other.amount().map(|minor| stored.head.money(minor)),
    }
}

const fn is_repayment(body: &EventBody) -> bool {
    matches!(
        body,
        EventBody::Repaid { .. } | EventBody::PaidOff { .. } | EventBody::Prepaid { .. }
    )
}
