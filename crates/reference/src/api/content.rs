//! What versions say, on the wire.

use crate::domain::{
    CalendarYear, Content, CurrencyUse, DayRow, Dictionary, Entry, Numbering, OwnDays, Parameter, Publication, Reset,
    Tone, Unit,
};
use kernel::{AnnualRate, CivilDate, DayKind};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A day that is not what its weekday says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CalendarDay)]
pub(crate) struct DayDto {
    /// The day.
    #[schema(value_type = wire::Date)]
    pub date: CivilDate,
    /// Off, or worked in exchange.
    pub kind: DayKindDto,
    /// Of what.
    #[schema(example = "春节")]
    pub name: String,
}

/// Off, or worked.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CalendarDayKind)]
pub(crate) enum DayKindDto {
    /// A day off.
    Holiday,
    /// A day of a weekend that is worked (调休).
    Workday,
}

impl From<DayDto> for DayRow {
    fn from(dto: DayDto) -> Self {
        Self {
            date: dto.date,
            kind: match dto.kind {
                DayKindDto::Holiday => DayKind::Holiday,
                DayKindDto::Workday => DayKind::WorkingDay,
            },
            name: dto.name.trim().to_owned(),
        }
    }
}

impl From<&DayRow> for DayDto {
    fn from(row: &DayRow) -> Self {
        Self {
            date: row.date,
            kind: match row.kind {
                DayKind::Holiday => DayKindDto::Holiday,
                DayKind::WorkingDay => DayKindDto::Workday,
            },
            name: row.name.clone(),
        }
    }
}

/// What a version says, by kind.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = ReferenceContent)]
pub(crate) enum ContentDto {
    /// A published benchmark rate.
    Benchmark {
        /// The rate.
        #[schema(value_type = wire::AnnualRate)]
        annual_rate: AnnualRate,
    },
    /// A year of a calendar.
    Calendar {
        /// Weekdays off, 1 = Monday … 7 = Sunday.
        #[schema(example = json!([6, 7]))]
        weekend: Vec<u32>,
        /// Days off and days worked in exchange, in order; at most 366.
        days: Vec<DayDto>,
    },
    /// A currency.
    Currency {
        /// Chinese name.
        #[schema(example = "人民币")]
        name_zh: String,
        /// English name.
        #[schema(example = "Renminbi")]
        name_en: String,
        /// Sign, as printed before amounts.
        #[schema(example = "¥")]
        symbol: String,
        /// Whether new products may lend in it.
        enabled: bool,
    },
    /// A list of codes, in the order in which they are offered; at most 500.
    Dictionary {
        /// Chinese name of the list.
        #[schema(example = "冲正原因")]
        name_zh: String,
        /// English name of the list.
        #[schema(example = "Reasons of reversals")]
        name_en: String,
        /// Its entries.
        entries: Vec<EntryDto>,
    },
    /// A rule by which numbers are made.
    Numbering {
        /// Capital letters, digits and hyphens as they are, and parts in braces: `{org}`, `{yyyy}`, `{yy}`, `{mm}`, `{dd}`, `{seq:8}`,
        /// `{id32:10}`, `{id16:10}`; at the end `{check:mod11-10}`, `{check:mod37-36}` or `{check:luhn}`.
        #[schema(example = "JJ{yyyy}{mm}{dd}-{id16:10}")]
        pattern: String,
        /// When its sequence begins anew.
        reset: ResetDto,
    },
    /// A figure of law or policy.
    Parameter {
        /// Chinese name.
        #[schema(example = "综合融资成本上限")]
        name_zh: String,
        /// English name.
        #[schema(example = "Cap of the all-in rate")]
        name_en: String,
        /// How it reads.
        unit: UnitDto,
        /// The figure.
        #[schema(value_type = String, example = "0.24")]
        value: AnnualRate,
        /// The least that can be meant.
        #[schema(value_type = String, example = "0.01")]
        least: AnnualRate,
        /// The most that can be meant.
        #[schema(value_type = String, example = "0.36")]
        most: AnnualRate,
    },
    /// The calendar of an organisation.
    WorkingDays {
        /// Code of the calendar.
        #[schema(example = "cn")]
        calendar: String,
        /// Its own days, in order, which overrule the calendar; at most 366.
        days: Vec<DayDto>,
    },
}

