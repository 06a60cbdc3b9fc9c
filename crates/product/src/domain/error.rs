//! Why a product is refused.

use kernel::{AnnualRate, CivilDate, Money};

/// What is wrong with one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is empty.
    Empty,
    /// It is longer than its place allows.
    TooLong,
    /// It has characters that a code does not have.
    NotACode,
    /// It is no number of the kind that is asked.
    NotANumber,
    /// It is in another currency than the product.
    OtherCurrency,
    /// A fee is an amount or a share, not both and not neither.
    AmountOrShare,
    /// Another one has the same code.
    Repeated,
    /// It must be more than zero.
    NotPositive,
    /// It must not be less than zero.
    Negative,
    /// It is larger than can be meant.
    TooLarge,
    /// It is below the minimum beside it.
    BelowMinimum,
    /// The rate is outside the limits of the product.
    OutsideLimits,
    /// A day of the month is 1 to 31.
    NotADayOfMonth,
    /// A month's end goes with the day of the disbursement, not with a fixed day.
    MonthEndOfFixedDay,
    /// A short first period joins the next only where the first may be long.
    ShortFirstStays,
    /// Fourteen days belong to the biweekly method and to no other.
    BiweeklyMismatch,
    /// A balloon needs amortisation periods or a residual.
    BalloonWithoutOptions,
    /// Steps need interest-only periods or a growth.
    StepWithoutOptions,
    /// A growth needs the periods between two steps, and the other way round.
    GrowthWithoutInterval,
    /// A balloon has either amortisation periods or a residual.
    BalloonTwice,
    /// Steps are either interest-only periods or a growth.
    StepTwice,
    /// The whole installment bears penalty interest already: no compound interest beside it.
    InstallmentBearsAlready,
    /// An allocation order names each component once.
    ComponentsIncomplete,
    /// The rate is above what law and policy allow.
    AboveLegalCap,
    /// The uplift of penalty interest is not within what the central bank allows.
    OutsideLegalRange,
}

/// Why a product or a choice within it is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// A version that loans use, or that is no draft any more, is frozen.
    #[error("version {version} of product {code} is frozen; make a new version")]
    VersionFrozen {
        /// The product's code.
        code: String,
        /// The frozen version.
        version: u32,
    },
    /// Who wrote a version does not activate it.
    #[error("who wrote a version does not activate it")]
    MakerMayNotActivate,
    /// Only an active version takes new loans.
    #[error("product {code} takes no new loans on {on}")]
    NotOffered {
        /// The product's code.
        code: String,
        /// The day asked for.
        on: CivilDate,
    },
    /// A part of the terms contradicts another.
    #[error("{field}: {fault:?}")]
    Contradiction {
        /// The field to mend, as the API names it: `limits.max_periods`, `fees.0.code`.
        field: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A contract within the bounds would cost more a year, fees included, than law and policy allow.
    #[error("{periods} periods of {amount} cost {yearly_cost} a year with fees; {cap} is allowed")]
    AboveRateCap {
        /// What the dearest contract costs.
        yearly_cost: AnnualRate,
        /// The cap.
        cap: AnnualRate,
        /// The contract's amount.
        amount: Money,
        /// Its periods.
        periods: u32,
    },
    /// Loans would not follow this part of the terms.
    #[error("{field}: no loan follows this rule yet")]
    NotFollowed {
        /// The field to mend.
        field: &'static str,
    },
    /// No benchmark rate has been published by the day.
    #[error("no {tenor} has been published by {on}")]
    BenchmarkUnknown {
        /// The tenor asked for.
        tenor: &'static str,
        /// The day asked for.
        on: CivilDate,
    },
    /// The benchmark plus the spread is below zero.
    #[error("the benchmark plus a spread of {spread_bp} basis points is below zero")]
    RateBelowZero {
        /// The spread in basis points.
        spread_bp: i32,
    },
}
