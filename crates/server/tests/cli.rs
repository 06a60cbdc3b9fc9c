//! The command line in process: `xindai schedule` against the worked numbers of the reference (T01–T14).

use serde_json::Value;
use std::path::PathBuf;

/// Runs a command in process: exit code, standard output, standard error.
fn xindai(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = std::iter::once("xindai").chain(arguments.iter().copied());
    let code = server::run(all, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    (code, text(out), text(err))
}

/// The schedule of options given as one line of words.
#[track_caller]
fn schedule(options: &str) -> Value {
    let mut arguments = vec!["schedule", "--json"];
    arguments.extend(options.split_whitespace());
    let (code, out, err) = xindai(&arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{options}");
    serde_json::from_str(&out).expect("JSON")
}

/// `payment principal interest balance` of a row.
fn row(schedule: &Value, nr: usize) -> String {
    let row = &schedule["rows"][nr - 1];
    let text = |name: &str| row[name].as_str().unwrap_or("?").to_owned();
    ["payment", "principal", "interest", "balance"].map(text).join(" ")
}

fn column<'a>(schedule: &'a Value, name: &str) -> Vec<&'a str> {
    let rows = schedule["rows"].as_array().into_iter().flatten();
    rows.map(|row| row[name].as_str().unwrap_or("?")).collect()
}

fn total_interest(schedule: &Value) -> &str {
    schedule["totals"]["interest"].as_str().unwrap_or("?")
}

#[test]
fn t01_annuity_of_a_million_over_thirty_years() {
    let plan = schedule("--method annuity --principal 1000000.00 --rate 0.042 --periods 360 --start 2025-01-20");
    assert_eq!(row(&plan, 1), "4890.17 1390.17 3500.00 998609.83");
    assert_eq!(row(&plan, 120), "4890.17 2106.86 2783.31 793124.44");
    assert_eq!(row(&plan, 360), "4891.45 4874.39 17.06 0.00");
    assert_eq!(total_interest(&plan), "760462.48");
}

#[test]
fn t02_the_form_of_the_answer() {
    let plan = schedule("--method annuity --principal 120000 --rate 0.06 --periods 12 --start 2025-01-20");
    let first = r#"{"balance":"110272.03","days":31,"due":"2025-02-20","interest":"600.00","nr":1,"payment":"10327.97","principal":"9727.97"}"#;
    assert_eq!(plan["rows"][0], serde_json::from_str::<Value>(first).unwrap());
    let totals = r#"{"interest":"3935.66","payment":"123935.66","principal":"120000.00"}"#;
    assert_eq!(plan["totals"], serde_json::from_str::<Value>(totals).unwrap());
    assert_eq!(plan.as_object().map(|members| members.len()), Some(2));
    assert_eq!(row(&plan, 12), "10327.99 10276.61 51.38 0.00");
}

#[test]
fn t03_and_t04_equal_principal() {
    let plan = schedule("--method equal-principal --principal 100000 --rate 0.06 --periods 12 --start 2025-01-20");
    assert_eq!(row(&plan, 12), "8375.04 8333.37 41.67 0.00");
    assert_eq!(total_interest(&plan), "3250.00");
    let plan = schedule("--method equal-principal --principal 1000000 --rate 0.042 --periods 360 --start 2025-01-20");
    let payments = column(&plan, "payment");
    assert_eq!((payments[0], payments[359]), ("6277.78", "2786.70"));
    assert_eq!(total_interest(&plan), "631749.52");
}

#[test]
fn t05_flat() {
    let plan = schedule("--method flat --principal 12000 --rate 0.072 --periods 12 --start 2025-01-20");
    assert_eq!(column(&plan, "payment"), ["1072.00"; 12]);
    assert_eq!(total_interest(&plan), "864.00");
}

#[test]
fn t06_quarterly_settlement_on_the_twenty_first() {
    let options = "--method interest-only --principal 2000000 --rate 0.0435 --periods 4 --start 2025-02-10 \
        --frequency quarter --pay-day 21";
    let interests = ["9425.00", "22233.33", "22233.33", "21991.67", "12325.00"];
    let plan = schedule(&format!("{options} --settlement calendar"));
    assert_eq!(column(&plan, "interest"), interests);
    assert_eq!(
        column(&plan, "due"),
        ["2025-03-21", "2025-06-21", "2025-09-21", "2025-12-21", "2026-02-10"]
    );
    assert_eq!(
        schedule(options),
        plan,
        "the calendar is the habit of interest by quarter"
    );
}

#[test]
fn t07_interest_only_to_the_contract_date() {
    let options =
        "--method interest-only --principal 500000 --rate 0.0435 --periods 12 --start 2025-03-15 --pay-day 20";
    let plan = schedule(options);
    let interests = column(&plan, "interest");
    assert_eq!(
        (interests.len(), interests[0], interests[12]),
        (13, "302.08", "1389.58")
    );
    assert_eq!(total_interest(&plan), "22052.10");
    assert_eq!(schedule(&format!("{options} --end-on-anniversary")), plan);
    let on_pay_day = schedule(&format!("{options} --end-on-anniversary=false"));
    assert_eq!(column(&on_pay_day, "due")[12], "2026-03-20");
}

