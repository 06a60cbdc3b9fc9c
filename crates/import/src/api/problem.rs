use crate::app::ImportError;
use crate::domain::ImportRefusal;
use platform::http::{FIELD_DENIED, Problem};

platform::problems! {
    /// Every problem of a file or batch; those of rows stand in `ROW_PROBLEMS`.
    pub PROBLEMS;
    ENTITY_UNKNOWN = 404 "import.entity_unknown" { zh: "不能导入 {entity}", en: "{entity} cannot be imported" }
    UNKNOWN = 404 "import.not_found" { zh: "没有这个导入批次", en: "There is no such import" }
    FILE_NAME_INVALID = 422 "import.file_name_invalid"
        { zh: "文件名须为 1 至 200 个字符", en: "The name of a file has 1 to 200 characters" }
    FILE_EMPTY = 422 "import.file_empty" { zh: "文件是空的", en: "The file is empty" }
    FILE_TOO_LARGE = 413 "import.file_too_large" { zh: "文件超过 {most} 字节，请拆分", en: "The file has more than {most} bytes; split it" }
    BOMB = 422 "import.file_unpacks_too_large"
        { zh: "文件解压后超过 {most} 字节，已拒绝", en: "The spreadsheet unpacks to more than {most} bytes and was refused" }
    FORMAT_UNKNOWN = 415 "import.format_unknown"
        { zh: "只接受 CSV 和未加密的 XLSX；旧式 XLS 请另存为 XLSX", en: "CSV and XLSX without a password are read; save an old XLS as XLSX" }
    ENCODING_UNKNOWN = 422 "import.encoding_unknown"
        { zh: "文字编码既不是 UTF-8 也不是 GB18030", en: "The text of the file is neither UTF-8 nor GB18030" }
    DAMAGED = 422 "import.file_damaged" { zh: "文件已损坏：{reason}", en: "The file is damaged: {reason}" }
    HEADINGS_MISSING = 422 "import.headings_missing" { zh: "第一行须为列名", en: "The first row must have the headings" }
    HEADING_TWICE = 422 "import.heading_twice" { zh: "列名 {heading} 重复", en: "The heading {heading} stands twice" }
    TOO_MANY_COLUMNS = 422 "import.too_many_columns" { zh: "共 {columns} 列，最多 {most} 列", en: "{columns} columns are more than {most}" }
    TOO_MANY_ROWS = 422 "import.too_many_rows" { zh: "超过 {most} 行，请拆分", en: "The file has more than {most} rows; split it" }
    ROWS_MISSING = 422 "import.rows_missing" { zh: "文件只有列名，没有数据", en: "The file has headings but no rows" }
    COLUMNS_MISSING = 422 "import.columns_missing" { zh: "缺少必填列：{columns}", en: "Columns are missing that every row must have: {columns}" }
    HEADINGS_DIFFER = 422 "import.headings_differ"
        { zh: "须为文件的 {headings} 个列名各指定一列或不读取", en: "Say for each of the {headings} headings which column it is, or that it is not read" }
    COLUMN_UNKNOWN = 422 "import.column_unknown" { zh: "没有列 {column}", en: "There is no column {column}" }
    COLUMN_TWICE = 422 "import.column_twice" { zh: "列 {column} 被指定了两次", en: "The column {column} was chosen twice" }
    NOT_TRIED = 409 "import.not_tried"
        { zh: "请先试导入，全部行无误后再提交复核", en: "Try the import first; it can be approved when all its rows are sound" }
    BUSY = 429 "import.busy" { zh: "已有 {most} 个导入批次在处理，请稍候", en: "{most} imports are waiting or running; wait for one of them" }
    NOT_RUNNABLE = 409 "import.not_runnable" { zh: "该批次正在处理或已完成", en: "The import is running or done" }
    NOT_RUNNING = 409 "import.not_running" { zh: "该批次没有在处理", en: "The import is not running" }
    ROWS_REFUSED = 422 "import.rows_refused" { zh: "{rows} 行有误，未导入任何内容", en: "{rows} rows are refused; nothing was imported" }
    OVERTAKEN = 409 "import.overtaken"
        { zh: "处理期间他人已登记其中的内容，请重新运行", en: "Somebody else made one of the rows meanwhile; run it again" }
    CANCELLED = 409 "import.cancelled" { zh: "已取消，未导入任何内容", en: "The import was cancelled; nothing was imported" }
    INTERRUPTED = 503 "import.interrupted"
        { zh: "服务重启，导入中断，未导入任何内容，请重新运行", en: "The service restarted during the import; nothing was imported, run it again" }
    EXPIRED = 410 "import.expired" { zh: "文件内容已过保存期，请重新上传", en: "The rows are no longer kept; send the file again" }
    TOTALS_WRONG = 422 "import.totals_wrong" { zh: "合计文件第 {row} 行有误：{reason}", en: "Row {row} of the totals is wrong: {reason}" }
    FAILED = 500 "import.failed" { zh: "导入失败，未导入任何内容", en: "The import failed; nothing was imported" }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Problem {
        match error {
            ImportError::Refused(refusal) => refusal.into(),
            ImportError::Command(error) => error.into(),
            ImportError::Key(error) => error.into(),
            ImportError::Db(error) => error.into(),
            ImportError::File(cause) | ImportError::Inside(cause) => {
                tracing::error!(%cause, "an import failed");
                Problem::of(FAILED)
            }
        }
    }
}

