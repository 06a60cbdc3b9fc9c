//! From the facts of a loan to a life that could have led to them. The source gives totals, not dates. Assumptions:
//!
//! 1. The book is looked at on 2018-06-20 ([`as_of`]); instalments fall due on one day of each month, from the month after
//!    issue. The day is chosen so that the number of due dates that have passed fits what was paid and the state.
//! 2. Every due instalment that was paid was paid on its due date, in full.
//! 3. What was paid beyond or short of whole instalments, up to fourteen days of interest, is explained by a first period
//!    longer or shorter than a month; a rest goes with the last payment.
//! 4. Much more than the due instalments: the excess is a prepayment with the last of them.
//! 5. A repaid loan was paid off on the day on which its interest reaches the interest paid.
//! 6. Late loans paid whole instalments and then stopped; a charged-off loan is charged off on the day the book is looked at.

use crate::source::{Fact, Fate};
use kernel::CivilDate;

/// What happens to a loan on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// What is due is paid, and this much more (cents).
    PayDue {
        /// Beyond what is due.
        extra: i64,
        /// The extra reduces principal.
        prepay: bool,
    },
    /// A late fee is charged (cents).
    Fee(i64),
    /// Everything is paid.
    PayOff,
    /// The claim is given up.
    ChargeOff,
}

/// The planned life of a loan.
#[derive(Debug, Clone)]
pub struct LifePlan {
    /// The day the money is lent.
    pub disbursed_on: CivilDate,
    /// The day of the month on which instalments fall due.
    pub pay_day: u32,
    /// What happens, in date order.
    pub acts: Vec<(CivilDate, Act)>,
}

/// The day on which the book is looked at.
#[must_use]
pub fn as_of() -> CivilDate {
    day(6, 20)
}

/// The first business day of the demo.
#[must_use]
pub fn first_day() -> CivilDate {
    day(1, 1)
}

fn day(month: u32, day: u32) -> CivilDate {
    CivilDate::from_ymd(2018, month, day).expect("a day of 2018")
}

/// A number spread evenly from a loan's row number: no chance in it.
const fn spread(id: u32, from: u32, to: u32) -> u32 {
    from + (id.wrapping_mul(2_654_435_761) >> 16) % (to - from + 1)
}

/// Whole instalments paid, rounded to the nearest.
fn paid_installments(fact: &Fact) -> u32 {
    let paid = fact.paid_total - fact.paid_late_fees;
    u32::try_from((paid + fact.installment / 2) / fact.installment).unwrap_or(0)
}

/// The planned life of a loan's facts.
#[must_use]
pub fn plan(fact: &Fact) -> LifePlan {
    match fact.fate {
        Fate::FullyPaid => repaid(fact),
        Fate::Current => paying(fact),
        Fate::InGrace | Fate::Late16 | Fate::Late31 | Fate::ChargedOff => stopped(fact),
    }
}

/// A paying loan: all due dates up to the day of the book are paid.
fn paying(fact: &Fact) -> LifePlan {
    let all = 6 - fact.issue_month;
    let paid = paid_installments(fact);
    // With one payment fewer than months passed, the last due date lies after the day of the book.
    let (dues, days) = if paid >= all {
        (all, (1, 20))
    } else {
        (all - 1, (21, 28))
    };
    schedule_of(fact, dues, days)
}

/// A loan that paid some instalments and then stopped.
fn stopped(fact: &Fact) -> LifePlan {
    let all = 6 - fact.issue_month;
    let dues = paid_installments(fact).min(all - 1);
    let unpaid_month = fact.issue_month + dues + 1;
    let days = match (fact.fate, unpaid_month) {
        (Fate::InGrace, 6) => (5, 19),
        (Fate::Late16, 6) => (1, 4),
        (Fate::Late16, 5) => (21, 28),
        (Fate::Late31 | Fate::ChargedOff, 5) => (1, 20),
        (_, 6) => (1, 1),
        _ => (1, 28),
    };
    let mut plan = schedule_of(fact, dues, days);
    if fact.fate == Fate::ChargedOff {
        plan.acts.push((as_of(), Act::ChargeOff));
    }
    plan
}

