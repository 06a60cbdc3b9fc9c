use crate::app::ReferenceError;
use crate::domain::{NoticeFault, PatternFault, ReferenceRefusal, RowFault};
use platform::http::Problem;

platform::problems! {
    /// Every problem of master data.
    pub PROBLEMS;
    KIND_UNKNOWN = 404 "reference.kind_not_found"
        { zh: "没有这类主数据", en: "There is no such kind of master data" }
    CODE_UNKNOWN = 404 "reference.code_not_found"
        { zh: "没有代码 {item}", en: "There is no {item}" }
    CODE_INVALID = 422 "reference.code_invalid"
        { zh: "代码须为 1 至 32 个字母、数字、点、连字符或下划线", en: "A code has 1 to 32 letters, digits, dots, hyphens or underscores" }
    TEXT_INVALID = 422 "reference.text_invalid"
        { zh: "请填写 1 至 200 个字", en: "Give 1 to 200 characters" }
    PERIOD_EMPTY = 422 "reference.period_empty"
        { zh: "失效日须晚于生效日", en: "The period must end after it begins" }
    CHANGED_MEANWHILE = 409 "reference.changed_meanwhile"
        { zh: "内容在您查看后已被他人修改，请刷新后再操作", en: "It was changed after you read it; load it again" }
    TOO_MANY_REVISIONS = 409 "reference.too_many_revisions"
        { zh: "一个代码最多 {most} 个版本", en: "A code has at most {most} versions" }
    KIND_MISMATCH = 422 "reference.kind_mismatch"
        { zh: "内容与主数据种类不符", en: "The content is of another kind" }
    BENCHMARK_UNKNOWN = 422 "reference.benchmark_unknown"
        { zh: "产品不使用基准 {item}，可选 lpr_1y 与 lpr_5y", en: "No product can name the benchmark {item}; there are lpr_1y and lpr_5y" }
    RATE_MISSING = 422 "reference.rate_missing"
        { zh: "利率须大于零", en: "The rate must be more than zero" }
    NOT_A_YEAR = 422 "reference.not_a_year"
        { zh: "日历按年登记，生效日须为 1 月 1 日", en: "A calendar is written by years: it begins on 1 January" }
    WEEKEND_INVALID = 422 "reference.weekend_invalid"
        { zh: "休息日须为 1 至 7，且至少留一天上班", en: "Weekdays off are 1 to 7 and leave a day to work" }
    NOTICE_CONTRADICTORY = 422 "reference.notice_contradictory" { zh: "{reason}", en: "{reason}" }
    CURRENCY_UNKNOWN = 422 "reference.currency_unknown"
        { zh: "系统没有币种 {item}（ISO 4217）", en: "The program knows no currency {item} (ISO 4217)" }
    CURRENCY_DISABLED = 422 "reference.currency_disabled"
        { zh: "币种 {item} 未启用", en: "The currency {item} is not enabled" }
    NAME_INVALID = 422 "reference.name_invalid"
        { zh: "名称须为 1 至 {most} 个字", en: "A name has 1 to {most} characters" }
    ENTRY_COUNT = 422 "reference.entry_count"
        { zh: "字典须有 1 至 {most} 项", en: "A list has 1 to {most} entries" }
    ENTRY_CODE_INVALID = 422 "reference.entry_code_invalid"
        { zh: "字典代码 {item} 须为 1 至 32 个字母、数字、连字符或下划线", en: "{item} is no code: 1 to 32 letters, digits, hyphens or underscores" }
    ENTRY_TWICE = 422 "reference.entry_twice"
        { zh: "字典代码 {item} 重复", en: "The code {item} stands twice" }
    ENTRY_REMOVED = 422 "reference.entry_removed"
        { zh: "字典代码 {item} 可能已被使用，请停用而不是删除", en: "The code {item} may be in use: retire it instead of removing it" }
    ENTRY_UNKNOWN = 422 "reference.entry_unknown"
        { zh: "字典 {list} 没有可用的代码 {item}", en: "The list {list} does not offer {item}" }
    ENTRY_NOT_KNOWN = 422 "reference.entry_not_known"
        { zh: "程序不认识字典 {list} 的代码 {item}：该字典可改名称、颜色和停用，不能新增代码", en: "The program knows no {item} of {list}: words, colours and retirement of this list can change, no codes can be added" }
    PARAMETER_UNKNOWN = 422 "reference.parameter_unknown"
        { zh: "没有程序读取参数 {item}", en: "Nothing reads a parameter {item}" }
    OUTSIDE_BOUNDS = 422 "reference.outside_bounds"
        { zh: "取值须在 {least} 至 {most} 之间", en: "The figure must be within {least} to {most}" }
    NUMBERING_UNKNOWN = 422 "reference.numbering_unknown"
        { zh: "程序不生成编号 {item}", en: "The program makes no numbers {item}" }
    PATTERN_INVALID = 422 "reference.pattern_invalid" { zh: "{reason}", en: "{reason}" }
    SEQUENCE_EXHAUSTED = 409 "reference.sequence_exhausted"
        { zh: "{places} 位流水号已用完，请修改编号规则", en: "A sequence of {places} digits has no number left; change the rule" }
    ORGANISATION_UNKNOWN = 422 "reference.organisation_unknown"
        { zh: "没有机构 {item}", en: "There is no organisation {item}" }
    CALENDAR_UNKNOWN = 422 "reference.calendar_unknown"
        { zh: "没有日历 {item}", en: "There is no calendar {item}" }
    NOTHING_TO_WITHDRAW = 409 "reference.nothing_to_withdraw"
        { zh: "该日没有可撤销的版本", en: "Nothing begins on that day that could be withdrawn" }
    NOTHING_CHANGES = 422 "reference.nothing_changes"
        { zh: "与现行内容相同，没有变化", en: "It says what holds already" }
}

