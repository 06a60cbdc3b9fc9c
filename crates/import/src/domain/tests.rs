use super::*;
use crate::app::read::read_table;
use kernel::CivilDate;
use proptest::prelude::*;

fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).expect("a date of the table")
}

#[test]
fn a_day_is_read_in_the_usual_forms_and_nothing_else() {
    for text in [
        "2025-01-20",
        "2025/1/20",
        "2025/01/20",
        "2025.1.20",
        "20250120",
        "2025年1月20日",
        "2025-01-20 00:00:00",
        "2025-01-20T08:00:00",
        "45677",
    ] {
        assert_eq!(parse_date(text), Ok(day("2025-01-20")), "{text}");
    }
    for text in [
        "",
        "2025-02-30",
        "20/1/2025",
        "1/20/2025",
        "2025-1",
        "250120",
        "2025-13-01",
        "12",
        "soon",
        "2025-01-20-1",
    ] {
        assert_eq!(parse_date(text), Err(Fault::NotADate), "{text}");
    }
    // 2025-01-20 is 45677 days after 1899-12-30: 125 years and 31 leap days give 45656 up to 2024-12-30, and 21 more.
    assert_eq!(day_of_serial(45_677), Some(day("2025-01-20")));
}

/// A row of the customers' template with one cell changed.
fn customer(changes: &[(&str, &str)]) -> Result<CustomerLine, Vec<CellFault>> {
    let columns = CUSTOMERS.columns;
    let headings: Vec<String> = columns.iter().map(|column| column.key.to_owned()).collect();
    let cell = |column: &Column| {
        let changed = changes.iter().find(|(key, _)| *key == column.key);
        changed.map_or(column.example, |(_, text)| text).to_owned()
    };
    let line = Line {
        number: 2,
        cells: columns.iter().map(cell).collect(),
    };
    let mapping = Mapping::of(columns, &headings).expect("headings of the template");
    customer_line(Record::of(columns, &mapping, &line))
}

fn faults(changes: &[(&str, &str)]) -> Vec<(&'static str, Fault)> {
    let faults = customer(changes).expect_err("a row that cannot be read");
    faults.into_iter().map(|fault| (fault.column, fault.fault)).collect()
}

#[test]
fn a_row_of_customers_is_read_by_code_or_word_and_its_kind_follows_from_its_document() {
    for (text, code) in [
        ("居民身份证", "resident_id"),
        ("PASSPORT", "passport"),
        ("Other", "other"),
    ] {
        let read = customer(&[("identity_kind", text), ("kind", "")]).expect("a sound row");
        assert_eq!((read.identity_kind.as_str(), read.kind.as_str()), (code, "person"));
    }
    let mill = customer(&[("identity_kind", "统一社会信用代码"), ("kind", "")]).expect("a sound row");
    assert_eq!(mill.kind.as_str(), "company");
    let bare = customer(&[("mobile", ""), ("organisation", ""), ("officer", "")]).expect("a sound row");
    assert_eq!((bare.mobile, bare.organisation, bare.officer), (None, None, None));
}

#[test]
fn all_faults_of_a_row_are_told_at_once() {
    let long = "名".repeat(CELL_CHARS + 1);
    let allowed = vec![
        "resident_id",
        "passport",
        "hk_macao_permit",
        "taiwan_permit",
        "unified_credit_code",
        "other",
    ];
    for (changes, expected) in [
        (vec![("name", "")], vec![("name", Fault::Empty)]),
        (
            vec![("name", long.as_str())],
            vec![("name", Fault::TooLong { most: CELL_CHARS })],
        ),
        (
            vec![("identity_kind", "library card")],
            vec![("identity_kind", Fault::NotAChoice { allowed })],
        ),
        (
            vec![("identity_number", "1.10101E+17")],
            vec![("identity_number", Fault::Scientific)],
        ),
        (
            vec![("identity_number", "1.1010119900307123E+17")],
            vec![("identity_number", Fault::Scientific)],
        ),
        (vec![("mobile", "1.38123E10")], vec![("mobile", Fault::Scientific)]),
        (
            vec![("name", ""), ("identity_number", "1E+17")],
            vec![("name", Fault::Empty), ("identity_number", Fault::Scientific)],
        ),
    ] {
        assert_eq!(faults(&changes), expected);
    }
    // A passport may look like a number in scientific notation without being one.
    assert!(customer(&[("identity_kind", "passport"), ("identity_number", "12E45678")]).is_ok());
}

