//! The plan of a loan: how each instalment follows from the balance before it, in constant time.

use super::annuity;
use super::dates::{DueDates, Period, Walk};
use super::pricing::Earned;
use super::ratio::Ratio;
use super::terms::{DueRule, InterestRule, LoanTerms, Method, Stub, TermsError};
use kernel::{AnnualRate, CivilDate, Rounding};
use serde::{Deserialize, Serialize};

/// What every instalment of a segment needs to know; changes only by an event (prepayment, change of rate).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The payment (annuities), the principal share (equal principal, flat) or zero.
    pub amount: i64,
    /// The number of the last instalment; the balance goes with it.
    pub last_nr: u32,
    /// The loan ends as soon as the payment covers the balance (缩短期限, 双周供).
    #[serde(default)]
    pub until_paid: bool,
    /// Interest a period when it does not follow from the balance (flat).
    #[serde(default)]
    pub flat_interest: i64,
}

/// One instalment as planned. Amounts in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanRow {
    /// Instalment number, from 1.
    pub nr: u32,
    /// First day of the interest period.
    pub from: CivilDate,
    /// Due date.
    pub due: CivilDate,
    /// Principal due.
    pub principal: i64,
    /// Interest due.
    pub interest: i64,
    /// Principal not yet due afterwards.
    pub balance: i64,
    /// Whether it is the last.
    pub last: bool,
}

/// Interest of a period or a part of one: an exact fraction of minor units that grows as a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InterestLine {
    /// `base · rate / (per_year·10¹⁰)` for the whole period, day by day in equal parts.
    Regular {
        /// Periods a year.
        per_year: i64,
    },
    /// A fixed amount for the whole period, day by day in equal parts.
    Fixed {
        /// Minor units.
        amount: i64,
    },
    /// By the day count of the terms.
    ByDays,
}

/// The terms with their due dates: the pure machine that makes plan rows.
#[derive(Debug, Clone)]
pub struct Planner<'t> {
    /// The frozen terms.
    pub terms: &'t LoanTerms,
    /// What the loan costs now.
    rate: AnnualRate,
    dates: DueDates,
    /// What the first instalment pays when its period is irregular.
    first: Option<Stub>,
    /// Interest of a whole regular period on one minor unit.
    per_period: Ratio,
    /// Interest of one tick of the day count on one minor unit.
    per_tick: Ratio,
}

impl<'t> Planner<'t> {
    /// A planner for checked terms, at the rate that they begin with.
    #[must_use]
    pub fn new(terms: &'t LoanTerms) -> Self {
        Self::at(terms, terms.annual_rate)
    }

    /// A planner for checked terms at another rate.
    #[must_use]
    pub fn at(terms: &'t LoanTerms, rate: AnnualRate) -> Self {
        let dates = DueDates::of(terms);
        let first = match terms.due {
            // A typed plan says itself what its instalments pay.
            _ if matches!(terms.method, Method::Custom { .. }) => None,
            DueRule::PayDay { stub, .. } if !dates.period(1, terms.disbursed_on).regular => Some(stub),
            _ => None,
        };
        Self {
            terms,
            rate,
            dates,
            first,
            per_period: Ratio::new(rate.e10(), terms.frequency.per_year() * AnnualRate::ONE),
            per_tick: Ratio::new(rate.e10(), Self::den_of(terms)),
        }
    }

    /// Costs another rate from now on.
    pub(super) fn reprice(&mut self, rate: AnnualRate) {
        self.rate = rate;
        self.per_period = Ratio::new(rate.e10(), self.terms.frequency.per_year() * AnnualRate::ONE);
        self.per_tick = Ratio::new(rate.e10(), Self::den_of(self.terms));
    }

    /// What the loan costs now.
    #[must_use]
    pub const fn rate(&self) -> AnnualRate {
        self.rate
    }

    /// The denominator of exact interest by days: the days of a year times one as a rate.
    const fn den_of(terms: &LoanTerms) -> i64 {
        terms.day_count.den() * AnnualRate::ONE
    }

