//! Why a product is refused.

use kernel::CivilDate;

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
    /// Only an active version takes new loans.
    #[error("product {code} takes no new loans on {on}")]
    NotOffered {
        /// The product's code.
        code: String,
        /// The day asked for.
        on: CivilDate,
    },
    /// A part of the terms contradicts another.
    #[error("{field}: {reason}")]
    Contradiction {
        /// The field to mend.
        field: &'static str,
        /// What is wrong with it.
        reason: &'static str,
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
