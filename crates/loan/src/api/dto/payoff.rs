//! What it takes to settle a loan.

use crate::app::record::StoredLoan;
use crate::domain::allocation::Component;
use crate::domain::life::Payoff;
use kernel::{CivilDate, Money};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// When the loan is to be settled.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PayoffQuery {
    /// The day; the business date unless told.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-20")]
    pub on: Option<CivilDate>,
}

/// What it takes to settle a loan on a day, when nothing else happens until then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PayoffQuote)]
pub struct PayoffView {
    /// The day.
    #[schema(value_type = wire::Date)]
    pub on: CivilDate,
    /// Principal, due or not.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// Interest due and accrued.
    #[schema(value_type = wire::Money)]
    pub interest: Money,
    /// Fees due.
    #[schema(value_type = wire::Money)]
    pub fee: Money,
    /// Penalty.
    #[schema(value_type = wire::Money)]
    pub penalty: Money,
    /// Compound interest.
    #[schema(value_type = wire::Money)]
    pub compound_interest: Money,
    /// The fee for paying early.
    #[schema(value_type = wire::Money)]
    pub prepayment_fee: Money,
    /// Money waiting in suspense: it counts.
    #[schema(value_type = wire::Money)]
    pub suspense: Money,
    /// What is needed.
    #[schema(value_type = wire::Money)]
    pub total: Money,
}

impl PayoffView {
    /// A payoff of a loan.
    pub fn of((stored, on, payoff): &(StoredLoan, CivilDate, Payoff)) -> Self {
        let money = |minor| stored.head.money(minor);
        let due = |component| payoff.due.of(component);
        Self {
            on: *on,
            principal: money(due(Component::Principal) + payoff.principal_not_due),
            interest: money(due(Component::Interest) + payoff.interest_accrued),
            fee: money(due(Component::Fee)),
            penalty: money(due(Component::Penalty)),
            compound_interest: money(due(Component::CompoundInterest)),
            prepayment_fee: money(payoff.fee),
            suspense: money(payoff.suspense),
            total: money(payoff.total()),
        }
    }
}
