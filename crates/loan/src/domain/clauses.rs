//! Clauses that only some contracts have. What is absent costs nothing and is not stored.

use super::allocation::AllocationOrder;
use super::pricing::{Floating, WithinPeriod};
use kernel::{Calendar, CivilDate, DayKind, HolidayRule};
pub use product::domain::FeeTrigger;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Clauses that only some contracts have, frozen with the terms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Clauses {
    /// 容差: a shortfall up to so many minor units counts as paid and is due with the next instalment (cn.md §3.3).
    #[serde(skip_serializing_if = "is_zero")]
    pub tolerance_minor: i64,
    /// 非应计: another order of allocation once the loan is long past due (cn.md §3.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_accrual: Option<NonAccrual>,
    /// What the contract charges beside interest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
    /// What becomes of due dates on days off; they stay when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Holidays>,
    /// 宣布提前到期: the lender may call the whole loan in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub may_call_in: bool,
    /// 浮动利率: the benchmark that the rate follows; fixed when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floating: Option<Floating>,
    /// What becomes of the period in which the rate changes.
    #[serde(skip_serializing_if = "WithinPeriod::is_usual")]
    pub rate_change: WithinPeriod,
}

/// The order of allocation of a loan that no longer accrues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NonAccrual {
    /// It holds from more than so many days past due.
    pub after_days: u32,
    /// The order.
    pub order: AllocationOrder,
}

/// A fee of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// The product's code of it.
    pub code: String,
    /// When it is charged.
    pub trigger: FeeTrigger,
    /// How much, in minor units; positive.
    pub amount_minor: i64,
}

impl Clauses {
    /// Whether the contract has none of them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The fee that an instalment asks for: instalment 0 is the fee at disbursement.
    #[must_use]
    pub fn fee_of(&self, nr: u32) -> i64 {
        self.fee(if nr == 0 {
            FeeTrigger::Disbursement
        } else {
            FeeTrigger::Installment
        })
    }

    /// The sum of the fees with a trigger, in minor units.
    #[must_use]
    pub fn fee(&self, trigger: FeeTrigger) -> i64 {
        let of_trigger = self.fees.iter().filter(|fee| fee.trigger == trigger);
        of_trigger.map(|fee| fee.amount_minor).sum()
    }
}

/// How due dates leave days off, with the calendar as it stood at booking: what a later notice says about a year does not
/// move the dates of a contract that is signed. Of a year that has no notice yet only Saturdays and Sundays are off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holidays {
    /// In which direction.
    pub rule: HolidayRule,
    /// The days near due dates that are not what their weekday says, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<(CivilDate, DayKind)>,
}

impl Holidays {
    /// Freezes what a calendar says about these due dates, which rise, for a contract that begins on `start`.
    #[must_use]
    pub fn freeze(rule: HolidayRule, calendar: &Calendar, start: CivilDate, dues: &[CivilDate]) -> Self {
        let mut asked = BTreeSet::new();
        let mut from = start;
        for due in dues {
            from = moved(rule, (*due, from), |day| {
                asked.insert(day);
                calendar.is_working_day(day)
            });
        }
        let exceptions = asked.into_iter().filter_map(|day| {
            let worked = calendar.is_working_day(day);
            let kind = if worked { DayKind::WorkingDay } else { DayKind::Holiday };
            (worked != is_weekday(day)).then_some((day, kind))
        });
        Self {
            rule,
            days: exceptions.collect(),
        }
    }

    /// The day on which a period that begins on `from` falls due instead of `due`.
    #[must_use]
    pub fn adjust(&self, due: CivilDate, from: CivilDate) -> CivilDate {
        moved(self.rule, (due, from), |day| self.is_working_day(day))
    }

    fn is_working_day(&self, day: CivilDate) -> bool {
        match self.days.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(index) => self.days[index].1 == DayKind::WorkingDay,
            Err(_) => is_weekday(day),
        }
    }
}

/// Due dates keep rising: one that would move back to the due date before it moves on instead, and one that would meet it
/// takes the next working day.
fn moved(
    rule: HolidayRule,
    (due, from): (CivilDate, CivilDate),
    mut is_working_day: impl FnMut(CivilDate) -> bool,
) -> CivilDate {
    let day = rule.adjust(due, &mut is_working_day);
    if day > from {
        return day;
    }
    let day = HolidayRule::Following.adjust(due, &mut is_working_day);
    if day > from {
        return day;
    }
    HolidayRule::Following.adjust(from.add_days(1), is_working_day)
}

fn is_weekday(day: CivilDate) -> bool {
    day.weekday() < 6
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(minor: &i64) -> bool {
    *minor == 0
}
