use platform::values;
use serde_json::json;

use crate::app::{READER, TestApp, zhang};

#[test]
fn a_reason_reveals_and_is_written_down() {
    let app = TestApp::new();
    let id = app.create(zhang());
    let revealed = app.post(
        &format!("/customers/{id}/reveal"),
        json!({ "reason": " 客户来电核实 " }),
    );
    assert_eq!(
        revealed.json,
        json!({ "name": "张小三", "identity_number": "110101199003071233", "mobile": "13812348000", "hidden": [] })
    );
    let trail = app.audited("customer.revealed");
    assert_eq!((trail.len(), trail[0].object_id.as_str()), (1, id.as_str()));
    assert_eq!(trail[0].after, Some(json!({ "reason": "客户来电核实" })));
}

#[test]
fn a_dry_run_does_not_reveal_unseen() {
    let app = TestApp::new();
    let id = app.create(zhang());
    let revealed = app.post(
        &format!("/customers/{id}/reveal?dry_run=true"),
        json!({ "reason": "x" }),
    );
    assert_eq!(revealed.status, 200);
    assert_eq!(app.audited("customer.revealed").len(), 1);
}

#[test]
fn nothing_is_revealed_without_reason_or_permission() {
    let app = TestApp::new();
    let id = app.create(zhang());
    let path = format!("/customers/{id}/reveal");
    for reason in ["", "  ", &"长".repeat(201)] {
        let answered = app.post(&path, json!({ "reason": reason }));
        assert_eq!(answered.problem(), (422, "customer.reason_invalid"));
        assert_eq!(answered.json["field"], "reason");
    }
    let denied = app.post_with(&path, &[("cookie", READER)], json!({ "reason": "x" }));
    assert_eq!(denied.problem(), (403, "access.permission_denied"));
    let nobody = "/customers/01947f3a-2b1c-7d4e-8f90-a1b2c3d4e5f6/reveal";
    assert_eq!(
        app.post(nobody, json!({ "reason": "x" })).problem(),
        (404, "customer.not_found")
    );
    assert_eq!(app.audited("customer.revealed").len(), 0);
}

#[test]
fn a_sealed_field_copied_to_another_customer_does_not_open() {
    let app = TestApp::new();
    let zhang_id = app.create(zhang());
    let other =
        json!({ "kind": "person", "name": "王五", "identity_kind": "passport", "identity_number": "E12345678" });
    let wang_id = app.create(other);
    let uuid = |id: &str| id.parse::<kernel::CustomerId>().expect("an id");
    let copied = app.state.db.write(|tx| {
        tx.execute(
            "UPDATE customer SET identity_sealed = (SELECT identity_sealed FROM customer WHERE id = $1) WHERE id = $2",
            &values![uuid(&zhang_id), uuid(&wang_id)],
        )
    });
    assert_eq!(copied, Ok(1));
    let answered = app.post(&format!("/customers/{wang_id}/reveal"), json!({ "reason": "x" }));
    assert_eq!(answered.problem(), (500, "platform.internal"));
}