    /// The segment that the loan begins with.
    ///
    /// # Errors
    /// [`TermsError::NegativeAmortisation`] or [`TermsError::OutOfRange`].
    pub fn first_segment(&self) -> Result<Segment, TermsError> {
        let terms = self.terms;
        let (principal, n) = (terms.principal.minor(), terms.periods);
        let count = self.dates.count;
        let segment = |amount, last_nr| Segment {
            amount,
            last_nr,
            until_paid: false,
            flat_interest: 0,
        };
        let built = match &terms.method {
            Method::Annuity => segment(self.annuity(principal, 0, n)?, count),
            Method::Residual { residual_minor } => segment(self.annuity(principal, *residual_minor, n)?, count),
            Method::Balloon { amortise_over } => segment(self.annuity(principal, 0, *amortise_over)?, count),
            Method::GraceThenAnnuity { interest_only_periods } => {
                segment(self.annuity(principal, 0, n - interest_only_periods)?, count)
            }
            Method::StepUp { growth_bp, every } => {
                let per_year = terms.frequency.per_year();
                let step = (*growth_bp, *every);
                let first = annuity::first_payment_growing(principal, self.rate, per_year, (0, n), step);
                segment(first.ok_or(TermsError::OutOfRange)?, count)
            }
            Method::Biweekly { quote_months } => {
                let monthly = annuity::payment((principal, 0), self.rate, 12, *quote_months, Rounding::HalfUp);
                let half = Rounding::HalfUp.div(i128::from(monthly.ok_or(TermsError::OutOfRange)?), 2);
                let amount = i64::try_from(half).map_err(|_| TermsError::OutOfRange)?;
                Segment {
                    until_paid: true,
                    ..segment(amount, super::terms::MAX_PERIODS)
                }
            }
            Method::EqualPrincipal | Method::Flat => {
                let share = Rounding::HalfUp.div(i128::from(principal), i128::from(n));
                let amount = i64::try_from(share).map_err(|_| TermsError::OutOfRange)?;
                Segment {
                    flat_interest: self.flat_interest(),
                    ..segment(amount, count)
                }
            }
            Method::Custom { rows } => segment(0, u32::try_from(rows.len()).map_err(|_| TermsError::OutOfRange)?),
            Method::InterestOnly | Method::Bullet | Method::OnDemand => segment(0, count),
        };
        self.refuse_negative_amortisation(&built)?;
        Ok(built)
    }

    pub(super) fn annuity(&self, principal: i64, residual: i64, n: u32) -> Result<i64, TermsError> {
        let per_year = self.terms.frequency.per_year();
        annuity::payment(
            (principal, residual),
            self.rate,
            per_year,
            n,
            self.terms.payment_rounding,
        )
        .ok_or(TermsError::OutOfRange)
    }

    fn flat_interest(&self) -> i64 {
        if self.terms.method != Method::Flat {
            return 0;
        }
        self.regular_interest(self.terms.principal.minor())
    }

    fn refuse_negative_amortisation(&self, segment: &Segment) -> Result<(), TermsError> {
        let annuity_like = matches!(
            self.terms.method,
            Method::Annuity | Method::Balloon { .. } | Method::Biweekly { .. } | Method::StepUp { .. }
        );
        let first = self.regular_interest(self.terms.principal.minor());
        let too_small = segment.amount <= first && segment.last_nr > 1 && self.rate.e10() > 0;
        if annuity_like && too_small {
            Err(TermsError::NegativeAmortisation)
        } else {
            Ok(())
        }
    }

    /// The period of instalment `nr`, beginning at the due date before it.
    #[inline]
    #[must_use]
    pub fn period(&self, nr: u32, from: CivilDate) -> Period {
        let mut period = match &self.terms.method {
            Method::Custom { rows } => typed_period(rows, nr, from),
            _ => self.dates.period(nr, from),
        };
        if let Some(holidays) = &self.terms.clauses.holidays {
            period.due = holidays.adjust(period.due, from);
        }
        period
    }

