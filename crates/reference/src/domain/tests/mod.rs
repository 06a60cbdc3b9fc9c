mod lists;

use super::*;
use kernel::{AnnualRate, CivilDate, DayKind, HolidayRule, Timestamp};

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).expect("a date of the test")
}

fn rate(text: &str) -> Content {
    let annual_rate = AnnualRate::parse(text).expect("a rate of the test");
    Content::Benchmark(Publication { annual_rate })
}

fn published(from: &str, content: Option<Content>) -> Change {
    Change {
        kind: Kind::Benchmark,
        code: String::from("lpr_1y"),
        revision: 0,
        effective_from: date(from),
        effective_until: None,
        content,
        source: String::from("全国银行间同业拆借中心"),
        reason: String::from("月度报价"),
    }
}

/// Applies changes one after another, each on what those before it made.
fn written(changes: &[Change]) -> Vec<Version> {
    let mut versions = Vec::new();
    for change in changes {
        let seen = u32::try_from(versions.len()).expect("few");
        let change = Change {
            revision: seen,
            ..change.clone()
        };
        versions.push(change.apply(&versions).expect("a sound change"));
    }
    versions
}

fn held(versions: &[Version], on: &str) -> Option<Content> {
    in_force(versions, date(on)).and_then(|version| version.content.clone())
}

#[test]
fn a_version_holds_from_its_day_until_the_next_begins() {
    let versions = written(&[
        published("2024-10-21", Some(rate("0.031"))),
        published("2025-05-20", Some(rate("0.03"))),
    ]);
    for (on, holds) in [
        ("2024-10-20", None),
        ("2024-10-21", Some(rate("0.031"))),
        ("2025-05-19", Some(rate("0.031"))),
        ("2025-05-20", Some(rate("0.03"))),
    ] {
        assert_eq!(held(&versions, on), holds, "{on}");
    }
}

#[test]
fn a_correction_replaces_the_version_of_its_day_and_no_other() {
    let versions = written(&[
        published("2024-10-21", Some(rate("0.0335"))),
        published("2025-05-20", Some(rate("0.03"))),
        published("2024-10-21", Some(rate("0.031"))),
    ]);
    assert_eq!(held(&versions, "2025-01-01"), Some(rate("0.031")));
    assert_eq!(held(&versions, "2025-06-01"), Some(rate("0.03")));
}

#[test]
fn what_is_withdrawn_leaves_what_held_before_it() {
    let versions = written(&[
        published("2024-10-21", Some(rate("0.031"))),
        published("2025-05-20", Some(rate("0.03"))),
        published("2025-05-20", None),
    ]);
    assert_eq!(held(&versions, "2025-06-01"), Some(rate("0.031")));
    assert_eq!(periods(&versions).len(), 1);
}

#[test]
fn an_end_of_its_own_leaves_a_gap() {
    let mut first = published("2025-01-01", Some(rate("0.031")));
    first.effective_until = Some(date("2025-02-01"));
    let versions = written(&[first, published("2025-03-01", Some(rate("0.03")))]);
    assert_eq!(held(&versions, "2025-01-31"), Some(rate("0.031")));
    assert_eq!(held(&versions, "2025-02-01"), None);
    assert_eq!(held(&versions, "2025-03-01"), Some(rate("0.03")));
}

#[test]
fn a_change_is_refused_for_its_first_fault() {
    use ReferenceRefusal as R;
    let known = written(&[published("2025-05-20", Some(rate("0.03")))]);
    let sound = Change {
        revision: 1,
        ..published("2025-06-20", Some(rate("0.029")))
    };
    let year = Content::WorkingDays(OwnDays {
        calendar: String::from("cn"),
        days: Vec::new(),
    });
    let with = |change: fn(&mut Change)| {
        let mut changed = sound.clone();
        change(&mut changed);
        changed
    };
    assert!(sound.apply(&known).is_ok());
    for (change, refusal) in [
        (with(|c| c.code = String::from("LPR 1Y")), R::CodeInvalid),
        (
            with(|c| c.source = String::from(" ")),
            R::TextInvalid { field: "source" },
        ),
        (
            with(|c| c.reason = "原".repeat(201)),
            R::TextInvalid { field: "reason" },
        ),
        (with(|c| c.effective_until = Some(c.effective_from)), R::PeriodEmpty),
        (with(|c| c.revision = 0), R::ChangedMeanwhile),
        (
            Change {
                content: Some(year),
                ..sound.clone()
            },
            R::KindMismatch,
        ),
        (
            with(|c| c.code = String::from("shibor")),
            R::BenchmarkUnknown {
                code: String::from("shibor"),
            },
        ),
        (with(|c| c.content = Some(rate("0"))), R::RateMissing),
        (with(|c| c.content = None), R::NothingToWithdraw),
        (
            Change {
                revision: 1,
                ..published("2025-05-20", Some(rate("0.03")))
            },
            R::NothingChanges,
        ),
    ] {
        assert_eq!(change.apply(&known), Err(refusal));
    }
}

/// The year 2026 as its notice has it (国办发明电〔2025〕7号, `data/holidays_cn.csv`).
fn year_2026() -> CalendarYear {
    let versions = crate::seed::versions().remove(&(Kind::Calendar, String::from("cn")));
    let last = versions.expect("the calendar").pop().expect("a year");
    match last.content {
        Some(Content::Calendar(year)) => year,
        other => panic!("no year: {other:?}"),
    }
}

