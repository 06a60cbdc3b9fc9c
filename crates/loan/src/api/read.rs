//! From stored loans to what is shown of them.

use super::dto::accrual::{AccrualQuery, AccrualView};
use super::dto::detail::LoanDetailView;
use super::dto::event::EventListView;
use super::dto::loan::{Lens, LoanListView, LoanRowView};
use super::dto::query::{LoanQuery, cursor_of, key_of};
use super::dto::schedule::ScheduleView;
use super::problem::RANGE_INVALID;
use crate::app::derivation::derive;
use crate::app::error::Result;
use crate::app::listed::ListedLoan;
use crate::app::query;
use crate::app::query_filter::{LoanFilter, Search};
use crate::app::query_order::{LOAN_ORDERS, LoanOrder};
use crate::app::query_rows::LoanPage;
use crate::app::record::StoredLoan;
use crate::app::{quote, store};
use crate::domain::ageing::Ageing;
use crate::domain::movement::Movement;
use kernel::{CivilDate, DataScope, LoanId, ProductId};
use ledger::wire::EntryView;
use platform::http::{AppState, Lang, Page, PageQuery, Problem, Sort};
use platform::keys::FieldKeys;
use platform::{Tx, business_day};

type Shown<T> = std::result::Result<T, Problem>;

/// Customers that a search may mean, at most.
const CUSTOMERS_OF_A_SEARCH: i64 = 200;
/// Loans that are gathered by the beginning of their number, at most.
const GATHERED_NUMBERS: i64 = 1000;

/// The highest bound of a bounded count.
const MOST_COUNTED: i64 = 1_000_000;

fn today(tx: &mut Tx) -> Result<CivilDate> {
    Ok(business_day::get(tx)?.date())
}

/// What a list is asked for, ready to be read.
pub struct Asked {
    /// Which loans.
    pub filter: LoanFilter,
    /// In which order.
    pub order: LoanOrder,
    /// On which day.
    pub on: CivilDate,
    /// How many there are.
    pub count: i64,
}

/// Understands what a list is asked for and counts it.
///
/// # Errors
/// Problems of the query, or the database's.
pub fn asked(state: &AppState, scope: &DataScope, query: &LoanQuery) -> Shown<Asked> {
    let sort = Sort::parse(query.sort.as_deref(), &LOAN_ORDERS)?;
    let order = LoanOrder {
        field: sort.field,
        descending: sort.descending,
    };
    state.db.read(|tx| {
        let on = today(tx)?;
        let mut filter = query.filter(&Ageing::on(on))?;
        filter.scope = scope.clone();
        filter.search = search(tx, &state.keys, query.q.as_deref())?;
        let count = query::total_loans(tx, &filter, on, None)?.count;
        Ok(Asked {
            filter,
            order,
            on,
            count,
        })
    })
}

/// A page of loans as asked for.
///
/// # Errors
/// Problems of the query, or the database's.
pub fn list(
    state: &AppState,
    scope: &DataScope,
    (query, page): (&LoanQuery, &PageQuery),
    lang: Lang,
) -> Shown<LoanListView> {
    let sort = Sort::parse(query.sort.as_deref(), &LOAN_ORDERS)?;
    let order = LoanOrder {
        field: sort.field,
        descending: sort.descending,
    };
    let after = page
        .cursor
        .as_deref()
        .map(|cursor| key_of(order, sort, cursor))
        .transpose()?;
    state.db.read(|tx| {
        let on = today(tx)?;
        let ageing = Ageing::on(on);
        let mut filter = query.filter(&ageing)?;
        filter.scope = scope.clone();
        filter.search = search(tx, &state.keys, query.q.as_deref())?;
        let wanted = LoanPage {
            order,
            after: after.as_ref(),
            fetch: page.limit.fetch(),
        };
        let rows = query::list_loans(tx, &filter, wanted, on)?;
        let totals = totals(tx, query, &filter, on)?;
        let names = query::product_names(tx, &products_of(&rows))?;
        let lens = Lens {
            on,
            ageing: &ageing,
            names: &names,
            lang,
        };
        let page = Page::from_rows(rows, page.limit, &sort.to_string(), |row| cursor_of(order.key(row, on)));
        Ok(LoanListView {
            items: page.items.iter().map(|row| LoanRowView::of(row, &lens)).collect(),
            next_cursor: page.next_cursor,
            totals,
        })
    })
}

fn totals(
    tx: &mut Tx,
    query: &LoanQuery,
    filter: &LoanFilter,
    on: CivilDate,
) -> Result<Option<super::dto::loan::LoanTotalsView>> {
    if query.with_totals != Some(true) {
        return Ok(None);
    }
    let most = query.totals_most.map(|most| most.clamp(1, MOST_COUNTED));
    Ok(Some(query::total_loans(tx, filter, on, most)?.into()))
}

