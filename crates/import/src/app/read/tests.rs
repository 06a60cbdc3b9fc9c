use super::{read_table, zip_check};
use crate::domain::{ImportRefusal, ROWS_MOST, Table, UNPACKED_BYTES};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn table(content: &[u8]) -> Table {
    read_table(content).expect("a sound file").1
}

fn refusal(content: &[u8]) -> ImportRefusal {
    read_table(content).expect_err("a file that is refused")
}

fn cells(content: &[u8]) -> Vec<Vec<String>> {
    let table = table(content);
    std::iter::once(table.headings)
        .chain(table.lines.into_iter().map(|line| line.cells))
        .collect()
}

/// A spreadsheet of one sheet with this XML between its tags.
fn sheet(rows: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).expect("memory");
        zip.write_all(text.as_bytes()).expect("memory");
    };
    add(
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
    );
    add(
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    );
    add(
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    );
    add(
        "xl/worksheets/sheet1.xml",
        &format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        ),
    );
    zip.finish().expect("memory").into_inner()
}

#[test]
fn text_is_read_in_utf_8_with_and_without_a_mark_in_utf_16_and_in_gb18030() {
    let text = "姓名,手机号\r\n张小三,13812348000\r\n";
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for content in [text.as_bytes(), &marked, &gb18030, &wide] {
        assert_eq!(cells(content), [["姓名", "手机号"], ["张小三", "13812348000"]]);
    }
    assert_eq!(refusal(b"a,b\n\0,1\n"), ImportRefusal::FormatUnknown);
    assert_eq!(refusal(b"a,b\n\xFF\xFF,1\n"), ImportRefusal::EncodingUnknown);
}

#[test]
fn commas_semicolons_and_tabs_separate_and_guards_fall_away() {
    for text in ["a,b\n'-1,=\"001\"\n", "a;b\n'-1;=\"001\"\n", "a\tb\n'-1\t'001\n"] {
        assert_eq!(cells(text.as_bytes()), [["a", "b"], ["-1", "001"]], "{text:?}");
    }
    assert_eq!(cells(b"a,b\n\"x,y\",\"p\"\"q\"\n"), [["a", "b"], ["x,y", "p\"q"]]);
}

#[test]
fn rows_are_counted_as_people_count_and_empty_ones_are_none() {
    for text in [
        "a,b\n1,2\n\n,\n3,4\n",
        "a,b\r\n1,2\r\n\r\n,\r\n3,4",
        "\u{FEFF}a,b\r\n1,2\r\n\r\n,\r\n3,4\r\n",
    ] {
        let read = table(text.as_bytes());
        let numbers: Vec<u32> = read.lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [2, 5], "{text:?}");
    }
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    assert_eq!(refusal(b""), ImportRefusal::FileEmpty);
    assert_eq!(refusal(b"\n,\n"), ImportRefusal::HeadingsMissing);
    assert_eq!(refusal(b"\xD0\xCF\x11\xE0\xA1\xB1"), ImportRefusal::FormatUnknown);
    assert_eq!(refusal(b"%PDF-1.7"), ImportRefusal::FormatUnknown);
    let wide = vec!["x"; 65].join(",");
    let many = ImportRefusal::TooManyColumns { columns: 65, most: 64 };
    assert_eq!(refusal(wide.as_bytes()), many);
    let long = format!("a\n{}", "1\n".repeat(ROWS_MOST + 1));
    assert_eq!(refusal(long.as_bytes()), ImportRefusal::TooManyRows { most: ROWS_MOST });
}

#[test]
fn cells_of_a_spreadsheet_are_read_as_they_are_shown() {
    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="C1" t="inlineStr"><is><t> c </t></is></c></row>
        <row r="3"><c r="A3"><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r="C3"><v>110101199003071233</v></c></row>
        <row r="4"><c r="A4"><v>1234.5</v></c><c r="B4"><v>12</v></c></row>"#;
    assert_eq!(
        cells(&sheet(rows)),
        [
            vec!["a", "", "c"],
            vec!["0.3", "", "1.1010119900307123E+17"],
            vec!["1234.5", "12"]
        ]
    );
    let numbers: Vec<u32> = table(&sheet(rows)).lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers, [3, 4]);
}

#[test]
fn a_spreadsheet_that_ends_too_early_or_is_something_else_is_refused() {
    let whole = sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    for length in [5, 60, whole.len() / 2, whole.len() - 1] {
        assert!(
            matches!(refusal(&whole[..length]), ImportRefusal::Damaged(_)),
            "{length}"
        );
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .expect("memory");
    let other = zip.finish().expect("memory").into_inner();
    assert_eq!(refusal(&other), ImportRefusal::FormatUnknown);
    let broken = sheet("<row><c r=\"A1\"><v>1</c></row>");
    assert!(matches!(refusal(&broken), ImportRefusal::Damaged(_)));
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let small = sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    let most = UNPACKED_BYTES;
    let huge = saying(&small, u32::try_from(most).expect("fits") + 1);
    assert_eq!(refusal(&huge), ImportRefusal::Bomb { most });
}

#[test]
fn a_bomb_that_lies_about_its_size_is_counted() {
    // A million spaces are about a thousand bytes of ZIP, and say that they are one.
    let liar = saying(&sheet(&" ".repeat(1_000_000)), 1);
    assert!(liar.len() < 10_000);
    let most = 100_000;
    assert_eq!(zip_check::check_within(&liar, most), Err(ImportRefusal::Bomb { most }));
    assert_eq!(zip_check::check_within(&sheet(""), most), Ok(()));
}

/// The same archive, whose last file says that it has so many bytes.
fn saying(zip: &[u8], size: u32) -> Vec<u8> {
    // The size unpacked stands 24 bytes behind the beginning of an entry of the central directory.
    let mut zip = zip.to_vec();
    let entry = zip
        .windows(4)
        .rposition(|at| at == b"PK\x01\x02")
        .expect("an archive has a directory");
    zip[entry + 24..entry + 28].copy_from_slice(&size.to_le_bytes());
    zip
}
