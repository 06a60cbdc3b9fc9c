use crate::app::{app, errors, figures, id_of, import, run, sent};
use serde_json::{Value, json};
use testkit::TestApp;

/// After four of twelve instalments 80,795.31 is outstanding (see loans.rs), of which the fifth falls due today: 10,327.97, with
/// interest of 80,795.31 × 0.5 % = 403.98 and principal of 9,923.99. Of OLD-2, lent today, 120,000.00 is outstanding.
const LOANS: &str = "number,product,customer_name,identity_kind,identity_number,principal,annual_rate,periods,disbursed_on,paid_installments\n\
    OLD-1,P03,张小三,resident_id,110101199003071233,120000.00,0.06,12,2024-08-20,4\n\
    OLD-2,P03,王小明,passport,E12345678,120000.00,6%,12,2025-01-20,0\n";

fn minor(app: &TestApp, account: &str) -> i64 {
    let code = ledger::AccountCode::parse(account).expect("a code");
    let (on, money) = (app.today(), kernel::Currency::CNY);
    let balance = app.state.db.read(|tx| ledger::balance_of(tx, code, money, on));
    balance.expect("a balance")
}

#[test]
fn accounts_are_added_below_their_headings_once() {
    let app = app();
    let admin = app.sign_in("admin");
    let head = "code,name_zh,name_en,category,balance_side\n";
    let rows = "1002.01,存放同业活期,Due from banks on demand,资产,借\n1002.02,存放同业定期,Due from banks at term,asset,debit\n";
    assert_eq!(
        figures(&import(&app, &admin, "accounts", &format!("{head}{rows}"))),
        ("done", 2, 0, 0)
    );
    assert_eq!(
        figures(&import(&app, &admin, "accounts", &format!("{head}{rows}"))),
        ("done", 0, 2, 0)
    );
    let wrong = "9.9.9,无上级,No heading,asset,debit\n1002.03,收入,Income,income,credit\n1303.01.1,下级,Below,asset,debit\nabc,字母,Letters,asset,debit\n\
        1002.01,别名,Another,asset,debit\n";
    let refused = import(&app, &admin, "accounts", &format!("{head}{wrong}"));
    let codes: Vec<String> = errors(&admin, id_of(&refused))
        .into_iter()
        .map(|(.., code)| code)
        .collect();
    let expected = [
        "ledger.account_unknown",
        "ledger.category_differs",
        "ledger.account_in_use",
        "ledger.account_code_invalid",
        "import.row_differs",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_trial_balance_opens_the_books_beside_the_loans_that_are_there() {
    let app = app();
    let admin = app.sign_in("admin");
    assert_eq!(import(&app, &admin, "loans", LOANS)["state"], "done");
    app.close_until("2025-01-21");
    // A day later the loans hold 200,795.31 of principal and 437.35 of receivables: 403.98 of interest due; 1/31 of this month's
    // interest, (80,795.31 − 9,923.99) × 0.5 % ÷ 31 + 600.00 ÷ 31 = 30.79; penalty of 9,923.99 × 9 % ÷ 360 = 2.48 and compound interest
    // of 403.98 × 9 % ÷ 360 = 0.10. The rest of 1,000,000.00 of deposits lies in banks: 798,767.34.
    let balances = "account,debit,credit\n1303,200795.31,\n1132,437.35,\n1002,798767.34,\n2011,,1000000.00\n";
    let rest = book_rest(&app);
    let done = import(&app, &admin, "balances", &format!("{balances}{rest}"));
    assert_eq!(done["state"], "done", "{:?}", errors(&admin, id_of(&done)));
    assert_eq!(
        (minor(&app, "1002"), minor(&app, "2011"), minor(&app, "6011")),
        (79_876_734, -100_000_000, 0)
    );
    let again = import(&app, &admin, "balances", &format!("{balances}{rest}"));
    assert_eq!((&again["created"], &again["state"]), (&json!(0), &json!("done")));
    let on = app.today();
    let checks = app
        .state
        .db
        .read(|tx| loan::app::close::reconcile::reconcile(tx, on))
        .expect("checks");
    assert!(checks.iter().all(loan::app::close::CheckResult::ok), "{checks:?}");
    app.close_until("2025-01-22");
}

/// What else the loans' own entries moved (income of their past), which the lender's books have long closed: brought to zero.
fn book_rest(app: &TestApp) -> String {
    let on = app.today();
    let balances = app.state.db.read(|tx| ledger::balances(tx, on)).expect("balances");
    let mut codes: Vec<String> = balances.into_keys().map(|pocket| pocket.account.to_string()).collect();
    codes.sort();
    codes.dedup();
    let named = |code: &&String| {
        !["1002", "2011"].contains(&code.as_str()) && !code.starts_with("1303") && !code.starts_with("1132")
    };
    codes.iter().filter(named).map(|code| format!("{code},,\n")).collect()
}

#[test]
fn balances_that_are_not_those_of_the_loans_or_do_not_balance_are_refused() {
    let app = app();
    let admin = app.sign_in("admin");
    assert_eq!(import(&app, &admin, "loans", LOANS)["state"], "done");
    for (rows, expected) in [
        ("1303,200795.30,\n", (2, "account", "import.balance_differs")),
        ("1303.01,1.00,\n", (2, "account", "import.balance_differs")),
        ("1,1.00,\n", (2, "account", "ledger.account_unknown")),
        ("1132,,1.00\n", (2, "account", "import.balance_differs")),
        ("1002,1.00,\n", (2, "debit", "ledger.entry_not_balanced")),
        ("1002,1.00,1.00\n", (2, "credit", "import.two_sides")),
        ("1002,1.001,\n", (2, "debit", "import.not_an_amount")),
        ("1002,1,\n1002,1,\n", (3, "account", "import.row_twice")),
    ] {
        let id = sent(&admin, "balances", &format!("account,debit,credit\n{rows}"));
        let _ = run(&app, &admin, &id, true);
        let (line, column, code) = expected;
        let told = errors(&admin, &id);
        assert!(
            told.contains(&(line, column.to_owned(), code.to_owned())),
            "{rows}: {told:?}"
        );
    }
    let money = sent(&admin, "balances", "account,currency,debit\n1002,ZZZ,1\n");
    let _ = run(&app, &admin, &money, true);
    assert_eq!(errors(&admin, &money)[0].2, "import.currency_unknown");
}

#[test]
fn the_report_of_a_cut_over_compares_the_lenders_totals_the_loans_and_the_ledger() {
    let app = app();
    let admin = app.sign_in("admin");
    assert_eq!(import(&app, &admin, "loans", LOANS)["state"], "done");
    let compare = |totals: &str| admin.post_file("/imports/cut-over", totals.as_bytes()).ok();
    let agreed =
        compare("product,currency,loans,principal,interest_due,penalty,fee_due\nP03,CNY,2,\"200,795.31\",403.98,0,0\n");
    assert_eq!(agreed["differences"], 0, "{agreed}");
    let principal = |report: &Value| {
        let products = report["products"].as_array().expect("figures").clone();
        products
            .into_iter()
            .find(|one| one["figure"] == "principal")
            .expect("principal")
    };
    assert_eq!(principal(&agreed)["booked"], "200795.31");
    let ledger = agreed["ledger"].as_array().expect("figures");
    assert!(
        ledger
            .iter()
            .any(|one| one["code"] == "principal_due" && one["ledger"] == "9923.99"),
        "{ledger:?}"
    );
    let off = compare("product,currency,loans,principal\nP03,CNY,3,200795.32\nP99,CNY,1,\n");
    assert_eq!(principal(&off)["difference"], "-0.01");
    // One loan, one cent, and a product of which nothing was taken in.
    assert_eq!(off["differences"], 3, "{off}");
    let silent = compare("product,loans\nP04,0\n");
    assert_eq!(
        silent["differences"], 2,
        "P03 is not named: its loans and its principal differ: {silent}"
    );
    assert_eq!(compare("")["differences"], 0);
    let wrong = admin.post_file("/imports/cut-over", b"product,principal\nP03,much\n");
    assert_eq!(wrong.problem(), (422, "import.totals_wrong"));
    let clerk = app.sign_in("clerk").post_file("/imports/cut-over", b"");
    assert_eq!(clerk.problem(), (403, "access.permission_denied"));
}

#[test]
fn branches_and_staff_come_by_file() {
    let app = app();
    let admin = app.sign_in("admin");
    let branches =
        "code,name_zh,name_en,parent,opened_on\nSH,上海分行,Shanghai branch,HQ,2020-01-01\nSH.01,浦东支行,Pudong,SH,\n";
    let code = head_office(&app);
    let branches = branches.replace(",HQ,", &format!(",{code},"));
    let done = import(&app, &admin, "organisations", &branches);
    assert_eq!(figures(&done), ("done", 2, 0, 0), "{:?}", errors(&admin, id_of(&done)));
    assert_eq!(
        figures(&import(&app, &admin, "organisations", &branches)),
        ("done", 0, 2, 0)
    );
    let lost = import(
        &app,
        &admin,
        "organisations",
        "code,name_zh,name_en,parent\nBJ,北京分行,Beijing,NOWHERE\nSH,别名,Other,SH.01\n",
    );
    let codes: Vec<String> = errors(&admin, id_of(&lost))
        .into_iter()
        .map(|(.., code)| code)
        .collect();
    assert_eq!(codes, ["access.organisation_unknown", "import.row_differs"]);

    let staff = "login,name,roles,organisation\nwang.li,王丽,clerk,SH\nli.na,李娜,\"manager;auditor\",SH.01\n";
    let done = import(&app, &admin, "users", staff);
    assert_eq!(figures(&done), ("done", 2, 0, 0), "{:?}", errors(&admin, id_of(&done)));
    assert_eq!(figures(&import(&app, &admin, "users", staff)), ("done", 0, 2, 0));
    let wrong = import(
        &app,
        &admin,
        "users",
        "login,name,roles\n!,王丽,clerk\nnew.one,新人,pilot\nwang.li,王力,clerk\n",
    );
    let codes: Vec<String> = errors(&admin, id_of(&wrong))
        .into_iter()
        .map(|(.., code)| code)
        .collect();
    assert_eq!(
        codes,
        ["access.login_invalid", "access.role_unknown", "import.row_differs"]
    );
    let refused = app
        .anyone()
        .post("/session", &json!({ "login": "wang.li", "password": "Xindai-demo-1" }));
    assert_eq!(refused.status, 401);
}

fn head_office(app: &TestApp) -> String {
    let all = app
        .state
        .db
        .read(access::app::list_organisations)
        .expect("organisations");
    all.into_iter()
        .find(|one| one.parent.is_none())
        .expect("the head office")
        .code
}
