use crate::app::{app, import, run, send, sent};
use import::domain::{COLUMNS_MOST, FILE_BYTES};
use serde_json::json;

const ROWS: &str = "姓名/名称,证件类型,证件号码,颜色\n张小三,居民身份证,110101199003071233,红\n李四,护照,E123,蓝\n";

#[test]
fn a_file_is_shown_as_it_was_read_with_its_columns() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let preview = send(&clerk, "customers", ROWS.as_bytes()).ok();
    assert_eq!(
        preview["columns"],
        json!(["name", "identity_kind", "identity_number", null])
    );
    assert_eq!(preview["unknown"], json!(["颜色"]));
    assert_eq!(preview["missing"], json!([]));
    assert_eq!(preview["lines"][0]["row"], 2);
    assert_eq!(preview["lines"][0]["cells"][0], "张小三");
    assert_eq!(preview["import"]["rows_total"], 2);
    assert_eq!(preview["import"]["state"], "uploaded");
    let id = preview["import"]["id"].as_str().expect("an id");
    assert_eq!(clerk.get(&format!("/imports/{id}/preview")).ok(), preview);
}

#[test]
fn a_file_in_gb18030_is_read() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let (content, _, _) = encoding_rs::GB18030.encode(ROWS);
    let preview = send(&clerk, "customers", &content).ok();
    assert_eq!(preview["lines"][0]["cells"][0], "张小三");
}

#[test]
fn a_file_that_cannot_be_read_has_a_code() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let wide = vec!["x"; COLUMNS_MOST + 1].join(",");
    let large = vec![b'x'; FILE_BYTES + 1];
    let cases: [(&[u8], u16, &str); 10] = [
        (b"", 422, "import.file_empty"),
        (&large, 413, "import.file_too_large"),
        (b"\xD0\xCF\x11\xE0", 415, "import.format_unknown"),
        (b"a,b\n\xFF\xFF,1\n", 422, "import.encoding_unknown"),
        (b"PK\x03\x04truncated", 422, "import.file_damaged"),
        (b"\n\n", 422, "import.headings_missing"),
        (b"name,name\n1,2\n", 422, "import.heading_twice"),
        (wide.as_bytes(), 422, "import.too_many_columns"),
        (b"name,mobile\n", 422, "import.rows_missing"),
        (
            &[b"a\n".as_slice(), &b"1\n".repeat(200_001)].concat(),
            422,
            "import.too_many_rows",
        ),
    ];
    for (content, status, code) in cases {
        assert_eq!(send(&clerk, "customers", content).problem(), (status, code));
    }
    assert_eq!(
        send(&clerk, "colours", b"a\n1\n").problem(),
        (404, "import.entity_unknown")
    );
    let unnamed = clerk.post_file("/imports?entity=customers&file_name=%20", b"a\n1\n");
    assert_eq!(unnamed.problem(), (422, "import.file_name_invalid"));
}

#[test]
fn a_file_without_a_column_that_every_row_must_have_is_shown_and_cannot_be_run() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let preview = send(&clerk, "customers", "姓名/名称\n张小三\n".as_bytes()).ok();
    assert_eq!(preview["missing"], json!(["identity_kind", "identity_number"]));
    let id = preview["import"]["id"].as_str().expect("an id");
    let ended = run(&app, &clerk, id, false);
    assert_eq!(
        (&ended["state"], &ended["problem"]),
        (&json!("failed"), &json!("import.columns_missing"))
    );
}

#[test]
fn refused_rows_come_back_with_what_is_wrong_and_can_be_sent_again() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let id = sent(&clerk, "customers", ROWS);
    let _ = run(&app, &clerk, &id, true);
    let file = clerk.get(&format!("/imports/{id}/errors/file?format=csv"));
    assert_eq!(file.status, 200);
    let text = String::from_utf8(file.body).expect("UTF-8");
    let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
    assert_eq!(lines[0], "姓名/名称,证件类型,证件号码,颜色,Errors");
    assert_eq!(
        lines[1],
        "李四,护照,E123,蓝,Identity number: The number has 4 characters instead of 5 to 20 [customer.number_length]"
    );
    assert_eq!(lines.len(), 2);
    let mended = text.replace("E123", "E12345");
    assert_eq!(import(&app, &clerk, "customers", &mended)["state"], "done");
    let sheet = clerk.get(&format!("/imports/{id}/errors/file?all_rows=true"));
    let (_, table) = import::app::read::read_table(&sheet.body).expect("a spreadsheet of our own");
    assert_eq!(table.lines.len(), 2);
}

#[test]
fn the_template_can_be_fetched_in_both_formats() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let csv = clerk.get("/imports/entities/customers/template?format=csv");
    let text = String::from_utf8(csv.body).expect("UTF-8");
    assert!(text.contains("Name,Identity document,Identity number"), "{text}");
    let chinese = clerk.with("accept-language", "zh-CN");
    let sheet = chinese.get("/imports/entities/customers/template");
    let (_, table) = import::app::read::read_table(&sheet.body).expect("a spreadsheet of our own");
    assert_eq!(table.headings[..3], ["姓名/名称", "证件类型", "证件号码"]);
    let linked = clerk.get("/imports/entities/customers/template?format=csv&lang=zh-CN");
    assert!(
        String::from_utf8(linked.body)
            .expect("UTF-8")
            .contains("姓名/名称,证件类型")
    );
    let unknown = clerk.get("/imports/entities/colours/template");
    assert_eq!(unknown.problem(), (404, "import.entity_unknown"));
}
