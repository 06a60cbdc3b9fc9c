use crate::app::ExportError;
use crate::domain::ExportRefusal;
use platform::http::Problem;

platform::problems! {
    /// Every problem of export.
    pub PROBLEMS;
    COLUMN_UNKNOWN = 422 "export.column_unknown"
        { zh: "列表没有列 {name}，或重复选择", en: "The list has no column {name}, or it is named twice" }
    TOO_MANY_ROWS = 422 "export.too_many_rows"
        { zh: "共 {rows} 行，单个文件最多 {most} 行，请先筛选", en: "{rows} rows are more than the {most} of a file; narrow the list first" }
    TOO_LARGE = 422 "export.too_large"
        { zh: "文件超过 {most} 字节，请先筛选或减少列", en: "The file has more than {most} bytes; narrow the list or take fewer columns" }
    BUSY = 429 "export.busy"
        { zh: "已有 {most} 个文件正在生成，请稍候", en: "{most} files are in the making; wait for one of them" }
    UNKNOWN = 404 "export.not_found"
        { zh: "没有这个导出文件", en: "There is no such export" }
    NOT_READY = 409 "export.not_ready"
        { zh: "文件尚未生成", en: "The file is not ready" }
    EXPIRED = 410 "export.expired"
        { zh: "文件已过保存期，请重新导出", en: "The file is no longer kept; export again" }
    INTERRUPTED = 503 "export.interrupted"
        { zh: "服务重启，导出中断，请重新导出", en: "The service restarted before the file was ready; export again" }
    FAILED = 500 "export.failed"
        { zh: "文件生成失败", en: "The file could not be made" }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Problem {
        match error {
            ExportError::Refused(refusal) => refusal.into(),
            ExportError::Command(error) => error.into(),
            ExportError::Db(error) => error.into(),
            ExportError::Key(_) => Problem::internal(&error),
            ExportError::File(cause) | ExportError::Rows(cause) => {
                tracing::error!(%cause, "a file could not be made");
                Problem::of(FAILED)
            }
        }
    }
}

impl From<ExportRefusal> for Problem {
    fn from(refusal: ExportRefusal) -> Problem {
        match refusal {
            ExportRefusal::ColumnUnknown { name } => Problem::of(COLUMN_UNKNOWN).field("columns").with("name", name),
            ExportRefusal::TooManyRows { rows, most } => {
                Problem::of(TOO_MANY_ROWS).with("rows", rows).with("most", most)
            }
            ExportRefusal::TooLarge { most } => Problem::of(TOO_LARGE).with("most", most),
            ExportRefusal::Busy { most } => Problem::of(BUSY).with("most", most),
            ExportRefusal::Unknown => Problem::of(UNKNOWN),
            ExportRefusal::NotReady => Problem::of(NOT_READY),
            ExportRefusal::Expired => Problem::of(EXPIRED),
            ExportRefusal::Interrupted => Problem::of(INTERRUPTED),
        }
    }
}
