//! Which loans of the roster a filter lets through.

use super::columns::{Columns, Standing};
use super::compose;
use crate::app::query_filter::{ListedStatus, LoanFilter, Search, days_of};
use kernel::{CivilDate, DataScope};

/// So many rows are looked at together: their columns stay in the processor's cache.
const BLOCK: usize = 4096;

type Step<'a> = Box<dyn Fn(&mut Vec<u32>) + 'a>;

/// Conditions that must all hold.
#[derive(Default)]
pub(super) struct Sieve<'a>(Vec<Step<'a>>);

impl<'a> Sieve<'a> {
    /// The conditions of a filter on a business date. `fell_due` are the loans of which an instalment fell due on the day that
    /// the filter asks for, when that day is not to come.
    pub(super) fn of(
        columns: &'a Columns,
        filter: &'a LoanFilter,
        fell_due: Option<&'a [bool]>,
        on: CivilDate,
    ) -> Self {
        let mut sieve = Self::default();
        sieve.scope(columns, &filter.scope);
        sieve.status(columns, filter, on.days());
        sieve.same(columns, filter);
        sieve.days_past_due(columns, filter, on);
        match (filter.due_on, fell_due) {
            (Some(_), Some(fell_due)) => sieve.keep(move |row| fell_due.get(row) == Some(&true)),
            (Some(due), None) => sieve.keep(move |row| columns.next_due_on[row] == Some(due.days())),
            (None, _) => {}
        }
        if let Some(from) = filter.disbursed_from {
            sieve.keep(move |row| columns.disbursed_on[row] >= from.days());
        }
        if let Some(to) = filter.disbursed_to {
            sieve.keep(move |row| columns.disbursed_on[row] <= to.days());
        }
        if let Some(search) = &filter.search {
            sieve.search(columns, search);
        }
        if let Some(composed) = &filter.composed {
            sieve.keep(compose::test(columns, composed, on));
        }
        sieve
    }

    fn keep(&mut self, holds: impl Fn(usize) -> bool + 'a) {
        self.0
            .push(Box::new(move |rows| rows.retain(|row| holds(*row as usize))));
    }

    /// Calls `take` with every loan of `rows` rows that passes.
    pub(super) fn each(&self, rows: usize, mut take: impl FnMut(usize)) {
        let mut block = Vec::with_capacity(BLOCK);
        for first in (0..rows).step_by(BLOCK) {
            block.clear();
            block.extend(first as u32..rows.min(first + BLOCK) as u32);
            for step in &self.0 {
                step(&mut block);
            }
            block.iter().for_each(|row| take(*row as usize));
        }
    }

    fn scope(&mut self, columns: &'a Columns, scope: &'a DataScope) {
        let DataScope::Rows(rows) = scope else { return };
        let inside = columns
            .organisation
            .passing(|id| rows.organisations.contains(&kernel::OrgId(*id)));
        let own = columns.officer.passing(|login| rows.officer.as_ref() == Some(login));
        self.keep(move |row| inside(row) || own(row));
    }

    fn status(&mut self, columns: &'a Columns, filter: &LoanFilter, today: i32) {
        let is = move |wanted: Standing| move |row: usize| columns.status[row] == wanted;
        let late = move |row: usize| columns.oldest_unpaid[row].is_some_and(|due| due < today);
        let active = is(Standing::Active);
        if filter.owed_only {
            self.keep(active);
        }
        match filter.status {
            None => {}
            Some(ListedStatus::Open) => self.keep(active),
            Some(ListedStatus::Active) => self.keep(move |row| active(row) && !late(row)),
            Some(ListedStatus::Overdue) => self.keep(move |row| active(row) && late(row)),
            Some(ListedStatus::Pending) => self.keep(is(Standing::Pending)),
            Some(ListedStatus::Closed) => self.keep(is(Standing::Closed)),
            Some(ListedStatus::ChargedOff) => self.keep(is(Standing::ChargedOff)),
        }
    }

    fn same(&mut self, columns: &'a Columns, filter: &'a LoanFilter) {
        if let Some(product) = filter.product_id {
            self.keep(columns.product.passing(|id| *id == product.uuid()));
        }
        if let Some(customer) = filter.customer_id {
            self.keep(move |row| columns.customer[row] == customer.uuid());
        }
        if let Some(currency) = filter.currency {
            self.keep(columns.currency.passing(|of| *of == currency));
        }
        if let Some(officer) = &filter.officer {
            self.keep(columns.officer.passing(|login| login == officer));
        }
        if let Some(purpose) = &filter.purpose {
            self.keep(columns.purpose.passing(|code| code == purpose));
        }
    }

    fn days_past_due(&mut self, columns: &'a Columns, filter: &LoanFilter, on: CivilDate) {
        let past_due = filter.dpd_min.filter(|least| *least > 0);
        if let Some(least) = past_due {
            let latest = on.add_days(-days_of(least)).days();
            self.keep(move |row| columns.oldest_unpaid[row].is_some_and(|due| due <= latest));
        }
        if let Some(most) = filter.dpd_max {
            let earliest = on.add_days(-days_of(most)).days();
            self.keep(move |row| columns.oldest_unpaid[row].is_none_or(|due| due >= earliest));
        }
    }

    fn search(&mut self, columns: &'a Columns, search: &'a Search) {
        let number = search.number.as_bytes();
        let mut customers: Vec<_> = search.customers.iter().map(|id| id.uuid()).collect();
        customers.sort_unstable();
        self.keep(move |row| {
            columns.number(row).starts_with(number) || customers.binary_search(&columns.customer[row]).is_ok()
        });
    }
}
