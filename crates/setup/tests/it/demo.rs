use crate::set_up::{changed, first_start_at};
use serde_json::json;
use setup::Desk;
use std::time::Duration;

/// The demo is made in a thread; what it says last is that it is done.
#[test]
fn a_demo_is_made_in_the_background_on_the_demo_s_own_day() {
    let desk = Desk::new(0);
    let app = first_start_at(&desk);
    let admin = app.sign_in("admin");
    let started = admin.post("/setup", &changed(|plan| plan["demo"] = json!(true)));
    assert_eq!(
        (started.status.as_u16(), &started.json["stage"]),
        (202, &json!("working"))
    );
    let zhao = app.sign_in("zhao.min");
    assert_eq!(started.json["days_total"], json!(170), "2018-01-01 to 2018-06-20");
    desk.rest();
    assert_eq!(zhao.get("/setup").ok()["stage"], "done");
    assert_eq!(zhao.get("/session").ok()["business_date"], "2018-06-20");
    // The demo's own logins are there, but not its administrator: that name ended with the set-up.
    assert_eq!(app.sign_in("clerk").get("/session").ok()["user"]["login"], "clerk");
    let body = json!({ "login": "admin", "password": testkit::PASSWORD });
    assert_eq!(
        app.anyone().post("/session", &body).problem(),
        (401, "access.sign_in_failed")
    );
}

/// As a kill leaves it: the demo has begun, its book is not complete, and no program works on it.
#[test]
fn an_interrupted_demo_is_told_to_whoever_signs_in_and_goes_on_at_a_word() {
    let desk = Desk::new(0);
    let app = first_start_at(&desk);
    let admin = app.sign_in("admin");
    assert_eq!(
        admin.post("/setup/demo", &json!(null)).problem(),
        (409, "setup.nothing_interrupted")
    );
    let now = app.state.clock.now();
    let begun = app.state.db.write(|tx| demo::begin(tx, now));
    begun.expect("an empty book");
    // Another node of a shared database might work on it for a minute.
    app.state.clock.advance(Duration::from_secs(61));
    let state = admin.get("/setup").ok();
    assert_eq!(
        (&state["stage"], &state["interrupted_on"]),
        (&json!("interrupted"), &json!("2018-01-01"))
    );
    assert_eq!(admin.get("/session").ok()["unfinished_demo"], true);
    assert_eq!(admin.post("/setup", &changed(|_| ())).problem(), (409, "setup.done"));

    let going = admin.post("/setup/demo", &json!(null));
    assert_eq!((going.status.as_u16(), &going.json["stage"]), (202, &json!("working")));
    assert_eq!(
        admin.post("/setup/demo", &json!(null)).problem(),
        (409, "setup.nothing_interrupted")
    );
    desk.rest();
    assert_eq!(admin.get("/session").ok()["unfinished_demo"], false);
}
