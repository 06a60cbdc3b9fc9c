use super::*;
use serde_json::json;
use std::collections::BTreeMap;

fn column(key: &str) -> ColumnLayout {
    ColumnLayout {
        key: key.to_owned(),
        shown: true,
        pin: None,
        width: None,
    }
}

fn of(columns: Vec<ColumnLayout>) -> TableLayout {
    TableLayout {
        columns,
        ..TableLayout::default()
    }
}

#[test]
fn names_of_tables_are_plain() {
    for (text, allowed) in [
        ("loans", true),
        ("close-runs", true),
        ("", false),
        ("Loans", false),
        ("a/b", false),
        (&"a".repeat(64), true),
        (&"a".repeat(65), false),
    ] {
        assert_eq!(PlaceName::parse(text).is_ok(), allowed, "{text}");
    }
}

#[test]
fn names_of_views_are_trimmed_and_short() {
    assert_eq!(
        ViewName::parse("  本周到期 ").map(|n| n.as_str().to_owned()),
        Ok("本周到期".to_owned())
    );
    assert!(ViewName::parse(&"逾".repeat(40)).is_ok());
    for text in ["", "   ", "a\nb", &"逾".repeat(41)] {
        assert_eq!(ViewName::parse(text), Err(PreferenceRefusal::ViewNameInvalid), "{text}");
    }
}

#[test]
fn the_column_that_is_wrong_is_named() {
    let twice = of(vec![column("number"), column("dpd"), column("number")]);
    assert_eq!(twice.checked(), Err(PreferenceRefusal::ColumnInvalid { place: 2 }));
    let strange = of(vec![column("number"), column("a b")]);
    assert_eq!(strange.checked(), Err(PreferenceRefusal::ColumnInvalid { place: 1 }));
    for (width, allowed) in [(39, false), (40, true), (1200, true), (1201, false)] {
        let wide = ColumnLayout {
            width: Some(width),
            ..column("number")
        };
        assert_eq!(of(vec![wide]).checked().is_ok(), allowed, "{width}");
    }
    let many = (0..=COLUMNS_OF_A_TABLE).map(|n| column(&format!("c{n}"))).collect();
    assert_eq!(of(many).checked(), Err(PreferenceRefusal::TooManyColumns { most: 100 }));
}

#[test]
fn page_size_and_order_have_limits() {
    for (rows, allowed) in [(0, false), (1, true), (200, true), (201, false)] {
        let layout = TableLayout {
            page_size: Some(rows),
            ..TableLayout::default()
        };
        assert_eq!(layout.checked().is_ok(), allowed, "{rows}");
    }
    for (sort, allowed) in [
        ("-dpd", true),
        ("annual_rate", true),
        ("--dpd", false),
        ("a;b", false),
        ("", false),
    ] {
        let layout = TableLayout {
            sort: Some(sort.to_owned()),
            ..TableLayout::default()
        };
        assert_eq!(layout.checked().is_ok(), allowed, "{sort}");
    }
}

#[test]
fn a_view_has_few_and_short_filters() {
    let with = |count: usize, length: usize| ViewContent {
        filters: (0..count)
            .map(|n| (format!("f{n:02}"), "x".repeat(length)))
            .collect::<BTreeMap<_, _>>(),
        layout: TableLayout::default(),
    };
    assert!(with(40, 8192).checked().is_ok());
    for (count, length, name) in [(41, 1, "f40"), (3, 8193, "f00")] {
        let refused = with(count, length).checked().expect_err("too much");
        assert_eq!(
            refused,
            PreferenceRefusal::FilterInvalid {
                name: name.to_owned(),
                most: 40
            }
        );
    }
}

#[test]
fn a_draft_has_at_most_32_kib() {
    // Two quotation marks around the text.
    let text = |bytes: usize| json!("x".repeat(bytes - 2));
    assert!(DraftContent::of(text(DRAFT_BYTES)).is_ok());
    let refused = PreferenceRefusal::DraftTooLarge { most: 32 * 1024 };
    assert_eq!(DraftContent::of(text(DRAFT_BYTES + 1)), Err(refused));
}
