//! One loan.

use super::balances::BalancesView;
use super::loan::LoanRowView;
use super::terms::TermsView;
use crate::app::quote::balances;
use crate::app::record::StoredLoan;
use crate::app::store::state_text;
use crate::domain::movement::Movement;
use kernel::{CivilDate, Money};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// A loan with its terms, balances and what was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LoanDetail)]
pub struct LoanDetailView {
    /// The loan as lists show it.
    #[serde(flatten)]
    pub row: LoanRowView,
    /// The frozen terms.
    pub terms: TermsView,
    /// What it owes.
    pub balances: BalancesView,
    /// The business date of the balances.
    #[schema(value_type = wire::Date)]
    pub as_of: CivilDate,
    /// SHA-256 of the state: equal states have equal hashes.
    #[schema(example = "9f86d081884c7d65")]
    pub state_hash: String,
    /// Counts changes.
    pub version: i64,
    /// The earliest due date that is not settled, once past due.
    #[schema(value_type = Option<wire::Date>)]
    pub overdue_since: Option<CivilDate>,
    /// Principal paid so far, early payments included.
    #[schema(value_type = wire::Money)]
    pub paid_principal: Money,
    /// Interest paid so far.
    #[schema(value_type = wire::Money)]
    pub paid_interest: Money,
    /// Penalty paid so far.
    #[schema(value_type = wire::Money)]
    pub paid_penalty: Money,
    /// Compound interest paid so far.
    #[schema(value_type = wire::Money)]
    pub paid_compound_interest: Money,
    /// Fees paid so far.
    #[schema(value_type = wire::Money)]
    pub paid_fee: Money,
}

impl LoanDetailView {
    /// A loan on the business date.
    pub fn of(row: LoanRowView, stored: &StoredLoan, on: CivilDate) -> Self {
        let moved = &stored.state.moved;
        let paid = |kinds: &[Movement]| stored.head.money(kinds.iter().map(|kind| moved.of(*kind)).sum());
        let overdue_since = stored.state.oldest_unpaid_due().filter(|due| *due < on);
        Self {
            row,
            terms: TermsView::of(&stored.terms),
            balances: BalancesView::of(&balances(stored, &stored.state, on), stored.head.currency),
            as_of: on,
            state_hash: hex::encode(Sha256::digest(state_text(&stored.state))),
            version: stored.head.version,
            overdue_since,
            paid_principal: paid(&[Movement::PrincipalPaid, Movement::PrincipalPrepaid]),
            paid_interest: paid(&[Movement::InterestPaid, Movement::InterestPrepaid]),
            paid_penalty: paid(&[Movement::PenaltyPaid]),
            paid_compound_interest: paid(&[Movement::CompoundPaid]),
            paid_fee: paid(&[Movement::FeePaid]),
        }
    }
}