fn year(content: CalendarYear, code: &str, from: &str) -> Result<Version, ReferenceRefusal> {
    Change {
        kind: Kind::Calendar,
        code: code.to_owned(),
        content: Some(Content::Calendar(content)),
        ..published(from, None)
    }
    .apply(&[])
}

#[test]
fn a_year_that_contradicts_itself_or_forgets_a_public_holiday_is_refused() {
    use NoticeFault as F;
    let without = |word: &str| CalendarYear {
        weekend: vec![6, 7],
        days: year_2026()
            .days
            .into_iter()
            .filter(|day| !day.name.contains(word))
            .collect(),
    };
    let with = |at: &str, kind| {
        let mut year = year_2026();
        let name = String::from("加班");
        year.days.push(DayRow {
            date: date(at),
            kind,
            name,
        });
        year.days.sort_by_key(|day| day.date);
        year
    };
    let missing = |name, least| F::HolidayMissing { name, least, found: 0 };
    assert!(year(year_2026(), "cn", "2026-01-01").is_ok());
    for (content, fault) in [
        (without("春节"), missing("春节", 4)),
        (without("端午"), missing("端午", 1)),
        (without("中秋"), missing("中秋", 1)),
        (
            without("国庆节"),
            F::PublicHolidayWorked {
                date: date("2026-10-01"),
            },
        ),
        (
            without("元旦"),
            F::PublicHolidayWorked {
                date: date("2026-01-01"),
            },
        ),
        (
            with("2026-06-03", DayKind::WorkingDay),
            F::WorkedAnyway {
                date: date("2026-06-03"),
            },
        ),
        (
            with("2027-01-01", DayKind::Holiday),
            F::OtherYear {
                date: date("2027-01-01"),
                year: 2026,
            },
        ),
        (
            with("2026-10-01", DayKind::WorkingDay),
            F::Twice {
                date: date("2026-10-01"),
            },
        ),
    ] {
        assert_eq!(year(content, "cn", "2026-01-01"), Err(fault.into()));
    }
}

#[test]
fn a_year_begins_in_january_and_leaves_a_day_to_work() {
    assert_eq!(year(year_2026(), "cn", "2026-02-01"), Err(ReferenceRefusal::NotAYear));
    let none_left = CalendarYear {
        weekend: vec![1, 2, 3, 4, 5, 6, 7],
        ..year_2026()
    };
    assert_eq!(
        year(none_left, "cn", "2026-01-01"),
        Err(ReferenceRefusal::WeekendInvalid)
    );
    let elsewhere = CalendarYear {
        weekend: vec![6, 7],
        days: Vec::new(),
    };
    assert!(
        year(elsewhere, "us", "2026-01-01").is_ok(),
        "a calendar of another country"
    );
}

#[test]
fn days_of_an_organisation_overrule_its_calendar() {
    let year = year_2026();
    let own = [DayRow {
        date: date("2026-09-30"),
        kind: DayKind::Holiday,
        name: String::from("行庆"),
    }];
    let national = calendar_of(&[&year], &[]).expect("a calendar");
    let calendar = calendar_of(&[&year], &own).expect("a calendar");
    let due = date("2026-09-30");
    assert_eq!(national.adjust(due, HolidayRule::Following), due);
    // 2026-10-01 to 10-07 are off by the notice.
    assert_eq!(calendar.adjust(due, HolidayRule::Following), date("2026-10-08"));
    assert!(calendar_of(&[], &own).is_none());
}

#[test]
fn a_file_is_read_or_refused_row_by_row() {
    let notice = read_notice(
        "\u{feff}date,kind,name,source\r\n2027-02-06,holiday,春节,国办\r\n2027-01-01,holiday,元旦,国办\r\n",
    );
    let notice = notice.expect("a sound file");
    assert_eq!((notice.year, notice.source.as_str()), (2027, "国办"));
    assert_eq!(notice.days[0].date, date("2027-01-01"), "in order");
    let refused = read_notice("date,kind,name\n2027-13-01,holiday,元旦\n2027-01-01,off,元旦\n2027-01-02\n");
    let faults = [
        (2, RowFault::NotADate),
        (3, RowFault::KindUnknown),
        (4, RowFault::ColumnsMissing),
    ];
    assert_eq!(refused, Err(faults.to_vec()));
    assert_eq!(
        read_notice("2027-01-01,holiday,元旦"),
        Err(vec![(1, RowFault::HeaderMissing)])
    );
    assert_eq!(
        read_notice("date,kind,name\n"),
        Err(vec![(1, RowFault::RowCount { most: 366 })])
    );
}

#[test]
fn the_seed_is_sound() {
    for ((kind, code), versions) in crate::seed::versions() {
        for (index, version) in versions.iter().enumerate() {
            let change = Change {
                kind,
                code: code.clone(),
                revision: version.revision - 1,
                effective_from: version.effective_from,
                effective_until: None,
                content: version.content.clone(),
                source: version.source.clone(),
                reason: version.reason.clone(),
            };
            let made = change.apply(&versions[..index]).expect("a sound version");
            assert_eq!(
                (made.effective_until, made.recorded_at),
                (version.effective_until, Timestamp::from_millis(0))
            );
        }
    }
    // Known days of both notices.
    let calendar = crate::seed::calendar();
    for (day, worked) in [
        ("2025-01-26", true),
        ("2025-10-08", false),
        ("2026-02-28", true),
        ("2026-05-04", false),
    ] {
        assert_eq!(calendar.is_working_day(date(day)), worked, "{day}");
    }
}
