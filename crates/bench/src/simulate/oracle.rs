//! Figures of one loan computed a second way: penalty from the payments of each instalment, and the plan to come from what
//! a plan must be.

use kernel::{AnnualRate, CivilDate, DayCount, Rounding};
use loan::domain::allocation::{Amounts, Component};
use loan::domain::event::{EventBody, LoanEvent, effective};
use loan::domain::life::{Life, Receipt};
use loan::domain::state::{Installment, PenaltyClock, Status};
use loan::domain::terms::{DueRule, LoanTerms, Method, Stub};

/// Why the penalty or compound interest of an instalment is not what its payments say. `rows` are all instalments that
/// fell due, `receipts` what each event did.
pub(super) fn penalty_wrong(
    life: &Life<'_>,
    rows: &[Installment],
    (events, receipts): (&[LoanEvent], &[(u32, Receipt)]),
    today: CivilDate,
) -> Option<String> {
    if matches!(life.state.status, Status::ChargedOff { .. }) {
        return None;
    }
    let terms = life.terms();
    let rates = penalty_rates(terms, events);
    for row in rows {
        let mut payments: Vec<(CivilDate, Amounts)> = Vec::new();
        for event in effective(events) {
            let receipt = receipts.iter().find(|(seq, _)| *seq == event.seq);
            for (nr, paid) in receipt.iter().flat_map(|(_, r)| &r.installments) {
                if *nr == row.nr {
                    payments.push((event.value_date.date(), *paid));
                }
            }
        }
        // What no event paid was paid on the due date by money that had waited.
        let waited = |component| row.paid.of(component) - payments.iter().map(|(_, p)| p.of(component)).sum::<i64>();
        let (principal, interest) = (waited(Component::Principal), waited(Component::Interest));
        let end = row.settled_on.unwrap_or(today);
        let of_principal = cost(
            terms,
            row,
            (row.principal - principal, Component::Principal),
            (&payments, &rates),
            end,
        );
        let of_interest = cost(
            terms,
            row,
            (row.interest - interest, Component::Interest),
            (&payments, &rates),
            end,
        );
        let expected = match (terms.penalty.on_installment, terms.penalty.compound) {
            (true, _) => [
                (Component::Penalty, of_principal + of_interest),
                (Component::CompoundInterest, 0),
            ],
            (false, true) => [
                (Component::Penalty, of_principal),
                (Component::CompoundInterest, of_interest),
            ],
            (false, false) => [(Component::Penalty, of_principal), (Component::CompoundInterest, 0)],
        };
        for (costs, exact) in expected {
            let den = i128::from(PenaltyClock::of(terms, terms.annual_rate).den);
            let rest = exact - i128::from(row.paid.of(costs)) * den;
            let expected = Rounding::HalfUp.div(rest, den).max(0);
            let open = life.state.open.iter().find(|i| i.nr == row.nr);
            let found = open.map_or(0, |i| life.state.penalty_clock(terms).unpaid(i, today).of(costs));
            // Days on which a small shortfall counted as paid cost nothing.
            let fewer_days = terms.clauses.tolerance_minor > 0 && i128::from(found) < expected;
            if expected != i128::from(found) && !fewer_days {
                return Some(format!(
                    "{costs:?} of instalment {}: {found}, but its payments say {expected}",
                    row.nr
                ));
            }
        }
    }
    None
}

/// What overdue money costs a year, in units of 10⁻¹⁰, from which day on.
fn penalty_rates(terms: &LoanTerms, events: &[LoanEvent]) -> Vec<(CivilDate, i128)> {
    let uplifted = |rate: AnnualRate| match terms.penalty.none {
        true => 0,
        false => i128::from(rate.e10()) * (10_000 + i128::from(terms.penalty.uplift_bp)) / 10_000,
    };
    let mut rates = vec![(terms.disbursed_on, uplifted(terms.annual_rate))];
    for event in effective(events) {
        if let EventBody::RateChanged { to, .. } = &event.body {
            rates.push((event.value_date.date(), uplifted(to.annual_rate)));
        }
    }
    rates
}

/// Something of a day.
type Dated<T> = (CivilDate, T);