    /// The periods from instalment `nr` on, one after the other; `None` for a typed plan, which has its own, and for one
    /// whose due dates leave days off.
    #[must_use]
    pub fn walk(&self, nr: u32) -> Option<Walk<'_>> {
        let own = matches!(self.terms.method, Method::Custom { .. }) || self.terms.clauses.holidays.is_some();
        (!own).then(|| self.dates.walk(nr))
    }

    /// Due date of the last planned instalment.
    #[must_use]
    pub fn maturity(&self) -> CivilDate {
        let due = match &self.terms.method {
            Method::Custom { rows } => rows[rows.len() - 1].0,
            _ => self.dates.last_due(),
        };
        let holidays = self.terms.clauses.holidays.as_ref();
        holidays.map_or(due, |holidays| holidays.adjust(due, self.terms.disbursed_on))
    }

    /// The due dates of all instalments that the terms may ask for, before any leaves a day off.
    #[must_use]
    pub fn agreed_dues(&self) -> Vec<CivilDate> {
        match &self.terms.method {
            Method::Custom { rows } => rows.iter().map(|(due, _)| *due).collect(),
            _ => (1..=self.dates.count)
                .map(|nr| self.dates.period(nr, self.terms.disbursed_on).due)
                .collect(),
        }
    }

    /// Interest of a whole regular period on `balance`, rounded half-up.
    #[inline]
    #[must_use]
    pub fn regular_interest(&self, balance: i64) -> i64 {
        self.per_period.of(balance, 1)
    }

    /// The exact interest on `balance` for the days from `from` to `to`, as [`Earned`] keeps it.
    #[must_use]
    pub fn exact_by_days(&self, balance: i64, from: CivilDate, to: CivilDate) -> i128 {
        let ticks = self.terms.day_count.numerator(from, to).max(0);
        i128::from(balance) * i128::from(self.rate.e10()) * i128::from(ticks)
    }

    /// Interest of a period up to a day, of which a part was earned at other rates; rounded once, half-up (cn.md §2.2).
    #[must_use]
    pub fn interest_after(&self, earned: &Earned, balance: i64, to: CivilDate) -> i64 {
        let exact = earned.numerator + self.exact_by_days(balance, earned.until, to);
        i64::try_from(Rounding::HalfUp.div(exact, i128::from(Self::den_of(self.terms)))).unwrap_or(i64::MAX)
    }

    /// Interest on `balance` for the days from `from` to `to`, rounded half-up.
    #[must_use]
    pub fn interest_by_days(&self, balance: i64, from: CivilDate, to: CivilDate) -> i64 {
        self.per_tick
            .of(balance, self.terms.day_count.numerator(from, to).max(0))
    }

    /// How interest grows in a period.
    #[inline]
    #[must_use]
    pub fn interest_line(&self, period: &Period, segment: &Segment) -> InterestLine {
        if self.terms.method == Method::Flat && period.nr > self.stub_rows() {
            return InterestLine::Fixed {
                amount: segment.flat_interest,
            };
        }
        if self.terms.interest == InterestRule::Regular && period.regular {
            return InterestLine::Regular {
                per_year: self.terms.frequency.per_year(),
            };
        }
        InterestLine::ByDays
    }

    /// Instalments of interest only before the regular ones: one or none.
    pub(super) fn stub_rows(&self) -> u32 {
        u32::from(self.first == Some(Stub::InterestOnlyStub))
    }

    /// The instalment of `period` on `balance`.
    #[inline]
    #[must_use]
    pub fn row(&self, period: &Period, balance: i64, segment: &Segment) -> PlanRow {
        let line = self.interest_line(period, segment);
        let interest = match line {
            InterestLine::Regular { .. } => self.regular_interest(balance),
            InterestLine::Fixed { amount } => amount,
            InterestLine::ByDays => self.interest_by_days(balance, period.from, period.due),
        };
        self.row_costing(period, balance, segment, (line, interest))
    }

    /// The instalment of `period` on `balance` that costs `interest`, however that came about.
    #[inline]
    #[must_use]
    pub fn row_costing(
        &self,
        period: &Period,
        balance: i64,
        segment: &Segment,
        (line, interest): (InterestLine, i64),
    ) -> PlanRow {
        let principal = if period.nr >= segment.last_nr {
            balance
        } else {
            self.principal(period, balance, segment, (line, interest)).min(balance)
        };
        PlanRow {
            nr: period.nr,
            from: period.from,
            due: period.due,
            principal,
            interest,
            balance: balance - principal,
            last: principal == balance,
        }
    }

    #[inline]
    fn principal(
        &self,
        period: &Period,
        balance: i64,
        segment: &Segment,
        (line, interest): (InterestLine, i64),
    ) -> i64 {
        if period.nr <= self.stub_rows() {
            return 0;
        }
        let regular_nr = period.nr - self.stub_rows();
        // A payment is shared as if every period were regular, whatever the interest of its days.
        let share_of = |payment: i64| match line {
            InterestLine::Regular { .. } => payment - interest,
            _ => payment - self.regular_interest(balance),
        };
        let regular = match &self.terms.method {
            Method::Annuity | Method::Residual { .. } | Method::Balloon { .. } => share_of(segment.amount),
            Method::Biweekly { .. } => segment.amount - interest,
            Method::GraceThenAnnuity { interest_only_periods } if regular_nr <= *interest_only_periods => 0,
            Method::GraceThenAnnuity { .. } => share_of(segment.amount),
            Method::StepUp { growth_bp, every } => {
                let steps = (regular_nr - 1) / every;
                share_of(annuity::grown(segment.amount, *growth_bp, steps).unwrap_or(i64::MAX))
            }
            Method::EqualPrincipal | Method::Flat => segment.amount,
            Method::Custom { rows } => rows[(period.nr as usize).clamp(1, rows.len()) - 1].1,
            Method::InterestOnly | Method::Bullet | Method::OnDemand => 0,
        };
        let regular = regular.clamp(0, balance);
        if period.nr == 1 && self.first == Some(Stub::Prorata) {
            let month_days = 30 * i128::from(self.terms.frequency.months().unwrap_or(1));
            let days = i128::from(period.due.days_since(self.terms.disbursed_on)).min(month_days);
            return i64::try_from(Rounding::HalfUp.div(i128::from(regular) * days, month_days)).unwrap_or(regular);
        }
        regular
    }
}

/// The period of an instalment of a typed plan.
fn typed_period(rows: &[(CivilDate, i64)], nr: u32, from: CivilDate) -> Period {
    let index = (nr as usize).clamp(1, rows.len()) - 1;
    Period {
        nr,
        from,
        due: rows[index].0,
        regular: false,
        last: nr as usize >= rows.len(),
    }
}
