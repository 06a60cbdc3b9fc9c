//! From stored loans to what is shown of them.

use super::dto::accrual::{AccrualQuery, AccrualView};
use super::dto::detail::LoanDetailView;
use super::dto::event::EventListView;
use super::dto::loan::{Lens, LoanListView, LoanRowView, LoanTotalsView};
use super::dto::query::{LoanQuery, cursor_of, key_of};
use super::dto::schedule::ScheduleView;
use super::problem::RANGE_INVALID;
use crate::app::derivation::derive;
use crate::app::error::{LoanFailure, Result};
use crate::app::listed::ListedLoan;
use crate::app::query;
use crate::app::query_filter::{LoanFilter, Search};
use crate::app::query_order::{LOAN_ORDERS, LoanOrder};
use crate::app::query_rows::LoanPage;
use crate::app::record::StoredLoan;
use crate::app::roster::{Question, Roster};
use crate::app::{quote, store, store_feed};
use crate::domain::ageing::Ageing;
use crate::domain::movement::Movement;
use axum::Extension;
use axum::extract::{FromRequestParts, State};
use kernel::{CivilDate, DataScope, LoanId, ProductId};
use ledger::wire::EntryView;
use platform::http::{AppState, Lang, Page, PageQuery, Problem, Sort};
use platform::keys::FieldKeys;
use platform::{Sight, Tx, business_day};

type Shown<T> = std::result::Result<T, Problem>;

/// Customers that a search may mean, at most.
const CUSTOMERS_OF_A_SEARCH: i64 = 200;

/// The highest bound of a bounded count.
const MOST_COUNTED: i64 = 1_000_000;

fn today(tx: &mut Tx) -> Result<CivilDate> {
    Ok(business_day::get(tx)?.date())
}

/// What lists are made with.
#[derive(Clone, FromRequestParts)]
#[from_request(state(AppState))]
pub struct Lists {
    #[from_request(via(State))]
    pub state: AppState,
    #[from_request(via(Extension))]
    pub roster: Roster,
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
pub fn asked(lists: &Lists, reader: (&DataScope, &Sight), query: &LoanQuery) -> Shown<Asked> {
    let (_, order) = order_of(query)?;
    let meant = meant(&lists.state, reader, query)?;
    lists.roster.catch_up(&lists.state.db)?;
    let count = lists.roster.totals(meant.question(), None)?.count;
    Ok(Asked {
        filter: meant.filter,
        order,
        on: meant.on,
        count,
    })
}

fn order_of(query: &LoanQuery) -> Shown<(Sort, LoanOrder)> {
    let sort = Sort::parse(query.sort.as_deref(), &LOAN_ORDERS)?;
    let order = LoanOrder {
        field: sort.field,
        descending: sort.descending,
    };
    Ok((sort, order))
}

/// What a query means today.
struct Meant {
    on: CivilDate,
    ageing: Ageing,
    filter: LoanFilter,
    fell_due: Option<Vec<LoanId>>,
}

impl Meant {
    fn question(&self) -> Question<'_> {
        Question {
            filter: &self.filter,
            fell_due: self.fell_due.as_deref(),
            on: self.on,
        }
    }
}

fn meant(state: &AppState, (scope, sight): (&DataScope, &Sight), query: &LoanQuery) -> Shown<Meant> {
    state.db.read(|tx| {
        let on = today(tx)?;
        let ageing = Ageing::on(on);
        let mut filter = query.filter(&ageing)?;
        filter.scope = scope.clone();
        filter.search = search(tx, (&state.keys, sight), query.q.as_deref())?;
        let fell_due = store_feed::fell_due(tx, &filter, on)?;
        Ok(Meant {
            on,
            ageing,
            filter,
            fell_due,
        })
    })
}

/// A page of loans as asked for.
///
/// # Errors
/// Problems of the query, or the database's.
pub fn list(
    lists: &Lists,
    reader: (&DataScope, &Sight),
    (query, page): (&LoanQuery, &PageQuery),
    lang: Lang,
) -> Shown<LoanListView> {
    let (sort, order) = order_of(query)?;
    let after = page
        .cursor
        .as_deref()
        .map(|cursor| key_of(order, sort, cursor))
        .transpose()?;
    let meant = meant(&lists.state, reader, query)?;
    lists.roster.catch_up(&lists.state.db)?;
    let wanted = LoanPage {
        order,
        after: after.as_ref(),
        fetch: page.limit.fetch(),
    };
    let ids = lists.roster.page(meant.question(), wanted);
    let totals = totals(&lists.roster, query, &meant)?;
    // Read after the roster, so that what it names is there.
    let (rows, names) = lists.state.db.read(|tx| {
        let rows = query::get_listed_all(tx, &ids)?;
        let names = query::product_names(tx, &products_of(&rows))?;
        Ok::<_, LoanFailure>((rows, names))
    })?;
    let lens = Lens {
        on: meant.on,
        ageing: &meant.ageing,
        names: &names,
        lang,
    };
    let cursor = |row: &ListedLoan| cursor_of(order.key(row, meant.on));
    let page = Page::from_rows(rows, page.limit, &sort.to_string(), cursor);
    Ok(LoanListView {
        items: page.items.iter().map(|row| LoanRowView::of(row, &lens)).collect(),
        next_cursor: page.next_cursor,
        totals,
    })
}

fn totals(roster: &Roster, query: &LoanQuery, meant: &Meant) -> Result<Option<LoanTotalsView>> {
    if query.with_totals != Some(true) {
        return Ok(None);
    }
    let most = query.totals_most.map(|most| most.clamp(1, MOST_COUNTED));
    Ok(Some(roster.totals(meant.question(), most)?.into()))
}

fn search(tx: &mut Tx, (keys, sight): (&FieldKeys, &Sight), text: Option<&str>) -> Result<Option<Search>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let customers = customer::app::find_customer_ids(tx, (keys, sight), text, CUSTOMERS_OF_A_SEARCH)?;
    Ok(Some(Search {
        number: text.to_owned(),
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
