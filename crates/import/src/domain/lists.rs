use super::column::{Choice, Column, ColumnKind};
use super::entity::Entity;
use super::fault::CellFault;
use super::record::Record;
use kernel::CivilDate;

const YES_OR_NO: &[Choice] = &[
    Choice {
        code: "yes",
        zh: "是",
        en: "Yes",
    },
    Choice {
        code: "no",
        zh: "否",
        en: "No",
    },
];

const TONES: &[Choice] = &[
    Choice {
        code: "grey",
        zh: "灰",
        en: "Grey",
    },
    Choice {
        code: "green",
        zh: "绿",
        en: "Green",
    },
    Choice {
        code: "gold",
        zh: "黄",
        en: "Gold",
    },
    Choice {
        code: "orange",
        zh: "橙",
        en: "Orange",
    },
    Choice {
        code: "red",
        zh: "红",
        en: "Red",
    },
    Choice {
        code: "purple",
        zh: "紫",
        en: "Purple",
    },
    Choice {
        code: "blue",
        zh: "蓝",
        en: "Blue",
    },
];

const SOURCE: Column = Column::text("source", ("依据", "Source"), "行内制度 2026-3")
    .must()
    .means("文件或制度名称、文号", "Who published it, and where");

const EFFECTIVE_FROM: Column = Column::text("effective_from", ("生效日", "From"), "2026-01-01")
    .of(ColumnKind::Date)
    .means("缺省为营业日期", "The business day when absent");

/// Codes of lists. Their key is list and code; codes that a list has and the file has not stay.
pub const DICTIONARIES: Entity = Entity {
    key: "dictionaries",
    zh: "字典",
    en: "Lists of codes",
    permission: "reference.write",
    commands: &["reference.change_dictionary"],
    take_in: "import.take_in_dictionaries",
    columns: &[
        Column::text("list", ("字典代码", "List"), "loan_purpose").must(),
        Column::text("list_zh", ("字典中文名", "Chinese name of the list"), "贷款用途").means(
            "新字典必填；已有字典不改名",
            "Needed for a new list; one that is there keeps its name",
        ),
        Column::text("list_en", ("字典英文名", "English name of the list"), "Loan purposes"),
        Column::text("code", ("代码", "Code"), "wedding").must(),
        Column::text("zh", ("中文", "Chinese"), "婚庆").must(),
        Column::text("en", ("英文", "English"), "Wedding").must(),
        Column::text("tone", ("颜色", "Colour"), "grey").of(ColumnKind::Choice(TONES)),
        Column::text("retired", ("停用", "Retired"), "no").of(ColumnKind::Choice(YES_OR_NO)),
        EFFECTIVE_FROM,
        SOURCE,
    ],
};

/// A code of a list as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    /// Its place in the file.
    pub line: u32,
    /// Code of the list.
    pub list: String,
    /// Names of the list, Chinese and English.
    pub names: (Option<String>, Option<String>),
    /// The code.
    pub code: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// Name of its colour.
    pub tone: &'static str,
    /// Whether it is no longer offered.
    pub retired: bool,
    /// From when on.
    pub effective_from: Option<CivilDate>,
    /// Where it comes from.
    pub source: String,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn entry_line(mut row: Record<'_>) -> Result<EntryLine, Vec<CellFault>> {
    let text = |row: &mut Record<'_>, key| row.text(key).map(str::to_owned);
    let (list, code, source) = (text(&mut row, "list"), text(&mut row, "code"), text(&mut row, "source"));
    let names = (text(&mut row, "list_zh"), text(&mut row, "list_en"));
    let (zh, en) = (text(&mut row, "zh"), text(&mut row, "en"));
    let (tone, retired) = (row.choice("tone"), row.choice("retired"));
    let effective_from = row.date("effective_from");
    let (line, faulty) = (row.number(), row.is_faulty());
    match (list, code, zh, en, source) {
        (Some(list), Some(code), Some(zh), Some(en), Some(source)) if !faulty => Ok(EntryLine {
            line,
            list,
            names,
            code,
            zh,
            en,
            tone: tone.unwrap_or("grey"),
            retired: retired == Some("yes"),
            effective_from,
            source,
        }),
        _ => Err(row.faults()),
    }
}

