//! The first rows of a list in its order, without sorting the others.

use super::columns::Columns;
use crate::app::query_order::{LoanKey, LoanOrder, OrderValue};
use kernel::CivilDate;
use std::cmp::Reverse;
use uuid::Uuid;

/// So many candidates are gathered before those that cannot be on the page are dropped.
const GATHERED: usize = 4096;

/// Where a row stands: in the first or the second part of the list, there by its value, and among equals by its id.
/// Whatever runs from large to small is turned round.
type Standing = (bool, i64, u128);

/// The smallest so many of what is pushed, and nothing at or before a beginning.
struct First<K> {
    after: Option<K>,
    limit: Option<K>,
    wanted: usize,
    found: Vec<(K, usize)>,
}

impl<K: Ord + Copy> First<K> {
    fn new(wanted: usize, after: Option<K>) -> Self {
        Self {
            after,
            limit: None,
            wanted: wanted.max(1),
            found: Vec::new(),
        }
    }

    fn push(&mut self, key: K, row: usize) {
        if self.limit.is_some_and(|limit| key >= limit) || self.after.is_some_and(|after| key <= after) {
            return;
        }
        self.found.push((key, row));
        if self.found.len() >= self.wanted + GATHERED {
            let (_, last, _) = self.found.select_nth_unstable(self.wanted - 1);
            self.limit = Some(last.0);
            self.found.truncate(self.wanted);
        }
    }

    fn rows(mut self) -> Vec<usize> {
        self.found.sort_unstable();
        self.found.truncate(self.wanted);
        self.found.into_iter().map(|(_, row)| row).collect()
    }
}

/// Calls a function with every row that is to be considered.
pub(super) type Rows<'a> = &'a mut dyn FnMut(&mut dyn FnMut(usize));

/// The first `wanted` rows behind a key, in an order.
pub(super) fn first(
    columns: &Columns,
    order: LoanOrder,
    (after, wanted): (Option<&LoanKey>, usize),
    on: CivilDate,
    rows: Rows<'_>,
) -> Vec<usize> {
    if order.is_text() {
        return by_number(columns, order.descending, (after, wanted), rows);
    }
    let stand = Stand {
        order,
        today: on.days(),
    };
    let mut first = First::new(wanted, after.map(|key| stand.of(value_of(key), key.id)));
    rows(&mut |row| first.push(stand.of(stand.value(columns, row), columns.id[row]), row));
    first.rows()
}

fn by_number(
    columns: &Columns,
    descending: bool,
    (after, wanted): (Option<&LoanKey>, usize),
    rows: Rows<'_>,
) -> Vec<usize> {
    let after = after.and_then(|key| match &key.value {
        Some(OrderValue::Text(text)) => Some(text.as_bytes()),
        _ => None,
    });
    if descending {
        let mut first = First::new(wanted, after.map(Reverse));
        rows(&mut |row| first.push(Reverse(columns.number(row)), row));
        first.rows()
    } else {
        let mut first = First::new(wanted, after);
        rows(&mut |row| first.push(columns.number(row), row));
        first.rows()
    }
}

fn value_of(key: &LoanKey) -> Option<i64> {
    match key.value {
        Some(OrderValue::Int(value)) => Some(value),
        _ => None,
    }
}

struct Stand {
    order: LoanOrder,
    today: i32,
}

impl Stand {
    /// The value by which a row is ordered, if it has one.
    fn value(&self, columns: &Columns, row: usize) -> Option<i64> {
        let oldest = || columns.oldest_unpaid[row].filter(|due| *due < self.today);
        match self.order.field {
            "principal" => Some(columns.principal[row]),
            "principal_outstanding" => Some(columns.outstanding[row]),
            "overdue_amount" => oldest().map(|_| columns.due[row]),
            "dpd" => oldest().map(i64::from),
            "next_due_on" => columns.next_due_on[row].map(i64::from),
            "maturity_on" => Some(i64::from(columns.maturity_on[row])),
            "annual_rate" => Some(columns.rate_e10[row]),
            _ => Some(i64::from(columns.disbursed_on[row])),
        }
    }

    /// Rows without the order's value come last when it runs from large to small, and for due dates always. Many days past
    /// due are an early date.
    fn of(&self, value: Option<i64>, id: Uuid) -> Standing {
        let descending = self.order.descending;
        let valued_first = descending || self.order.field == "next_due_on";
        let turned = descending != (self.order.field == "dpd");
        let (value_key, id_key) = (value.unwrap_or(0), id.as_u128());
        let second = value.is_some() != valued_first;
        if turned {
            (second, !value_key, !id_key)
        } else {
            (second, value_key, id_key)
        }
    }
}