fn search(tx: &mut Tx, keys: &FieldKeys, text: Option<&str>) -> Result<Option<Search>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let customers = customer::app::find_customer_ids(tx, keys, text, CUSTOMERS_OF_A_SEARCH)?;
    let wide = query::count_numbers(tx, text, GATHERED_NUMBERS + 1)? > GATHERED_NUMBERS;
    Ok(Some(Search {
        number: text.to_owned(),
        wide,
        customers,
    }))
}

fn products_of(rows: &[ListedLoan]) -> Vec<ProductId> {
    let mut ids: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// One loan.
///
/// # Errors
/// [`crate::app::error::LoanFailure::LoanUnknown`].
pub fn detail(tx: &mut Tx, scope: &DataScope, id: LoanId, lang: Lang) -> Result<LoanDetailView> {
    let on = today(tx)?;
    let stored = store::load_in(tx, scope, id)?;
    let row = query::get_listed(tx, id)?;
    let names = query::product_names(tx, &[row.product_id])?;
    let lens = Lens {
        on,
        ageing: &Ageing::on(on),
        names: &names,
        lang,
    };
    Ok(LoanDetailView::of(LoanRowView::of(&row, &lens), &stored, on))
}

/// Plan against actual.
///
/// # Errors
/// [`crate::app::error::LoanFailure::LoanUnknown`].
pub fn schedule(tx: &mut Tx, scope: &DataScope, id: LoanId) -> Result<ScheduleView> {
    let on = today(tx)?;
    let stored = store::load_in(tx, scope, id)?;
    let plan = quote::plan_and_actual(tx, &stored, on)?;
    let early = early_principal(tx, &stored, on)?;
    Ok(ScheduleView::of(&stored, &plan, &early, on))
}

/// Principal that was paid before it was due, by value date.
fn early_principal(tx: &mut Tx, stored: &StoredLoan, on: CivilDate) -> Result<Vec<(CivilDate, i64)>> {
    use crate::domain::allocation::Component::Principal;
    if stored.state.moved.of(Movement::PrincipalPrepaid) == 0 {
        return Ok(Vec::new());
    }
    let mut early = Vec::new();
    for (event, receipt) in quote::history(tx, stored, on)? {
        let Some(receipt) = receipt else { continue };
        let of_installments: i64 = receipt.installments.iter().map(|(_, part)| part.of(Principal)).sum();
        let minor = receipt.allocated.of(Principal) - of_installments;
        if minor > 0 {
            early.push((event.value_date.date(), minor));
        }
    }
    Ok(early)
}

/// What happened to a loan.
///
/// # Errors
/// [`crate::app::error::LoanFailure::LoanUnknown`].
pub fn events(tx: &mut Tx, scope: &DataScope, id: LoanId) -> Result<EventListView> {
    let on = today(tx)?;
    let stored = store::load_in(tx, scope, id)?;
    let history = quote::history(tx, &stored, on)?;
    Ok(EventListView::of(&stored, &history))
}

/// The journal entries of a loan, oldest first.
///
/// # Errors
/// [`crate::app::error::LoanFailure::LoanUnknown`].
pub fn entries(tx: &mut Tx, scope: &DataScope, id: LoanId) -> Result<Vec<EntryView>> {
    store::load_in(tx, scope, id)?;
    let chart = ledger::load_chart(tx)?;
    let stored = ledger::entries_of_subject(tx, id.uuid())?;
    Ok(stored.iter().map(|entry| EntryView::of_stored(entry, &chart)).collect())
}

/// How a loan's accrued amounts come about.
///
/// # Errors
/// `loan.range_invalid`, `loan.not_found`.
pub fn accrual(tx: &mut Tx, scope: &DataScope, id: LoanId, query: &AccrualQuery) -> Shown<AccrualView> {
    let on = today(tx)?;
    let stored = store::load_in(tx, scope, id)?;
    let to = query.to.unwrap_or(on);
    let begun = stored.state.position.map_or(stored.terms.disbursed_on, |p| p.from);
    let earliest = to.add_days(-quote::MAX_DERIVATION_DAYS);
    let from = query.from.unwrap_or_else(|| begun.min(to).max(earliest));
    if from > to || from < earliest {
        let max_days = quote::MAX_DERIVATION_DAYS;
        return Err(Problem::of(RANGE_INVALID).field("from").with("max_days", max_days));
    }
    let derivation = quote::accrual(tx, &stored, from, to)?;
    Ok(AccrualView::of(&stored, &derive(&stored, on), &derivation.daily, on))
}
