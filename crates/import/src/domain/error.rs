use thiserror::Error;

/// Why a file, or a batch as a whole, is refused. In order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportRefusal {
    /// Nothing of this kind is imported.
    #[error("{0:?} cannot be imported")]
    EntityUnknown(String),
    /// No such batch, or it is somebody else's.
    #[error("there is no such import")]
    Unknown,
    /// An empty name, one over 200 characters, or one with control characters.
    #[error("the name of the file is empty, too long or has control characters")]
    FileNameInvalid,
    /// The file has no content.
    #[error("the file is empty")]
    FileEmpty,
    /// More bytes than a file may have.
    #[error("the file has more than {most} bytes")]
    FileTooLarge {
        /// The most.
        most: usize,
    },
    /// A spreadsheet that unpacks to more than it may.
    #[error("the spreadsheet unpacks to more than {most} bytes")]
    Bomb {
        /// The most.
        most: u64,
    },
    /// Neither CSV nor XLSX: an old XLS, a picture, something encrypted.
    #[error("the file is neither CSV nor XLSX")]
    FormatUnknown,
    /// Bytes that are no text in UTF-8 and none in GB18030.
    #[error("the text of the file is neither UTF-8 nor GB18030")]
    EncodingUnknown,
    /// A file that ends too early or contradicts itself.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// No first row with headings.
    #[error("the file has no headings")]
    HeadingsMissing,
    /// Two columns with the same heading.
    #[error("the heading {0:?} stands twice")]
    HeadingTwice(String),
    /// More columns than a file may have.
    #[error("{columns} columns are more than {most}")]
    TooManyColumns {
        /// As found.
        columns: usize,
        /// The most.
        most: usize,
    },
    /// More rows than a batch may have.
    #[error("the file has more than {most} rows")]
    TooManyRows {
        /// The most.
        most: usize,
    },
    /// Only headings.
    #[error("the file has no rows")]
    RowsMissing,
    /// Columns that every row must have are not in the file.
    #[error("columns are missing: {0:?}")]
    ColumnsMissing(Vec<&'static str>),
    /// The columns that somebody chose are not one for each heading.
    #[error("the file has {headings} headings")]
    HeadingsDiffer {
        /// The headings of the file.
        headings: usize,
    },
    /// No column of this kind of thing has this key.
    #[error("there is no column {0:?}")]
    ColumnUnknown(String),
    /// Two headings were given the same column.
    #[error("the column {0:?} was chosen twice")]
    ColumnTwice(String),
    /// A column of a field that the actor may not see.
    #[error("the column {column} needs {permission}")]
    FieldDenied {
        /// Key of the column.
        column: &'static str,
        /// What is missing.
        permission: &'static str,
    },
    /// A batch is approved after a trial that found all rows sound.
    #[error("the import was not tried, or rows were refused")]
    NotTried,
    /// The user has batches in work.
    #[error("{most} imports are waiting or running")]
    Busy {
        /// The most.
        most: i64,
    },
    /// The batch waits, runs, or is over.
    #[error("the import cannot be run in its state")]
    NotRunnable,
    /// The batch does not wait or run.
    #[error("the import is not running")]
    NotRunning,
    /// Some rows are refused; nothing was taken in.
    #[error("{rows} rows are refused")]
    RowsRefused {
        /// How many.
        rows: usize,
    },
    /// Somebody else made one of the rows meanwhile.
    #[error("one of the rows was made by somebody else meanwhile")]
    Overtaken,
    /// Somebody stopped it.
    #[error("the import was cancelled")]
    Cancelled,
    /// The program ended meanwhile.
    #[error("the program ended before the import was done")]
    Interrupted,
    /// The rows are not kept any more.
    #[error("the rows are no longer kept")]
    Expired,
}
