//! What contracts bring about by themselves: on a day of its own calendar, or after each publication, a floating rate
//! follows its benchmark (cn.md §2.1).

use super::change::{self, Change, Wanted};
use super::error::Result;
use super::store;
use crate::domain::event::EventBody;
use crate::domain::pricing::{Floating, Followed, Pricing, RateReason, Repricing};
use crate::domain::state::{LoanState, Status};
use crate::domain::terms::LoanTerms;
use kernel::{CivilDate, LoanId};
use ledger::AccountingCache;
use platform::{CommandContext, Tx};
use product::domain::BenchmarkRates;

/// The first day in `(after, until]` on which a floating rate moves, and what the loan costs from then on. `None` when the
/// benchmark has the value that is followed already, on every such day.
#[must_use]
pub fn next_change(
    pricing: Pricing,
    start: CivilDate,
    (after, until): (CivilDate, CivilDate),
    benchmarks: &BenchmarkRates,
) -> Option<(CivilDate, Pricing)> {
    let floating = pricing.floating?;
    if floating.repricing == Repricing::NextDay {
        let mut days = benchmarks
            .iter()
            .filter(|rate| rate.tenor == floating.tenor)
            .map(|rate| rate.published_on.add_days(1))
            .filter(|day| *day > after && *day <= until);
        return days.find_map(|day| Some((day, moved(&floating, day.add_days(-1), benchmarks)?)));
    }
    let mut reset = floating.next_reset(start, after);
    while let Some(on) = reset.filter(|on| *on <= until) {
        if let Some(to) = moved(&floating, on, benchmarks) {
            return Some((on, to));
        }
        reset = floating.next_reset(start, on);
    }
    None
}

/// What a floating rate becomes by the value of its benchmark that is known on a day; `None` when it follows that already.
fn moved(floating: &Floating, known: CivilDate, benchmarks: &BenchmarkRates) -> Option<Pricing> {
    let followed = Followed::from(benchmarks.on(floating.tenor, known).ok()?);
    (followed.annual_rate != floating.followed.annual_rate).then(|| floating.following(followed))
}

/// What the close finds for a loan whose day `next` begins: the change of rate of that day, if there is one. A publication
/// that was entered late is followed on the first day that knows it.
#[must_use]
pub fn change_at(
    (terms, before): (&LoanTerms, &LoanState),
    next: CivilDate,
    benchmarks: &BenchmarkRates,
) -> Option<(CivilDate, Pricing)> {
    if before.status != Status::Active {
        return None;
    }
    let pricing = before.pricing_agreed(terms);
    let floating = pricing.floating?;
    if floating.repricing == Repricing::NextDay {
        return Some((next, moved(&floating, next.add_days(-1), benchmarks)?));
    }
    let reset = before.next_reset.filter(|reset| *reset <= next)?;
    next_change(pricing, terms.disbursed_on, (reset.add_days(-1), next), benchmarks)
}

/// Records the changes of rate that would have happened by themselves since a day in the past from which a contract has
/// counted only now: a disbursement or an agreement with an earlier value date.
///
/// # Errors
/// What recording a change refuses.
pub fn catch_up(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    (id, since): (LoanId, CivilDate),
) -> Result<Option<Change>> {
    let today = change::today(tx)?.date.date();
    let (mut after, mut last) = (since, None);
    while after < today {
        let stored = store::load_locked(tx, id)?;
        let pricing = stored.state.pricing_agreed(&stored.terms);
        if pricing.floating.is_none() || stored.state.status != Status::Active {
            break;
        }
        let benchmarks = product::load_benchmark_rates(tx)?;
        let found = next_change(pricing, stored.terms.disbursed_on, (after, today), &benchmarks);
        let Some((on, to)) = found else { break };
        let wanted = Wanted {
            body: EventBody::RateChanged {
                to,
                why: RateReason::Repriced,
            },
            value_date: on,
            currency: None,
            note: String::new(),
            reason_code: None,
        };
        last = Some(change::record(tx, context, books, id, &wanted)?);
        after = on;
    }
    Ok(last)
}
