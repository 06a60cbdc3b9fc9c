//! A product and its versions.

use super::error::TermsError;
use super::rate::{BenchmarkRates, RatePolicy};
use super::repayment::{DueDateRule, DueDay, Frequency, RepaymentMethod, StubStyle};
use super::servicing::{AllocationOrder, Component, FeeAmount, PenaltyBase};
use super::terms::ProductTerms;
use kernel::{AnnualRate, BusinessDate, CivilDate, Currency, HolidayRule, ProductId, Rounding};

/// Where a version stands in its life: draft, then active, then retired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProductStatus {
    /// Being written; takes no loans.
    Draft,
    /// Takes loans.
    Active,
    /// Takes no new loans; those made keep its terms.
    Retired,
}

impl ProductStatus {
    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }

    /// The status of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Draft, Self::Active, Self::Retired]
            .into_iter()
            .find(|status| status.name() == name)
    }
}

/// One version of a loan product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanProduct {
    /// The version's id.
    pub id: ProductId,
    /// The product's code, the same in all versions.
    pub code: String,
    /// The version, from 1.
    pub version: u32,
    /// Where it stands.
    pub status: ProductStatus,
    /// The first business day on which it takes loans.
    pub effective_from: BusinessDate,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Remarks and assumptions, Chinese.
    pub description_zh: String,
    /// Remarks and assumptions, English.
    pub description_en: String,
    /// The currency of its loans.
    pub currency: Currency,
    /// Its terms.
    pub terms: ProductTerms,
    /// Whether a loan uses this version: then its terms never change again.
    pub used: bool,
}

impl LoanProduct {
    /// Checks that the terms make sense together.
    ///
    /// # Errors
    /// [`TermsError::Contradiction`] or [`TermsError::NotFollowed`] names the first field to mend.
    pub fn check(&self) -> Result<(), TermsError> {
        let terms = &self.terms;
        let ensure = |holds: bool, field, reason| {
            if holds {
                Ok(())
            } else {
                Err(TermsError::Contradiction { field, reason })
            }
        };
        let limits = &terms.limits;
        let biweekly = terms.method == RepaymentMethod::Biweekly;
        ensure(!self.code.is_empty(), "code", "must not be empty")?;
        ensure(
            biweekly == (terms.frequency == Frequency::Biweekly),
            "frequency",
            "biweekly belongs to the biweekly method and to no other",
        )?;
        check_due_dates(&terms.due_dates)?;
        check_options(terms)?;
        self.ensure_followed()?;
        check_lateness(terms)?;
        for (order, field) in [
            (&terms.allocation.performing, "allocation.performing"),
            (&terms.allocation.non_accrual, "allocation.non_accrual"),
        ] {
            ensure(names_each_once(order), field, "must name each component once")?;
        }
        ensure(
            0 < limits.min_amount_minor,
            "limits.min_amount_minor",
            "must be positive",
        )?;
        ensure(
            limits.min_amount_minor <= limits.max_amount_minor,
            "limits.max_amount_minor",
            "is below the minimum",
        )?;
        ensure(0 < limits.min_periods, "limits.min_periods", "must be positive")?;
        ensure(
            limits.min_periods <= limits.max_periods,
            "limits.max_periods",
            "is below the minimum",
        )?;
        ensure(
            limits.min_annual_rate <= limits.max_annual_rate,
            "limits.max_annual_rate",
            "is below the minimum",
        )?;
        if let RatePolicy::Fixed { annual_rate } = terms.rate {
            let allowed = limits.min_annual_rate..=limits.max_annual_rate;
            ensure(
                allowed.contains(&annual_rate),
                "rate.annual_rate",
                "is outside the limits",
            )?;
        }
        Ok(())
    }

    /// Checks that loans of this version follow everything that its terms say.
    ///
    /// # Errors
    /// [`TermsError::NotFollowed`] names the first rule that no loan follows yet.
    pub fn ensure_followed(&self) -> Result<(), TermsError> {
        let terms = &self.terms;
        let ensure = |holds: bool, field| {
            if holds {
                Ok(())
            } else {
                Err(TermsError::NotFollowed { field })
            }
        };
        let options = &terms.method_options;
        ensure(terms.penalty.misuse_uplift_bp == 0, "penalty.misuse_uplift_bp")?;
        ensure(terms.rounding.interest == Rounding::HalfUp, "rounding.interest")?;
        ensure(
            options.biweekly_half_of_monthly != Some(false),
            "method_options.biweekly_half_of_monthly",
        )?;
        ensure(
            options.step_growth_bp.is_none_or(|growth| growth >= 0),
            "method_options.step_growth_bp",
        )?;
        // The calendar of working days is that of mainland China.
        let calendar = self.currency == Currency::CNY || terms.due_dates.holiday == HolidayRule::None;
        ensure(calendar, "due_dates.holiday")
    }

