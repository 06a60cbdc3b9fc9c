use crate::set_up::{changed, first_start};
use platform::business_day;
use serde_json::json;
use std::time::Duration;

/// The demo is made in a thread; what it says last is that it is done.
#[test]
fn a_demo_is_made_in_the_background_on_the_demo_s_own_day() {
    let app = first_start();
    let admin = app.sign_in("admin");
    let started = admin.post("/setup", &changed(|plan| plan["demo"] = json!(true)));
    assert_eq!(
        (started.status.as_u16(), &started.json["stage"]),
        (202, &json!("working"))
    );
    let zhao = app.sign_in("zhao.min");
    let mut state = zhao.get("/setup").ok();
    let total = state["days_total"].clone();
    let lived = || app.state.db.read(business_day::get).expect("a day").to_string() == "2018-06-20";
    while !lived() {
        std::thread::yield_now();
    }
    while state["stage"] == "working" {
        // So that the limit of requests is not met.
        app.state.clock.advance(Duration::from_millis(100));
        state = zhao.get("/setup").ok();
    }
    assert_eq!(state["stage"], "done", "{state}");
    assert_eq!(total, json!(170), "2018-01-01 to 2018-06-20");
    assert_eq!(zhao.get("/session").ok()["business_date"], "2018-06-20");
    // The demo's own logins are there, but not its administrator: that name ended with the set-up.
    assert_eq!(app.sign_in("clerk").get("/session").ok()["user"]["login"], "clerk");
    let body = json!({ "login": "admin", "password": testkit::PASSWORD });
    assert_eq!(
        app.anyone().post("/session", &body).problem(),
        (401, "access.sign_in_failed")
    );
}
