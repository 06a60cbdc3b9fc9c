//! Whether an event may be taken back, and since when the life changes.

use super::error::LoanError;
use super::event::{EventBody, LoanEvent, effective, undone};
use kernel::CivilDate;

/// The date from which the life changes when event `of` is taken back: the value date of the event at the end of the chain,
/// since a reversal that is taken back brings its event back.
///
/// # Errors
/// [`LoanError::UnknownEvent`]; [`LoanError::AlreadyReversed`] for an event or a reversal that is taken back already;
/// [`LoanError::DisbursementInUse`] while later events count.
pub fn reversal_reaches(events: &[LoanEvent], of: u32) -> Result<CivilDate, LoanError> {
    let find = |seq| events.iter().find(|e| e.seq == seq);
    let target = find(of).ok_or(LoanError::UnknownEvent { seq: of })?;
    if undone(events).contains(&of) {
        return Err(LoanError::AlreadyReversed { seq: of });
    }
    if target.body == EventBody::Disbursed && effective(events).len() > 1 {
        return Err(LoanError::DisbursementInUse);
    }
    let mut root = target;
    while let EventBody::Reversed { of: earlier } = root.body
        && let Some(event) = find(earlier).filter(|event| event.seq < root.seq)
    {
        root = event;
    }
    Ok(root.value_date.date())
}
