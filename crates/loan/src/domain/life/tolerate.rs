//! 容差: a small shortfall counts as paid and is due with the next instalment (cn.md §3.3).

use super::Life;
use crate::domain::state::{Carry, Overdue};
use kernel::CivilDate;

impl Life<'_> {
    /// Lets what is left of instalments count as paid while all that was due up to their due dates is short by no more than
    /// the tolerance. What is short then belongs to the first later instalment with which it is short by more: days past
    /// due and penalty run from that one's due date. What had grown until now stays owed.
    pub(super) fn tolerate(&mut self, on: CivilDate) {
        let tolerance = self.terms().clauses.tolerance_minor;
        if tolerance == 0 {
            return;
        }
        let mut short = 0;
        // The fee at disbursement is no part of any instalment.
        let rows = self.state.open.iter().map(|i| (i, self.clock.unpaid(i, on).total()));
        let late = rows.filter(|(i, _)| i.nr > 0).find_map(|(i, unpaid)| {
            short += unpaid;
            (short > tolerance).then(|| (i.nr, i.due, i.overdue.is_some_and(|overdue| !overdue.paused)))
        });
        let (number, carry, grows) = late.map_or((u32::MAX, Carry::Waiting, false), |(nr, due, grows)| {
            (nr, Carry::With(due), grows)
        });
        for installment in self.state.open.iter_mut().filter(|i| (1..number).contains(&i.nr)) {
            installment.carry = carry;
            if let Some(overdue) = installment.overdue.filter(|overdue| !grows && !overdue.paused) {
                let (penalty, compound) = self.clock.accrued(installment, on);
                installment.overdue = Some(Overdue {
                    penalty,
                    compound,
                    since: on.max(overdue.since),
                    paused: true,
                });
            }
            self.touched.insert(installment.nr, installment.clone());
        }
    }
}