/// What lateness costs on one part of an instalment until a day, as a numerator over the penalty denominator.
fn cost(
    terms: &LoanTerms,
    row: &Installment,
    (amount, base): (i64, Component),
    (payments, rates): (&[Dated<Amounts>], &[Dated<i128>]),
    end: CivilDate,
) -> i128 {
    let late_on = row.due.add_days(terms.penalty.grace_days + 1);
    if end < late_on {
        return 0;
    }
    let convention = match terms.day_count {
        DayCount::Act365F | DayCount::ActAct => terms.day_count,
        _ => DayCount::Act360,
    };
    let mut unpaid = amount;
    for (_, paid) in payments.iter().filter(|(on, _)| *on < late_on) {
        unpaid -= paid.of(base);
    }
    let mut since = if terms.penalty.from_grace_end {
        row.due.add_days(terms.penalty.grace_days)
    } else {
        row.due
    };
    let mut sum = 0;
    let later = payments.iter().filter(|(on, _)| *on >= late_on);
    let ends = later.map(|(on, paid)| (*on, paid.of(base))).chain([(end, 0)]);
    for (on, paid) in ends {
        for (place, (from, rate)) in rates.iter().enumerate() {
            let until = rates.get(place + 1).map_or(on, |(next, _)| (*next).min(on));
            let ticks = convention.numerator(since.max(*from), until).max(0);
            sum += i128::from(unpaid) * rate * i128::from(ticks);
        }
        unpaid -= paid;
        since = on;
    }
    sum
}

/// Why the instalments to come are no plan: they repay exactly what is owed, in rising order, and none of a method of
/// equal payments is much larger than the others.
pub(super) fn plan_wrong(life: &Life<'_>) -> Option<String> {
    let rows = life.rows_to_come();
    let Some(position) = life.state.position else {
        return (!rows.is_empty()).then(|| "instalments to come after the last".to_owned());
    };
    let principal: i64 = rows.iter().map(|row| row.principal).sum();
    if principal != life.state.balance {
        return Some(format!("the plan repays {principal} of {}", life.state.balance));
    }
    let bad = rows
        .iter()
        .any(|row| row.principal < 0 || row.interest < 0 || row.balance < 0);
    let unordered = rows.windows(2).any(|w| w[0].due >= w[1].due || w[1].from != w[0].due);
    if bad || unordered || rows.iter().filter(|row| row.last).count() != 1 {
        return Some(format!("the plan is out of shape: {rows:?}"));
    }
    if rows[0].due != position.due || rows[0].from != position.from {
        return Some("the plan does not begin with the current instalment".to_owned());
    }
    let interest = life
        .interest_line()
        .map_or(0, |(key, line)| line.rounded(&key, position.due));
    if interest != rows[0].interest {
        return Some(format!(
            "interest accrues to {interest}, but {} falls due",
            rows[0].interest
        ));
    }
    let paying = rows.iter().filter(|row| row.principal > 0);
    uneven(
        life,
        &paying.map(|row| row.principal + row.interest).collect::<Vec<_>>(),
    )
}

/// The last payment of a method of equal payments is no larger than the one before, but for rounding that has grown with
/// the interest.
fn uneven(life: &Life<'_>, payments: &[i64]) -> Option<String> {
    let terms = life.terms();
    let even = matches!(
        terms.method,
        Method::Annuity
            | Method::EqualPrincipal
            | Method::Flat
            | Method::Biweekly { .. }
            | Method::GraceThenAnnuity { .. }
            | Method::StepUp { .. }
    );
    // A first instalment in proportion to its days leaves the rest of its principal to the last.
    let even = even
        && !matches!(
            terms.due,
            DueRule::PayDay {
                stub: Stub::Prorata,
                ..
            }
        );
    let [.., before, last] = payments else { return None };
    let step = match terms.method {
        Method::StepUp { growth_bp, .. } => before * i64::from(growth_bp) / 10_000,
        _ => 0,
    };
    let grown = i64::try_from(payments.len()).unwrap_or(0) * (1 + life.planner().rate().e10() / (AnnualRate::ONE / 50));
    (even && payments.len() > 3 && *last > before + step + before / 8 + 50 + grown)
        .then(|| format!("the last payment {last} is much larger than {before} before it; {payments:?}"))
}

/// Why a prepayment did not keep its promise: a smaller payment over as many instalments, or the same payment over fewer.
pub(super) fn prepayment_wrong(before: &Life<'_>, after: &Life<'_>, reduces: bool) -> Option<String> {
    let rows = (before.rows_to_come(), after.rows_to_come());
    let counts = (rows.0.len(), rows.1.len());
    if reduces && counts.0 != counts.1 {
        return Some(format!(
            "{} instalments became {} by a smaller payment",
            counts.0, counts.1
        ));
    }
    if !reduces && counts.1 > counts.0 {
        return Some(format!("{} instalments became {} by prepaying", counts.0, counts.1));
    }
    let most = |rows: &[loan::domain::plan::PlanRow]| rows.iter().map(|row| row.principal).max().unwrap_or(0);
    // The interest of a broken period is smaller, so that more of an equal payment repays principal.
    (most(&rows.1) > most(&rows.0) + most(&rows.0) / 4 + 100).then(|| {
        format!(
            "prepaying made an instalment larger: {} to {}",
            most(&rows.0),
            most(&rows.1)
        )
    })
}
