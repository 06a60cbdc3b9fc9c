//! What happens to a loan. Events are only ever added.

use super::pricing::{Pricing, RateReason};
use kernel::{Actor, BusinessDate, CivilDate, EventId, Timestamp, ValueDate};
use serde::{Deserialize, Serialize};

/// The body of an event. Amounts in minor units of the loan's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum EventBody {
    /// The money was lent.
    Disbursed,
    /// Money arrived and settles what is due; the rest waits in suspense.
    Repaid {
        /// What arrived.
        amount: i64,
    },
    /// Money arrived to settle everything, due or not.
    PaidOff {
        /// What arrived; at least the payoff amount.
        amount: i64,
    },
    /// Money arrived to settle what is due and to reduce principal that is not.
    Prepaid {
        /// What arrived.
        amount: i64,
        /// What becomes of the plan.
        effect: PrepaymentEffect,
    },
    /// A fee was charged; it is due with the oldest unpaid instalment or the next one.
    FeeCharged {
        /// The fee.
        amount: i64,
    },
    /// The loan costs something else from the value date on, that day included.
    RateChanged {
        /// What it costs.
        to: Pricing,
        /// Why.
        why: RateReason,
    },
    /// 宣布提前到期: the whole loan is called in and falls due.
    CalledIn,
    /// The claim was charged off.
    ChargedOff,
    /// An earlier event is taken back, as if it had never happened.
    Reversed {
        /// Sequence number of the event taken back.
        of: u32,
    },
}

/// What a partial prepayment does to the plan (cn.md §1.17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrepaymentEffect {
    /// 缩短期限: the payment stays, the loan ends earlier.
    Shorten,
    /// 减少月供: the number of instalments stays, the payment shrinks.
    Reduce,
}

impl EventBody {
    /// The kind, as stored and shown.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Disbursed => "disbursed",
            Self::Repaid { .. } => "repaid",
            Self::PaidOff { .. } => "paid_off",
            Self::Prepaid { .. } => "prepaid",
            Self::FeeCharged { .. } => "fee_charged",
            Self::RateChanged { .. } => "rate_changed",
            Self::CalledIn => "called_in",
            Self::ChargedOff => "charged_off",
            Self::Reversed { .. } => "reversed",
        }
    }

    /// Sequence number of the event that it takes back.
    #[must_use]
    pub const fn reverses(&self) -> Option<u32> {
        match self {
            Self::Reversed { of } => Some(*of),
            _ => None,
        }
    }

    /// The money of the event, if it has any.
    #[must_use]
    pub const fn amount(&self) -> Option<i64> {
        match self {
            Self::Repaid { amount }
            | Self::PaidOff { amount }
            | Self::Prepaid { amount, .. }
            | Self::FeeCharged { amount } => Some(*amount),
            Self::Disbursed | Self::RateChanged { .. } | Self::CalledIn | Self::ChargedOff | Self::Reversed { .. } => {
                None
            }
        }
    }
}

/// An event as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanEvent {
    /// Identifier.
    pub id: EventId,
    /// Position in the loan's life by time of recording, from 1.
    pub seq: u32,
    /// When it takes effect.
    pub value_date: ValueDate,
    /// The business date on which it was booked.
    pub booked_on: BusinessDate,
    /// When it became known.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub actor: Actor,
    /// What happened.
    pub body: EventBody,
    /// A remark.
    pub note: String,
    /// Why, as a code of the list of reasons.
    pub reason_code: Option<String>,
}

/// Sequence numbers of the events that are taken back: by a reversal that is not taken back itself.
#[must_use]
pub fn undone(events: &[LoanEvent]) -> Vec<u32> {
    let mut reversals: Vec<(u32, u32)> = Vec::new();
    for event in events {
        if let EventBody::Reversed { of } = event.body {
            reversals.push((event.seq, of));
        }
    }
    reversals.sort_unstable();
    let mut undone: Vec<u32> = Vec::new();
    for (seq, of) in reversals.into_iter().rev() {
        if !undone.contains(&seq) {
            undone.push(of);
        }
    }
    undone
}

/// The events that count, in the order in which they take effect: reversed ones and reversals left out (a reversal that
/// is itself reversed brings its event back), sorted by value date and sequence.
#[must_use]
pub fn effective(events: &[LoanEvent]) -> Vec<&LoanEvent> {
    let undone = undone(events);
    let counts = |e: &&LoanEvent| !undone.contains(&e.seq) && !matches!(e.body, EventBody::Reversed { .. });
    let mut counting: Vec<&LoanEvent> = events.iter().filter(counts).collect();
    counting.sort_by_key(|e| (e.value_date, e.seq));
    counting
}

/// Days from a date to a later one, never negative.
#[must_use]
pub fn days_between(earlier: CivilDate, later: CivilDate) -> i32 {
    later.days_since(earlier).max(0)
}
