use kernel::BusinessDate;
use thiserror::Error;

/// Why a plan is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SetupRefusal {
    /// The lender is set up already.
    #[error("the lender is set up already")]
    Done,
    /// A demo book is being made.
    #[error("a demo book is being made")]
    Busy,
    /// A name is empty or too long.
    #[error("{field} has 1 to {most} characters")]
    NameInvalid {
        /// Which one.
        field: &'static str,
        /// Characters.
        most: usize,
    },
    /// More branches than the first start takes.
    #[error("at most {most} branches")]
    TooManyBranches {
        /// Branches.
        most: usize,
    },
    /// Two branches have one code.
    #[error("the code {code} stands twice")]
    BranchTwice {
        /// The code.
        code: String,
        /// Place in the list.
        place: usize,
    },
    /// A branch stands below one that does not come before it.
    #[error("{parent} does not come before its branch {code}")]
    ParentUnknown {
        /// The branch.
        code: String,
        /// The organisation above it.
        parent: String,
        /// Place in the list.
        place: usize,
    },
    /// The first day is too far from today.
    #[error("the first day lies between {from} and {until}")]
    FirstDayOutside {
        /// The earliest.
        from: BusinessDate,
        /// The latest.
        until: BusinessDate,
    },
    /// No product of the catalogue has this code.
    #[error("there is no preset {code}")]
    PresetUnknown {
        /// The code.
        code: String,
    },
    /// The file of days off cannot be read.
    #[error("line {line} of the calendar is wrong")]
    CalendarWrong {
        /// The line.
        line: usize,
    },
    /// No demo waits to be gone on with.
    #[error("no demo waits to be gone on with")]
    NothingInterrupted,
    /// The account of the first start may not stay.
    #[error("an administrator with a name of their own is missing")]
    AdministratorMissing,
}