#[test]
fn t08_a_bullet_costs_its_days_in_each_convention() {
    for (convention, interest) in [
        ("ACT/360", "5430.00"),
        ("ACT/365F", "5355.62"),
        ("30E/360", "5400.00"),
        ("30/360", "5400.00"),
    ] {
        let plan = schedule(&format!(
            "--method bullet --principal 200000 --rate 0.054 --periods 6 --start 2025-01-31 --day-count {convention}"
        ));
        assert_eq!(column(&plan, "interest"), [interest], "{convention}");
        assert_eq!(column(&plan, "due"), ["2025-07-31"]);
    }
}

#[test]
fn t09_balloons() {
    let common = "--method balloon --principal 300000 --rate 0.05 --periods 36 --start 2025-01-20";
    let plan = schedule(&format!("{common} --balloon-periods 120"));
    assert_eq!(row(&plan, 1), "3181.97 1931.97 1250.00 298068.03");
    assert_eq!(row(&plan, 36), "228311.66 227364.31 947.35 0.00");
    let plan = schedule(&format!("{common} --residual 90000.00"));
    assert_eq!(row(&plan, 1), "6668.89 5418.89 1250.00 294581.11");
    assert_eq!(row(&plan, 36), "96668.82 96267.70 401.12 0.00");
}

#[test]
fn t10_quarters_and_years() {
    let common = "--method annuity --principal 1000000 --rate 0.048 --start 2025-01-20";
    let plan = schedule(&format!("{common} --periods 8 --frequency quarter"));
    let payments = column(&plan, "payment");
    assert_eq!((payments[0], payments[7]), ("131843.92", "131843.96"));
    let plan = schedule(&format!("{common} --periods 5 --frequency year"));
    let payments = column(&plan, "payment");
    assert_eq!((payments[0], payments[4]), ("229699.31", "229699.30"));
}

#[test]
fn t11_fortnights_pay_half_of_the_month() {
    let plan = schedule("--method biweekly --principal 1000000 --rate 0.042 --periods 360 --start 2025-01-20");
    let payments = column(&plan, "payment");
    assert_eq!(
        (payments.len(), payments[0], payments[675]),
        (676, "2445.09", "1552.62")
    );
    assert_eq!(total_interest(&plan), "651988.37");
    let bounded = schedule(
        "--method biweekly --principal 1000000 --rate 0.042 --periods 1000 --quote-months 360 --start 2025-01-20",
    );
    assert_eq!(bounded, plan);
}

#[test]
fn t12_steps() {
    let common = "--method step --principal 300000 --rate 0.06 --periods 36 --start 2025-01-20";
    let plan = schedule(&format!("{common} --interest-only-periods 12"));
    let payments = column(&plan, "payment");
    assert_eq!(
        (payments[11], payments[12], payments[35]),
        ("1500.00", "13296.18", "13296.26")
    );
    let plan = schedule(&format!("{common} --growth 0.10 --every 12"));
    let payments = column(&plan, "payment");
    assert_eq!(
        (payments[0], payments[12], payments[24], payments[35]),
        ("8303.32", "9133.65", "10047.02", "10047.09")
    );
}

#[test]
fn t13_a_short_first_period_rolls_over_and_costs_its_days() {
    let common = "--method annuity --principal 120000 --rate 0.06 --periods 12 --start 2025-03-08 --pay-day 20";
    let plan = schedule(&format!("{common} --stub long-first --min-first-days 15"));
    assert_eq!(plan["rows"][0]["days"], 43);
    assert_eq!(row(&plan, 1), "10587.97 9727.97 860.00 110272.03");
    assert_eq!(total_interest(&plan), "4195.66");
    assert_eq!(schedule(common), plan, "these are the defaults");
    assert_eq!(
        schedule(&format!("{common} --day-count ACT/360")),
        plan,
        "a day count alone leaves regular periods regular"
    );
    let plan = schedule(&format!("{common} --stub interest-only"));
    assert_eq!(row(&plan, 1), "240.00 0.00 240.00 120000.00");
    assert_eq!(
        (column(&plan, "due")[1], column(&plan, "due").len()),
        ("2025-04-20", 13)
    );
    let plan = schedule(&format!("{common} --interest by-days --day-count ACT/360"));
    assert_eq!(row(&plan, 3), "10344.72 9825.49 519.23 90669.93");
    assert_eq!(total_interest(&plan), "4251.28");
}

