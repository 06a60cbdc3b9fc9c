//! The master data that a new installation starts with.

use crate::domain::{CalendarYear, Content, DayRow, Kind, OwnDays, Publication, Version, calendar_of, read_notice};
use kernel::{AnnualRate, Calendar, CivilDate, Timestamp};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The calendar of mainland China.
pub const CHINA: &str = "cn";

const HOLIDAYS: &str = include_str!("../../../data/holidays_cn.csv");
const BENCHMARK_RATES: &str = include_str!("../seeds/benchmark_rates.psv");

/// The versions of the seed, by kind and code, in order.
#[must_use]
pub fn versions() -> BTreeMap<(Kind, String), Vec<Version>> {
    let mut all: BTreeMap<(Kind, String), Vec<Version>> = BTreeMap::new();
    let rows = benchmark_rates().chain(years()).chain([head_office()]);
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

/// The head office works by the calendar of mainland China, and with it every organisation that names no other.
fn head_office() -> SeedRow {
    SeedRow {
        kind: Kind::WorkingDays,
        code: HEAD_OFFICE,
        from: CivilDate::from_ymd(1970, 1, 1).expect("a date"),
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
