use crate::app::{app, errors, figures, id_of, import, run, sent};
use serde_json::Value;
use testkit::Caller;

const HEADINGS: &str = "name,identity_kind,identity_number,kind,mobile,organisation,officer\n";
const ZHANG: &str = "张小三,resident_id,110101199003071233,person,13812348000,,\n";
const MILL: &str = "青禾面粉有限公司,unified_credit_code,91310000MA1FL0007C,,,,\n";

fn file(rows: &[&str]) -> String {
    format!("{HEADINGS}{}", rows.concat())
}

fn customers(caller: &Caller<'_>) -> Vec<Value> {
    let page = caller.get("/customers").ok();
    page["items"].as_array().expect("a page").clone()
}

#[test]
fn rows_become_customers_of_whoever_imports_and_say_what_they_made() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let done = import(&app, &clerk, "customers", &file(&[ZHANG, MILL]));
    assert_eq!(figures(&done), ("done", 2, 0, 0));
    let listed = customers(&clerk);
    assert_eq!(listed.len(), 2);
    let names: Vec<&str> = listed.iter().filter_map(|one| one["name"].as_str()).collect();
    assert!(
        names.contains(&"张*三") && names.contains(&"青禾面粉有限公司"),
        "{names:?}"
    );
    let rows = clerk
        .get(&format!("/imports/{}/rows?outcome=created", id_of(&done)))
        .ok();
    let numbers: Vec<&Value> = rows["items"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| &row["object"])
        .collect();
    let mut expected: Vec<&Value> = listed.iter().map(|one| &one["number"]).collect();
    expected.sort_by_key(|number| numbers.iter().position(|one| one == number));
    assert_eq!(numbers, expected);
}

#[test]
fn the_same_rows_again_change_nothing_and_other_content_is_refused() {
    let app = app();
    let clerk = app.sign_in("clerk");
    assert_eq!(
        figures(&import(&app, &clerk, "customers", &file(&[ZHANG]))),
        ("done", 1, 0, 0)
    );
    assert_eq!(
        figures(&import(&app, &clerk, "customers", &file(&[ZHANG, MILL]))),
        ("done", 1, 1, 0)
    );
    let renamed = ZHANG.replace("张小三", "张小四");
    let again = import(&app, &clerk, "customers", &file(&[&renamed, MILL]));
    assert_eq!(figures(&again), ("refused", 0, 1, 1));
    let told = errors(&clerk, id_of(&again));
    assert_eq!(
        told,
        [(2, "identity_number".to_owned(), "import.row_differs".to_owned())]
    );
    assert_eq!(customers(&clerk).len(), 2);
}

#[test]
fn one_wrong_row_keeps_all_rows_out() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let wrong = ZHANG.replace("110101199003071233", "110101199003071234");
    for (rows, line, code) in [
        ([MILL, wrong.as_str()], 3, "customer.number_check_digit"),
        (
            [ZHANG, &ZHANG.replace("110101199003071233", "1.10101E+17")],
            3,
            "import.scientific_notation",
        ),
    ] {
        let refused = import(&app, &clerk, "customers", &file(&rows));
        assert_eq!(refused["state"], "refused");
        assert_eq!(refused["problem"], "import.rows_refused");
        assert_eq!(
            errors(&clerk, id_of(&refused))[0],
            (line, "identity_number".to_owned(), code.to_owned())
        );
        assert_eq!(customers(&clerk), Vec::<Value>::new());
    }
}