#[test]
fn t14_month_ends_are_counted_from_the_anchor() {
    let plan = schedule("--method annuity --principal 120000 --rate 0.06 --periods 6 --start 2025-01-31");
    let dues = [
        "2025-02-28",
        "2025-03-31",
        "2025-04-30",
        "2025-05-31",
        "2025-06-30",
        "2025-07-31",
    ];
    assert_eq!(column(&plan, "due"), dues);
    let plan = schedule("--method annuity --principal 120000 --rate 0.06 --periods 2 --start 2025-02-28 --month-end");
    assert_eq!(column(&plan, "due"), ["2025-03-31", "2025-04-30"]);
}

#[test]
fn a_plan_of_ones_own_and_other_currencies() {
    let file = scratch("plan.csv");
    std::fs::write(
        &file,
        "date,principal\n2025-04-01,30000.00\n2025-10-01,0\n2026-01-15,70000\n",
    )
    .unwrap();
    let plan = schedule(&format!(
        "--method custom --principal 100000 --rate 0.06 --start 2025-01-15 --plan {}",
        file.display()
    ));
    assert_eq!(column(&plan, "interest"), ["1266.67", "2135.00", "1236.67"]);
    std::fs::write(&file, "2025-04-01,x\n").unwrap();
    let arguments = ["--principal", "100000", "--rate", "0.06", "--start", "2025-01-15"];
    let path = file.display().to_string();
    let all = [&["schedule", "--method", "custom", "--plan", &path], &arguments[..]].concat();
    let (code, _, err) = xindai(&all);
    assert_eq!(code, 1);
    assert!(err.starts_with("error[cli.file]: ") && err.contains("line 1"), "{err}");
    std::fs::remove_file(file).unwrap();

    let yen =
        schedule("--method annuity --principal 1000000 --rate 0.03 --periods 2 --start 2025-01-20 --currency JPY");
    assert_eq!(row(&yen, 1), "501876 499376 2500 500624");
    let up =
        "--method annuity --principal 28000 --rate 0.1407 --periods 60 --start 2018-03-15 --currency USD --rounding up";
    assert_eq!(row(&schedule(up), 1), "652.53 324.23 328.30 27675.77");
}

#[test]
fn without_json_a_table_is_printed() {
    let line = "schedule --method annuity --principal 1000 --rate 0.12 --periods 2 --start 2025-01-20";
    let (code, out, _) = xindai(&line.split(' ').collect::<Vec<_>>());
    let expected = "  nr  due         days    payment  principal   interest    balance
   1  2025-02-20    31     507.51     497.51      10.00     502.49
   2  2025-03-20    28     507.51     502.49       5.02       0.00
      total               1015.02    1000.00      15.02
";
    assert_eq!((code, out.as_str()), (0, expected));
}

#[test]
fn wrong_options_end_with_two_and_refused_terms_with_one() {
    let base = ["schedule", "--rate", "0.06", "--start", "2025-01-20"];
    let run = |more: &str| xindai(&[&base[..], &more.split(' ').collect::<Vec<_>>()].concat());
    for wrong in [
        "--method weekly --principal 1 --periods 1",
        "--method annuity --principal 1",
        "--method annuity --principal 1 --periods 1 --day-count ACT/364",
        "--method annuity --principal 1 --periods 1 --stub prorata",
    ] {
        let (code, out, err) = run(wrong);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong}");
        assert!(err.starts_with("error: "), "{err}");
    }
    for (refused, problem) in [
        ("--method annuity --principal 1x --periods 1", "cli.argument_invalid"),
        ("--method annuity --principal 0.001 --periods 1", "cli.argument_invalid"),
        ("--method annuity --principal -5 --periods 1", "cli.terms_refused"),
        ("--method annuity --principal 5 --periods 0", "cli.terms_refused"),
        ("--method balloon --principal 5 --periods 1", "cli.argument_invalid"),
        (
            "--method annuity --principal 5 --periods 1 --growth 0.1",
            "cli.argument_invalid",
        ),
        (
            "--method biweekly --principal 5 --periods 1 --frequency month",
            "cli.argument_invalid",
        ),
    ] {
        let (code, out, err) = run(refused);
        assert_eq!((code, out.as_str()), (1, ""), "{refused}");
        assert!(err.starts_with(&format!("error[{problem}]: ")), "{refused}: {err}");
    }
}

#[test]
fn help_and_version_are_no_failures() {
    let (code, out, err) = xindai(&["--help"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for command in [
        "serve", "demo", "schedule", "import", "close", "verify", "bench", "openapi", "doctor", "user",
    ] {
        assert!(out.contains(&format!("\n  {command} ")), "{command} is missing:\n{out}");
        assert_eq!(xindai(&[command, "--help"]).0, 0);
    }
    assert_eq!(
        xindai(&["--version"]),
        (0, format!("xindai {}\n", env!("CARGO_PKG_VERSION")), String::new())
    );
}

/// A place of this test's own.
fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("xindai-cli-{}-{name}", std::process::id()))
}
