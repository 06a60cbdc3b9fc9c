use crate::app::{app, errors, figures, id_of, import, run, sent};
use kernel::{BusinessDate, CivilDate};
use loan::app::close::reconcile::reconcile;
use loan::app::take_over::find_by_numbers;
use loan::app::verify::rebuild;
use serde_json::json;
use testkit::TestApp;

const HEADINGS: &str = "number,product,customer_name,identity_kind,identity_number,principal,annual_rate,periods,disbursed_on,paid_installments,principal_outstanding\n";
/// 120,000 yuan at 6 % in twelve equal payments of 10,327.97, of which 600.00 is interest first (cn.md §1.4). After four of them
/// what is outstanding is 120,000 − 9,727.97 − 9,776.61 − 9,825.49 − 9,874.62 = 80,795.31.
const ZHANG: &str = "OLD-1,P03,张小三,resident_id,110101199003071233,120000.00,0.06,12,2024-08-20,4,80795.31\n";
const WANG: &str = "OLD-2,P03,王小明,passport,E12345678,120000.00,6%,12,2025-01-20,,120000\n";

fn file(rows: &[&str]) -> String {
    format!("{HEADINGS}{}", rows.concat())
}

fn loan(app: &TestApp, number: &str) -> loan::app::record::StoredLoan {
    let found = app.state.db.read(|tx| find_by_numbers(tx, &[number]));
    found.expect("loans can be read").pop().expect("the loan")
}

