use server::Meter;
use testkit::{Lending, TestApp};

/// The value of a line; the line begins with its name and labels as they are written.
#[track_caller]
fn value(text: &str, name: &str) -> f64 {
    let line = text.lines().find(|line| line.split(' ').next() == Some(name));
    let line = line.unwrap_or_else(|| panic!("{name} is missing in\n{text}"));
    line.rsplit(' ')
        .next()
        .and_then(|value| value.parse().ok())
        .expect("a number")
}

#[test]
fn a_watcher_sees_requests_commits_the_day_and_the_audit_trail() {
    let mut meter = None;
    let app = TestApp::of_router(|state, gate| {
        let made = meter.insert(Meter::new(state.clone()));
        made.around(server::router(state, gate))
    });
    let meter = meter.expect("made with the router");
    let id = app.lend(&Lending::default());
    let clerk = app.sign_in("clerk");
    let _ = clerk.get(&format!("/loans/{id}")).ok();
    assert_eq!(clerk.get("/loans/01900000-0000-7000-8000-000000000000").status, 404);
    platform::audit::seal(&app.state.db).expect("sealed");

    let text = meter.text().expect("figures");
    let loans =
        |status| format!("http_requests_total{{method=\"GET\",route=\"/api/v1/loans/{{id}}\",status=\"{status}\"}}");
    assert_eq!((value(&text, &loans(200)), value(&text, &loans(404))), (1.0, 1.0));
    let timed = "http_request_seconds_count{method=\"GET\",route=\"/api/v1/loans/{id}\"}";
    assert_eq!(value(&text, timed), 2.0);
    assert_eq!(value(&text, "http_requests_in_flight"), 0.0);
    // 2025-01-20 is day 20,108 since 1970.
    assert_eq!(
        value(&text, "xindai_business_date_timestamp_seconds"),
        20_108.0 * 86_400.0
    );
    assert_eq!(value(&text, "xindai_up"), 1.0);
    assert_eq!(value(&text, "xindai_audit_unsealed"), 0.0);
    let stats = app.state.db.stats();
    assert!(stats.commits > 0 && stats.writes >= stats.commits, "{stats:?}");
    assert_eq!(value(&text, "xindai_db_commits_total"), stats.commits as f64);
    let head = app.state.db.read(platform::audit::chain_head).expect("a head");
    assert!(head.seq > 0);
    assert_eq!(value(&text, "xindai_audit_chain_length"), head.seq as f64);
    assert!(!text.contains(&id.to_string()), "routes, never ids");
    assert!(text.ends_with("# EOF\n"));
    assert_eq!(
        app.call(axum::http::Method::GET, "/metrics", &[], &serde_json::Value::Null)
            .header("content-type"),
        "text/html; charset=utf-8",
        "not on the address of the users"
    );
}

#[test]
fn a_close_is_seen_with_its_steps() {
    let app = TestApp::of_router(server::router);
    let _ = app.lend(&Lending::default());
    app.close_until("2025-01-21");
    let text = Meter::new(app.state.clone()).text().expect("figures");
    assert_eq!(
        value(&text, "xindai_business_date_timestamp_seconds"),
        20_109.0 * 86_400.0
    );
    assert_eq!(
        (
            value(&text, "xindai_close_failed"),
            value(&text, "xindai_business_day_closing")
        ),
        (0.0, 0.0)
    );
    for step in ["visit", "accrue", "ledger", "reconcile", "advance"] {
        assert!(value(&text, &format!("xindai_close_step_done{{step=\"{step}\"}}")) >= 0.0);
    }
}
