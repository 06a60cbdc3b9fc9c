//! Lists of codes, figures, currencies and rules for numbers.

use super::super::*;
use super::{date, published, written};
use kernel::AnnualRate;

fn entry(code: &str, retired: bool) -> Entry {
    Entry {
        code: code.to_owned(),
        zh: String::from("金额录错"),
        en: String::from("Wrong amount"),
        tone: Tone::Gold,
        retired,
    }
}

fn list(entries: Vec<Entry>) -> Change {
    Change {
        kind: Kind::Dictionary,
        code: String::from("reversal_reason"),
        content: Some(Content::Dictionary(Dictionary {
            name_zh: String::from("冲正原因"),
            name_en: String::from("Reasons of reversals"),
            entries,
        })),
        ..published("2025-01-01", None)
    }
}

#[test]
fn a_code_of_a_list_is_retired_and_never_removed() {
    use ReferenceRefusal as R;
    let known = written(&[list(vec![entry("wrong_amount", false), entry("fraud", false)])]);
    let next = |entries| Change {
        revision: 1,
        effective_from: date("2025-02-01"),
        ..list(entries)
    };
    let gone = next(vec![entry("wrong_amount", false)]).apply(&known);
    assert_eq!(
        gone,
        Err(R::EntryRemoved {
            code: String::from("fraud")
        })
    );
    let retired = next(vec![entry("wrong_amount", false), entry("fraud", true)]);
    assert!(retired.apply(&known).is_ok());
    for (entries, refusal) in [
        (vec![], R::EntryCount { most: 4_000 }),
        (
            vec![entry("a b", false)],
            R::EntryCodeInvalid {
                code: String::from("a b"),
            },
        ),
        (
            vec![entry("a", false), entry("a", true)],
            R::EntryTwice {
                code: String::from("a"),
            },
        ),
    ] {
        assert_eq!(list(entries).apply(&[]), Err(refusal));
    }
}

#[test]
fn a_figure_stays_within_its_bounds_and_is_read_by_something() {
    let rate = |text: &str| AnnualRate::parse(text).expect("a rate of the test");
    let change = |code: &str, value: &str| Change {
        kind: Kind::Parameter,
        code: code.to_owned(),
        content: Some(Content::Parameter(Parameter {
            name_zh: String::from("综合融资成本上限"),
            name_en: String::from("Cap"),
            unit: Unit::AnnualRate,
            value: rate(value),
            least: rate("0.01"),
            most: rate("0.36"),
        })),
        ..published("2025-01-01", None)
    };
    assert!(change(ALL_IN_RATE_CAP, "0.36").apply(&[]).is_ok());
    let refusal = ReferenceRefusal::OutsideBounds {
        least: rate("0.01"),
        most: rate("0.36"),
    };
    assert_eq!(change(ALL_IN_RATE_CAP, "0.3601").apply(&[]), Err(refusal));
    let code = String::from("shoe_size");
    assert_eq!(
        change("shoe_size", "0.24").apply(&[]),
        Err(ReferenceRefusal::ParameterUnknown { code })
    );
}

#[test]
fn a_currency_is_one_of_iso_4217() {
    let change = |code: &str| Change {
        kind: Kind::Currency,
        code: code.to_owned(),
        content: Some(Content::Currency(CurrencyUse {
            name_zh: String::from("欧元"),
            name_en: String::from("Euro"),
            symbol: String::from("€"),
            enabled: true,
        })),
        ..published("2025-01-01", None)
    };
    assert!(change("EUR").apply(&[]).is_ok());
    let code = String::from("XXX");
    assert_eq!(
        change("XXX").apply(&[]),
        Err(ReferenceRefusal::CurrencyUnknown { code })
    );
}

fn rule(pattern: &str, reset: Reset) -> Numbering {
    Numbering {
        pattern: pattern.to_owned(),
        reset,
    }
}

#[test]
fn numbers_are_made_by_their_pattern() {
    let on = date("2025-01-20");
    let of = |sequence| Numbered {
        on,
        org: "0102",
        id: 0x0194_7f3a_2b1c_7d4e_8f90_a1b2_c3d4_e5f6,
        sequence,
    };
    for (pattern, number) in [
        // As numbers were made before there were rules.
        ("C{id32:10}", "C51PB1X9SFP"),
        ("JJ{yyyy}{mm}{dd}-{id16:10}", "JJ20250120-B2C3D4E5F6"),
        ("{org}-{yy}{seq:6}", "0102-25000042"),
        // MOD 11-10 of 2025000042, by hand: P = 10, then 4 8 9 8 5 10 9 7 2 8; 11 - 8 = 3.
        ("{yyyy}{seq:6}{check:mod11-10}", "20250000423"),
    ] {
        assert_eq!(
            rule(pattern, Reset::Never).render(&of(42)).as_deref(),
            Ok(number),
            "{pattern}"
        );
    }
    let full = rule("L{seq:2}", Reset::Never).render(&of(100));
    assert_eq!(full, Err(ReferenceRefusal::SequenceExhausted { places: 2 }));
}

