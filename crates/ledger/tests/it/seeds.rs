use crate::support::{Books, Browser, day};
use ledger::PostingRuleBook;
use ledger::app::{seed_accounts, seed_rules};
use ledger::domain::EntryError;
use serde_json::json;

#[test]
fn the_seeded_rules_name_accounts_of_the_seeded_chart() {
    let chart = ledger::Chart::new(seed_accounts()).unwrap();
    let rules = PostingRuleBook::new(seed_rules(), &chart)
        .unwrap()
        .as_of(day("2025-01-20"));
    // cn.md §5.14: debit and credit of each movement.
    for (movement, debit, credit) in [
        ("disbursement", "1303.01", "2011"),
        ("principal_due", "1303.02", "1303.01"),
        ("principal_paid", "2011", "1303.02"),
        ("principal_prepaid", "2011", "1303.01"),
        ("interest_accrued", "1132.01", "6011.01"),
        ("interest_due", "1132.02", "1132.01"),
        ("interest_paid", "2011", "1132.02"),
        ("interest_prepaid", "2011", "1132.01"),
        ("penalty_accrued", "1132.03", "6011.02"),
        ("penalty_paid", "2011", "1132.03"),
        ("compound_accrued", "1132.04", "6011.03"),
        ("compound_paid", "2011", "1132.04"),
        ("fee_charged", "1132.05", "6021"),
        ("fee_paid", "2011", "1132.05"),
        ("prepayment_fee_paid", "2011", "6021"),
        ("suspense_received", "2011", "2241"),
        ("suspense_applied", "2241", "2011"),
        ("charge_off_principal_due", "1304", "1303.02"),
        ("charge_off_principal_not_due", "1304", "1303.01"),
        ("charge_off_interest_due", "6011.01", "1132.02"),
        ("charge_off_accrued_interest", "6011.01", "1132.01"),
        ("charge_off_penalty", "6011.02", "1132.03"),
        ("charge_off_compound", "6011.03", "1132.04"),
        ("impairment_charged", "6702", "1304"),
        ("written_off_registered", "7002", "7999"),
    ] {
        let rule = rules.find(movement).unwrap_or_else(|| panic!("{movement}"));
        assert_eq!(
            (rule.debit.as_str(), rule.credit.as_str()),
            (debit, credit),
            "{movement}"
        );
    }
    assert_eq!(
        rules.lines("gift", 1),
        Err(EntryError::MovementUnknown("gift".to_owned()))
    );
}

#[test]
fn seeding_twice_changes_nothing_and_the_cache_sees_what_is_added() {
    let books = Books::new();
    let cache = ledger::AccountingCache::default();
    let before = books.db.read(|tx| cache.get(tx)).unwrap();
    books.db.write(ledger::seed_chart).unwrap();
    let same = books.db.read(|tx| cache.get(tx)).unwrap();
    assert!(std::sync::Arc::ptr_eq(&before, &same));
    books.tamper(
        "INSERT INTO posting_rule (movement, valid_from, debit_account, credit_account, source)
        VALUES ('disbursement', 20000, '1303.01', '1002', 'test')",
    );
    let after = books.db.read(|tx| cache.get(tx)).unwrap();
    let rule = after
        .rules
        .as_of(day("2025-01-20"))
        .find("disbursement")
        .unwrap()
        .credit;
    assert_eq!(rule.as_str(), "1002");
}

#[test]
fn the_chart_is_listed_with_headings_marked() {
    let books = Books::new();
    let (status, chart) = Browser::new(&books, "ledger.read").get("/api/v1/ledger/accounts");
    assert_eq!(status, 200);
    let items = chart["items"].as_array().unwrap();
    assert_eq!(items.len(), seed_accounts().len());
    let account = |code: &str| items.iter().find(|item| item["code"] == code).unwrap();
    assert_eq!(account("1303")["heading"], json!(true));
    assert_eq!(account("1303.01")["heading"], json!(false));
    assert_eq!(account("2011")["balance_side"], json!("credit"));
    assert_eq!(account("7002")["category"], json!("off_book"));
}

#[test]
fn the_ledger_is_closed_to_those_without_the_permission() {
    let books = Books::new();
    let (status, problem) = Browser::new(&books, "loan.read").get("/api/v1/ledger/accounts");
    assert_eq!(
        (status, problem["code"].as_str()),
        (403, Some("access.permission_denied"))
    );
}