/// Every loan lived again is what is stored, and the loans are the ledger's.
#[track_caller]
fn assert_sound(app: &TestApp) {
    let rebuilt = app.state.db.read(rebuild).expect("loans can be read");
    assert_eq!(rebuilt.first_difference, None);
    let today = app.today();
    let checks = app.state.db.read(|tx| reconcile(tx, today)).expect("checks");
    let wrong: Vec<_> = checks.iter().filter(|check| !check.ok()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn loans_come_with_their_past_and_stand_where_it_leads() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let done = import(&app, &clerk, "loans", &file(&[ZHANG, WANG]));
    assert_eq!(figures(&done), ("done", 2, 0, 0), "{:?}", errors(&clerk, id_of(&done)));
    let old = loan(&app, "OLD-1");
    assert_eq!(old.state.principal_outstanding(), 8_079_531);
    // The fifth instalment falls due today, 2025-01-20, and is open.
    assert_eq!(
        old.state.oldest_unpaid_due(),
        Some(CivilDate::parse("2025-01-20").expect("a date"))
    );
    assert_eq!((old.head.event_seq, old.head.version), (5, 6));
    assert_sound(&app);
    app.close_until("2025-02-21");
    assert_sound(&app);
    let listed = clerk.get("/customers").ok();
    let counts: Vec<_> = listed["items"]
        .as_array()
        .expect("a page")
        .iter()
        .map(|one| one["loan_count"].clone())
        .collect();
    assert_eq!(counts, [json!(1), json!(1)]);
}

#[test]
fn a_loan_taken_over_lives_on_like_any_other() {
    let app = app();
    let clerk = app.sign_in("clerk");
    assert_eq!(import(&app, &clerk, "loans", &file(&[ZHANG]))["state"], "done");
    // What was paid too late elsewhere is paid here: back-dated by four days, replayed with the others.
    let id = loan(&app, "OLD-1").head.id;
    app.close_until("2025-01-25");
    let repay = |tx: &mut platform::Tx| {
        tx.act_as(&kernel::Actor::system(), "test", app.state.clock.now());
        let repayment = loan::app::repay::Repayment {
            amount: kernel::Money::parse("10327.97", kernel::Currency::CNY).expect("an amount"),
            value_date: CivilDate::parse("2025-01-21").expect("a date"),
            kind: loan::app::repay::RepaymentKind::Regular,
            note: String::new(),
        };
        loan::app::repay::repay(tx, &app.context(), &app.books, id, &repayment)
    };
    let _ = app.state.db.write(repay).expect("a repayment");
    assert_sound(&app);
    app.close_until("2025-02-21");
    assert_sound(&app);
}

#[test]
fn the_same_loans_again_change_nothing_and_other_terms_are_refused() {
    let app = app();
    let clerk = app.sign_in("clerk");
    assert_eq!(
        figures(&import(&app, &clerk, "loans", &file(&[ZHANG]))),
        ("done", 1, 0, 0)
    );
    assert_eq!(
        figures(&import(&app, &clerk, "loans", &file(&[ZHANG, WANG]))),
        ("done", 1, 1, 0)
    );
    let other = ZHANG
        .replace("120000.00,0.06", "120000.00,0.07")
        .replace("80795.31", "");
    let refused = import(&app, &clerk, "loans", &file(&[&other]));
    assert_eq!(figures(&refused), ("refused", 0, 0, 1));
    let code = "import.row_differs".to_owned();
    assert_eq!(errors(&clerk, id_of(&refused)), [(2, "number".to_owned(), code)]);
    assert_sound(&app);
}

#[test]
fn every_fault_of_a_loan_has_its_code() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let rows = [
        (
            ZHANG.replace("80795.31", "80795.32"),
            "principal_outstanding",
            "import.balance_differs",
        ),
        (ZHANG.replace("OLD-1", "旧-1"), "number", "import.loan_number_invalid"),
        (
            ZHANG.replace("OLD-1,P03", "OLD-3,P99"),
            "product",
            "import.product_unknown",
        ),
        (
            ZHANG.replace("OLD-1", "OLD-4").replace("2024-08-20,4", "2024-08-20,6"),
            "paid_installments",
            "loan.paid_beyond",
        ),
        (
            WANG.replace("2025-01-20", "2025-01-21"),
            "value_date",
            "loan.disbursement_in_future",
        ),
        (
            ZHANG.replace("OLD-1", "OLD-5").replace(",12,", ",900,"),
            "periods",
            "loan.outside_product",
        ),
        (
            ZHANG.replace("OLD-1", "OLD-6").replace("0.06", "six"),
            "annual_rate",
            "import.not_a_rate",
        ),
        (
            ZHANG.replace("OLD-1", "OLD-7").replace("2024-08-20", "soon"),
            "disbursed_on",
            "import.not_a_date",
        ),
        (
            ZHANG.replace("OLD-1", "OLD-8").replace("120000.00", "12万"),
            "principal",
            "import.not_an_amount",
        ),
        (
            ZHANG.replace("OLD-1", "OLD-9").replace("张小三", "张小四"),
            "customer_name",
            "import.row_differs",
        ),
        (ZHANG.replace("OLD-1", "OLD-4"), "number", "import.row_twice"),
    ];
    let text: Vec<&str> = rows.iter().map(|(row, ..)| row.as_str()).collect();
    let id = sent(&clerk, "loans", &file(&text));
    let tried = run(&app, &clerk, &id, true);
    assert_eq!(figures(&tried), ("refused", 0, 0, 11));
    let told = errors(&clerk, &id);
    let expected: Vec<_> = (2_i64..)
        .zip(&rows)
        .map(|(line, (_, column, code))| (line, (*column).to_owned(), (*code).to_owned()))
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn repayments_of_the_past_are_recorded_once_however_often_they_are_sent() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let unpaid = ZHANG.replace(",4,80795.31", ",,");
    assert_eq!(import(&app, &clerk, "loans", &file(&[&unpaid]))["state"], "done");
    // The four instalments on their days, the last of them in two parts of the same amount.
    let rows = "number,value_date,amount,kind\n\
        OLD-1,2024-11-20,10327.97,\nOLD-1,2024-09-20,10327.97,regular\nOLD-1,2024/10/20,\"10,327.97\",正常还款\n\
        OLD-1,2024-12-20,5163.98,\nOLD-1,2024-12-20,5163.98,\nOLD-1,2024-12-20,0.01,\n";
    assert_eq!(figures(&import(&app, &clerk, "repayments", rows)), ("done", 6, 0, 0));
    assert_eq!(loan(&app, "OLD-1").state.principal_outstanding(), 8_079_531);
    assert_sound(&app);
    assert_eq!(figures(&import(&app, &clerk, "repayments", rows)), ("done", 0, 6, 0));
    let further =
        "number,value_date,amount\nOLD-1,2024-12-20,5163.98\nOLD-1,2024-12-20,5163.98\nOLD-1,2024-12-20,5163.98\n";
    assert_eq!(figures(&import(&app, &clerk, "repayments", further)), ("done", 1, 2, 0));
    assert_sound(&app);
    let wrong = "number,value_date,amount,kind\nOLD-9,2024-12-20,1,\nOLD-1,2024-12-20,1.234,\nOLD-1,2025-01-21,1,\nOLD-1,2024-12-20,0,\nOLD-1,2024-12-20,1,payoff\n";
    let refused = import(&app, &clerk, "repayments", wrong);
    let codes: Vec<String> = errors(&clerk, id_of(&refused))
        .into_iter()
        .map(|(.., code)| code)
        .collect();
    let expected = [
        "import.loan_unknown",
        "import.not_an_amount",
        "loan.value_date_in_future",
        "loan.amount_not_positive",
        "loan.amount_below_payoff",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn two_days_pass_and_every_day_is_closed_over_loans_of_all_products() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let products = ["P01", "P01-EP", "P03", "P04", "P05"];
    let rows: Vec<String> = products
        .iter()
        .enumerate()
        .map(|(n, product)| {
            format!(
                "X-{n},{product},王小明,passport,E12345678,100000.00,,{},2024-10-08,0,\n",
                if n < 2 { 120 } else { 12 }
            )
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let id = sent(&clerk, "loans", &file(&rows));
    let tried = run(&app, &clerk, &id, true);
    // Products whose bounds do not admit the row are told; the others stand.
    let refused: Vec<i64> = errors(&clerk, &id).into_iter().map(|(line, ..)| line).collect();
    let kept: Vec<&str> = (2_i64..)
        .zip(&rows)
        .filter(|(line, _)| !refused.contains(line))
        .map(|(_, row)| *row)
        .collect();
    assert!(kept.len() >= 3, "{tried} {refused:?}");
    assert_eq!(import(&app, &clerk, "loans", &file(&kept))["state"], "done");
    assert_sound(&app);
    app.close_until("2025-01-22");
    assert_sound(&app);
    assert_eq!(app.today(), BusinessDate::parse("2025-01-22").expect("a date"));
}

#[test]
fn a_purpose_comes_as_code_or_word_and_others_are_told_by_row() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let with = |row: &str, purpose: &str| format!("{},{purpose}\n", row.trim_end());
    let file = |purposes: [&str; 2]| {
        let headings = with(HEADINGS, "purpose");
        format!("{headings}{}{}", with(ZHANG, purposes[0]), with(WANG, purposes[1]))
    };
    let refused = import(&app, &clerk, "loans", &file(["住房装修", "gambling"]));
    assert_eq!(figures(&refused), ("refused", 1, 0, 1));
    let told = errors(&clerk, id_of(&refused));
    assert_eq!(told, [(3, "purpose".to_owned(), "reference.entry_unknown".to_owned())]);

    assert_eq!(
        figures(&import(&app, &clerk, "loans", &file(["住房装修", ""]))),
        ("done", 2, 0, 0)
    );
    assert_eq!(loan(&app, "OLD-1").head.purpose.as_deref(), Some("renovation"));
    assert_eq!(loan(&app, "OLD-2").head.purpose, None);
    assert_eq!(
        figures(&import(&app, &clerk, "loans", &file(["renovation", ""]))),
        ("done", 0, 2, 0)
    );
    assert_eq!(
        figures(&import(&app, &clerk, "loans", &file(["travel", ""]))),
        ("refused", 0, 1, 1)
    );
}
