//! A loan as it is stored: its head, and the projection of its state on which lists and the close work.

use super::error::{LoanFailure, Result};
use crate::domain::allocation::Component;
use crate::domain::clauses::FeeTrigger;
use crate::domain::life::Life;
use crate::domain::line::{Clock, Line, LineKey};
use crate::domain::pricing::BenchmarkTenor;
use crate::domain::state::{LoanState, Status};
use crate::domain::terms::{LoanTerms, Method};
use kernel::{AnnualRate, CivilDate, Currency, CustomerId, DataScope, LoanId, Money, OrgId, ProductId};

/// What does not change after booking, and the counters that do.
#[derive(Debug, Clone)]
pub struct LoanHead {
    /// Identifier.
    pub id: LoanId,
    /// Readable number, unique.
    pub number: String,
    /// Who borrows.
    pub customer_id: CustomerId,
    /// The customer's masked name.
    pub customer_name: String,
    /// The product version.
    pub product_id: ProductId,
    /// The product's code.
    pub product_code: String,
    /// The organisation in whose books the loan stands.
    pub org_id: OrgId,
    /// Who looks after it.
    pub officer: String,
    /// What the money is for, a code of the list `loan_purpose`; none when nobody said.
    pub purpose: Option<String>,
    /// Currency.
    pub currency: Currency,
    /// The business date on which it was booked.
    pub booked_on: CivilDate,
    /// Counts changes.
    pub version: i64,
    /// Sequence number of the last event.
    pub event_seq: u32,
}

/// A loan with its terms and state.
#[derive(Debug, Clone)]
pub struct StoredLoan {
    /// What does not change.
    pub head: LoanHead,
    /// The frozen terms.
    pub terms: LoanTerms,
    /// Where it stands.
    pub state: LoanState,
}

impl StoredLoan {
    /// The loan, if it is inside a scope.
    ///
    /// # Errors
    /// [`LoanFailure::LoanUnknown`]: what is outside does not exist for who asks.
    pub fn inside(self, scope: &DataScope) -> Result<Self> {
        if scope.covers(self.head.org_id, &self.head.officer) {
            Ok(self)
        } else {
            Err(LoanFailure::LoanUnknown)
        }
    }
}

impl LoanHead {
    /// An amount in the loan's currency.
    #[must_use]
    pub const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// The columns that follow from the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// `pending`, `active`, `closed` or `charged_off`.
    pub status: &'static str,
    /// Since when closed or charged off.
    pub closed_on: Option<CivilDate>,
    /// Principal not yet due.
    pub principal_not_due: i64,
    /// Principal due and unpaid.
    pub principal_due: i64,
    /// Interest due and unpaid.
    pub interest_due: i64,
    /// Fees due and unpaid.
    pub fee_due: i64,
    /// Money that waits.
    pub suspense: i64,
    /// When the close must visit the loan next.
    pub next_action_on: Option<CivilDate>,
    /// The next due date.
    pub next_due_on: Option<CivilDate>,
    /// What will fall due then.
    pub next_due_amount: i64,
    /// The earliest due date that is not settled.
    pub oldest_unpaid_due: Option<CivilDate>,
    /// The line of interest not yet due.
    pub line: Option<(LineKey, i128, i64)>,
    /// The lines of overdue instalments, and what the period had earned before its rate changed.
    pub overdue: Vec<(LineKey, Line)>,
    /// What the loan costs now.
    pub annual_rate: AnnualRate,
    /// The benchmark whose every publication it follows, and the value that it follows.
    pub follows_each: Option<(BenchmarkTenor, AnnualRate)>,
}

impl Projection {
    /// The projection of a life.
    #[must_use]
    pub fn of(life: &Life<'_>) -> Self {
        let state = &life.state;
        let unpaid = |component: Component, due: fn(&crate::domain::state::Installment) -> i64| -> i64 {
            state.open.iter().map(|i| due(i) - i.paid.of(component)).sum()
        };
        let closed_on = match state.status {
            Status::Pending | Status::Active => None,
            Status::Closed { on, .. } | Status::ChargedOff { on, .. } => Some(on),
        };
        let each = life.terms().clauses.fee(FeeTrigger::Installment);
        let mut others = state.overdue_lines(life.terms());
        let line = life.interest_line().zip(state.position).map(|((key, line), position)| {
            let from = position.earned.map_or(position.from, |earned| earned.until);
            let since = key.clock.read(from);
            // What was earned before the rate changed does not grow: a line of its own.
            let carried = line.plus(Line::starting(line.slope, since, 0).negated());
            others.extend((carried != Line::default()).then_some((key, carried)));
            (key, line.slope, since)
        });
        Self {
            status: status_name(&state.status),
            closed_on,
            principal_not_due: state.balance,
            principal_due: unpaid(Component::Principal, |i| i.principal),
            interest_due: unpaid(Component::Interest, |i| i.interest),
            fee_due: unpaid(Component::Fee, |i| i.fee) + state.fees_waiting,
            suspense: state.suspense,
            next_action_on: life.next_action_on(),
            next_due_on: state.position.map(|p| p.due),
            next_due_amount: life.next_row().map_or(0, |row| row.principal + row.interest + each),
            oldest_unpaid_due: state.oldest_unpaid_due(),
            line,
            overdue: others,
            annual_rate: life.planner().rate(),
            follows_each: life.follows_each(),
        }
    }
}

/// The name of a status, as stored.
#[must_use]
pub const fn status_name(status: &Status) -> &'static str {
    match status {
        Status::Pending => "pending",
        Status::Active => "active",
        Status::Closed { .. } => "closed",
        Status::ChargedOff { .. } => "charged_off",
    }
}

/// The name of a repayment method, as lists show it.
#[must_use]
pub const fn method_name(method: &Method) -> &'static str {
    match method {
        Method::Annuity => "annuity",
        Method::EqualPrincipal => "equal_principal",
        Method::Flat => "flat",
        Method::InterestOnly => "interest_only",
        Method::Bullet => "bullet",
        Method::Balloon { .. } | Method::Residual { .. } => "balloon",
        Method::Biweekly { .. } => "biweekly",
        Method::GraceThenAnnuity { .. } | Method::StepUp { .. } => "step",
        Method::Custom { .. } => "custom",
        Method::OnDemand => "on_demand",
    }
}

/// The component of a stored name.
#[must_use]
pub fn component_of(name: &str) -> Option<Component> {
    Component::ALL.into_iter().find(|c| c.name() == name)
}

/// The line of a loan as stored in its row: clock, denominator, slope, start.
#[must_use]
pub fn stored_line(projection: &Projection) -> (i64, i64, i128, i64) {
    projection
        .line
        .map_or((Clock::Day.code(), 1, 0, 0), |(key, slope, since)| {
            (key.clock.code(), key.den, slope, since)
        })
}

/// A rate of a stored column.
#[must_use]
pub const fn rate(e10: i64) -> AnnualRate {
    AnnualRate::from_e10(e10)
}