impl From<ContentDto> for Content {
    fn from(dto: ContentDto) -> Self {
        let rows = |days: Vec<DayDto>| days.into_iter().map(DayRow::from).collect();
        match dto {
            ContentDto::Benchmark { annual_rate } => Self::Benchmark(Publication { annual_rate }),
            ContentDto::Calendar { weekend, days } => Self::Calendar(CalendarYear {
                weekend,
                days: rows(days),
            }),
            ContentDto::Currency {
                name_zh,
                name_en,
                symbol,
                enabled,
            } => Self::Currency(CurrencyUse {
                name_zh,
                name_en,
                symbol,
                enabled,
            }),
            ContentDto::Dictionary {
                name_zh,
                name_en,
                entries,
            } => Self::Dictionary(Dictionary {
                name_zh,
                name_en,
                entries: entries.into_iter().map(Entry::from).collect(),
            }),
            ContentDto::Numbering { pattern, reset } => Self::Numbering(Numbering {
                pattern,
                reset: reset.into(),
            }),
            ContentDto::Parameter {
                name_zh,
                name_en,
                unit,
                value,
                least,
                most,
            } => Self::Parameter(Parameter {
                name_zh,
                name_en,
                unit: unit.into(),
                value,
                least,
                most,
            }),
            ContentDto::WorkingDays { calendar, days } => Self::WorkingDays(OwnDays {
                calendar,
                days: rows(days),
            }),
        }
    }
}

impl From<&Content> for ContentDto {
    fn from(content: &Content) -> Self {
        let rows = |days: &[DayRow]| days.iter().map(DayDto::from).collect();
        match content {
            Content::Benchmark(publication) => Self::Benchmark {
                annual_rate: publication.annual_rate,
            },
            Content::Calendar(year) => Self::Calendar {
                weekend: year.weekend.clone(),
                days: rows(&year.days),
            },
            Content::Currency(currency) => Self::Currency {
                name_zh: currency.name_zh.clone(),
                name_en: currency.name_en.clone(),
                symbol: currency.symbol.clone(),
                enabled: currency.enabled,
            },
            Content::Dictionary(list) => Self::Dictionary {
                name_zh: list.name_zh.clone(),
                name_en: list.name_en.clone(),
                entries: list.entries.iter().map(EntryDto::from).collect(),
            },
            Content::Numbering(rule) => Self::Numbering {
                pattern: rule.pattern.clone(),
                reset: rule.reset.into(),
            },
            Content::Parameter(parameter) => Self::Parameter {
                name_zh: parameter.name_zh.clone(),
                name_en: parameter.name_en.clone(),
                unit: parameter.unit.into(),
                value: parameter.value,
                least: parameter.least,
                most: parameter.most,
            },
            Content::WorkingDays(own) => Self::WorkingDays {
                calendar: own.calendar.clone(),
                days: rows(&own.days),
            },
        }
    }
}

/// One code of a list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DictionaryEntry)]
pub(crate) struct EntryDto {
    /// What is stored.
    #[schema(example = "wrong_amount")]
    pub code: String,
    /// In Chinese.
    #[schema(example = "金额录错")]
    pub zh: String,
    /// In English.
    #[schema(example = "Wrong amount")]
    pub en: String,
    /// The colour of its state.
    pub tone: ToneDto,
    /// Whether it is shown where it was used, and no longer offered.
    pub retired: bool,
}

/// A colour of the screens.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DictionaryTone)]
pub(crate) enum ToneDto {
    /// In order.
    Green,
    /// To be watched.
    Gold,
    /// Late.
    Orange,
    /// Bad.
    Red,
    /// Written off, or with the law.
    Purple,
    /// In work.
    Blue,
    /// Nothing to be said.
    Grey,
}

/// How a figure reads.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ParameterUnit)]
pub(crate) enum UnitDto {
    /// A rate a year: 0.24 is 24% a year.
    AnnualRate,
    /// A part of a whole: 0.5 is 50%.
    Share,
    /// So many times.
    Multiple,
}

/// When a sequence begins anew.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SequenceReset)]
pub(crate) enum ResetDto {
    /// Never.
    Never,
    /// With each year.
    Year,
    /// With each month.
    Month,
    /// With each day.
    Day,
}

/// The same names on both sides.
macro_rules! same_names {
    ($dto:ident, $domain:ident, $($name:ident),+) => {
        impl From<$dto> for $domain {
            fn from(dto: $dto) -> Self {
                match dto { $($dto::$name => Self::$name),+ }
            }
        }

        impl From<$domain> for $dto {
            fn from(value: $domain) -> Self {
                match value { $($domain::$name => Self::$name),+ }
            }
        }
    };
}
same_names!(ToneDto, Tone, Green, Gold, Orange, Red, Purple, Blue, Grey);
same_names!(ResetDto, Reset, Never, Year, Month, Day);
same_names!(UnitDto, Unit, AnnualRate, Share, Multiple);

impl From<EntryDto> for Entry {
    fn from(dto: EntryDto) -> Self {
        Self {
            code: dto.code,
            zh: dto.zh,
            en: dto.en,
            tone: dto.tone.into(),
            retired: dto.retired,
        }
    }
}

impl From<&Entry> for EntryDto {
    fn from(entry: &Entry) -> Self {
        Self {
            code: entry.code.clone(),
            zh: entry.zh.clone(),
            en: entry.en.clone(),
            tone: entry.tone.into(),
            retired: entry.retired,
        }
    }
}
