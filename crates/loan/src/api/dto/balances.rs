//! What a loan owes.

use crate::app::quote::Balances;
use crate::domain::allocation::{Amounts, Component};
use kernel::{Currency, Money};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a loan owes on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Balances)]
pub struct BalancesView {
    /// Principal not yet due.
    #[schema(value_type = wire::Money)]
    pub principal_not_due: Money,
    /// Principal due and unpaid.
    #[schema(value_type = wire::Money)]
    pub principal_due: Money,
    /// Interest accrued on principal not yet due.
    #[schema(value_type = wire::Money)]
    pub interest_accrued: Money,
    /// Interest due and unpaid.
    #[schema(value_type = wire::Money)]
    pub interest_due: Money,
    /// Penalty (罚息).
    #[schema(value_type = wire::Money)]
    pub penalty: Money,
    /// Compound interest (复利).
    #[schema(value_type = wire::Money)]
    pub compound_interest: Money,
    /// Fees due and unpaid.
    #[schema(value_type = wire::Money)]
    pub fee_due: Money,
    /// Money received that settles nothing yet.
    #[schema(value_type = wire::Money)]
    pub suspense: Money,
    /// What it takes to settle the loan.
    #[schema(value_type = wire::Money)]
    pub total_to_settle: Money,
}

impl BalancesView {
    /// The balances in a currency.
    pub fn of(balances: &Balances, currency: Currency) -> Self {
        let money = |minor| Money::new(minor, currency);
        let due = |component| money(balances.due.of(component));
        Self {
            principal_not_due: money(balances.principal_not_due),
            principal_due: due(Component::Principal),
            interest_accrued: money(balances.interest_accrued),
            interest_due: due(Component::Interest),
            penalty: due(Component::Penalty),
            compound_interest: due(Component::CompoundInterest),
            fee_due: due(Component::Fee),
            suspense: money(balances.suspense),
            total_to_settle: money(balances.total_to_settle),
        }
    }
}

/// How money was spread over what is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Allocation)]
pub struct AllocationView {
    /// Fees.
    #[schema(value_type = wire::Money)]
    pub fee: Money,
    /// Penalty.
    #[schema(value_type = wire::Money)]
    pub penalty: Money,
    /// Compound interest.
    #[schema(value_type = wire::Money)]
    pub compound_interest: Money,
    /// Interest.
    #[schema(value_type = wire::Money)]
    pub interest: Money,
    /// Principal.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// What waits in suspense; negative when taken from there.
    #[schema(value_type = wire::Money)]
    pub suspense: Money,
}

impl AllocationView {
    /// Allocated amounts and suspense in a currency.
    pub fn of(allocated: &Amounts, suspense: i64, currency: Currency) -> Self {
        let part = |component| Money::new(allocated.of(component), currency);
        Self {
            fee: part(Component::Fee),
            penalty: part(Component::Penalty),
            compound_interest: part(Component::CompoundInterest),
            interest: part(Component::Interest),
            principal: part(Component::Principal),
            suspense: Money::new(suspense, currency),
        }
    }
}
