//! What loans cost, and changes of it (cn.md §2.1, §2.2).

use crate::bank::{ALL, Bank, with};
use axum::http::Method;
use kernel::{AnnualRate, CivilDate};
use loan::app::verify::rebuild;
use platform::CommandContext;
use reference::domain::{Change, Content, Kind, Publication};
use serde_json::{Value, json};

fn rates(bank: &Bank, id: &str) -> Value {
    bank.get(&format!("/loans/{id}/rates")).ok()
}

/// `(first day, rate, why)` of each step of a history.
fn steps(rates: &Value) -> Vec<(String, String, Value)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let step = |step: &Value| {
        (
            text(&step["from"]),
            text(&step["price"]["annual_rate"]),
            step["why"].clone(),
        )
    };
    rates["history"].as_array().unwrap().iter().map(step).collect()
}

fn expected(steps: &[(&str, &str, Value)]) -> Vec<(String, String, Value)> {
    let owned = |(from, rate, why): &(&str, &str, Value)| ((*from).to_owned(), (*rate).to_owned(), why.clone());
    steps.iter().map(owned).collect()
}

fn publish(bank: &Bank, code: &str, on: &str, rate: &str) {
    let context = CommandContext::system("test", crate::bank::NOW);
    let written = bank.state.db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let known = reference::app::versions_of(tx, Kind::Benchmark, code)?;
        let change = Change {
            kind: Kind::Benchmark,
            code: code.to_owned(),
            revision: known.last().map_or(0, |version| version.revision),
            effective_from: CivilDate::parse(on).unwrap(),
            effective_until: None,
            content: Some(Content::Benchmark(Publication {
                annual_rate: AnnualRate::parse(rate).unwrap(),
            })),
            source: "全国银行间同业拆借中心".to_owned(),
            reason: "公布".to_owned(),
        };
        reference::app::apply(tx, &context, &change)
    });
    written.unwrap();
}

/// LPR over five years was 3.60 % on 2025-01-20 and is 3.50 % since 2025-05-20: with −30 bp 3.30 %, and 3.20 % from 2026-01-01.
#[test]
fn a_mortgage_follows_its_benchmark_on_the_first_of_january() {
    let bank = Bank::on("2025-12-20");
    let id = bank.lend(bank.booking("P01", "1000000.00", 360));
    let before = rates(&bank, &id);
    assert_eq!(before["now"]["annual_rate"], "0.033");
    assert_eq!(
        (&before["now"]["spread_bp"], &before["now"]["tenor"]),
        (&json!("-30"), &json!("lpr_5y"))
    );
    assert_eq!(before["next_reset_on"], "2026-01-01");
    bank.close_until("2026-01-03");
    let after = rates(&bank, &id);
    let lived = [
        ("2025-01-20", "0.033", Value::Null),
        ("2026-01-01", "0.032", json!("repriced")),
    ];
    assert_eq!(steps(&after), expected(&lived));
    assert_eq!(after["next_reset_on"], "2027-01-01");
    assert_eq!(after["now"]["benchmark_published_on"], "2025-05-20");
    // +50 % (cn.md §3.1)
    assert_eq!(after["penalty_annual_rate"], "0.048");
    assert_eq!(bank.loan(&id)["annual_rate"], "0.032");
    let changed = bank.events(&id).pop().unwrap();
    assert_eq!(
        (&changed["kind"], &changed["actor"]),
        (&json!("rate_changed"), &json!("system"))
    );
    assert_eq!(bank.read(rebuild).first_difference, None);
}

#[test]
fn a_disbursement_in_the_past_brings_the_changes_since() {
    let bank = Bank::on("2026-01-20");
    let id = bank.lend(bank.booking("P01", "1000000.00", 360));
    let lived = [
        ("2025-01-20", "0.033", Value::Null),
        ("2026-01-01", "0.032", json!("repriced")),
    ];
    assert_eq!(steps(&rates(&bank, &id)), expected(&lived));
    bank.close_until("2026-01-22");
    assert_eq!(bank.read(rebuild).first_difference, None);
}

/// LPR of one year was 3.10 % and is 3.00 % since 2025-05-20; with 80 bp 3.90 %, and 3.80 % from the next day on. What is entered
/// late is followed on the first day that knows it.
#[test]
fn a_rate_of_each_publication_moves_on_the_day_after_it() {
    let bank = Bank::on("2025-05-18");
    let id = bank.lend(with(
        bank.booking("P11", "10000.00", 12),
        "disbursed_on",
        json!("2025-05-18"),
    ));
    bank.close_until("2025-05-22");
    let mut lived = vec![
        ("2025-05-18", "0.039", Value::Null),
        ("2025-05-21", "0.038", json!("repriced")),
    ];
    assert_eq!(steps(&rates(&bank, &id)), expected(&lived));
    let quote = bank.get(&format!("/loans/{id}/payoff-quote")).ok();
    // 10,000 × (3.9 % × 3 + 3.8 % × 1) ÷ 360 = 3.25 + 1.0555…
    assert_eq!(quote["interest"]["amount"], "4.31");
    publish(&bank, "lpr_1y", "2025-05-21", "0.029");
    bank.close_until("2025-05-24");
    lived.push(("2025-05-23", "0.037", json!("repriced")));
    assert_eq!(steps(&rates(&bank, &id)), expected(&lived));
    assert_eq!(bank.read(rebuild).first_difference, None);
}