#[test]
fn every_fault_of_a_row_has_its_code() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let rows = [
        (ZHANG.to_owned(), None),
        (ZHANG.replace("张小三", ""), Some(("name", "import.cell_empty"))),
        (
            ZHANG.replace("张小三", &"名".repeat(1001)),
            Some(("name", "import.cell_too_long")),
        ),
        (
            ZHANG.replace("resident_id", "library"),
            Some(("identity_kind", "import.not_a_choice")),
        ),
        (
            ZHANG.replace("1233", "123"),
            Some(("identity_number", "customer.number_length")),
        ),
        (
            ZHANG.replace("13812348000", "12812348000"),
            Some(("mobile", "customer.number_character")),
        ),
        (
            ZHANG.replace("person", "company"),
            Some(("identity_kind", "customer.identity_kind_mismatch")),
        ),
        (ZHANG.to_owned(), Some(("identity_number", "import.row_twice"))),
        (
            MILL.replace(",,,,", ",,,NOWHERE,"),
            Some(("organisation", "import.organisation_unknown")),
        ),
        (
            MILL.replace(",,,,", ",,,,nobody")
                .replace("91310000MA1FL0007C", "91310000MA1FL0015Y"),
            None,
        ),
    ];
    let text: Vec<&str> = rows.iter().map(|(row, _)| row.as_str()).collect();
    let id = sent(&clerk, "customers", &file(&text));
    let tried = run(&app, &clerk, &id, true);
    assert_eq!(tried["state"], "refused");
    let told = errors(&clerk, &id);
    for (line, (row, expected)) in (2_i64..).zip(&rows) {
        let Some((column, code)) = expected else { continue };
        let found = told.iter().find(|(at, ..)| *at == line);
        let found = found.map(|(_, column, code)| (column.as_str(), code.as_str()));
        assert_eq!(found, Some((*column, *code)), "{row}");
    }
    let officer = "青禾面粉有限公司,unified_credit_code,91310000MA1FL0007C,,,,nobody\n";
    let refused = import(&app, &clerk, "customers", &file(&[officer]));
    let code = "import.officer_unknown".to_owned();
    assert_eq!(errors(&clerk, id_of(&refused)), [(2, "officer".to_owned(), code)]);
}

#[test]
fn a_trial_tells_the_same_and_leaves_nothing() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let id = sent(&clerk, "customers", &file(&[ZHANG, MILL]));
    let tried = run(&app, &clerk, &id, true);
    assert_eq!(figures(&tried), ("checked", 2, 0, 0));
    assert_eq!(tried["dry_run"], true);
    assert_eq!(customers(&clerk), Vec::<Value>::new());
    assert_eq!(figures(&run(&app, &clerk, &id, false)), ("done", 2, 0, 0));
    assert_eq!(customers(&clerk).len(), 2);
}

#[test]
fn ten_thousand_rows_are_tried_and_each_wrong_one_is_found() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let row = |n: u32| format!("王小明,passport,P{n:05},person,,,\n");
    let text: String = (1..=10_000).map(row).collect();
    let twice: String = (1..=10).map(|n| row(n * 1_000)).collect();
    let id = sent(&clerk, "customers", &format!("{HEADINGS}{text}{twice}"));
    let tried = run(&app, &clerk, &id, true);
    assert_eq!(figures(&tried), ("refused", 10_000, 0, 10));
    let told = errors(&clerk, &id);
    assert_eq!(told.len(), 10);
    assert!(
        told.iter()
            .all(|(line, _, code)| *line > 10_001 && code == "import.row_twice"),
        "{told:?}"
    );
    assert_eq!(customers(&clerk), Vec::<Value>::new());
}

#[test]
fn industry_and_region_come_as_code_or_word_and_others_are_told_by_row() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let headings = "name,identity_kind,identity_number,industry,region\n";
    let zhang = "张小三,resident_id,110101199003071233,零售业,3302\n";
    // A unified social credit code of class 92 is a sole trader's; its check digit as in the customers' tests.
    let grocer = "青禾面粉店,unified_credit_code,92310000MA1FL00079,C13,宁波市\n";
    let wrong = "李小四,resident_id,440305198802290043,C99,3302\n";
    let refused = import(&app, &clerk, "customers", &format!("{headings}{zhang}{grocer}{wrong}"));
    assert_eq!(figures(&refused), ("refused", 2, 0, 1));
    let told = errors(&clerk, id_of(&refused));
    assert_eq!(told, [(4, "industry".to_owned(), "reference.entry_unknown".to_owned())]);
    assert!(customers(&clerk).is_empty());

    let file = format!("{headings}{zhang}{grocer}");
    assert_eq!(figures(&import(&app, &clerk, "customers", &file)), ("done", 2, 0, 0));
    let listed = customers(&clerk);
    let of = |kind: &str| {
        let one = listed.iter().find(|one| one["kind"] == kind).expect("a customer");
        (one["industry"].clone(), one["region"].clone())
    };
    assert_eq!(of("person"), ("F52".into(), "3302".into()));
    assert_eq!(of("self_employed"), ("C13".into(), "3302".into()));
    assert_eq!(figures(&import(&app, &clerk, "customers", &file)), ("done", 0, 2, 0));
    let silent = "name,identity_kind,identity_number\n张小三,resident_id,110101199003071233\n";
    assert_eq!(figures(&import(&app, &clerk, "customers", silent)), ("done", 0, 1, 0));
    let moved = import(&app, &clerk, "customers", &file.replace("零售业", "F51"));
    assert_eq!(figures(&moved), ("refused", 0, 1, 1));
}