impl From<ReferenceError> for Problem {
    fn from(error: ReferenceError) -> Problem {
        match error {
            ReferenceError::Refused(refusal) => refusal.into(),
            ReferenceError::Command(error) => error.into(),
            ReferenceError::Db(error) => error.into(),
        }
    }
}

impl From<ReferenceRefusal> for Problem {
    fn from(refusal: ReferenceRefusal) -> Problem {
        use ReferenceRefusal as R;
        match refusal {
            R::KindUnknown => Problem::of(KIND_UNKNOWN),
            R::CodeUnknown { code } => Problem::of(CODE_UNKNOWN).with("item", code),
            R::CodeInvalid => Problem::of(CODE_INVALID).field("code"),
            R::TextInvalid { field } => Problem::of(TEXT_INVALID).field(field),
            R::PeriodEmpty => Problem::of(PERIOD_EMPTY).field("effective_until"),
            R::ChangedMeanwhile => Problem::of(CHANGED_MEANWHILE).field("revision"),
            R::TooManyRevisions { most } => Problem::of(TOO_MANY_REVISIONS).with("most", most),
            R::KindMismatch => Problem::of(KIND_MISMATCH).field("content.kind"),
            R::BenchmarkUnknown { code } => Problem::of(BENCHMARK_UNKNOWN).field("code").with("item", code),
            R::RateMissing => Problem::of(RATE_MISSING).field("content.annual_rate"),
            R::NotAYear => Problem::of(NOT_A_YEAR).field("effective_from"),
            R::WeekendInvalid => Problem::of(WEEKEND_INVALID).field("content.weekend"),
            R::Notice(fault) => {
                let (zh, en) = words(&fault);
                Problem::of(NOTICE_CONTRADICTORY)
                    .field("content.days")
                    .with_words("reason", &zh, &en)
            }
            R::CurrencyUnknown { code } => Problem::of(CURRENCY_UNKNOWN).field("code").with("item", code),
            R::CurrencyDisabled { code } => Problem::of(CURRENCY_DISABLED).field("currency").with("item", code),
            R::NameInvalid { field, most } => Problem::of(NAME_INVALID)
                .field(format!("content.{field}"))
                .with("most", most),
            R::EntryCount { most } => Problem::of(ENTRY_COUNT).field("content.entries").with("most", most),
            R::EntryCodeInvalid { code } => entry(ENTRY_CODE_INVALID, code),
            R::EntryTwice { code } => entry(ENTRY_TWICE, code),
            R::EntryRemoved { code } => entry(ENTRY_REMOVED, code),
            R::EntryUnknown { field, list, code } => Problem::of(ENTRY_UNKNOWN)
                .field(field)
                .with("list", list)
                .with("item", code),
            R::EntryNotKnown { list, code } => entry(ENTRY_NOT_KNOWN, code).with("list", list),
            R::ParameterUnknown { code } => Problem::of(PARAMETER_UNKNOWN).field("code").with("item", code),
            R::OutsideBounds { least, most } => Problem::of(OUTSIDE_BOUNDS)
                .field("content.value")
                .with("least", least)
                .with("most", most),
            R::NumberingUnknown { code } => Problem::of(NUMBERING_UNKNOWN).field("code").with("item", code),
            R::Pattern(fault) => {
                let (zh, en) = pattern_words(fault);
                Problem::of(PATTERN_INVALID)
                    .field("content.pattern")
                    .with_words("reason", &zh, &en)
            }
            R::SequenceExhausted { places } => Problem::of(SEQUENCE_EXHAUSTED).with("places", places),
            R::OrganisationUnknown { code } => Problem::of(ORGANISATION_UNKNOWN).field("code").with("item", code),
            R::CalendarUnknown { code } => Problem::of(CALENDAR_UNKNOWN)
                .field("content.calendar")
                .with("item", code),
            R::NothingToWithdraw => Problem::of(NOTHING_TO_WITHDRAW).field("effective_from"),
            R::NothingChanges => Problem::of(NOTHING_CHANGES),
        }
    }
}

