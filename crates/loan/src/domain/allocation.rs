//! In which order a repayment settles what is due (冲还顺序, cn.md §3.5).

use serde::{Deserialize, Serialize};

/// A part of what a borrower owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// 费用.
    Fee,
    /// 罚息.
    Penalty,
    /// 复利.
    CompoundInterest,
    /// 利息.
    Interest,
    /// 本金.
    Principal,
}

impl Component {
    /// Every component, in the default order.
    pub const ALL: [Self; 5] = [
        Self::Fee,
        Self::Penalty,
        Self::CompoundInterest,
        Self::Interest,
        Self::Principal,
    ];

    /// Position in arrays of components.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Amounts per component, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amounts(pub [i64; 5]);

impl Amounts {
    /// The amount of a component.
    #[must_use]
    pub const fn of(&self, component: Component) -> i64 {
        self.0[component.index()]
    }

    /// Adds to a component.
    pub const fn add(&mut self, component: Component, minor: i64) {
        self.0[component.index()] += minor;
    }

    /// The sum of all components.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.iter().sum()
    }
}

/// How the order is read over several instalments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// 横向: everything of the oldest instalment, then the next.
    Horizontal,
    /// 纵向: one component of all instalments, then the next component.
    Vertical,
}

/// An allocation order: data of the product, frozen in the terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationOrder {
    /// Components, first paid first. A component that is missing is never paid.
    pub components: Vec<Component>,
    /// How several instalments are read.
    pub reading: Reading,
}

impl AllocationOrder {
    /// 费用 → 罚息 → 复利 → 利息 → 本金, instalment by instalment (civil code §561 and cn.md §3.5).
    #[must_use]
    pub fn chinese_default() -> Self {
        Self {
            components: Component::ALL.to_vec(),
            reading: Reading::Horizontal,
        }
    }
}

/// Allocates `amount` to `dues` (oldest first). Returns what each due receives; the rest stays with the caller.
/// Invariant: Σ allocated + rest = amount, and no due receives more than it asks.
#[must_use]
pub fn allocate(amount: i64, dues: &[Amounts], order: &AllocationOrder) -> Vec<Amounts> {
    let mut left = amount.max(0);
    let mut paid = vec![Amounts::default(); dues.len()];
    let mut give = |index: usize, component: Component, paid: &mut Vec<Amounts>| {
        let part = dues[index].of(component).clamp(0, left);
        paid[index].add(component, part);
        left -= part;
    };
    match order.reading {
        Reading::Horizontal => {
            for index in 0..dues.len() {
                for component in &order.components {
                    give(index, *component, &mut paid);
                }
            }
        }
        Reading::Vertical => {
            for component in &order.components {
                for index in 0..dues.len() {
                    give(index, *component, &mut paid);
                }
            }
        }
    }
    paid
}
