//! Lists as files, through the whole program.

use crate::app::app;
use axum::http::Method;
use serde_json::{Value, json};
use std::io::Read;
use std::time::{Duration, Instant};
use testkit::{Answered, Caller, Lending, TestApp};

fn ask(caller: &Caller<'_>, query: &str, body: &Value) -> Answered {
    caller.post(&format!("/loans/exports{query}"), body)
}

fn csv(columns: &[&str]) -> Value {
    json!({ "format": "csv", "columns": columns })
}

fn id_of(export: &Value) -> String {
    export["id"].as_str().expect("an id").to_owned()
}

/// The export once it is ready or failed: made on a thread of its own, asked for until then.
fn settled(caller: &Caller<'_>, id: &str) -> Value {
    let patience = Instant::now() + Duration::from_secs(30);
    while Instant::now() < patience {
        let export = caller.get(&format!("/exports/{id}")).ok();
        if export["state"] != "queued" && export["state"] != "running" {
            return export;
        }
        std::thread::yield_now();
    }
    panic!("the export {id} does not end")
}

fn file(caller: &Caller<'_>, query: &str, body: &Value) -> Vec<u8> {
    let asked = ask(caller, query, body);
    assert_eq!(asked.status, 202, "{}", asked.json);
    let id = id_of(&asked.json);
    let export = settled(caller, &id);
    assert_eq!(export["state"], "ready", "{export}");
    let fetched = caller.get(&format!("/exports/{id}/file"));
    assert_eq!(fetched.status, 200);
    fetched.body
}

