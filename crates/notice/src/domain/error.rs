use thiserror::Error;

/// Why a notice cannot be. In order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoticeRefusal {
    /// A title is too long or has control characters.
    #[error("a title has at most {most} characters")]
    TitleInvalid {
        /// The field to blame.
        field: &'static str,
        /// The most characters.
        most: usize,
    },
    /// A text is too long or has control characters other than line ends.
    #[error("a text has at most {most} characters")]
    TextInvalid {
        /// The field to blame.
        field: &'static str,
        /// The most characters.
        most: usize,
    },
    /// A language has a title without a text or a text without a title.
    #[error("title and text belong together")]
    LanguageHalf {
        /// The field that is missing.
        field: &'static str,
    },
    /// Neither language was written.
    #[error("a notice needs a title and a text in at least one language")]
    LanguageMissing,
    /// It would end before it begins.
    #[error("a notice ends after it begins")]
    PeriodInvalid,
    /// More roles or organisations than a notice may name.
    #[error("a notice names at most {most}")]
    AudienceTooLarge {
        /// The field to blame.
        field: &'static str,
        /// The most.
        most: usize,
    },
    /// No role has this code.
    #[error("there is no role {code:?}")]
    RoleUnknown {
        /// The code as given.
        code: String,
    },
    /// No organisation has this code.
    #[error("there is no organisation {code:?}")]
    OrganisationUnknown {
        /// The code as given.
        code: String,
    },
    /// More notices that are shown or wait to be shown than readers could take in.
    #[error("no more than {most} notices at a time")]
    TooMany {
        /// The most.
        most: i64,
    },
    /// No such notice, or it is not for the reader.
    #[error("there is no such notice")]
    NoticeUnknown,
    /// Somebody changed it meanwhile.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// It was withdrawn: it stays as it was.
    #[error("the notice was withdrawn")]
    NoticeWithdrawn,
    /// No kind of thing to do has this code.
    #[error("there is nothing to do of the kind {code:?}")]
    ToDoUnknown {
        /// The code as given.
        code: String,
    },
}
