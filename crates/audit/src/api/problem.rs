use crate::app::AuditError;
use crate::domain::AuditRefusal;
use platform::http::Problem;

platform::problems! {
    /// Every problem of audit.
    pub PROBLEMS;
    AREA_UNKNOWN = 404 "audit.area_unknown"
        { zh: "没有这类审计记录：{area}", en: "There are no lines about {area}" }
    MONTHS_OUT_OF_BOUNDS = 422 "audit.months_out_of_bounds"
        { zh: "保存期须为 {least} 至 {most} 个月（{law}）", en: "Lines are kept for {least} to {most} months ({law})" }
    SOURCE_INVALID = 422 "audit.source_invalid"
        { zh: "请填写依据，最多 {most} 个字符", en: "Say where the rule comes from, in at most {most} characters" }
    BEGINS_IN_THE_PAST = 422 "audit.begins_in_the_past"
        { zh: "生效日不能早于今天：{from}", en: "A rule begins today or later, not on {from}" }
    CHANGED_MEANWHILE = 409 "audit.changed_meanwhile"
        { zh: "规则已在别处被修改，请刷新后再试", en: "The rule was changed elsewhere meanwhile; load it again" }
    NOTHING_TO_ARCHIVE = 409 "audit.nothing_to_archive"
        { zh: "{before} 之前没有已过保存期的记录", en: "Every line of before {before} must still be kept" }
    ARCHIVED_MEANWHILE = 409 "audit.archived_meanwhile"
        { zh: "另一次归档刚刚开始，请稍后再试", en: "Another archive was begun meanwhile; try again" }
    FILE_EXISTS = 409 "audit.file_exists"
        { zh: "{file} 已存在，请换一个文件名", en: "{file} is there already; choose another name" }
    FILE_MISSING = 409 "audit.archive_file_missing"
        { zh: "上次归档的文件 {file} 不在原处：请先放回，再继续", en: "The file {file} of an archive is not where it was written: put it back first" }
    FILE_DAMAGED = 422 "audit.archive_damaged"
        { zh: "{file} 不是完好的归档文件：{reason}", en: "{file} is no sound archive: {reason}" }
    FILE_DIFFERS = 422 "audit.archive_differs"
        { zh: "{file} 与本账审计链不符：{reason}", en: "{file} is not what left this trail: {reason}" }
    ARCHIVE_UNKNOWN = 404 "audit.archive_unknown"
        { zh: "没有这份归档", en: "There is no such archive" }
    FILE = 503 "audit.archive_unwritable"
        { zh: "归档文件无法读写：{file}（{reason}）", en: "The file of the archive cannot be written or read: {file} ({reason})" }
}

impl From<AuditError> for Problem {
    fn from(error: AuditError) -> Problem {
        match error {
            AuditError::Refused(refusal) => refusal.into(),
            AuditError::Command(error) => error.into(),
            AuditError::File { file, reason } => Problem::of(FILE).with("file", file).with("reason", reason),
            AuditError::Db(error) => error.into(),
        }
    }
}

impl From<AuditRefusal> for Problem {
    fn from(refusal: AuditRefusal) -> Problem {
        match refusal {
            AuditRefusal::AreaUnknown { area } => Problem::of(AREA_UNKNOWN).with("area", area),
            AuditRefusal::MonthsOutOfBounds { least, most, law, .. } => Problem::of(MONTHS_OUT_OF_BOUNDS)
                .field("months")
                .with("least", least)
                .with("most", most)
                .with("law", law),
            AuditRefusal::SourceInvalid { most } => Problem::of(SOURCE_INVALID).field("source").with("most", most),
            AuditRefusal::BeginsInThePast { from } => Problem::of(BEGINS_IN_THE_PAST)
                .field("effective_from")
                .with("from", from.to_string()),
            AuditRefusal::ChangedMeanwhile => Problem::of(CHANGED_MEANWHILE).field("revision"),
            AuditRefusal::NothingToArchive { before } => Problem::of(NOTHING_TO_ARCHIVE)
                .field("before")
                .with("before", before.to_string()),
            AuditRefusal::ArchivedMeanwhile => Problem::of(ARCHIVED_MEANWHILE),
            AuditRefusal::FileExists { file } => Problem::of(FILE_EXISTS).with("file", file),
            AuditRefusal::FileMissing { file } => Problem::of(FILE_MISSING).with("file", file),
            AuditRefusal::FileDamaged { file, reason } => {
                Problem::of(FILE_DAMAGED).with("file", file).with("reason", reason)
            }
            AuditRefusal::FileDiffers { file, reason } => {
                Problem::of(FILE_DIFFERS).with("file", file).with("reason", reason)
            }
            AuditRefusal::ArchiveUnknown => Problem::of(ARCHIVE_UNKNOWN),
        }
    }
}