#[test]
fn amounts_rates_and_numbers_are_read_as_people_write_them() {
    use super::cell::{parse_amount, parse_rate, parse_whole};
    for (text, read) in [
        ("1200", Some("1200")),
        ("1,200.50", Some("1200.5")),
        ("￥1，200.00", Some("1200")),
        ("-0.01", Some("-0.01")),
        ("1200.500", Some("1200.5")),
        ("0.00", Some("0")),
        ("", None),
        ("1.2.3", None),
        ("12a", None),
        (".5", None),
        ("5.", None),
    ] {
        assert_eq!(parse_amount(text).ok().as_deref(), read, "{text}");
    }
    for (text, e10) in [
        ("0.042", Some(420_000_000)),
        ("4.2%", Some(420_000_000)),
        ("18.00%", Some(1_800_000_000)),
        ("120 %", Some(12_000_000_000)),
        ("0.05%", Some(5_000_000)),
        ("4.2％", Some(420_000_000)),
        ("0", Some(0)),
        ("", None),
        ("%", None),
        ("-1%", None),
        ("four", None),
        ("1000%", Some(100_000_000_000)),
        ("1000.01%", None),
    ] {
        assert_eq!(parse_rate(text).ok().map(|rate| rate.e10()), e10, "{text}");
    }
    for (text, read) in [
        ("12", Some(12)),
        ("12.0", Some(12)),
        ("12.5", None),
        ("-1", None),
        ("", None),
    ] {
        assert_eq!(parse_whole(text).ok(), read, "{text}");
    }
}

#[test]
fn headings_are_matched_in_both_languages_and_what_is_wrong_with_them_is_told() {
    let of = |headings: &[&str]| {
        let headings: Vec<String> = headings.iter().map(|text| (*text).to_owned()).collect();
        Mapping::of(CUSTOMERS.columns, &headings)
    };
    let mapping = of(&["证件号码*", " Identity Document ", "NAME", "错误", ""]).expect("sound headings");
    assert_eq!(mapping.places[..3], [Some(2), Some(1), Some(0)]);
    assert_eq!(mapping.unknown, ["错误"]);
    assert!(mapping.missing.is_empty());
    assert_eq!(
        of(&["name", "颜色"]).expect("sound").missing,
        ["identity_kind", "identity_number"]
    );
    assert_eq!(
        of(&["name", "姓名/名称"]),
        Err(ImportRefusal::HeadingTwice("姓名/名称".to_owned()))
    );
}

#[test]
fn every_template_comes_back_complete_and_its_example_is_read() {
    use crate::app::{Report, read_rows, template};
    use export::domain::Format;
    for entity in ENTITIES {
        for (format, english) in [
            (Format::Csv, false),
            (Format::Csv, true),
            (Format::Xlsx, false),
            (Format::Xlsx, true),
        ] {
            let file = template(entity, format, english).expect("a template");
            let (_, mut table) = read_table(&file).expect("a template can be read");
            let mapping = Mapping::of(entity.columns, &table.headings).expect("its own headings");
            assert!(
                mapping.places.iter().all(Option::is_some),
                "{}: {mapping:?}",
                entity.key
            );
            assert!(mapping.unknown.is_empty() && table.lines.is_empty(), "{}", entity.key);
            let cells = entity.columns.iter().map(|column| column.example.to_owned()).collect();
            table.lines.push(Line { number: 2, cells });
            let mut report = Report::default();
            let _ = read_rows(entity, &mapping, &table, &mut report);
            assert!(report.errors.is_empty(), "{}: {:?}", entity.key, report.errors);
        }
    }
}

/// Texts as cells hold them: no line breaks, nothing at the ends that trimming takes away, nothing that guards digits.
fn cell_text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9\\u{4e00}-\\u{9fff}\",;=+@'-]{1,12}".prop_filter("guards are taken away", |text| {
        !text.starts_with(['\'', '=', '+', '-', '@']) && text.trim() == text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_into_a_csv_template_is_read_again(cells in prop::collection::vec(cell_text(), CUSTOMERS.columns.len())) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(CUSTOMERS.columns.iter().map(|column| column.zh)).expect("memory");
        writer.write_record(&cells).expect("memory");
        let file = writer.into_inner().expect("memory");
        let (_, table) = read_table(&file).expect("a table");
        prop_assert_eq!(&table.lines[0].cells, &cells);
    }

    #[test]
    fn no_bytes_end_the_program(content in prop::collection::vec(any::<u8>(), 0..400), zip in any::<bool>()) {
        let head: &[u8] = if zip { b"PK\x03\x04" } else { b"" };
        let _ = read_table(&[head, &content].concat());
    }
}
