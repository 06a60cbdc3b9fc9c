//! What may be taken back, and since when the life changes.

use super::life::event;
use crate::domain::error::LoanError;
use crate::domain::event::{EventBody, LoanEvent, effective};
use crate::domain::reversal::reversal_reaches;
use kernel::CivilDate;

fn d(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

/// Disbursed, paid, the payment taken back, and the taking back taken back.
fn back_and_forth() -> Vec<LoanEvent> {
    vec![
        event(1, d("2025-01-20"), EventBody::Disbursed),
        event(2, d("2025-02-20"), EventBody::Repaid { amount: 100 }),
        event(3, d("2025-02-25"), EventBody::Reversed { of: 2 }),
        event(4, d("2025-02-26"), EventBody::Reversed { of: 3 }),
    ]
}

fn counting(events: &[LoanEvent]) -> Vec<u32> {
    effective(events).iter().map(|e| e.seq).collect()
}

#[test]
fn a_reversal_is_taken_back_once() {
    let events = back_and_forth();
    assert_eq!(counting(&events), [1, 2]);
    assert_eq!(reversal_reaches(&events, 3), Err(LoanError::AlreadyReversed { seq: 3 }));
    // The payment stands again and may be taken back again; so may the last reversal.
    assert!(reversal_reaches(&events, 2).is_ok() && reversal_reaches(&events, 4).is_ok());
    assert_eq!(
        reversal_reaches(&events[..3], 2),
        Err(LoanError::AlreadyReversed { seq: 2 })
    );
}

#[test]
fn the_life_changes_since_the_event_at_the_end_of_the_chain() {
    let events = back_and_forth();
    for of in [2, 4] {
        assert_eq!(reversal_reaches(&events, of), Ok(d("2025-02-20")), "of {of}");
    }
    assert_eq!(reversal_reaches(&events[..3], 3), Ok(d("2025-02-20")));
}

#[test]
fn a_disbursement_is_taken_back_only_while_nothing_else_counts() {
    let events = back_and_forth();
    assert_eq!(reversal_reaches(&events, 1), Err(LoanError::DisbursementInUse));
    assert_eq!(reversal_reaches(&events[..3], 1), Ok(d("2025-01-20")));
    assert_eq!(reversal_reaches(&events, 9), Err(LoanError::UnknownEvent { seq: 9 }));
}