/// `dues` instalments on a day of `days`, the first period as long as the totals ask.
fn schedule_of(fact: &Fact, dues: u32, days: (u32, u32)) -> LifePlan {
    let excess = fact.paid_total - fact.paid_late_fees - i64::from(dues) * fact.installment;
    let day_interest = (fact.amount * fact.rate.e10() / kernel::AnnualRate::ONE / 360).max(1);
    let shift = excess.div_euclid(day_interest);
    let explained = dues > 0 && (-14..=14).contains(&shift);
    let shift = if explained { shift } else { 0 };
    // The day of issue is the due day less the shift (30/360), and must be a day of the month of issue.
    let issue_day = |pay_day: u32| i64::from(pay_day) - shift;
    let fits: Vec<u32> = (days.0..=days.1)
        .filter(|d| (1..=28).contains(&issue_day(*d)))
        .collect();
    let (pay_day, shift) = match fits.len() {
        0 => (spread(fact.id, days.0, days.1), 0),
        n => (
            fits[spread(fact.id, 0, u32::try_from(n).unwrap_or(1) - 1) as usize],
            shift,
        ),
    };
    let disbursed_on = day(
        fact.issue_month,
        u32::try_from(i64::from(pay_day) - shift).unwrap_or(pay_day),
    );
    let mut acts = Vec::new();
    for number in 1..=dues {
        let on = day(fact.issue_month + number, pay_day);
        let last = number == dues;
        if last && fact.paid_late_fees > 0 {
            acts.push((on, Act::Fee(fact.paid_late_fees)));
        }
        let extra = if last {
            (excess - shift * day_interest).max(0)
        } else {
            0
        };
        acts.push((
            on,
            Act::PayDue {
                extra,
                prepay: extra >= fact.installment / 2,
            },
        ));
    }
    LifePlan {
        disbursed_on,
        pay_day,
        acts,
    }
}

/// A repaid loan: instalments, then everything on the day on which its interest reaches what was paid.
fn repaid(fact: &Fact) -> LifePlan {
    let pay_day = spread(fact.id, 1, 20);
    let disbursed_on = day(fact.issue_month, pay_day);
    let mut acts = Vec::new();
    let (mut interest_left, mut balance, mut month) = (fact.paid_interest, fact.amount, fact.issue_month);
    loop {
        let interest = balance * (fact.rate.e10() / 12) / kernel::AnnualRate::ONE;
        let due = day(month + 1, pay_day);
        if interest_left <= interest || due >= as_of() {
            let days = (interest_left * 30 / interest.max(1)).clamp(1, 28);
            let from = day(month, pay_day);
            let on = from.add_days(i32::try_from(days).unwrap_or(28)).min(as_of());
            acts.push((on, Act::PayOff));
            return LifePlan {
                disbursed_on,
                pay_day,
                acts,
            };
        }
        acts.push((
            due,
            Act::PayDue {
                extra: 0,
                prepay: false,
            },
        ));
        interest_left -= interest;
        balance -= fact.installment - interest;
        month += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::facts;

    #[test]
    fn every_loan_has_a_life_inside_the_demo() {
        let facts = facts().unwrap();
        assert_eq!(facts.len(), 10_000);
        for fact in &facts {
            let plan = plan(fact);
            assert_eq!(plan.disbursed_on.ymd().1, fact.issue_month, "loan {}", fact.id);
            assert!(plan.acts.windows(2).all(|w| w[0].0 <= w[1].0), "loan {}", fact.id);
            assert!(
                plan.acts
                    .iter()
                    .all(|(on, _)| *on > plan.disbursed_on && *on <= as_of()),
                "loan {}",
                fact.id
            );
        }
    }

    /// Loan 1: 28,000.00 at 14.07%, three instalments of 652.53 and 41.74 more; a day of interest is 10.94.
    #[test]
    fn three_more_days_explain_the_first_loan() {
        let facts = facts().unwrap();
        let plan = plan(&facts[0]);
        let issued = i64::from(plan.disbursed_on.ymd().2);
        assert_eq!(i64::from(plan.pay_day) - issued, 3);
        assert_eq!(plan.acts.len(), 3);
    }
}