#[test]
fn sequences_are_apart_by_what_the_number_tells() {
    let on = date("2025-01-20");
    for (pattern, reset, sequence) in [
        ("L{seq:8}", Reset::Never, "/"),
        ("{org}{seq:8}", Reset::Never, "0102/"),
        ("L{yyyy}{seq:8}", Reset::Year, "/2025"),
        ("{org}{yyyy}{mm}{seq:8}", Reset::Month, "0102/2025-01"),
        ("L{yy}{mm}{dd}{seq:4}", Reset::Day, "/2025-01-20"),
    ] {
        assert_eq!(rule(pattern, reset).sequence_of(on, "0102"), sequence, "{pattern}");
    }
}

#[test]
fn a_pattern_that_could_repeat_a_number_is_refused() {
    use PatternFault as F;
    for (pattern, reset, fault) in [
        ("", Reset::Never, F::TooLong { most: 64 }),
        ("L{sequence}", Reset::Never, F::PartUnknown),
        ("L{seq:99}", Reset::Never, F::PartUnknown),
        ("L{seq:4", Reset::Never, F::PartUnknown),
        ("L{id32:4}", Reset::Never, F::PartUnknown),
        ("借{seq:8}", Reset::Never, F::TextInvalid),
        ("L{yyyy}", Reset::Never, F::NotUnique),
        ("L{seq:8}{id32:10}", Reset::Never, F::NotUnique),
        ("L{check:luhn}{seq:8}", Reset::Never, F::CheckNotLast),
        ("L{id32:10}{check:luhn}", Reset::Never, F::CheckNeedsDigits),
        ("L{seq:8}", Reset::Year, F::ResetNotTold),
        ("L{yyyy}{seq:8}", Reset::Month, F::ResetNotTold),
        ("L{mm}{dd}{seq:8}", Reset::Day, F::ResetNotTold),
        ("{org}{org}{seq:18}", Reset::Never, F::TooLong { most: 40 }),
    ] {
        assert_eq!(rule(pattern, reset).check(LOAN_NUMBER), Err(fault.into()), "{pattern}");
    }
    assert_eq!(
        rule("L{id32:10}{check:mod37-36}", Reset::Never).check(LOAN_NUMBER),
        Ok(())
    );
    let code = String::from("shoe_number");
    assert_eq!(
        rule("L{seq:8}", Reset::Never).check("shoe_number"),
        Err(ReferenceRefusal::NumberingUnknown { code })
    );
}

#[test]
fn delivered_lists_have_every_industry_and_region_that_their_standards_name() {
    let list = |code| crate::seed::dictionary(code).expect("a delivered list");
    let count = |code, keep: fn(&str) -> bool| list(code).entries.iter().filter(|one| keep(&one.code)).count();
    // GB/T 4754-2017: 20 sections, 97 divisions. GB/T 2260: 34 provinces; 293 prefecture-level cities, 7 prefectures, 30 autonomous
    // prefectures and 3 leagues.
    assert_eq!(count("industry", |code| code.len() == 1), 20);
    assert_eq!(count("industry", |code| code.len() == 3), 97);
    assert_eq!(count("region", |code| code.len() == 2), 34);
    assert_eq!(count("region", |code| code.len() == 4), 333);
    for (kind, of_kind) in [("市", 293), ("地区", 7), ("自治州", 30), ("盟", 3)] {
        let of_level = list("region").entries.iter().filter(|one| one.code.len() == 4);
        assert_eq!(of_level.filter(|one| one.zh.ends_with(kind)).count(), of_kind, "{kind}");
    }
    for code in ["industry", "region"] {
        let known = list(code);
        let orphan = known.entries.iter().find(|one| {
            let above = &one.code[..if code == "industry" { 1 } else { 2 }];
            known.find(above).is_none()
        });
        assert_eq!(orphan, None);
    }
    let named = |list_code, code: &str| list(list_code).find(code).map(|one| one.zh.as_str());
    assert_eq!(named("industry", "C13"), Some("农副食品加工业"));
    assert_eq!(named("region", "3302"), Some("宁波市"));
}

#[test]
fn a_file_may_name_a_code_or_its_word_and_a_retired_code_is_not_offered() {
    let known = Dictionary {
        name_zh: String::new(),
        name_en: String::new(),
        entries: vec![entry("wrong_amount", false), entry("fraud", true)],
    };
    for text in ["wrong_amount", "金额录错", "Wrong amount"] {
        assert_eq!(known.code_of(text), Some("wrong_amount"), "{text}");
    }
    assert_eq!(known.code_of("gone"), None);
    assert_eq!((known.offers("wrong_amount"), known.offers("fraud")), (true, false));
}
