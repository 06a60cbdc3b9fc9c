//! What kinds of master data there are.

use serde::Serialize;

/// A kind of master data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Published benchmark rates; one code per tenor, one version per publication.
    Benchmark,
    /// Days off and weekends worked; one code per calendar, one version per year.
    Calendar,
    /// Currencies that the lender uses; the code is that of ISO 4217.
    Currency,
    /// Lists of codes with their words; one code per list.
    Dictionary,
    /// Rules by which numbers are made.
    Numbering,
    /// Figures of law and policy.
    Parameter,
    /// By which calendar an organisation works; the code is the organisation's.
    WorkingDays,
}

impl Kind {
    /// All kinds by name.
    pub const ALL: [Self; 7] = [
        Self::Benchmark,
        Self::Calendar,
        Self::Currency,
        Self::Dictionary,
        Self::Numbering,
        Self::Parameter,
        Self::WorkingDays,
    ];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Benchmark => "benchmark",
            Self::Calendar => "calendar",
            Self::Currency => "currency",
            Self::Dictionary => "dictionary",
            Self::Numbering => "numbering",
            Self::Parameter => "parameter",
            Self::WorkingDays => "working_days",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The command that changes it, as rules about second persons name it.
    #[must_use]
    pub const fn command(self) -> &'static str {
        match self {
            Self::Benchmark => "reference.change_benchmark",
            Self::Calendar => "reference.change_calendar",
            Self::Currency => "reference.change_currency",
            Self::Dictionary => "reference.change_dictionary",
            Self::Numbering => "reference.change_numbering",
            Self::Parameter => "reference.change_parameter",
            Self::WorkingDays => "reference.change_working_days",
        }
    }
}
