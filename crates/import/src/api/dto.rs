//! Wire types.

use crate::app::{BatchRow, ErrorRow, OutcomeRow, Preview, State};
use crate::domain::{Entity, find_entity};
use export::domain::Format;
use kernel::{Currency, Money, Timestamp};
use platform::http::{Lang, wire};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The format of a file.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportFormat)]
pub(crate) enum FormatDto {
    /// A spreadsheet.
    #[default]
    Xlsx,
    /// Comma-separated values, UTF-8.
    Csv,
}

impl From<FormatDto> for Format {
    fn from(format: FormatDto) -> Format {
        match format {
            FormatDto::Xlsx => Format::Xlsx,
            FormatDto::Csv => Format::Csv,
        }
    }
}

/// The language of words in a file.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[schema(as = ImportLanguage)]
pub(crate) enum LanguageDto {
    /// Chinese.
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// Which file is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormatQuery {
    /// The format; a spreadsheet when absent.
    #[serde(default)]
    #[param(inline)]
    pub format: FormatDto,
    /// The language of its words: a link cannot name it in a header, which counts when this is absent.
    #[param(inline)]
    pub lang: Option<LanguageDto>,
    /// Whether rows without an error are in the file too.
    #[serde(default)]
    pub all_rows: bool,
}

impl FormatQuery {
    pub(crate) fn is_english(&self, asked: Lang) -> bool {
        match self.lang {
            Some(language) => matches!(language, LanguageDto::English),
            None => asked == Lang::En,
        }
    }
}

/// What is sent.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UploadQuery {
    /// What the rows are.
    #[param(example = "customers")]
    pub entity: String,
    /// The file's name.
    #[param(example = "customers.xlsx")]
    pub file_name: String,
}

/// Which rows to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OutcomeQuery {
    /// Only rows that did this.
    #[param(inline)]
    pub outcome: Option<OutcomeDto>,
}

/// What a row did.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportOutcome)]
pub(crate) enum OutcomeDto {
    /// Something new is there.
    Created,
    /// It was there already with the same content.
    Unchanged,
}

impl OutcomeDto {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Unchanged => "unchanged",
        }
    }
}

/// Which heading of a file is which column.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ImportColumns)]
pub(crate) struct ColumnsBody {
    /// For each heading, in the order of the file, the key of its column; none for what is not read.
    #[schema(example = json!(["name", "identity_kind", "identity_number", null]), max_items = 64)]
    pub columns: Vec<Option<String>>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportState)]
pub(crate) enum StateDto {
    /// Read, nothing else.
    Uploaded,
    /// Waits for its turn.
    Queued,
    /// Is being booked or tried.
    Running,
    /// Was tried: all rows are sound.
    Checked,
    /// Rows were refused; nothing was taken in.
    Refused,
    /// All rows were taken in.
    Done,
    /// Could not be run to its end; nothing was taken in.
    Failed,
    /// Was stopped; nothing was taken in.
    Cancelled,
    /// Was not taken in, and its rows are no longer kept.
    Expired,
}

impl From<State> for StateDto {
    fn from(state: State) -> Self {
        match state {
            State::Uploaded => Self::Uploaded,
            State::Queued => Self::Queued,
            State::Running => Self::Running,
            State::Checked => Self::Checked,
            State::Refused => Self::Refused,
            State::Done => Self::Done,
            State::Failed => Self::Failed,
            State::Cancelled => Self::Cancelled,
            State::Expired => Self::Expired,
        }
    }
}

/// A batch of rows.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Import)]
pub(crate) struct ImportView {
    /// Id.
    pub id: Uuid,
    /// What its rows are.
    #[schema(example = "customers")]
    pub entity: String,
    /// The file's name.
    #[schema(example = "customers.xlsx")]
    pub file_name: String,
    /// SHA-256 of the file.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub file_hash: String,
    /// `xlsx` or `csv`.
    #[schema(example = "xlsx")]
    pub format: String,
    /// Bytes of the file.
    pub bytes: i64,
    /// Login of whose it is.
    #[schema(example = "clerk")]
    pub login: String,
    /// How far it is.
    pub state: StateDto,
    /// Whether its last run was a dry one.
    pub dry_run: bool,
    /// Rows of the file.
    pub rows_total: i64,
    /// Rows that the run has gone through.
    pub rows_done: i64,
    /// Rows that made something new, or would.
    pub created: i64,
    /// Rows that were there already with the same content.
    pub unchanged: i64,
    /// Rows that are refused.
    pub refused: i64,
    /// Code of the problem that ended its last run.
    #[schema(example = "import.rows_refused")]
    pub problem: Option<String>,
    /// When the file was sent.
    #[schema(value_type = wire::Timestamp)]
    pub asked_at: Timestamp,
    /// When its last run ended.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub finished_at: Option<Timestamp>,
    /// Until when its rows are kept, unless they are taken in before.
    #[schema(value_type = wire::Timestamp)]
    pub expires_at: Timestamp,
    /// Amounts of the rows that made something new, or would.
    pub sums: Vec<SumDto>,
    /// The command under which somebody else is asked to let it in, where one must.
    #[schema(example = "import.take_in_customers")]
    pub take_in: &'static str,
    /// Login of who approved that it is taken in.
    #[schema(example = "manager")]
    pub approved_by: Option<String>,
}

