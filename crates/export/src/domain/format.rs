use serde::{Deserialize, Serialize};

/// The most rows of a file; a sheet of XLSX could hold 1,048,576.
pub const ROWS_OF_A_FILE: i64 = 200_000;
/// The most bytes of a file.
pub const BYTES_OF_A_FILE: usize = 64 * 1024 * 1024;
/// For so many hours a file can be downloaded.
pub const KEPT_HOURS: i64 = 24;
/// So many files of one user may be in the making.
pub const RUNNING_OF_A_USER: i64 = 3;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Office Open XML.
    Xlsx,
    /// Comma-separated values in UTF-8 with a byte order mark, as spreadsheets in Chinese expect it.
    Csv,
}

impl Format {
    /// The name in the database and the ending of file names.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The format of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Xlsx, Self::Csv]
            .into_iter()
            .find(|format| format.ending() == name)
    }
}
