//! Why a command of the command line fails: a problem with a stable code, in the reader's language.

use access::AccessError;
use customer::CustomerError;
use export::app::ExportError;
use import::app::ImportError;
use ledger::LedgerError;
use loan::app::error::LoanFailure;
use platform::config::ConfigError;
use platform::http::{Lang, Problem, TlsError};
use platform::keys::KeyError;
use platform::{CommandError, DbError};
use preference::app::PreferenceError;
use product::ProductError;
use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;

platform::problems! {
    /// The problems of the command line. Their status is not used.
    pub PROBLEMS;
    CONFIG = 400 "cli.config_invalid" { zh: "配置有误：{reason}", en: "The configuration is wrong: {reason}" }
    DATABASE = 503 "cli.database" { zh: "数据库：{reason}", en: "Database: {reason}" }
    FIELD_KEY = 503 "cli.field_key" { zh: "字段密钥：{reason}", en: "Field key: {reason}" }
    OTHER_FIELD_KEY = 503 "cli.field_key_differs"
        { zh: "数据库使用的字段密钥是 {expected}，现在的是 {actual}：请换回原来的密钥文件",
          en: "The database was made with field key {expected}, this one is {actual}: put the former key file back" }
    FILE = 503 "cli.file" { zh: "{path}：{reason}", en: "{path}: {reason}" }
    NO_BOOK = 404 "cli.no_database"
        { zh: "{path} 中没有数据库：请先运行 xindai serve 或 xindai demo",
          en: "There is no database at {path}: run `xindai serve` or `xindai demo` first" }
    BACKUP_FOLDER = 400 "cli.backup_folder_missing"
        { zh: "未指定备份目录：用 --to DIR 或配置项 backup_dir", en: "Say where backups are kept: --to DIR or the setting backup_dir" }
    NO_BACKUP = 404 "cli.no_backup" { zh: "{path} 不是可用的备份：{reason}", en: "{path} is no backup that can be used: {reason}" }
    BACKUP_DAMAGED = 422 "cli.backup_damaged"
        { zh: "{path} 已损坏：校验和应为 {expected}，实为 {actual}", en: "{path} is damaged: its checksum should be {expected}, it is {actual}" }
    BACKUP_NEWER = 422 "cli.backup_newer"
        { zh: "备份由更新的程序生成（结构第 {step} 步，本程序只到第 {known} 步）：请用新版程序恢复",
          en: "The backup was made by a newer program (schema step {step}, this one knows {known}): restore it with that one" }
    PLACE_TAKEN = 409 "cli.place_taken"
        { zh: "{path} 已有账簿：只能恢复到空的位置", en: "There is a book at {path} already: a backup is restored into an empty place only" }
    RESTORE_KEY = 503 "cli.restore_key"
        { zh: "备份的字段密钥是 {expected}，这里是 {actual}：请先把原密钥放到 {path}（权限 600）或用 XINDAI_FIELD_KEY 给出",
          en: "The backup needs field key {expected}, here is {actual}: put the former key at {path} (mode 600) or give XINDAI_FIELD_KEY" }
    MIGRATION_REFUSED = 409 "cli.migration_refused"
        { zh: "升级不可行，未改动任何内容：{reason}", en: "The upgrade is not possible, nothing was changed: {reason}" }
    SCHEMA_PENDING = 409 "cli.schema_pending"
        { zh: "数据库尚缺迁移步骤 {step}：先运行 xindai serve", en: "The database lacks the step {step}: run `xindai serve` first" }
    KEY_NOT_NEWER = 409 "cli.key_not_newer"
        { zh: "没有更新的密钥（现用第 {version} 版）：先运行 xindai keys add，并把密钥带到每个节点",
          en: "There is no newer key than version {version}: run `xindai keys add` first and bring the keys to every node" }
    KEY_IN_USE = 409 "cli.key_in_use"
        { zh: "第 {version} 版密钥仍在使用：{reason}", en: "Key version {version} is still in use: {reason}" }
    PASSWORD_MISSING = 400 "cli.password_missing"
        { zh: "没有密码：请在终端输入、经标准输入或环境变量 XINDAI_PASSWORD 给出",
          en: "There is no password: type it, pipe it to standard input, or set XINDAI_PASSWORD" }
    TLS = 503 "cli.tls" { zh: "HTTPS 证书：{reason}", en: "HTTPS certificate: {reason}" }
    LISTEN = 503 "cli.listen" { zh: "无法监听 {address}：{reason}", en: "Cannot listen on {address}: {reason}" }
    OUTPUT = 503 "cli.output" { zh: "无法输出：{reason}", en: "Cannot write the output: {reason}" }
    OUTPUT_CLOSED = 503 "cli.output_closed" { zh: "输出已被关闭", en: "Nobody reads the output" }
    ARGUMENT = 400 "cli.argument_invalid" { zh: "参数 {argument} 有误：{reason}", en: "{argument}: {reason}" }
    IMPORT_ROW = 422 "cli.import_refused"
        { zh: "{path} 有 {rows} 行未被受理，未导入任何内容；第 {line} 行：{reason}",
          en: "{rows} rows of {path} are refused, nothing was imported; row {line}: {reason}" }
    CUT_OVER = 409 "cli.cut_over_differs" { zh: "{differences} 项数字不符", en: "{differences} figures differ" }
    TERMS = 422 "cli.terms_refused" { zh: "无法排出还款计划：{reason}", en: "No schedule is possible: {reason}" }
    LOAN = 422 "cli.loan" { zh: "借据：{reason}", en: "Loans: {reason}" }
    LEDGER = 422 "cli.ledger" { zh: "总账：{reason}", en: "Ledger: {reason}" }
    VERIFY = 422 "cli.verification_failed"
        { zh: "核对不符：{check}：{item}，应为 {expected}，实为 {actual}",
          en: "Verification failed: {check}: {item}: expected {expected}, found {actual}" }
    DOCTOR = 422 "cli.unhealthy" { zh: "{count} 项检查未通过", en: "{count} checks failed" }
    FAILED = 500 "cli.failed" { zh: "{reason}", en: "{reason}" }
}

