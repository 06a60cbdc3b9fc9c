use thiserror::Error;

/// Why a list cannot be taken as a file. In order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExportRefusal {
    /// The list has no column of this name, or it is named twice, or none is named.
    #[error("the list has no column {name:?}, or it is named twice")]
    ColumnUnknown {
        /// The name as given.
        name: String,
    },
    /// More rows than a file may have.
    #[error("{rows} rows are more than {most}")]
    TooManyRows {
        /// The rows that were found.
        rows: i64,
        /// The most.
        most: i64,
    },
    /// More bytes than a file may have.
    #[error("the file has more than {most} bytes")]
    TooLarge {
        /// The most.
        most: usize,
    },
    /// The user has files in the making.
    #[error("{most} files are in the making")]
    Busy {
        /// The most.
        most: i64,
    },
    /// No such export of this user.
    #[error("there is no such export")]
    Unknown,
    /// The file is not ready, or it failed.
    #[error("the file is not ready")]
    NotReady,
    /// The file's time is over.
    #[error("the file is no longer kept")]
    Expired,
    /// The program ended before the file was ready.
    #[error("the program ended before the file was ready")]
    Interrupted,
}
