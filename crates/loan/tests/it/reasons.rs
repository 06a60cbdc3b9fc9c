//! Why events were recorded, as codes of lists of reasons; and numbers and currencies by master data.

use crate::bank::Bank;
use kernel::{CivilDate, LoanId, Timestamp};
use loan::app::change::Remark;
use loan::app::error::LoanFailure;
use loan::app::repay::charge_off;
use platform::{CommandContext, run_command};
use reference::domain::{Change, Content, CurrencyUse, Kind, Numbering, ReferenceRefusal, Reset};
use serde_json::json;

#[test]
fn a_reversal_keeps_its_reason_and_refuses_one_that_no_list_offers() {
    let bank = Bank::new();
    let id = bank.annuity();
    let paid = bank.repay(&id, "100.00", "2025-01-20");
    let uri = format!("/loans/{id}/events/{}/reversal", paid["event_id"].as_str().unwrap());
    let refused = bank.post(&uri, json!({ "reason": "测试", "reason_code": "weather" }));
    assert_eq!(
        (refused.status, refused.json["code"].as_str()),
        (422, Some("reference.entry_unknown"))
    );
    assert_eq!(refused.json["field"], "reason_code");
    let reversed = bank.post(&uri, json!({ "reason": "测试", "reason_code": "wrong_amount" }));
    assert_eq!(reversed.status, 200, "{}", reversed.json);
    let events = bank.events(&id);
    assert_eq!(
        (&events[2]["note"], &events[2]["reason_code"]),
        (&json!("测试"), &json!("wrong_amount"))
    );
    assert_eq!(events[1]["reason_code"], json!(null), "a repayment has none");
}

#[test]
fn a_charge_off_keeps_its_reason() {
    let bank = Bank::new();
    let id = bank.annuity();
    let loan_id: LoanId = id.parse().unwrap();
    let context = CommandContext::system("test", Timestamp::from_millis(0));
    let charge_off = |code: &str| {
        run_command(&bank.state.db, &context, "test", &(), |tx| {
            let remark = Remark {
                note: "",
                reason_code: Some(code),
            };
            charge_off(tx, &context, &bank.books, loan_id, remark).map(|_| ())
        })
    };
    let refused = charge_off("wrong_amount");
    assert!(
        matches!(
            refused,
            Err(LoanFailure::Reference(ReferenceRefusal::EntryUnknown { .. }))
        ),
        "a reason of reversals: {refused:?}"
    );
    charge_off("bankruptcy").unwrap();
    assert_eq!(bank.events(&id)[1]["reason_code"], "bankruptcy");
}

fn write(bank: &Bank, code: &str, content: Content) {
    let context = CommandContext::system("test", Timestamp::from_millis(0));
    let change = Change {
        kind: content.kind(),
        code: code.to_owned(),
        revision: 1,
        effective_from: CivilDate::parse("2025-01-20").unwrap(),
        effective_until: None,
        content: Some(content),
        source: String::from("test"),
        reason: String::from("test"),
    };
    reference::app::change(&bank.state.db, &context, &change).unwrap();
}

#[test]
fn loans_are_numbered_by_the_rule_that_holds() {
    let bank = Bank::new();
    let number = |id: &str| bank.loan(id)["number"].as_str().unwrap_or_default().to_owned();
    let first = number(&bank.annuity());
    assert!(first.starts_with("JJ20250120-") && first.len() == 21, "{first}");
    let rule = Numbering {
        pattern: String::from("L{org}{yyyy}-{seq:5}"),
        reset: Reset::Year,
    };
    write(&bank, "loan_number", Content::Numbering(rule));
    assert_eq!(number(&bank.annuity()), "L00012025-00001");
    assert_eq!(number(&bank.annuity()), "L00012025-00002");
}

#[test]
fn nothing_new_is_lent_in_a_currency_that_is_not_in_use() {
    let bank = Bank::new();
    let used = CurrencyUse {
        name_zh: String::from("人民币"),
        name_en: String::from("Renminbi"),
        symbol: String::from("¥"),
        enabled: false,
    };
    assert_eq!(Content::Currency(used.clone()).kind(), Kind::Currency);
    write(&bank, "CNY", Content::Currency(used));
    let refused = bank.post("/loans", bank.booking("P05", "12000.00", 12));
    assert_eq!(
        (refused.status, refused.json["code"].as_str()),
        (422, Some("reference.currency_disabled"))
    );
}