/// Why a command failed.
#[derive(Debug)]
pub struct Failure(pub Problem);

impl Failure {
    /// A failure of the machine, told by what and why.
    pub(crate) fn file(path: &Path, cause: &dyn Display) -> Self {
        let problem = Problem::of(FILE).with("path", path.display().to_string());
        Self(problem.with("reason", cause.to_string()))
    }

    /// A value of the command line that cannot be used.
    pub(crate) fn argument(name: &str, cause: impl Display) -> Self {
        let problem = Problem::of(ARGUMENT).with("argument", name);
        Self(problem.with("reason", cause.to_string()))
    }

    pub(crate) fn because(text: platform::http::ProblemText, cause: &dyn Display) -> Self {
        Self(Problem::of(text).with("reason", cause.to_string()))
    }

    /// Whether the reader of the output went away, as `head` does: no failure of the command.
    #[must_use]
    pub(crate) fn is_reader_gone(&self) -> bool {
        self.0.code() == OUTPUT_CLOSED.code
    }

    /// The line for standard error.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        format!("error[{}]: {}", self.0.code(), self.0.detail(lang))
    }
}

/// The reader's language by the environment: `LC_ALL`, `LC_MESSAGES`, `LANG`; English unless it says Chinese.
#[must_use]
pub(crate) fn reader_lang() -> Lang {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match named {
        Some(value) if value.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

impl From<DbError> for Failure {
    fn from(cause: DbError) -> Self {
        Self::because(DATABASE, &cause)
    }
}

impl From<ConfigError> for Failure {
    fn from(cause: ConfigError) -> Self {
        Self::because(CONFIG, &cause)
    }
}

impl From<TlsError> for Failure {
    fn from(cause: TlsError) -> Self {
        Self::because(TLS, &cause)
    }
}

impl From<KeyError> for Failure {
    fn from(cause: KeyError) -> Self {
        Self::because(FIELD_KEY, &cause)
    }
}

impl From<LoanFailure> for Failure {
    fn from(cause: LoanFailure) -> Self {
        match cause {
            LoanFailure::Db(cause) => cause.into(),
            cause => Self::because(LOAN, &cause),
        }
    }
}

impl From<LedgerError> for Failure {
    fn from(cause: LedgerError) -> Self {
        match cause {
            LedgerError::Db(cause) => cause.into(),
            cause => Self::because(LEDGER, &cause),
        }
    }
}

impl From<ProductError> for Failure {
    fn from(cause: ProductError) -> Self {
        match cause {
            ProductError::Db(cause) => cause.into(),
            cause => Self(cause.into()),
        }
    }
}

impl From<CustomerError> for Failure {
    fn from(cause: CustomerError) -> Self {
        match cause {
            CustomerError::Db(cause) => cause.into(),
            cause => Self(cause.into()),
        }
    }
}

impl From<audit::app::AuditError> for Failure {
    fn from(cause: audit::app::AuditError) -> Self {
        Self(cause.into())
    }
}

impl From<ExportError> for Failure {
    fn from(cause: ExportError) -> Self {
        match cause {
            ExportError::Db(cause) => cause.into(),
            cause => Self(cause.into()),
        }
    }
}

impl From<ImportError> for Failure {
    fn from(cause: ImportError) -> Self {
        match cause {
            ImportError::Db(cause) => cause.into(),
            cause => Self(cause.into()),
        }
    }
}

impl From<PreferenceError> for Failure {
    fn from(cause: PreferenceError) -> Self {
        match cause {
            PreferenceError::Db(cause) => cause.into(),
            cause => Self(cause.into()),
        }
    }
}

impl From<CommandError> for Failure {
    fn from(cause: CommandError) -> Self {
        Self(cause.into())
    }
}

impl From<AccessError> for Failure {
    fn from(cause: AccessError) -> Self {
        match cause {
            AccessError::Db(cause) => cause.into(),
            cause => Self(cause.into()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(cause: std::io::Error) -> Self {
        match cause.kind() {
            ErrorKind::BrokenPipe => Self(Problem::of(OUTPUT_CLOSED)),
            _ => Self::because(OUTPUT, &cause),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(cause: serde_json::Error) -> Self {
        match cause.io_error_kind() {
            Some(ErrorKind::BrokenPipe) => Self(Problem::of(OUTPUT_CLOSED)),
            _ => Self::because(OUTPUT, &cause),
        }
    }
}
