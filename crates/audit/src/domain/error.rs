use kernel::CivilDate;
use thiserror::Error;

/// Why a use case of audit refuses.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AuditRefusal {
    /// There is no such kind of line.
    #[error("no lines are about {area:?}")]
    AreaUnknown {
        /// As it was asked for.
        area: String,
    },
    /// Shorter than the law allows, or longer than anybody means.
    #[error("{area}: {least} to {most} months ({law})")]
    MonthsOutOfBounds {
        /// What the lines are about.
        area: &'static str,
        /// The least.
        least: u32,
        /// The most.
        most: u32,
        /// Who says so.
        law: &'static str,
    },
    /// A rule says where it comes from.
    #[error("the source is empty or longer than {most} characters")]
    SourceInvalid {
        /// Characters at most.
        most: usize,
    },
    /// A rule cannot begin in the past.
    #[error("the first day {from} is over")]
    BeginsInThePast {
        /// The first day.
        from: CivilDate,
    },
    /// The rule has another revision than its maker saw.
    #[error("the rule was changed meanwhile")]
    ChangedMeanwhile,
    /// Every line of before this day must still be kept.
    #[error("no line of before {before} may leave the trail")]
    NothingToArchive {
        /// The day that was asked for.
        before: CivilDate,
    },
    /// Another archive was begun while this one was written.
    #[error("another archive was begun meanwhile")]
    ArchivedMeanwhile,
    /// Nothing is overwritten.
    #[error("{file} is there already")]
    FileExists {
        /// The file.
        file: String,
    },
    /// The lines of an archive cannot be removed while its file is not where it was written.
    #[error("{file} is not there")]
    FileMissing {
        /// The file.
        file: String,
    },
    /// The file is no archive, or not as it was written.
    #[error("{file}: {reason}")]
    FileDamaged {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is sound, but not what left this trail.
    #[error("{file} is not what left this trail: {reason}")]
    FileDiffers {
        /// The file.
        file: String,
        /// Where it differs.
        reason: String,
    },
    /// There is no such archive.
    #[error("there is no such archive")]
    ArchiveUnknown,
}
