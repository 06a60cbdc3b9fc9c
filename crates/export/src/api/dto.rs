//! Wire types.

use crate::app::{ExportRow, State};
use crate::domain::Format;
use kernel::Timestamp;
use platform::http::wire;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How far an export is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExportState)]
pub enum StateDto {
    /// Waits for its turn.
    Queued,
    /// Is being written.
    Running,
    /// Can be downloaded.
    Ready,
    /// Could not be made.
    Failed,
    /// Is no longer kept.
    Expired,
}

/// A list as a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Export)]
pub struct ExportView {
    /// Id; stands in the file's mark and in the audit trail.
    pub id: Uuid,
    /// Which list.
    #[schema(example = "loans")]
    pub list: String,
    /// `xlsx` or `csv`.
    #[schema(example = "xlsx")]
    pub format: String,
    /// The file's name.
    #[schema(example = "loans-20250120080000.xlsx")]
    pub file_name: String,
    /// How far it is.
    pub state: StateDto,
    /// Rows written.
    pub rows_done: i64,
    /// Rows to be written.
    pub rows_total: i64,
    /// Bytes of the file; 0 until it is ready.
    pub bytes: i64,
    /// Code of the problem that ended it.
    #[schema(example = "export.too_large")]
    pub problem: Option<String>,
    /// When it was asked for.
    #[schema(value_type = wire::Timestamp)]
    pub asked_at: Timestamp,
    /// Until when the file is kept.
    #[schema(value_type = wire::Timestamp)]
    pub expires_at: Timestamp,
}

impl From<ExportRow> for ExportView {
    fn from(row: ExportRow) -> Self {
        Self {
            id: row.id,
            list: row.list,
            format: match row.format {
                Format::Xlsx => "xlsx".to_owned(),
                Format::Csv => "csv".to_owned(),
            },
            file_name: row.file_name,
            state: match row.state {
                State::Queued => StateDto::Queued,
                State::Running => StateDto::Running,
                State::Ready => StateDto::Ready,
                State::Failed => StateDto::Failed,
                State::Expired => StateDto::Expired,
            },
            rows_done: row.rows_done,
            rows_total: row.rows_total,
            bytes: row.bytes,
            problem: row.problem,
            asked_at: Timestamp::from_millis(row.asked_at),
            expires_at: Timestamp::from_millis(row.expires_at),
        }
    }
}

/// The latest exports of the caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Exports)]
pub(crate) struct ExportsDto {
    /// Newest first, at most 50.
    pub items: Vec<ExportView>,
}
