use super::*;
use kernel::{BusinessDate, Currency};
use std::collections::BTreeSet;

fn day(text: &str) -> BusinessDate {
    BusinessDate::parse(text).expect("a day")
}

fn branch(code: &str, parent: Option<&str>) -> Branch {
    Branch {
        code: code.to_owned(),
        name_zh: code.to_owned(),
        name_en: code.to_owned(),
        parent: parent.map(str::to_owned),
    }
}

fn plan() -> Plan {
    Plan {
        institution: Institution {
            name_zh: "乙县农商行".to_owned(),
            name_en: "Yi Rural Bank".to_owned(),
            currency: Currency::parse("CNY").expect("a currency"),
        },
        branches: vec![branch("01", None), branch("0101", Some("01")), branch("02", None)],
        start: Start::Empty {
            first_day: day("2026-01-05"),
            calendar: WorkCalendar::China,
            products: BTreeSet::from(["P01".to_owned()]),
        },
    }
}

fn checked(change: impl FnOnce(&mut Plan)) -> Result<(), SetupRefusal> {
    let mut plan = plan();
    change(&mut plan);
    let presets = BTreeSet::from(["P01".to_owned(), "P02".to_owned()]);
    plan.check(day("2026-01-01"), &presets)
}

#[test]
fn a_plan_is_refused_by_its_first_fault() {
    assert_eq!(checked(|_| {}), Ok(()));
    let long = "行".repeat(61);
    let most = 60;
    let field = "institution.name_zh";
    assert_eq!(
        checked(|plan| plan.institution.name_zh = long),
        Err(SetupRefusal::NameInvalid { field, most })
    );
    let field = "institution.name_en";
    assert_eq!(
        checked(|plan| plan.institution.name_en = "  ".to_owned()),
        Err(SetupRefusal::NameInvalid { field, most })
    );
    let twice = SetupRefusal::BranchTwice {
        code: "01".to_owned(),
        place: 3,
    };
    assert_eq!(checked(|plan| plan.branches.push(branch("01", None))), Err(twice));
    let unknown = SetupRefusal::ParentUnknown {
        code: "01".to_owned(),
        parent: "02".to_owned(),
        place: 0,
    };
    assert_eq!(
        checked(|plan| plan.branches[0].parent = Some("02".to_owned())),
        Err(unknown),
        "what is above comes before"
    );
    assert_eq!(
        checked(|plan| plan.branches = (0..=BRANCHES_MAX).map(|nr| branch(&format!("{nr}"), None)).collect()),
        Err(SetupRefusal::TooManyBranches { most: 200 })
    );
    let code = "P99".to_owned();
    let start = Start::Empty {
        first_day: day("2026-01-01"),
        calendar: WorkCalendar::China,
        products: BTreeSet::from([code.clone()]),
    };
    assert_eq!(
        checked(|plan| plan.start = start),
        Err(SetupRefusal::PresetUnknown { code })
    );
}

/// 3,660 days before 2026-01-01 (ten years with their leap days less a few weeks) and 366 after it.
#[test]
fn the_first_day_lies_within_ten_years_back_and_one_ahead() {
    let on = |text: &str| {
        let first_day = day(text);
        let products = BTreeSet::new();
        checked(|plan| {
            plan.start = Start::Empty {
                first_day,
                products,
                calendar: WorkCalendar::China,
            }
        })
    };
    let (from, until) = (day("2015-12-25"), day("2027-01-02"));
    assert_eq!(on("2015-12-25"), Ok(()));
    assert_eq!(on("2015-12-24"), Err(SetupRefusal::FirstDayOutside { from, until }));
    assert_eq!(on("2027-01-02"), Ok(()));
    assert_eq!(on("2027-01-03"), Err(SetupRefusal::FirstDayOutside { from, until }));
    assert_eq!(checked(|plan| plan.start = Start::Demo), Ok(()));
}
