//! A product and its versions.

use super::consistency::{check_terms, ensure, ensure_code, ensure_text};
use super::error::{Fault, TermsError};
use super::rate::BenchmarkRates;
use super::terms::ProductTerms;
use kernel::{AnnualRate, BusinessDate, CivilDate, Currency, HolidayRule, ProductId, Rounding, UserId};

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
    /// The first business day on which it takes no loans any more: its successor does, or it was retired.
    pub effective_until: Option<BusinessDate>,
    /// Who wrote it; none of them may activate it.
    pub makers: Vec<UserId>,
    /// Counts its changes: who changes or activates says which one they saw.
    pub revision: u32,
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

/// What a version says beside its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Remarks and assumptions, Chinese.
    pub description_zh: String,
    /// Remarks and assumptions, English.
    pub description_en: String,
    /// The first business day on which it takes loans.
    pub effective_from: BusinessDate,
}

const LONGEST_NAME: usize = 100;
const LONGEST_DESCRIPTION: usize = 1_000;

impl LoanProduct {
    /// Checks that the version is complete and its terms make sense together.
    ///
    /// # Errors
    /// [`TermsError::Contradiction`] or [`TermsError::NotFollowed`] names the first field to mend.
    pub fn check(&self) -> Result<(), TermsError> {
        ensure_code(&self.code, "code")?;
        ensure_text(&self.name_zh, LONGEST_NAME, "name_zh")?;
        ensure_text(&self.name_en, LONGEST_NAME, "name_en")?;
        for (text, field) in [
            (&self.description_zh, "description_zh"),
            (&self.description_en, "description_en"),
        ] {
            ensure(text.chars().count() <= LONGEST_DESCRIPTION, field, Fault::TooLong)?;
        }
        check_terms(&self.terms)?;
        self.ensure_followed()
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
        ensure(terms.penalty.misuse_uplift_bp == 0, "penalty.misuse_multiplier")?;
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

    /// This version as its maker would have it.
    ///
    /// # Errors
    /// [`TermsError::VersionFrozen`] when it is used or no draft; [`TermsError::Contradiction`].
    pub fn changed(mut self, wording: Wording, terms: ProductTerms, maker: UserId) -> Result<Self, TermsError> {
        if self.used || self.status != ProductStatus::Draft {
            return Err(self.frozen());
        }
        self.name_zh = wording.name_zh;
        self.name_en = wording.name_en;
        self.description_zh = wording.description_zh;
        self.description_en = wording.description_en;
        self.effective_from = wording.effective_from;
        self.terms = terms;
        self.revision += 1;
        if !self.makers.contains(&maker) {
            self.makers.push(maker);
        }
        self.check()?;
        Ok(self)
    }

    /// This draft as an active version. It takes loans from its day on, or from today when that day has passed.
    ///
    /// # Errors
    /// [`TermsError::VersionFrozen`] when it is no draft, [`TermsError::MakerMayNotActivate`] for those who wrote it.
    pub fn activated(mut self, checker: UserId, today: BusinessDate) -> Result<Self, TermsError> {
        if self.status != ProductStatus::Draft {
            return Err(self.frozen());
        }
        if self.makers.contains(&checker) {
            return Err(TermsError::MakerMayNotActivate);
        }
        self.check()?;
        self.status = ProductStatus::Active;
        self.effective_from = self.effective_from.max(today);
        Ok(self)
    }

    /// This version without new loans from today on; a draft is given up.
    ///
    /// # Errors
    /// [`TermsError::VersionFrozen`] when it is retired already.
    pub fn retired(mut self, today: BusinessDate) -> Result<Self, TermsError> {
        if self.status == ProductStatus::Retired {
            return Err(self.frozen());
        }
        self.status = ProductStatus::Retired;
        self.effective_until = Some(self.effective_until.map_or(today, |until| until.min(today)));
        Ok(self)
    }

    fn frozen(self) -> TermsError {
        TermsError::VersionFrozen {
            code: self.code,
            version: self.version,
        }
    }

    /// A draft of the next version, with the same terms to start from.
    #[must_use]
    pub fn next_version(&self, id: ProductId, effective_from: BusinessDate) -> Self {
        Self {
            id,
            version: self.version + 1,
            status: ProductStatus::Draft,
            effective_from,
            effective_until: None,
            makers: Vec::new(),
            revision: 1,
            used: false,
            ..self.clone()
        }
    }

    /// Checks that the version takes new loans on a day.
    ///
    /// # Errors
    /// [`TermsError::NotOffered`].
    pub fn ensure_offered(&self, on: BusinessDate) -> Result<(), TermsError> {
        let over = self.effective_until.is_some_and(|until| until <= on);
        if self.status == ProductStatus::Active && self.effective_from <= on && !over {
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
