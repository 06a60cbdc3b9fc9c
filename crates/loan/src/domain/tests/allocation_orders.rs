use crate::domain::allocation::Component::{
    CompoundInterest as C, Fee as F, Interest as I, Penalty as P, Principal as B,
};
use crate::domain::allocation::{AllocationOrder, Amounts, Component, Reading, allocate};

fn order(components: &[Component], reading: Reading) -> AllocationOrder {
    AllocationOrder {
        components: components.to_vec(),
        reading,
    }
}

/// T19: cn.md §3.5, fee 50.00, penalty 62.50, compound 3.13, interest 500.00, principal 10,000.00; 600.00 received.
#[test]
fn t19_four_orders_share_six_hundred_differently() {
    let due = Amounts([5000, 6250, 313, 50_000, 1_000_000]);
    for (components, expected) in [
        (vec![F, P, C, I, B], [5000, 6250, 313, 48_437, 0]),
        (vec![F, I, P, C, B], [5000, 5000, 0, 50_000, 0]),
        (vec![F, B, I, P, C], [5000, 0, 0, 0, 55_000]),
        (vec![B, I, P, C, F], [0, 0, 0, 0, 60_000]),
    ] {
        let paid = allocate(60_000, &[due], &order(&components, Reading::Horizontal));
        assert_eq!(paid, [Amounts(expected)], "{components:?}");
    }
}

#[test]
fn a_vertical_reading_pays_all_interest_before_any_principal() {
    let dues = [Amounts([0, 0, 0, 100, 1000]), Amounts([0, 0, 0, 90, 1000])];
    let horizontal = allocate(1150, &dues, &order(&[I, B], Reading::Horizontal));
    assert_eq!(horizontal, [Amounts([0, 0, 0, 100, 1000]), Amounts([0, 0, 0, 50, 0])]);
    let vertical = allocate(1150, &dues, &order(&[I, B], Reading::Vertical));
    assert_eq!(vertical, [Amounts([0, 0, 0, 100, 960]), Amounts([0, 0, 0, 90, 0])]);
}
