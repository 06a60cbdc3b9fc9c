use super::{AuditRefusal, Keep, KeepVersion, LEAST, in_force, least_of, runs_of};
use kernel::{CivilDate, Timestamp};

fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).expect("a date of the test")
}

fn keep(area: &str, months: u32, from: &str) -> Keep {
    Keep {
        area: area.to_owned(),
        revision: 1,
        effective_from: day(from),
        months,
        source: "档案管理制度".to_owned(),
    }
}

fn version(area: &str, months: u32, from: &str, revision: u32) -> KeepVersion {
    KeepVersion {
        keep: Keep {
            revision,
            ..keep(area, months, from)
        },
        recorded_at: Timestamp::from_millis(0),
        recorded_by: "admin".to_owned(),
    }
}

#[test]
fn no_rule_is_shorter_than_the_law() {
    let today = day("2025-01-20");
    for (area, least) in [
        ("sign_in", 6),
        ("refusal", 6),
        ("configuration", 6),
        ("export", 36),
        ("reveal", 36),
        ("business", 360),
    ] {
        assert_eq!(keep(area, least, "2025-01-20").check(today), Ok(()), "{area}");
        let refused = keep(area, least - 1, "2025-01-20").check(today);
        let law = least_of(area).expect("an area").law;
        assert_eq!(
            refused,
            Err(AuditRefusal::MonthsOutOfBounds {
                area: least_of(area).expect("an area").area,
                least,
                most: 1_200,
                law
            })
        );
    }
    assert_eq!(LEAST.len(), 6);
}

#[test]
fn a_rule_has_a_source_and_begins_today_or_later() {
    let today = day("2025-01-20");
    let silent = Keep {
        source: " ".to_owned(),
        ..keep("sign_in", 12, "2025-01-20")
    };
    assert_eq!(silent.check(today), Err(AuditRefusal::SourceInvalid { most: 200 }));
    let late = keep("sign_in", 12, "2025-01-19").check(today);
    let from = day("2025-01-19");
    assert_eq!(late, Err(AuditRefusal::BeginsInThePast { from }));
    let unknown = keep("weather", 12, "2025-01-20").check(today);
    let area = "weather".to_owned();
    assert_eq!(unknown, Err(AuditRefusal::AreaUnknown { area }));
}

#[test]
fn the_first_day_that_is_kept_lies_so_many_months_back() {
    let kept = |months, today: &str| version("sign_in", months, "1970-01-01", 1).first_kept(day(today));
    assert_eq!(kept(6, "2025-01-20"), day("2024-07-20"));
    assert_eq!(kept(12, "2025-01-20"), day("2024-01-20"));
    // August has a 31st, February has not.
    assert_eq!(kept(6, "2025-08-31"), day("2025-02-28"));
    // A row that somebody shortened by hand is not obeyed.
    assert_eq!(kept(1, "2025-01-20"), day("2024-07-20"));
}

#[test]
fn the_version_that_began_last_holds() {
    let versions = [
        version("sign_in", 12, "1970-01-01", 1),
        version("sign_in", 24, "2025-03-01", 2),
        version("sign_in", 6, "2025-03-01", 3),
        version("export", 36, "1970-01-01", 1),
    ];
    let months = |on: &str| in_force(&versions, "sign_in", day(on)).map(|version| version.keep.months);
    assert_eq!(months("2025-02-28"), Some(12));
    assert_eq!(months("2025-03-01"), Some(6));
    assert_eq!(in_force(&versions, "business", day("2025-03-01")), None);
}

#[test]
fn neighbours_are_one_run() {
    assert_eq!(runs_of(&[], 1_000), []);
    assert_eq!(runs_of(&[1, 2, 3, 7, 9, 10], 1_000), [(1, 3), (7, 7), (9, 10)]);
    assert_eq!(runs_of(&[4, 5, 6, 7, 8], 2), [(4, 5), (6, 7), (8, 8)]);
}
