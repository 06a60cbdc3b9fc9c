use crate::bank::{ALL, Bank, cny, day};
use axum::http::Method;
use loan::app::close::start;
use loan::app::verify::rebuild;
use serde_json::{Value, json};
use tokio_stream::StreamExt;

/// Starts a close over HTTP and waits until nothing runs any more.
fn close_over_http(bank: &Bank, until: &str) -> Value {
    let quiet = quiet_again(bank);
    let started = bank.post("/close-runs", json!({ "until": until }));
    assert_eq!(started.status, 202, "{}", started.json);
    bank.runtime.block_on(quiet);
    started.ok()
}

/// Ends when a close that is started from now on has ended.
fn quiet_again(bank: &Bank) -> impl Future<Output = ()> + use<> {
    let earlier = usize::from(bank.state.progress.latest("close").is_some());
    let mut heard = Box::pin(bank.state.progress.listen("close").skip(earlier));
    async move {
        while let Some(text) = heard.next().await {
            let told: Value = serde_json::from_str(&text).unwrap();
            if told["state"] == "idle" {
                break;
            }
        }
    }
}

#[test]
fn days_are_closed_in_the_background_and_every_check_agrees_every_day() {
    let bank = Bank::new();
    let (paying, late) = (bank.annuity(), bank.annuity());
    bank.lend(bank.booking("P05", "24000.00", 24));
    bank.lend(bank.booking("P01", "1000000.00", 360));
    bank.repay(&paying, "1500.00", "2025-01-20");
    let started = close_over_http(&bank, "2025-03-05");
    assert_eq!(started["business_date"], "2025-01-20");
    assert_eq!(started["state"], "running");
    assert_eq!(started["steps"][0]["state"], "running");
    assert_eq!(started["steps"][1]["state"], "waiting");
    let business_day = bank.get("/business-day").ok();
    assert_eq!(
        business_day,
        json!({ "business_date": "2025-03-05", "closing": false, "last_closed_on": "2025-03-04" })
    );
    assert_eq!(bank.loan(&late)["dpd"], 13);
    let mut runs: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = bank.get(&format!("/close-runs?limit=15{cursor}")).ok();
        runs.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(runs.len(), 44);
    assert_eq!(runs[0]["business_date"], "2025-03-04");
    for run in &runs {
        assert_eq!((&run["state"], &run["error"]), (&json!("done"), &Value::Null));
        let checks = run["checks"].as_array().unwrap();
        assert!(checks.len() >= 10, "{run}");
        assert!(checks.iter().all(|check| check["ok"] == true), "{run}");
        assert!(
            run["steps"]
                .as_array()
                .unwrap()
                .iter()
                .all(|step| step["state"] == "done")
        );
    }
    let first = bank.get("/close-runs/2025-02-19").ok();
    let due = first["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["code"] == "principal_due")
        .unwrap();
    assert_eq!((&due["currency"], &due["difference"]), (&json!("CNY"), &json!("0.00")));
    assert_ne!(due["expected"], "0.00");
    assert_eq!(
        (&due["name_zh"], &due["expected"]),
        (&json!("到期未付本金"), &due["actual"])
    );
}

#[test]
fn one_close_at_a_time() {
    let bank = Bank::new();
    let db = &bank.state.db;
    let held = db.write(|tx| start(tx, day("2025-01-21"), bank.state.clock.now()));
    let (_right, run) = held.unwrap();
    assert_eq!(run.business_date, day("2025-01-20"));
    assert_eq!(bank.get("/business-day").ok()["closing"], true);
    let second = bank.post("/close-runs", json!({ "until": "2025-01-21" }));
    assert_eq!(second.problem(), (409, "loan.close_running"));
    // The process that held it died: the right ends by itself, and the close goes on.
    bank.state.clock.advance(std::time::Duration::from_secs(61));
    close_over_http(&bank, "2025-01-22");
    assert_eq!(bank.get("/business-day").ok()["business_date"], "2025-01-22");
}

#[test]
fn a_preview_and_a_repeat_close_nothing() {
    let bank = Bank::new();
    let until = json!({ "until": "2025-01-22" });
    let shown = bank.post("/close-runs?dry_run=true", until.clone()).ok();
    assert_eq!(shown["state"], "running");
    assert_eq!(bank.get("/business-day").ok()["closing"], false);
    assert_eq!(bank.get("/close-runs").ok()["items"], json!([]));
    let headers = [("cookie", ALL), ("idempotency-key", "close-1")];
    let quiet = quiet_again(&bank);
    let first = bank.call(Method::POST, "/close-runs", &headers, until.clone());
    assert_eq!(first.status, 202);
    bank.runtime.block_on(quiet);
    let again = bank.call(Method::POST, "/close-runs", &headers, until);
    assert!(again.replayed());
    assert_eq!(first.json, again.json);
    assert_eq!(bank.get("/business-day").ok()["business_date"], "2025-01-22");
}

#[test]
fn a_close_leads_forward_and_not_further_than_a_year() {
    let bank = Bank::new();
    for until in ["2025-01-20", "2024-12-31", "2026-01-22"] {
        let answer = bank.post("/close-runs", json!({ "until": until }));
        assert_eq!(answer.fault(), (422, "loan.close_out_of_range", "until"), "{until}");
    }
    assert_eq!(bank.get("/business-day").ok()["closing"], false);
    let none = bank.get("/close-runs/2025-01-19");
    assert_eq!(none.problem(), (404, "loan.close_not_found"));
    assert_eq!(
        bank.get("/close-runs/today").fault(),
        (400, "platform.path_invalid", "business_date")
    );
}

#[test]
fn a_close_over_books_that_disagree_fails_and_the_day_stays() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.tamper(
        "UPDATE loan SET principal_not_due = principal_not_due + 1 WHERE id = $1",
        &id,
    );
    close_over_http(&bank, "2025-01-22");
    let run = bank.get("/close-runs/2025-01-20").ok();
    assert_eq!(run["state"], "failed");
    assert_eq!(run["steps"][3]["state"], "failed");
    assert!(run["error"].as_str().unwrap().contains("principal_not_due"), "{run}");
    let wrong = run["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["ok"] == false)
        .unwrap();
    assert_eq!(
        (&wrong["code"], &wrong["difference"]),
        (&json!("principal_not_due"), &json!("0.01"))
    );
    assert_eq!(bank.get("/business-day").ok()["business_date"], "2025-01-20");
    bank.tamper(
        "UPDATE loan SET principal_not_due = principal_not_due - 1 WHERE id = $1",
        &id,
    );
    close_over_http(&bank, "2025-01-22");
    assert_eq!(bank.get("/close-runs/2025-01-20").ok()["state"], "done");
}

/// A payment between a close that stopped after the ledger and its repeat changes what accrues, on a day on which nothing
/// may be booked any more.
#[test]
fn a_close_that_stopped_late_goes_on_after_money_has_arrived() {
    let bank = Bank::new();
    let (id, other) = (bank.annuity(), bank.annuity());
    close_over_http(&bank, "2025-02-10");
    let tampered = "UPDATE loan SET suspense = suspense + 1 WHERE id = $1";
    bank.tamper(tampered, &other);
    close_over_http(&bank, "2025-02-11");
    let run = bank.get("/close-runs/2025-02-10").ok();
    assert_eq!(
        (&run["state"], &run["steps"][2]["state"]),
        (&json!("failed"), &json!("done"))
    );
    bank.tamper("UPDATE loan SET suspense = suspense - 1 WHERE id = $1", &other);
    let quote = bank.get(&format!("/loans/{id}/payoff-quote")).ok();
    let paid = json!({ "amount": quote["total"], "value_date": "2025-02-10", "kind": "payoff" });
    bank.post(&format!("/loans/{id}/repayments"), paid).ok();
    close_over_http(&bank, "2025-02-13");
    for day in ["2025-02-10", "2025-02-11", "2025-02-12"] {
        let run = bank.get(&format!("/close-runs/{day}")).ok();
        assert_eq!((&run["state"], &run["error"]), (&json!("done"), &Value::Null), "{day}");
    }
}

#[test]
fn progress_is_told_as_events() {
    let bank = Bank::new();
    close_over_http(&bank, "2025-01-22");
    let told = bank.state.progress.latest("close").unwrap();
    assert_eq!(
        (&told["business_date"], &told["state"]),
        (&json!("2025-01-22"), &json!("idle"))
    );
    assert_eq!(
        (&told["from"], &told["until"]),
        (&json!("2025-01-20"), &json!("2025-01-22"))
    );
    bank.state.progress.close();
    let answer = bank.get("/close-runs/progress");
    assert_eq!(answer.headers["content-type"], "text/event-stream");
}

#[test]
fn money_that_arrives_while_a_day_is_being_closed_is_booked_on_the_next() {
    let bank = Bank::new();
    let id = bank.annuity();
    let now = bank.state.clock.now();
    bank.state.db.write(|tx| start(tx, day("2025-01-21"), now)).unwrap();
    let receipt = bank.repay(&id, "100.00", "2025-01-20");
    assert_eq!(receipt["entries"][0]["booked_on"], "2025-01-21");
    bank.state.clock.advance(std::time::Duration::from_secs(61));
    close_over_http(&bank, "2025-01-23");
    assert_eq!(bank.get("/close-runs/2025-01-22").ok()["state"], "done");
}

#[test]
fn books_agree_every_day_while_money_arrives_during_the_closes() {
    let bank = Bank::new();
    let ids = [bank.annuity(), bank.annuity(), bank.annuity()];
    let quiet = quiet_again(&bank);
    let started = bank.post("/close-runs", json!({ "until": "2025-03-01" }));
    assert_eq!(started.status, 202);
    for round in 0..8 {
        for id in &ids {
            let event = bank.repay(id, "90.00", "2025-01-20")["event_id"].clone();
            if round % 4 == 3 {
                let uri = format!("/loans/{id}/events/{}/reversal", event.as_str().unwrap());
                bank.post(&uri, json!({ "reason": "test" })).ok();
            }
        }
    }
    bank.runtime.block_on(quiet);
    let runs = bank.get("/close-runs?limit=100").ok();
    let runs = runs["items"].as_array().unwrap();
    assert_eq!(runs.len(), 40);
    for run in runs {
        assert_eq!((&run["state"], &run["error"]), (&json!("done"), &Value::Null));
    }
    assert_eq!(bank.read(rebuild).first_difference, None);
    for id in &ids {
        assert_eq!(bank.loan(id)["state_hash"], bank.loan(&ids[0])["state_hash"]);
        // Six payments of 90.00 count; the first instalment asks 1,039.43.
        assert_eq!(bank.loan(id)["paid_interest"], cny("72.00"));
        assert_eq!(bank.loan(id)["paid_principal"], cny("468.00"));
    }
}