/// An amount of rows.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ImportSum)]
pub(crate) struct SumDto {
    /// `principal`, `principal_outstanding`, `repaid`, `debited` or `credited`.
    #[schema(example = "principal")]
    pub what: String,
    /// How much.
    #[schema(value_type = wire::Money)]
    pub amount: Money,
}

fn sum((what, currency, minor): (String, String, i64)) -> Option<SumDto> {
    let currency = Currency::parse(&currency).ok()?;
    let amount = Money::new(minor, currency);
    Some(SumDto { what, amount })
}

impl From<BatchRow> for ImportView {
    fn from(row: BatchRow) -> Self {
        Self {
            expires_at: Timestamp::from_millis(row.expires_at()),
            take_in: find_entity(&row.entity).map_or("", |entity| entity.take_in),
            id: row.id,
            entity: row.entity,
            file_name: row.file_name,
            file_hash: row.file_hash,
            format: row.format,
            bytes: row.bytes,
            login: row.login,
            state: row.state.into(),
            dry_run: row.dry_run,
            rows_total: row.rows_total,
            rows_done: row.rows_done,
            created: row.created,
            unchanged: row.unchanged,
            refused: row.refused,
            problem: row.problem,
            asked_at: Timestamp::from_millis(row.asked_at),
            finished_at: row.finished_at.map(Timestamp::from_millis),
            sums: row.sums.into_iter().filter_map(sum).collect(),
            approved_by: row.approved_by,
        }
    }
}

/// A row as it stands in the file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportLine)]
pub(crate) struct LineDto {
    /// Its place in the file; the headings are row 1.
    pub row: u32,
    /// Its cells.
    #[schema(example = json!(["张小三", "13812348000"]))]
    pub cells: Vec<String>,
}

/// A file as it was read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportPreview)]
pub(crate) struct PreviewDto {
    /// The batch.
    pub import: ImportView,
    /// The headings of the file.
    #[schema(example = json!(["姓名", "手机"]))]
    pub headings: Vec<String>,
    /// For each heading the key of its column; none for what is not read.
    #[schema(example = json!(["name", null]))]
    pub columns: Vec<Option<&'static str>>,
    /// Headings that mean nothing here.
    #[schema(example = json!(["备注"]))]
    pub unknown: Vec<String>,
    /// Keys of columns that every row must have and the file has not.
    #[schema(example = json!(["identity_number"]))]
    pub missing: Vec<&'static str>,
    /// The first rows, at most 20.
    pub lines: Vec<LineDto>,
    /// Keys of the columns whose cells are left empty, because the caller may not see such fields.
    #[schema(example = json!([]))]
    pub hidden: Vec<&'static str>,
}

impl PreviewDto {
    pub(crate) fn of(import: ImportView, entity: &Entity, preview: Preview) -> Self {
        let columns = preview.mapping.keys(entity.columns, preview.headings.len());
        let line = |line: crate::domain::Line| LineDto {
            row: line.number,
            cells: line.cells,
        };
        Self {
            import,
            headings: preview.headings,
            columns,
            unknown: preview.mapping.unknown,
            missing: preview.mapping.missing,
            lines: preview.lines.into_iter().map(line).collect(),
            hidden: preview.hidden,
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportRowError)]
pub(crate) struct ErrorDto {
    /// Its place among the errors.
    pub place: i64,
    /// The row in the file.
    pub row: i64,
    /// Key of the column.
    #[schema(example = "identity_number")]
    pub column: Option<String>,
    /// Code of the problem.
    #[schema(example = "import.scientific_notation")]
    pub code: String,
    /// Its text in the language of the request.
    pub detail: String,
}

impl ErrorDto {
    pub(crate) fn of(error: ErrorRow, lang: Lang) -> Self {
        Self {
            place: error.place,
            row: error.line,
            column: error.column,
            code: error.code,
            detail: if lang == Lang::Zh { error.zh } else { error.en },
        }
    }
}

/// What a row did.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportedRow)]
pub(crate) struct OutcomeRowDto {
    /// The row in the file.
    pub row: i64,
    /// `created` or `unchanged`.
    #[schema(example = "created")]
    pub outcome: String,
    /// Number or code of what it made or found.
    #[schema(example = "C51PB1X9SFP")]
    pub object: String,
}

impl From<OutcomeRow> for OutcomeRowDto {
    fn from(row: OutcomeRow) -> Self {
        Self {
            row: row.line,
            outcome: row.outcome,
            object: row.object,
        }
    }
}
