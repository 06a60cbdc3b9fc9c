//! In which order a repayment settles what is due (冲还顺序, cn.md §3.5).

use serde::{Deserialize, Serialize};

pub use product::domain::{AllocationOrder, AllocationReading as Reading, Component};

/// Amounts per component, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amounts(pub [i64; 5]);

impl Amounts {
    /// The amount of a component.
    #[must_use]
    pub const fn of(&self, component: Component) -> i64 {
        self.0[component as usize]
    }

    /// Adds to a component.
    pub const fn add(&mut self, component: Component, minor: i64) {
        self.0[component as usize] += minor;
    }

    /// The sum of all components.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.iter().sum()
    }
}

/// 费用 → 罚息 → 复利 → 利息 → 本金, instalment by instalment (civil code §561 and cn.md §3.5).
#[must_use]
pub fn chinese_default() -> AllocationOrder {
    AllocationOrder {
        components: Component::ALL.to_vec(),
        reading: Reading::Horizontal,
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
