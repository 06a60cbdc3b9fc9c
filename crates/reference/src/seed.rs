//! The master data that a new installation starts with.

use crate::domain::{
    CUSTOMER_NUMBER, CalendarYear, Content, CurrencyUse, DayRow, Dictionary, Entry, Kind, LOAN_NUMBER, Numbering,
    OwnDays, Parameter, Publication, Reset, Tone, Unit, Version, calendar_of, read_notice,
};
use kernel::{AnnualRate, Calendar, CivilDate, Timestamp};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The calendar of mainland China.
pub const CHINA: &str = "cn";

const HOLIDAYS: &str = include_str!("../../../data/holidays_cn.csv");
const CURRENCIES: &str = include_str!("../seeds/currencies.psv");
const DICTIONARIES: [&str; 3] = [
    include_str!("../seeds/dictionaries.psv"),
    include_str!("../seeds/industries.psv"),
    include_str!("../seeds/regions.psv"),
];
const PARAMETERS: &str = include_str!("../seeds/parameters.psv");
const BENCHMARK_RATES: &str = include_str!("../seeds/benchmark_rates.psv");

/// The versions of the seed, by kind and code, in order.
#[must_use]
pub fn versions() -> BTreeMap<(Kind, String), Vec<Version>> {
    let mut all: BTreeMap<(Kind, String), Vec<Version>> = BTreeMap::new();
    let of_law = benchmark_rates().chain(years()).chain(parameters());
    let rows = of_law
        .chain(currencies())
        .chain(dictionaries())
        .chain(numberings())
        .chain([head_office()]);
    for row in rows {
        let of_code = all.entry((row.kind, row.code.to_owned())).or_default();
        let revision = u32::try_from(of_code.len()).unwrap_or(u32::MAX) + 1;
        of_code.push(row.version(revision));
    }
    all
}

/// The working days of the seed: what an installation begins with.
#[must_use]
pub fn calendar() -> &'static Calendar {
    static SEED: OnceLock<Calendar> = OnceLock::new();
    SEED.get_or_init(|| {
        let years: Vec<CalendarYear> = years().filter_map(SeedRow::year).collect();
        let years: Vec<&CalendarYear> = years.iter().collect();
        calendar_of(&years, &[]).expect("a test reads the calendar of the seed")
    })
}

struct SeedRow {
    kind: Kind,
    code: &'static str,
    from: CivilDate,
    content: Content,
    source: String,
    reason: &'static str,
}

impl SeedRow {
    fn version(self, revision: u32) -> Version {
        Version {
            code: self.code.to_owned(),
            revision,
            effective_from: self.from,
            effective_until: self.content.until(self.from),
            content: Some(self.content),
            source: self.source,
            reason: self.reason.to_owned(),
            recorded_at: Timestamp::from_millis(0),
            recorded_by: String::from("system"),
            on_behalf_of: None,
        }
    }

    fn year(self) -> Option<CalendarYear> {
        match self.content {
            Content::Calendar(year) => Some(year),
            _ => None,
        }
    }
}

/// LPR from 2019-08-20 to 2025-05-20, every publication that changed a tenor (cn.md §2.1).
fn benchmark_rates() -> impl Iterator<Item = SeedRow> {
    BENCHMARK_RATES.lines().skip(1).map(|line| {
        let cells: Vec<&'static str> = line.split('|').collect();
        let [code, published_on, annual_rate, source] = cells[..] else {
            panic!("a test reads the seed of benchmark rates: {line}")
        };
        let annual_rate = AnnualRate::parse(annual_rate).expect("a test reads the seed of benchmark rates");
        SeedRow {
            kind: Kind::Benchmark,
            code,
            from: CivilDate::parse(published_on).expect("a test reads the seed of benchmark rates"),
            content: Content::Benchmark(Publication { annual_rate }),
            source: source.to_owned(),
            reason: "出厂数据，投产前请与公布值核对 / as delivered: check against the publication before production",
        }
    })
}

/// The years of `data/holidays_cn.csv`, each with the notice that its rows name.
fn years() -> impl Iterator<Item = SeedRow> {
    let mut lines = HOLIDAYS.lines();
    let header = lines.next().unwrap_or_default();
    let mut by_year: BTreeMap<&str, String> = BTreeMap::new();
    for line in lines {
        let file = by_year.entry(line.split('-').next().unwrap_or_default());
        let file = file.or_insert_with(|| format!("{header}\n"));
        file.push_str(line);
        file.push('\n');
    }
    by_year.into_values().map(|file| {
        let notice = read_notice(&file).expect("a test reads the calendar of the seed");
        SeedRow {
            kind: Kind::Calendar,
            code: CHINA,
            from: CivilDate::from_ymd(notice.year, 1, 1).expect("a year begins"),
            content: Content::Calendar(CalendarYear {
                weekend: vec![6, 7],
                days: notice.days,
            }),
            source: notice.source,
            reason: "出厂数据 / as delivered",
        }
    })
}

/// Rows of a seed file as cells, without the header.
fn cells(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().skip(1).map(|line| line.split('|').collect())
}

fn since_ever() -> CivilDate {
    CivilDate::from_days(0)
}

