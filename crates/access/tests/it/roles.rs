use serde_json::Value;

use crate::app::TestApp;

#[test]
fn the_seeded_roles_permit_what_their_work_needs() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let roles = app.get("/roles", &admin).json["items"]
        .as_array()
        .expect("a list")
        .clone();
    let permissions = |code: &str| -> Vec<String> {
        let role = roles.iter().find(|role| role["code"] == code).unwrap_or(&Value::Null);
        let list = role["permissions"].as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|name| name.as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(roles.len(), 5);
    assert_eq!(permissions("administrator").len(), 17);
    assert!(permissions("auditor").iter().all(|name| name.ends_with(".read")));
    assert!(permissions("auditor").contains(&"audit.read".to_owned()));
    let manager = permissions("manager");
    assert!(
        manager
            .iter()
            .all(|name| name.ends_with(".read") || name == "close.run" || name == "view.share"),
        "{manager:?}"
    );
    assert!(!permissions("clerk").contains(&"ledger.reverse".to_owned()));
}

#[test]
fn roles_are_seen_with_the_permission_only() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    assert_eq!(app.get("/roles", &clerk).problem(), (403, "access.permission_denied"));
}
