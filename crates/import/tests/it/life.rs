use crate::app::{app, errors, figures, import, run, send, sent};
use platform::values;
use serde_json::{Value, json};
use testkit::TestApp;

const ROWS: &str = "name,identity_kind,identity_number\n张小三,resident_id,110101199003071233\n";

fn chunks(app: &TestApp) -> i64 {
    let count = |tx: &mut platform::Tx| tx.query_one("SELECT count(*) FROM import_chunk", &values![]);
    app.state.db.read(count).expect("a count").int(0)
}

#[test]
fn rows_are_kept_encrypted_until_they_are_taken_in() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let id = sent(&clerk, "customers", ROWS);
    let sealed = app
        .state
        .db
        .read(|tx| tx.query_one("SELECT content_sealed FROM import_chunk", &values![]));
    let sealed = sealed.expect("a piece").bytes(0).to_vec();
    assert!(!sealed.windows(6).any(|part| part == b"110101"));
    assert_eq!(chunks(&app), 1);
    assert_eq!(run(&app, &clerk, &id, false)["state"], "done");
    assert_eq!(chunks(&app), 0);
    assert_eq!(
        clerk.get(&format!("/imports/{id}/preview")).problem(),
        (410, "import.expired")
    );
    let again = clerk.post(&format!("/imports/{id}/run"), &Value::Null);
    assert_eq!(again.problem(), (409, "import.not_runnable"));
    let stop = clerk.post(&format!("/imports/{id}/cancel"), &Value::Null);
    assert_eq!(stop.problem(), (409, "import.not_running"));
}

#[test]
fn rows_that_are_not_taken_in_are_forgotten_after_a_day() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let id = sent(&clerk, "customers", ROWS);
    let hours = |count: i64| kernel::Timestamp::from_millis(app.state.clock.now().millis() + count * 3_600_000);
    let forget = |at| {
        app.state
            .db
            .write(|tx| import::app::forget_rows(tx, at))
            .expect("the database")
    };
    assert_eq!(forget(hours(23)), 0);
    assert_eq!(forget(hours(24)), 1);
    assert_eq!(
        clerk.get(&format!("/imports/{id}/preview")).problem(),
        (410, "import.expired")
    );
}

#[test]
fn the_same_file_with_the_same_key_is_one_import() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let keyed = clerk.with("idempotency-key", "one");
    let first = send(&keyed, "customers", ROWS.as_bytes()).ok();
    let again = send(&keyed, "customers", ROWS.as_bytes());
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.ok()["import"]["id"], first["import"]["id"]);
    let other = send(&keyed, "customers", ROWS.replace("张", "李").as_bytes());
    assert_eq!(other.problem(), (422, "platform.idempotency_key_reused"));
}

#[test]
fn nobody_else_runs_an_import_or_sees_its_rows() {
    let app = app();
    let (clerk, admin) = (app.sign_in("clerk"), app.sign_in("admin"));
    let id = sent(&clerk, "customers", ROWS);
    // The administrator sees everywhere, and so that there is an import; its rows are the clerk's.
    assert_eq!(admin.get(&format!("/imports/{id}")).ok()["login"], "clerk");
    for refused in [
        admin.post(&format!("/imports/{id}/run"), &Value::Null),
        admin.post(&format!("/imports/{id}/cancel"), &Value::Null),
        admin.get(&format!("/imports/{id}/errors/file")),
    ] {
        assert_eq!(refused.problem(), (404, "import.not_found"));
    }
    // Who may let batches in sees the first rows of one that was tried.
    let untried = admin.get(&format!("/imports/{id}/preview"));
    assert_eq!(untried.problem(), (409, "import.not_tried"));
    let listed = admin.get("/imports").ok();
    assert_eq!(listed["items"][0]["id"], json!(id));
}

#[test]
fn who_may_not_import_or_may_not_create_is_refused() {
    let app = app();
    let auditor = app.sign_in("auditor");
    let refused = send(&auditor, "customers", ROWS.as_bytes());
    assert_eq!(refused.problem(), (403, "access.permission_denied"));
    assert_eq!(auditor.get("/imports").problem(), (403, "access.permission_denied"));
}