impl From<ImportRefusal> for Problem {
    fn from(refusal: ImportRefusal) -> Problem {
        use ImportRefusal as R;
        let of = Problem::of;
        match refusal {
            R::EntityUnknown(entity) => of(ENTITY_UNKNOWN).field("entity").with("entity", entity),
            R::Unknown => of(UNKNOWN),
            R::FileNameInvalid => of(FILE_NAME_INVALID).field("file_name"),
            R::FileEmpty => of(FILE_EMPTY),
            R::FileTooLarge { most } => of(FILE_TOO_LARGE).with("most", most),
            R::Bomb { most } => of(BOMB).with("most", most),
            R::FormatUnknown => of(FORMAT_UNKNOWN),
            R::EncodingUnknown => of(ENCODING_UNKNOWN),
            R::Damaged(reason) => of(DAMAGED).with("reason", reason),
            R::HeadingsMissing => of(HEADINGS_MISSING),
            R::HeadingTwice(heading) => of(HEADING_TWICE).with("heading", heading),
            R::TooManyColumns { columns, most } => of(TOO_MANY_COLUMNS).with("columns", columns).with("most", most),
            R::TooManyRows { most } => of(TOO_MANY_ROWS).with("most", most),
            R::RowsMissing => of(ROWS_MISSING),
            R::ColumnsMissing(columns) => of(COLUMNS_MISSING).with("columns", columns),
            R::HeadingsDiffer { headings } => of(HEADINGS_DIFFER).field("columns").with("headings", headings),
            R::ColumnUnknown(column) => of(COLUMN_UNKNOWN).field("columns").with("column", column),
            R::ColumnTwice(column) => of(COLUMN_TWICE).field("columns").with("column", column),
            R::FieldDenied { column, permission } => of(FIELD_DENIED).field(column).with("permission", permission),
            R::NotTried => of(NOT_TRIED),
            R::Busy { most } => of(BUSY).with("most", most),
            R::NotRunnable => of(NOT_RUNNABLE),
            R::NotRunning => of(NOT_RUNNING),
            R::RowsRefused { rows } => of(ROWS_REFUSED).with("rows", rows),
            R::Overtaken => of(OVERTAKEN),
            R::Cancelled => of(CANCELLED),
            R::Interrupted => of(INTERRUPTED),
            R::Expired => of(EXPIRED),
        }
    }
}