fn lines(bytes: Vec<u8>) -> Vec<String> {
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.strip_prefix('\u{FEFF}').expect("a byte order mark");
    text.split("\r\n")
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// 1,200.00, 34,567.89 and 120,000.00 yuan, lent today.
fn lender() -> TestApp {
    let app = app();
    for principal in ["1200.00", "34567.89", "120000.00"] {
        let _ = app.lend(&Lending {
            principal,
            ..Lending::default()
        });
    }
    app
}

#[test]
fn a_csv_file_has_the_chosen_columns_in_their_order_the_lists_rows_and_its_mark() {
    let app = lender();
    let manager = app.sign_in("manager").with("accept-language", "zh-CN");
    let found = lines(file(
        &manager,
        "?sort=principal",
        &csv(&["principal", "currency", "periods", "rate", "disbursed_on", "status"]),
    ));
    assert_eq!(found[0], "放款本金,币种,期数,年利率,放款日,状态");
    let row = |amount: &str| format!("{amount},CNY,12,0.06,2025-01-20,正常");
    assert_eq!(found[1..4], [row("1200.00"), row("34567.89"), row("120000.00")]);
    assert!(
        found[4].starts_with("导出人 manager · 时间 2025-01-20T08:00:00"),
        "{}",
        found[4]
    );
    assert_eq!(found.len(), 5);
}

#[test]
fn a_file_holds_what_the_list_was_asked_for() {
    let app = lender();
    let manager = app.sign_in("manager");
    let search = "%7B%22field%22%3A%22principal%22%2C%22op%22%3A%22gt%22%2C%22value%22%3A%7B%22amount%22%3A%221200.00%22%2C%22currency%22%3A%22CNY%22%7D%7D";
    let found = lines(file(
        &manager,
        &format!("?sort=-principal&where={search}"),
        &csv(&["principal"]),
    ));
    assert_eq!(found[..3], ["Principal", "120000.00", "34567.89"]);
    let wrong = ask(&manager, "?where=1", &csv(&["principal"]));
    assert_eq!(wrong.problem(), (422, "platform.where_shape_invalid"));
}

#[test]
fn a_spreadsheet_holds_numbers_dates_and_no_formula() {
    let app = lender();
    let body = json!({ "format": "xlsx", "columns": ["number", "principal", "disbursed_on", "rate"] });
    let bytes = file(&app.sign_in("manager"), "?sort=principal", &body);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut sheet = String::new();
    let mut part = archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
    part.read_to_string(&mut sheet).expect("XML");
    // 2025-01-20 is day 45,677 of spreadsheets: 20,108 days after 1970-01-01, which is day 25,569.
    for cell in [
        "<v>1200</v>",
        "<v>34567.89</v>",
        "<v>120000</v>",
        "<v>45677</v>",
        "<v>0.06</v>",
    ] {
        assert!(sheet.contains(cell), "{cell} in {sheet}");
    }
    assert!(sheet.contains("Exported by manager at 2025-01-20T08:00:00"), "the mark");
    assert!(
        sheet.contains("&amp;C&amp;8Exported by manager"),
        "the mark on every printed page"
    );
    assert!(!sheet.contains("<f>"));
}

#[test]
fn what_looks_like_a_formula_is_text_in_a_csv_file() {
    let app = lender();
    let renamed = app
        .state
        .db
        .write(|tx| tx.execute("UPDATE loan SET officer = '=1+1'", &[]));
    assert_eq!(renamed, Ok(3));
    let found = lines(file(&app.sign_in("manager"), "", &csv(&["officer"])));
    assert_eq!(found[1], "'=1+1");
}

#[test]
fn exporting_needs_its_permission_and_columns_that_exist() {
    let app = lender();
    let refused = ask(&app.sign_in("clerk"), "", &csv(&["number"]));
    assert_eq!(refused.problem(), (403, "access.permission_denied"));
    let manager = app.sign_in("manager");
    for columns in [&["shoe_size"][..], &["number", "number"], &[]] {
        let answered = ask(&manager, "", &csv(columns));
        assert_eq!(answered.problem(), (422, "export.column_unknown"));
        assert_eq!(answered.json["field"], "columns");
    }
}

#[test]
fn a_dry_run_counts_and_makes_nothing() {
    let app = lender();
    let manager = app.sign_in("manager");
    let told = ask(&manager, "?dry_run=true", &csv(&["number"])).ok();
    assert_eq!(told["rows_total"], 3);
    assert_eq!(manager.get("/exports").ok()["items"], json!([]));
}

#[test]
fn a_file_is_its_users_for_a_day_and_every_step_is_in_the_audit_trail() {
    let app = lender();
    let manager = app.sign_in("manager");
    let id = id_of(&ask(&manager, "", &csv(&["number"])).ok());
    let export = settled(&manager, &id);
    assert_eq!((&export["rows_done"], &export["rows_total"]), (&json!(3), &json!(3)));
    let path = format!("/exports/{id}/file");
    let admin = app.sign_in("admin");
    assert_eq!(admin.get(&path).problem(), (404, "export.not_found"));
    assert_eq!(admin.get("/exports").ok()["items"], json!([]));
    let fetched = manager.get(&path);
    assert_eq!(fetched.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        fetched.header("content-disposition"),
        "attachment; filename=\"loans-20250120080000.csv\""
    );
    let lines = app
        .state
        .db
        .read(|tx| platform::audit::search(tx, &platform::audit::AuditSearch::text("export"), None, 10))
        .expect("the trail");
    let told: Vec<(String, String)> = lines
        .into_iter()
        .rev()
        .map(|line| (line.action, line.object_id))
        .collect();
    let steps = ["export.requested", "export.made", "export.downloaded"];
    assert_eq!(told, steps.map(|step| (step.to_owned(), id.clone())));

    app.state.clock.advance(Duration::from_secs(24 * 3600));
    let manager = app.sign_in("manager");
    assert_eq!(manager.get(&path).problem(), (410, "export.expired"));
    let now = app.state.clock.now();
    assert_eq!(app.state.db.write(|tx| export::app::forget_expired(tx, now)), Ok(1));
    assert_eq!(manager.get(&path).problem(), (404, "export.not_found"));
}

#[test]
fn a_file_whose_program_ended_is_told_as_interrupted() {
    let app = lender();
    let manager = app.sign_in("manager");
    let id = id_of(&ask(&manager, "", &csv(&["number"])).ok());
    assert_eq!(settled(&manager, &id)["state"], "ready");
    // As a program leaves it that was killed in between.
    let sql = "UPDATE export_file SET state = 'running'";
    app.state.db.write(|tx| tx.execute(sql, &[])).expect("one row");
    assert_eq!(
        manager.get(&format!("/exports/{id}/file")).problem(),
        (409, "export.not_ready")
    );
    app.state.clock.advance(Duration::from_millis(120_001));
    let export = manager.get(&format!("/exports/{id}")).ok();
    assert_eq!(
        (&export["state"], &export["problem"]),
        (&json!("failed"), &json!("export.interrupted"))
    );
}

#[test]
fn a_repeated_wish_is_one_file() {
    let app = lender();
    let manager = app.sign_in("manager").with("Idempotency-Key", "file-1");
    let first = ask(&manager, "", &csv(&["number"])).ok();
    let again = manager.send(Method::POST, "/loans/exports", &csv(&["number"]));
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.json["id"], first["id"]);
    settled(&manager, &id_of(&first));
    assert_eq!(manager.get("/exports").ok()["items"].as_array().map(Vec::len), Some(1));
}
