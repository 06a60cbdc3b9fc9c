use crate::app::app;
use testkit::Lending;

#[test]
fn a_loan_lent_today_stands_in_the_ledger_and_closes_balance() {
    let app = app();
    let _ = app.lend(&Lending::default());
    app.close_until("2025-02-21");
    let auditor = app.sign_in("auditor");
    let balance = auditor.get("/ledger/trial-balance?currency=CNY").ok();
    assert_eq!(balance["difference"]["amount"], "0.00", "{balance}");
    assert_eq!(auditor.get("/session").ok()["business_date"], "2025-02-21");
}
