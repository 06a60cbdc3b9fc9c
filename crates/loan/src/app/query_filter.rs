//! Which loans a list shows, as SQL conditions.

use super::query_where::{fragment, prefix_end};
use kernel::{CivilDate, Currency, CustomerId, DataScope, ProductId};
use platform::predicate::Predicate;
use platform::scope::{self, ScopeColumns};
use platform::{Value, values};

/// The statuses by which lists are filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedStatus {
    /// Booked, not disbursed.
    Pending,
    /// Owed, past due or not.
    Open,
    /// Owed, and not past due.
    Active,
    /// Owed and past due.
    Overdue,
    /// Nothing is owed any more.
    Closed,
    /// The claim was charged off.
    ChargedOff,
}

/// What a search text may mean.
#[derive(Debug, Clone)]
pub struct Search {
    /// The beginning of a loan number.
    pub number: String,
    /// Customers that the text means.
    pub customers: Vec<CustomerId>,
}

/// Which loans a list shows; what is absent does not restrict, but for the scope: without one, nothing is shown.
#[derive(Debug, Clone, Default)]
pub struct LoanFilter {
    /// The loans that the reader may see.
    pub scope: DataScope,
    /// A loan number's beginning, or a customer.
    pub search: Option<Search>,
    /// Status.
    pub status: Option<ListedStatus>,
    /// Only active loans, past due or not: bands of days past due are about them.
    pub owed_only: bool,
    /// Product version.
    pub product_id: Option<ProductId>,
    /// Customer.
    pub customer_id: Option<CustomerId>,
    /// Currency.
    pub currency: Option<Currency>,
    /// Who looks after it.
    pub officer: Option<String>,
    /// What the money is for.
    pub purpose: Option<String>,
    /// Least days past due.
    pub dpd_min: Option<i32>,
    /// Most days past due.
    pub dpd_max: Option<i32>,
    /// An instalment falls, or fell, due on this day.
    pub due_on: Option<CivilDate>,
    /// Disbursed on this day or later.
    pub disbursed_from: Option<CivilDate>,
    /// Disbursed on this day or earlier.
    pub disbursed_to: Option<CivilDate>,
    /// A composed search over the fields of [`super::query_where::loan_fields`].
    pub composed: Option<Predicate>,
}

/// Conditions and their parameters, joined by AND.
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) params: Vec<Value>,
}

impl Conditions {
    /// No condition.
    pub(super) fn none() -> Self {
        Self {
            sql: "1 = 1".to_owned(),
            params: Vec::new(),
        }
    }

    /// Adds a condition in which each `?` is the next parameter.
    pub(super) fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Value>) {
        let mut params = params.into_iter();
        self.sql.push_str(" AND ");
        for piece in condition.split_inclusive('?') {
            match piece.strip_suffix('?') {
                Some(before) => {
                    self.params.extend(params.next());
                    self.sql.push_str(&format!("{before}${}", self.params.len()));
                }
                None => self.sql.push_str(piece),
            }
        }
    }

    fn and_is(&mut self, column: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.and(&format!("{column} = ?"), [value.into()]);
        }
    }
}

/// The conditions of a filter on a business date, but for its scope.
pub(super) fn conditions(filter: &LoanFilter, on: CivilDate) -> Conditions {
    let mut all = Conditions::none();
    if let Some(search) = &filter.search {
        all.search(search);
    }
    all.status(filter, on);
    all.and_is("l.product_id", filter.product_id);
    all.and_is("l.customer_id", filter.customer_id);
    all.and_is("l.currency", filter.currency.map(Currency::code));
    all.and_is("l.officer", filter.officer.as_deref());
    all.and_is("l.purpose", filter.purpose.as_deref());
    all.days_past_due(filter, on);
    if let Some(due) = filter.due_on {
        if due > on {
            all.and("l.next_due_on = ?", values![due]);
        } else {
            let fell_due = "l.id IN (SELECT loan_id FROM loan_installment WHERE due_on = ?)";
            all.and(fell_due, values![due]);
        }
    }
    if let Some(from) = filter.disbursed_from {
        all.and("l.disbursed_on >= ?", values![from]);
    }
    if let Some(to) = filter.disbursed_to {
        all.and("l.disbursed_on <= ?", values![to]);
    }
    if let Some(search) = &filter.composed {
        let composed = fragment(search, on);
        all.and(&composed.sql, composed.values);
    }
    all
}

/// To whom a loan belongs.
const OWNERS: ScopeColumns = ScopeColumns {
    organisation: "l.org_id",
    officer: "l.officer",
};

impl Conditions {
    /// Only the loans of a scope.
    pub(super) fn scope(&mut self, scope: &DataScope) {
        let inside = scope::condition(scope, OWNERS, &mut self.params);
        self.also(inside);
    }

    fn also(&mut self, condition: Option<String>) {
        if let Some(condition) = condition {
            self.sql.push_str(" AND ");
            self.sql.push_str(&condition);
        }
    }

    fn search(&mut self, search: &Search) {
        let numbers = values![search.number.as_str(), prefix_end(&search.number)];
        let places = vec!["?"; search.customers.len()].join(", ");
        let customers = search.customers.iter().map(|id| Value::from(*id));
        let mut branches = vec!["SELECT id FROM loan WHERE number >= ? AND number < ?".to_owned()];
        if !search.customers.is_empty() {
            branches.push(format!("SELECT id FROM loan WHERE customer_id IN ({places})"));
        }
        let condition = format!("l.id IN ({})", branches.join(" UNION "));
        self.and(&condition, numbers.into_iter().chain(customers));
    }

    fn status(&mut self, filter: &LoanFilter, on: CivilDate) {
        if filter.owed_only {
            self.and("l.status = 'active'", []);
        }
        let is = |name: &str| format!("l.status = '{name}'");
        match filter.status {
            None => {}
            Some(ListedStatus::Open) => self.and("l.status = 'active'", []),
            Some(ListedStatus::Active) => self.and(
                "l.status = 'active' AND (l.oldest_unpaid_due IS NULL OR l.oldest_unpaid_due >= ?)",
                values![on],
            ),
            Some(ListedStatus::Overdue) => self.and("l.status = 'active' AND l.oldest_unpaid_due < ?", values![on]),
            Some(ListedStatus::Pending) => self.and(&is("pending"), []),
            Some(ListedStatus::Closed) => self.and(&is("closed"), []),
            Some(ListedStatus::ChargedOff) => self.and(&is("charged_off"), []),
        }
    }

    fn days_past_due(&mut self, filter: &LoanFilter, on: CivilDate) {
        let past_due = filter.dpd_min.filter(|least| *least > 0);
        if let Some(least) = past_due {
            self.and("l.oldest_unpaid_due <= ?", values![on.add_days(-days_of(least))]);
        }
        if let Some(most) = filter.dpd_max {
            let earliest = on.add_days(-days_of(most));
            if past_due.is_some() {
                self.and("l.oldest_unpaid_due >= ?", values![earliest]);
            } else {
                self.and(
                    "(l.oldest_unpaid_due IS NULL OR l.oldest_unpaid_due >= ?)",
                    values![earliest],
                );
            }
        }
    }
}

/// Days past due as a filter names them; no loan is more than three centuries late.
pub(super) fn days_of(asked: i32) -> i32 {
    const MOST: i32 = 120_000;
    asked.clamp(-MOST, MOST)
}