    /// This version with other terms.
    ///
    /// # Errors
    /// [`TermsError::VersionFrozen`] when it is used or no draft; [`TermsError::Contradiction`].
    pub fn with_terms(self, terms: ProductTerms) -> Result<Self, TermsError> {
        if self.used || self.status != ProductStatus::Draft {
            return Err(TermsError::VersionFrozen {
                code: self.code,
                version: self.version,
            });
        }
        let changed = Self { terms, ..self };
        changed.check()?;
        Ok(changed)
    }

    /// A draft of the next version, with the same terms to start from.
    #[must_use]
    pub fn next_version(&self, id: ProductId, effective_from: BusinessDate) -> Self {
        Self {
            id,
            version: self.version + 1,
            status: ProductStatus::Draft,
            effective_from,
            used: false,
            ..self.clone()
        }
    }

    /// Checks that the version takes new loans on a day.
    ///
    /// # Errors
    /// [`TermsError::NotOffered`].
    pub fn ensure_offered(&self, on: BusinessDate) -> Result<(), TermsError> {
        if self.status == ProductStatus::Active && self.effective_from <= on {
            Ok(())
        } else {
            Err(TermsError::NotOffered {
                code: self.code.clone(),
                on: on.date(),
            })
        }
    }

    /// The annual rate offered on a day.
    ///
    /// # Errors
    /// [`TermsError::BenchmarkUnknown`], [`TermsError::RateBelowZero`].
    pub fn annual_rate(&self, on: CivilDate, benchmarks: &BenchmarkRates) -> Result<AnnualRate, TermsError> {
        self.terms.rate.annual_rate(on, benchmarks)
    }
}

fn names_each_once(order: &AllocationOrder) -> bool {
    let mut components = order.components.clone();
    components.sort_unstable();
    components == Component::ALL
}

fn check_options(terms: &ProductTerms) -> Result<(), TermsError> {
    let options = &terms.method_options;
    let balloon = options.balloon_amortisation_periods.is_some() || options.balloon_residual_bp.is_some();
    let step = options.interest_only_periods.is_some() || options.step_every_periods.is_some();
    let wrong = |reason| {
        Err(TermsError::Contradiction {
            field: "method_options",
            reason,
        })
    };
    match terms.method {
        RepaymentMethod::Balloon if !balloon => wrong("a balloon needs amortisation periods or a residual"),
        RepaymentMethod::Step if !step => wrong("steps need interest-only periods or a growth"),
        _ if options.step_every_periods.is_some() != options.step_growth_bp.is_some() => {
            wrong("a growth needs the periods between two steps, and the other way round")
        }
        RepaymentMethod::Balloon
            if options.balloon_amortisation_periods.is_some() == options.balloon_residual_bp.is_some() =>
        {
            wrong("a balloon has either amortisation periods or a residual")
        }
        RepaymentMethod::Step if options.interest_only_periods.is_some() == options.step_every_periods.is_some() => {
            wrong("steps are either interest-only periods or a growth")
        }
        _ if options.step_every_periods == Some(0) => wrong("the periods between two steps must be positive"),
        _ if options.balloon_residual_bp.is_some_and(|bp| bp >= 10_000) => wrong("a residual is less than the whole"),
        _ => Ok(()),
    }
}

/// Checks what lateness costs and which fees there are.
fn check_lateness(terms: &ProductTerms) -> Result<(), TermsError> {
    let wrong = |field, reason| Err(TermsError::Contradiction { field, reason });
    let penalty = &terms.penalty;
    if penalty.tolerance_minor < 0 {
        return wrong("penalty.tolerance_minor", "must not be negative");
    }
    if penalty.base == PenaltyBase::Installment && penalty.compound_interest {
        return wrong(
            "penalty.compound_interest",
            "the whole installment bears penalty interest already",
        );
    }
    for (index, fee) in terms.fees.iter().enumerate() {
        let positive = match fee.amount {
            FeeAmount::Fixed { amount_minor } => amount_minor > 0,
            FeeAmount::ShareOfPrincipal { share_bp } => (1..=10_000).contains(&share_bp),
        };
        if !positive {
            return wrong("fees", "a fee is positive, and no more than the amount lent");
        }
        if fee.code.is_empty() || terms.fees[..index].iter().any(|other| other.code == fee.code) {
            return wrong("fees", "each fee has a code of its own");
        }
    }
    Ok(())
}

fn check_due_dates(rule: &DueDateRule) -> Result<(), TermsError> {
    let wrong = |field, reason| Err(TermsError::Contradiction { field, reason });
    if let DueDay::Fixed { day } = rule.due_day {
        if !(1..=31).contains(&day) {
            return wrong("due_dates.due_day", "must be 1 to 31");
        }
        if rule.month_end {
            return wrong("due_dates.month_end", "goes with the day of the disbursement");
        }
    }
    if rule.min_first_period_days > 0 && rule.stub != StubStyle::LongFirst {
        let reason = "a first period joins the next only where the first may be long";
        return wrong("due_dates.min_first_period_days", reason);
    }
    Ok(())
}