/// What is wrong with a pattern, in Chinese and English.
fn pattern_words(fault: PatternFault) -> (String, String) {
    let zh = match fault {
        PatternFault::TooLong { most } => format!("编号规则或生成的编号须为 1 至 {most} 个字符"),
        PatternFault::PartUnknown => String::from("花括号内的元素无法识别，或位数超出范围"),
        PatternFault::TextInvalid => String::from("固定文字只能是大写字母、数字和连字符"),
        PatternFault::NotUnique => String::from("须有且只有一个流水号或标识元素，否则编号会重复"),
        PatternFault::CheckNotLast => String::from("校验位须在最后，且只有一个"),
        PatternFault::CheckNeedsDigits => String::from("数字校验位只能用于流水号，标识含字母请用 mod37-36"),
        PatternFault::ResetNotTold => String::from("流水号重置的期间须出现在编号中，否则编号会重复"),
    };
    (zh, capital(&fault.to_string()))
}

fn entry(kind: platform::http::ProblemText, code: String) -> Problem {
    Problem::of(kind).field("content.entries").with("item", code)
}

/// What is wrong with the days of a year, in Chinese and English.
pub(super) fn words(fault: &NoticeFault) -> (String, String) {
    let zh = match fault {
        NoticeFault::TooManyDays { most } => format!("最多 {most} 天"),
        NoticeFault::NameInvalid { date } => format!("{date} 缺少名称，或名称超过 40 个字"),
        NoticeFault::Twice { date } => format!("{date} 重复，或日期没有按顺序排列"),
        NoticeFault::OtherYear { date, year } => format!("{date} 不在 {year} 年"),
        NoticeFault::WorkedAnyway { date } => format!("{date} 本来就是工作日，不能作为调休上班日"),
        NoticeFault::PublicHolidayWorked { date } => format!("{date} 是法定节假日，须放假"),
        NoticeFault::HolidayMissing { name, least, found } => {
            format!("{name}至少放假 {least} 天，文件中只有 {found} 天")
        }
    };
    let en = match fault {
        NoticeFault::Twice { date } => format!("{date} stands twice or out of order"),
        NoticeFault::WorkedAnyway { date } => format!("{date} is a working day anyway and needs no exchange"),
        NoticeFault::PublicHolidayWorked { date } => format!("{date} is a public holiday and must be off"),
        NoticeFault::HolidayMissing { name, least, found } => {
            format!("{name} needs {least} days off at least, the file has {found}")
        }
        other => capital(&other.to_string()),
    };
    (zh, en)
}

/// What is wrong with a row of a file.
pub(super) fn row_words(fault: &RowFault) -> (String, String) {
    let (zh, en) = match fault {
        RowFault::HeaderMissing => (
            "第一行须为 date,kind,name（可加 source）",
            "The first row names date,kind,name (and source, if you like)",
        ),
        RowFault::RowCount { most } => {
            return (
                format!("须有 1 至 {most} 行日期"),
                format!("There must be 1 to {most} days"),
            );
        }
        RowFault::ColumnsMissing => ("须有 date、kind、name 三列", "Needs date, kind and name"),
        RowFault::NotADate => ("日期须写作 2026-01-01", "The date is written as 2026-01-01"),
        RowFault::KindUnknown => (
            "kind 须为 holiday（放假）或 workday（调休上班）",
            "The kind is holiday (off) or workday (worked in exchange)",
        ),
    };
    (zh.to_owned(), en.to_owned())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}