#[test]
fn an_import_whose_program_ended_says_so_and_can_be_run_again() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let id = sent(&clerk, "customers", ROWS);
    let row = uuid::Uuid::parse_str(&id).expect("an id");
    let died = |tx: &mut platform::Tx| {
        tx.execute(
            "UPDATE import_batch SET state = 'running', beat_at = 0 WHERE id = $1",
            &values![row],
        )
    };
    app.state.db.write(died).expect("the database");
    let found = clerk.get(&format!("/imports/{id}")).ok();
    assert_eq!(
        (&found["state"], &found["problem"]),
        (&json!("failed"), &json!("import.interrupted"))
    );
    assert_eq!(figures(&run(&app, &clerk, &id, false)), ("done", 1, 0, 0));
}

#[test]
fn three_imports_of_a_user_may_wait_or_run() {
    let app = app();
    let clerk = app.sign_in("clerk");
    for _ in 0..3 {
        let _ = sent(&clerk, "customers", ROWS);
    }
    let now = app.state.clock.now();
    let busy =
        |tx: &mut platform::Tx| tx.execute("UPDATE import_batch SET state = 'queued', beat_at = $1", &values![now]);
    app.state.db.write(busy).expect("the database");
    assert_eq!(
        send(&clerk, "customers", ROWS.as_bytes()).problem(),
        (429, "import.busy")
    );
}

#[test]
fn an_import_is_stopped_between_its_rows_and_leaves_nothing() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let row = |n: u32| format!("王小明,passport,P{n:06}\n");
    let text: String = (0..60_000).map(row).collect();
    let id = sent(
        &clerk,
        "customers",
        &format!("name,identity_kind,identity_number\n{text}"),
    );
    let _ = clerk.post(&format!("/imports/{id}/run"), &Value::Null).ok();
    let stopped = clerk.post(&format!("/imports/{id}/cancel"), &Value::Null);
    assert_eq!(stopped.status, 202, "{}", stopped.json);
    let ended = crate::app::settled(&app, &clerk, &id);
    assert_eq!(figures(&ended), ("cancelled", 0, 0, 0));
    assert_eq!(clerk.get("/customers").ok()["items"], json!([]));
    assert!(errors(&clerk, &id).is_empty());
}

#[test]
fn where_a_single_command_needs_two_people_a_batch_needs_them() {
    let app = app();
    let rule = |tx: &mut platform::Tx| {
        tx.execute(
            "INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source)
             VALUES ('customer.create_customer', 'always', 'access.check', 24, 0, 'test')",
            &values![],
        )
    };
    app.state.db.write(rule).expect("the database");
    let clerk = app.sign_in("clerk");
    let id = sent(&clerk, "customers", ROWS);
    assert_eq!(run(&app, &clerk, &id, true)["state"], "checked");
    let refused = clerk.post(&format!("/imports/{id}/run"), &Value::Null);
    assert_eq!(refused.problem(), (409, "access.check_required"));
    assert_eq!(refused.json["command"], "import.take_in_customers");
}

#[test]
fn staff_who_are_created_under_four_eyes_are_so_by_file_too() {
    let app = app();
    let staff = "login,name,roles\nwang.li,王丽,clerk\n";
    let second = json!({ "login": "second", "name": "second", "password": "Jinse-lude-7", "roles": ["administrator"] });
    let _ = app.sign_in("admin").post("/users", &second).ok();
    // The rule holds where somebody else could approve; who has signed in before knows it within five seconds.
    let admin = app.sign_in("admin");
    let id = sent(&admin, "users", staff);
    assert_eq!(run(&app, &admin, &id, true)["state"], "checked");
    let refused = admin.post(&format!("/imports/{id}/run"), &Value::Null);
    assert_eq!(refused.problem(), (409, "access.check_required"));
    let command = &refused.json["command"];
    assert_eq!(command, "import.take_in_users", "somebody else lets the batch in");
    assert_eq!(admin.get("/users/wang.li").status.as_u16(), 404, "nobody was made");
}

#[test]
fn what_is_sent_and_done_stands_in_the_audit_trail() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let done = import(&app, &clerk, "customers", ROWS);
    let lines = app.state.db.read(|tx| {
        tx.query(
            "SELECT action FROM audit_entry WHERE object_kind = 'import' ORDER BY id",
            &values![],
        )
    });
    let actions: Vec<String> = lines.expect("lines").iter().map(|row| row.text(0).to_owned()).collect();
    assert_eq!(actions, ["import.uploaded", "import.done"]);
    assert_eq!(done["file_hash"].as_str().map(str::len), Some(64));
}