fn fixed(rate: &str, on: &str) -> Value {
    json!({ "value_date": on, "kind": "fixed", "annual_rate": rate, "why": "renegotiated", "reason": "协商" })
}

/// 12,000.00 over 12 months cost 1,039.43 a month at 7.2 % and 1,032.80 at 6 % (a tenth of T02).
#[test]
fn both_sides_agree_on_another_rate_and_see_before_what_it_does() {
    let bank = Bank::new();
    let id = bank.annuity();
    let hash = bank.loan(&id)["state_hash"].clone();
    let change = fixed("0.06", "2025-01-20");
    let tried = bank
        .post(&format!("/loans/{id}/rate-changes?dry_run=true"), change.clone())
        .ok();
    assert_eq!(
        (&tried["event_id"], &bank.loan(&id)["state_hash"]),
        (&Value::Null, &hash)
    );
    let plan = |standing: &str| tried[standing]["plan"]["then_payment"]["amount"].clone();
    assert_eq!((plan("before"), plan("after")), (json!("1039.43"), json!("1032.80")));
    assert_eq!(tried["after"]["plan"]["installments"], 12);
    assert_eq!(tried["after"]["plan"]["annual_rate"], "0.06");

    let done = bank.post(&format!("/loans/{id}/rate-changes"), change).ok();
    assert_eq!(rates(&bank, &id)["now"]["annual_rate"], "0.06");
    let event = done["event_id"].as_str().unwrap();
    bank.post(
        &format!("/loans/{id}/events/{event}/reversal"),
        json!({ "reason": "录错" }),
    )
    .ok();
    assert_eq!(bank.loan(&id)["state_hash"], hash);
    assert_eq!(rates(&bank, &id)["history"][1]["reversed"], true);
}

/// 19 days (30/360) of 12,000.00 at 7.2 % are 45.60, at 6 % 38.00: a change of three weeks ago lives them again.
#[test]
fn a_change_of_an_earlier_day_lives_the_days_since_again() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-09");
    let accrued = |bank: &Bank| bank.get(&format!("/loans/{id}/payoff-quote")).ok()["interest"]["amount"].clone();
    assert_eq!(accrued(&bank), "45.60");
    let done = bank
        .post(&format!("/loans/{id}/rate-changes"), fixed("0.06", "2025-01-20"))
        .ok();
    assert_eq!(done["replayed_from"], "2025-01-20");
    assert_eq!(accrued(&bank), "38.00");
    bank.close_until("2025-02-21");
    assert_eq!(bank.read(rebuild).first_difference, None);
}

/// 60 bp above the LPR of one year, which was 3.10 % on 2025-01-20.
#[test]
fn a_fixed_rate_becomes_a_floating_one() {
    let bank = Bank::new();
    let id = bank.annuity();
    let floating = json!({ "value_date": "2025-01-20", "kind": "floating", "tenor": "lpr_1y", "spread_bp": 60,
        "repricing": "half_yearly", "floor": "0.03", "why": "converted", "reason": "转换为浮动利率" });
    bank.post(&format!("/loans/{id}/rate-changes"), floating).ok();
    let now = rates(&bank, &id);
    assert_eq!(
        (&now["now"]["annual_rate"], &now["next_reset_on"]),
        (&json!("0.037"), &json!("2025-07-20"))
    );
    assert_eq!(
        (&now["now"]["floor"], &now["now"]["repricing"]),
        (&json!("0.03"), &json!("half_yearly"))
    );
}

#[test]
fn what_is_no_change_of_a_rate_is_refused_at_its_field() {
    let bank = Bank::new();
    let id = bank.annuity();
    let post = |body: Value| {
        let answered = bank.post(&format!("/loans/{id}/rate-changes"), body);
        let (status, code, field) = answered.fault();
        (status, code.to_owned(), field.to_owned())
    };
    let refused = |status, code: &str, field: &str| (status, format!("loan.{code}"), field.to_owned());
    let on = "2025-01-20";
    assert_eq!(post(fixed("0.072", on)), refused(422, "rate_unchanged", "annual_rate"));
    assert_eq!(post(fixed("1.2", on)), refused(422, "rate_out_of_range", "annual_rate"));
    assert_eq!(
        post(fixed("0.5", on)),
        refused(422, "all_in_rate_above_cap", "annual_rate")
    );
    assert_eq!(
        post(fixed("0.06", "2025-01-21")),
        refused(422, "value_date_in_future", "value_date")
    );
    assert_eq!(
        post(with(fixed("0.06", on), "reason", json!(" "))),
        refused(422, "reason_invalid", "reason")
    );
    assert_eq!(
        post(with(fixed("0.06", on), "why", json!("repriced"))),
        refused(422, "rate_incomplete", "why")
    );
    assert_eq!(
        post(with(fixed("0.06", on), "kind", json!("floating"))),
        refused(422, "rate_incomplete", "spread_bp")
    );
    let flat = bank.lend(bank.booking("P05", "12000.00", 12));
    let answered = bank.post(&format!("/loans/{flat}/rate-changes"), fixed("0.05", on));
    assert_eq!(answered.problem(), (422, "loan.rate_fixed"));
    let cookie = ALL.replace("+loan.change_rate", "");
    let uri = format!("/loans/{id}/rate-changes");
    let forbidden = bank.call(Method::POST, &uri, &[("cookie", cookie.as_str())], fixed("0.06", on));
    assert_eq!(forbidden.status, 403);
}
