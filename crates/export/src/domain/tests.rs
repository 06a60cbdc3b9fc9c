use super::*;
use kernel::Timestamp;

#[test]
fn what_begins_like_a_formula_is_made_harmless_and_nothing_else_is_touched() {
    for (text, safe) in [
        ("=1+1", "'=1+1"),
        ("+86 138", "'+86 138"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("", ""),
        ("张*三", "张*三"),
        ("a=b", "a=b"),
        ("JJ2025-1", "JJ2025-1"),
    ] {
        assert_eq!(harmless(text), safe);
    }
}

#[test]
fn the_mark_says_who_when_and_under_which_number() {
    let mark = |english| Mark {
        login: "clerk".to_owned(),
        at: Timestamp::from_millis(1_737_360_000_000),
        number: "0194".to_owned(),
        english,
    };
    assert_eq!(
        mark(true).text(),
        "Exported by clerk at 2025-01-20T08:00:00.000Z · 0194 · for internal use"
    );
    assert_eq!(
        mark(false).text(),
        "导出人 clerk · 时间 2025-01-20T08:00:00.000Z · 编号 0194 · 仅限内部使用"
    );
}

#[test]
fn formats_are_known_by_their_ending() {
    assert_eq!(Format::parse("xlsx"), Some(Format::Xlsx));
    assert_eq!(Format::parse("csv"), Some(Format::Csv));
    assert_eq!(Format::parse("exe"), None);
}
