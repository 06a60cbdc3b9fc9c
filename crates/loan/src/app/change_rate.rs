//! Changes what a loan costs: both sides agreed, a rule or a court said so, or a fixed rate becomes a floating one.

use super::change::{self, Change, Remark, Wanted};
use super::cost::check_cap;
use super::error::{LoanFailure, Result};
use super::reprice::catch_up;
use super::store;
use crate::domain::event::EventBody;
use crate::domain::pricing::{BASIS_POINT_E10, BenchmarkTenor, Floating, Followed, Pricing, RateReason, Repricing};
use crate::domain::terms::LoanTerms;
use kernel::{AnnualRate, CivilDate, LoanId};
use ledger::AccountingCache;
use platform::{CommandContext, Tx};

/// What a loan shall cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// A fixed rate.
    Fixed(AnnualRate),
    /// A benchmark and what is added to it.
    Floating {
        /// The benchmark.
        tenor: BenchmarkTenor,
        /// Basis points above it; may be negative.
        spread_bp: i32,
        /// When the rate follows it.
        repricing: Repricing,
        /// The rate is never below this.
        floor: Option<AnnualRate>,
        /// The rate is never above this.
        cap: Option<AnnualRate>,
    },
}

/// A change of rate that somebody wants.
#[derive(Debug, Clone)]
pub struct RateChange<'a> {
    /// The first day of the new rate: today, or a day before.
    pub value_date: CivilDate,
    /// What the loan costs from then on.
    pub price: Price,
    /// Why.
    pub why: RateReason,
    /// In their words.
    pub remark: Remark<'a>,
}

/// Changes what a loan costs. The days after a value date in the past are lived again; so are the days on which the new
/// contract would have looked at its benchmark. The receipt is that of the change itself.
///
/// # Errors
/// [`LoanFailure::RateUnchanged`], [`LoanFailure::AboveRateCap`], [`LoanFailure::Product`] when no value of the benchmark is
/// known, or what the domain refuses.
pub fn change_rate(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    id: LoanId,
    wanted: &RateChange<'_>,
) -> Result<Change> {
    let stored = store::load_in(tx, &context.scope, id)?;
    let (now, to) = (stored.state.pricing_agreed(&stored.terms), pricing(tx, wanted)?);
    if to == now {
        return Err(LoanFailure::RateUnchanged);
    }
    // What makes a loan cheaper is never refused for what it costs.
    if to.annual_rate > now.annual_rate {
        let whole = LoanTerms {
            annual_rate: to.annual_rate,
            ..stored.terms.clone()
        };
        check_cap(tx, &whole, wanted.value_date)?;
    }
    context.admit_amount(
        "loan.change_rate",
        stored.head.money(stored.state.principal_outstanding()),
    )?;
    let event = Wanted {
        body: EventBody::RateChanged { to, why: wanted.why },
        value_date: wanted.value_date,
        currency: None,
        note: wanted.remark.note.to_owned(),
        reason_code: None,
    };
    let changed = change::record(tx, context, books, id, &event)?;
    catch_up(tx, context, books, (id, wanted.value_date))?;
    Ok(changed)
}

fn pricing(tx: &mut Tx, wanted: &RateChange<'_>) -> Result<Pricing> {
    let (tenor, spread_bp, repricing, floor, cap) = match wanted.price {
        Price::Fixed(rate) => return Ok(Pricing::fixed(rate)),
        Price::Floating {
            tenor,
            spread_bp,
            repricing,
            floor,
            cap,
        } => (tenor, spread_bp, repricing, floor, cap),
    };
    let benchmarks = product::load_benchmark_rates(tx)?;
    let followed = Followed::from(benchmarks.on(tenor, wanted.value_date)?);
    let floating = Floating {
        tenor,
        spread_e10: i64::from(spread_bp) * BASIS_POINT_E10,
        repricing,
        floor,
        cap,
        followed,
    };
    Ok(floating.following(followed))
}
