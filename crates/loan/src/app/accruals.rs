//! What changes add to the accrual of the whole book. Commands only add rows; the close folds them into the sums, so that
//! no two payments wait for one row.

use super::record::LoanHead;
use crate::domain::allocation::Component;
use crate::domain::line::{Line, LineKey};
use crate::domain::movement::{Movement, Movements};
use kernel::{Currency, ProductId};
use std::collections::BTreeMap;

/// Whose accrual: product and currency.
pub type Owner = (ProductId, Currency);

/// Sums of lines and of posted amounts, by owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accruals {
    /// Lines by owner and key.
    pub lines: BTreeMap<(Owner, LineKey), Line>,
    /// What the ledger has posted and not yet moved on, by owner and component, in minor units.
    pub posted: BTreeMap<(Owner, Component), i64>,
}

/// Movements that take accrued amounts out of the accrued accounts.
const OUT_OF_ACCRUED: [(Movement, Component); 7] = [
    (Movement::InterestDue, Component::Interest),
    (Movement::InterestPrepaid, Component::Interest),
    (Movement::ChargeOffAccruedInterest, Component::Interest),
    (Movement::PenaltyPaid, Component::Penalty),
    (Movement::ChargeOffPenalty, Component::Penalty),
    (Movement::CompoundPaid, Component::CompoundInterest),
    (Movement::ChargeOffCompound, Component::CompoundInterest),
];

impl Accruals {
    /// Takes a loan's old lines out and puts its new ones in.
    pub fn replace(&mut self, head: &LoanHead, before: &[(LineKey, Line)], after: &[(LineKey, Line)]) {
        let owner = (head.product_id, head.currency);
        for (key, line) in before {
            self.add_line(owner, *key, line.negated());
        }
        for (key, line) in after {
            self.add_line(owner, *key, *line);
        }
    }

    /// Adds a line.
    pub fn add_line(&mut self, owner: Owner, key: LineKey, line: Line) {
        let sum = self.lines.entry((owner, key)).or_default();
        *sum = sum.plus(line);
    }

    /// Notes what movements took out of the accrued accounts.
    pub fn moved(&mut self, head: &LoanHead, before: &Movements, after: &Movements) {
        let owner = (head.product_id, head.currency);
        for (movement, component) in OUT_OF_ACCRUED {
            let minor = after.of(movement) - before.of(movement);
            if minor != 0 {
                *self.posted.entry((owner, component)).or_default() -= minor;
            }
        }
    }

    /// Adds another set of sums.
    pub fn merge(&mut self, other: &Self) {
        for ((owner, key), line) in &other.lines {
            self.add_line(*owner, *key, *line);
        }
        for (key, minor) in &other.posted {
            *self.posted.entry(*key).or_default() += minor;
        }
    }

    /// The rounded accrued amount of each owner and component on a date: the sum of the rounded sums of its keys.
    #[must_use]
    pub fn rounded_on(&self, on: kernel::CivilDate) -> BTreeMap<(Owner, Component), i64> {
        let mut amounts: BTreeMap<(Owner, Component), i64> = BTreeMap::new();
        for ((owner, key), line) in &self.lines {
            *amounts.entry((*owner, key.component)).or_default() += line.rounded(key, on);
        }
        amounts
    }
}