fn rate(text: &str) -> AnnualRate {
    AnnualRate::parse(text).expect("a test reads the seed")
}

/// Figures that something reads (cn.md §3.1, §5.9).
fn parameters() -> impl Iterator<Item = SeedRow> {
    cells(PARAMETERS).map(|row| {
        let [code, from, unit, value, least, most, zh, en, source] = row[..] else {
            panic!("a test reads the seed of parameters: {row:?}")
        };
        let parameter = Parameter {
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            unit: match unit {
                "annual_rate" => Unit::AnnualRate,
                "share" => Unit::Share,
                _ => Unit::Multiple,
            },
            value: rate(value),
            least: rate(least),
            most: rate(most),
        };
        SeedRow {
            kind: Kind::Parameter,
            code,
            from: CivilDate::parse(from).expect("a test reads the seed"),
            content: Content::Parameter(parameter),
            source: source.to_owned(),
            reason: "出厂数据，投产前请核对 / as delivered: check before production",
        }
    })
}

/// The currencies that the program knows; those of the seeded products are in use.
fn currencies() -> impl Iterator<Item = SeedRow> {
    cells(CURRENCIES).map(|row| {
        let [code, symbol, enabled, zh, en] = row[..] else {
            panic!("a test reads the seed of currencies: {row:?}")
        };
        SeedRow {
            kind: Kind::Currency,
            code,
            from: since_ever(),
            content: Content::Currency(CurrencyUse {
                name_zh: zh.to_owned(),
                name_en: en.to_owned(),
                symbol: symbol.to_owned(),
                enabled: enabled == "yes",
            }),
            source: String::from("ISO 4217"),
            reason: "出厂设置 / as delivered",
        }
    })
}

/// The lists of codes: a row without a code begins a list.
fn dictionaries() -> impl Iterator<Item = SeedRow> {
    let mut lists: Vec<(&'static str, Dictionary, &'static str)> = Vec::new();
    for row in DICTIONARIES.into_iter().flat_map(cells) {
        let [list, code, tone, zh, en, source] = row[..] else {
            panic!("a test reads the seed of dictionaries: {row:?}")
        };
        let (zh, en) = (zh.to_owned(), en.to_owned());
        match lists.last_mut() {
            Some((last, known, _)) if *last == list => known.entries.push(Entry {
                code: code.to_owned(),
                zh,
                en,
                tone: tone_of(tone),
                retired: false,
            }),
            _ => lists.push((
                list,
                Dictionary {
                    name_zh: zh,
                    name_en: en,
                    entries: Vec::new(),
                },
                source,
            )),
        }
    }
    lists.into_iter().map(|(code, list, source)| SeedRow {
        kind: Kind::Dictionary,
        code,
        from: since_ever(),
        content: Content::Dictionary(list),
        source: source.to_owned(),
        reason: "出厂设置 / as delivered",
    })
}

/// A list as delivered.
#[must_use]
pub fn dictionary(code: &str) -> Option<&'static Dictionary> {
    static SEED: OnceLock<BTreeMap<&'static str, Dictionary>> = OnceLock::new();
    let all = SEED.get_or_init(|| {
        let named = dictionaries().filter_map(|row| match row.content {
            Content::Dictionary(list) => Some((row.code, list)),
            _ => None,
        });
        named.collect()
    });
    all.get(code)
}

fn tone_of(name: &str) -> Tone {
    match name {
        "gold" => Tone::Gold,
        "orange" => Tone::Orange,
        "red" => Tone::Red,
        "purple" => Tone::Purple,
        "blue" => Tone::Blue,
        _ => Tone::Grey,
    }
}

/// The rules as delivered: made of ids, so that nobody waits for anybody.
const NUMBERINGS: [(&str, &str); 2] = [
    (CUSTOMER_NUMBER, "C{id32:10}"),
    (LOAN_NUMBER, "JJ{yyyy}{mm}{dd}-{id16:10}"),
];

/// The rule of a kind of numbers as delivered.
#[must_use]
pub fn numbering(code: &str) -> Option<Numbering> {
    let (_, pattern) = NUMBERINGS.into_iter().find(|(known, _)| *known == code)?;
    Some(Numbering {
        pattern: pattern.to_owned(),
        reset: Reset::Never,
    })
}

fn numberings() -> impl Iterator<Item = SeedRow> {
    NUMBERINGS.into_iter().filter_map(|(code, _)| {
        Some(SeedRow {
            kind: Kind::Numbering,
            code,
            from: since_ever(),
            content: Content::Numbering(numbering(code)?),
            source: String::from("出厂设置 / as delivered"),
            reason: "出厂设置 / as delivered",
        })
    })
}

/// The head office works by the calendar of mainland China, and with it every organisation that names no other.
fn head_office() -> SeedRow {
    SeedRow {
        kind: Kind::WorkingDays,
        code: HEAD_OFFICE,
        from: since_ever(),
        content: Content::WorkingDays(OwnDays {
            calendar: CHINA.to_owned(),
            days: Vec::<DayRow>::new(),
        }),
        source: String::from("出厂设置 / as delivered"),
        reason: "出厂设置 / as delivered",
    }
}

/// Code of the head office as the schema makes it.
const HEAD_OFFICE: &str = "0001";