const DAY_KINDS: &[Choice] = &[
    Choice {
        code: "holiday",
        zh: "休息",
        en: "Off",
    },
    Choice {
        code: "workday",
        zh: "上班",
        en: "Worked",
    },
];

/// Days of calendars. All days of a calendar and year in the file are that year.
pub const CALENDARS: Entity = Entity {
    key: "calendars",
    zh: "工作日历",
    en: "Calendars",
    permission: "reference.write",
    commands: &["reference.change_calendar"],
    take_in: "import.take_in_calendars",
    columns: &[
        Column::text("calendar", ("日历代码", "Calendar"), "cn").must(),
        Column::text("date", ("日期", "Date"), "2027-01-01")
            .of(ColumnKind::Date)
            .must(),
        Column::text("kind", ("休息或上班", "Off or worked"), "holiday")
            .of(ColumnKind::Choice(DAY_KINDS))
            .must(),
        Column::text("name", ("名称", "Name"), "元旦").must(),
        SOURCE,
    ],
};

/// A day of a calendar as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    /// Its place in the file.
    pub line: u32,
    /// Code of the calendar.
    pub calendar: String,
    /// The day.
    pub date: CivilDate,
    /// Whether it is off; worked in exchange otherwise.
    pub off: bool,
    /// Of what.
    pub name: String,
    /// Who published it.
    pub source: String,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn day_line(mut row: Record<'_>) -> Result<DayLine, Vec<CellFault>> {
    let (calendar, date, kind) = (row.text("calendar"), row.date("date"), row.choice("kind"));
    let (name, source) = (row.text("name"), row.text("source"));
    let (line, faulty) = (row.number(), row.is_faulty());
    match (calendar, date, kind, name, source) {
        (Some(calendar), Some(date), Some(kind), Some(name), Some(source)) if !faulty => Ok(DayLine {
            line,
            calendar: calendar.to_owned(),
            date,
            off: kind == "holiday",
            name: name.to_owned(),
            source: source.to_owned(),
        }),
        _ => Err(row.faults()),
    }
}

/// Published benchmark rates. Their key is the benchmark and the day of publication.
pub const RATES: Entity = Entity {
    key: "rates",
    zh: "基准利率",
    en: "Benchmark rates",
    permission: "reference.write",
    commands: &["reference.change_benchmark"],
    take_in: "import.take_in_rates",
    columns: &[
        Column::text("benchmark", ("基准", "Benchmark"), "lpr_1y")
            .must()
            .means("lpr_1y 或 lpr_5y", "lpr_1y or lpr_5y"),
        Column::text("published_on", ("公布日", "Published on"), "2026-11-20")
            .of(ColumnKind::Date)
            .must(),
        Column::text("annual_rate", ("年利率", "Annual rate"), "3.00%")
            .of(ColumnKind::Rate)
            .must(),
        SOURCE,
    ],
};

/// A published rate as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLine {
    /// Its place in the file.
    pub line: u32,
    /// Code of the benchmark.
    pub benchmark: String,
    /// The day of publication.
    pub published_on: CivilDate,
    /// The rate.
    pub annual_rate: kernel::AnnualRate,
    /// Who published it.
    pub source: String,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn rate_line(mut row: Record<'_>) -> Result<RateLine, Vec<CellFault>> {
    let (benchmark, published_on) = (row.text("benchmark"), row.date("published_on"));
    let (annual_rate, source) = (row.rate("annual_rate"), row.text("source"));
    let (line, faulty) = (row.number(), row.is_faulty());
    match (benchmark, published_on, annual_rate, source) {
        (Some(benchmark), Some(published_on), Some(annual_rate), Some(source)) if !faulty => Ok(RateLine {
            line,
            benchmark: benchmark.to_owned(),
            published_on,
            annual_rate,
            source: source.to_owned(),
        }),
        _ => Err(row.faults()),
    }
}
