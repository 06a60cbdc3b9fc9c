use crate::domain::plan::PlanRow;
use crate::domain::schedule::schedule;
use crate::domain::terms::{DueRule, Frequency, LoanTerms, Method, Stub};
use kernel::{AnnualRate, CivilDate, Currency, DayCount, Money};

pub(super) fn d(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub(super) fn fen(text: &str) -> i64 {
    Money::parse(text, Currency::CNY).unwrap().minor()
}

pub(super) fn terms(amount: &str, rate: &str, method: Method, periods: u32, start: &str) -> LoanTerms {
    let principal = Money::parse(amount, Currency::CNY).unwrap();
    LoanTerms::new(principal, AnnualRate::parse(rate).unwrap(), method, periods, d(start))
}

pub(super) fn interest(rows: &[PlanRow]) -> i64 {
    rows.iter().map(|r| r.interest).sum()
}

/// `(number, payment, principal, interest, balance)` as printed in the reference.
pub(super) fn assert_row(rows: &[PlanRow], nr: usize, expected: [&str; 4]) {
    let row = &rows[nr - 1];
    let actual = [row.principal + row.interest, row.principal, row.interest, row.balance];
    let texts = actual.map(|minor| Money::new(minor, Currency::CNY).to_string());
    assert_eq!(texts.each_ref().map(String::as_str), expected, "row {nr}");
}

#[test]
fn t01_annuity_of_a_million_over_thirty_years() {
    let rows = schedule(&terms("1000000.00", "0.042", Method::Annuity, 360, "2025-01-20")).unwrap();
    assert_eq!(rows.len(), 360);
    assert_row(&rows, 1, ["4890.17", "1390.17", "3500.00", "998609.83"]);
    assert_row(&rows, 3, ["4890.17", "1399.92", "3490.25", "995814.87"]);
    assert_row(&rows, 12, ["4890.17", "1444.64", "3445.53", "982993.05"]);
    assert_row(&rows, 24, ["4890.17", "1506.49", "3383.68", "965257.90"]);
    assert_row(&rows, 120, ["4890.17", "2106.86", "2783.31", "793124.44"]);
    assert_row(&rows, 240, ["4890.17", "3204.21", "1685.96", "478498.66"]);
    assert_row(&rows, 359, ["4890.17", "4856.11", "34.06", "4874.39"]);
    assert_row(&rows, 360, ["4891.45", "4874.39", "17.06", "0.00"]);
    assert_eq!(interest(&rows), fen("760462.48"));
}

#[test]
fn t02_annuity_of_a_year_row_by_row() {
    let rows = schedule(&terms("120000.00", "0.06", Method::Annuity, 12, "2025-01-20")).unwrap();
    let expected = [
        ["10327.97", "9727.97", "600.00", "110272.03"],
        ["10327.97", "9776.61", "551.36", "100495.42"],
        ["10327.97", "9825.49", "502.48", "90669.93"],
        ["10327.97", "9874.62", "453.35", "80795.31"],
        ["10327.97", "9923.99", "403.98", "70871.32"],
        ["10327.97", "9973.61", "354.36", "60897.71"],
        ["10327.97", "10023.48", "304.49", "50874.23"],
        ["10327.97", "10073.60", "254.37", "40800.63"],
        ["10327.97", "10123.97", "204.00", "30676.66"],
        ["10327.97", "10174.59", "153.38", "20502.07"],
        ["10327.97", "10225.46", "102.51", "10276.61"],
        ["10327.99", "10276.61", "51.38", "0.00"],
    ];
    for (index, row) in expected.into_iter().enumerate() {
        assert_row(&rows, index + 1, row);
    }
    assert_eq!(interest(&rows), fen("3935.66"));
}

#[test]
fn t03_equal_principal_of_a_year() {
    let rows = schedule(&terms("100000.00", "0.06", Method::EqualPrincipal, 12, "2025-01-20")).unwrap();
    assert_row(&rows, 1, ["8833.33", "8333.33", "500.00", "91666.67"]);
    assert_row(&rows, 2, ["8791.66", "8333.33", "458.33", "83333.34"]);
    assert_row(&rows, 6, ["8625.00", "8333.33", "291.67", "50000.02"]);
    assert_row(&rows, 11, ["8416.66", "8333.33", "83.33", "8333.37"]);
    assert_row(&rows, 12, ["8375.04", "8333.37", "41.67", "0.00"]);
    assert_eq!(interest(&rows), fen("3250.00"));
}

#[test]
fn t04_equal_principal_of_a_million_over_thirty_years() {
    let rows = schedule(&terms("1000000.00", "0.042", Method::EqualPrincipal, 360, "2025-01-20")).unwrap();
    for (nr, payment) in [
        (1, "6277.78"),
        (2, "6268.06"),
        (12, "6170.84"),
        (120, "5120.83"),
        (359, "2797.22"),
        (360, "2786.70"),
    ] {
        assert_eq!(rows[nr - 1].principal + rows[nr - 1].interest, fen(payment), "row {nr}");
    }
    assert_eq!(rows[119].balance, fen("666666.40"));
    assert_eq!(interest(&rows), fen("631749.52"));
}

#[test]
fn t05_flat_interest_is_the_same_every_month() {
    let rows = schedule(&terms("12000.00", "0.072", Method::Flat, 12, "2025-01-20")).unwrap();
    for nr in 1..=12 {
        assert_eq!(
            (rows[nr - 1].principal, rows[nr - 1].interest),
            (fen("1000.00"), fen("72.00")),
            "row {nr}"
        );
    }
    assert_eq!(interest(&rows), fen("864.00"));
}

#[test]
fn t06_quarterly_settlement_on_the_twenty_first() {
    let mut terms = terms("2000000.00", "0.0435", Method::InterestOnly, 4, "2025-02-10");
    terms.frequency = Frequency::Quarter;
    terms.due = DueRule::Calendar { day: 21 };
    let rows = schedule(&terms).unwrap();
    let expected = [
        ("2025-03-21", "9425.00", 39),
        ("2025-06-21", "22233.33", 92),
        ("2025-09-21", "22233.33", 92),
        ("2025-12-21", "21991.67", 91),
        ("2026-02-10", "12325.00", 51),
    ];
    assert_eq!(rows.len(), expected.len());
    for (row, (due, amount, days)) in rows.iter().zip(expected) {
        assert_eq!(
            (row.due, row.interest, row.due.days_since(row.from)),
            (d(due), fen(amount), days)
        );
    }
    assert_eq!(
        (rows[4].principal, interest(&rows)),
        (fen("2000000.00"), fen("88208.33"))
    );
}

#[test]
fn t07_interest_only_by_days_to_the_contract_date() {
    let mut terms = terms("500000.00", "0.0435", Method::InterestOnly, 12, "2025-03-15");
    terms.due = DueRule::PayDay {
        day: 20,
        min_first_days: 0,
        stub: Stub::LongFirst,
        ends_on_anniversary: true,
    };
    let rows = schedule(&terms).unwrap();
    let expected = [
        "302.08", "1872.92", "1812.50", "1872.92", "1812.50", "1872.92", "1872.92", "1812.50", "1872.92", "1812.50",
        "1872.92", "1872.92", "1389.58",
    ];
    assert_eq!(rows.iter().map(|r| r.interest).collect::<Vec<_>>(), expected.map(fen));
    assert_eq!((rows[12].due, rows[12].principal), (d("2026-03-15"), fen("500000.00")));
    assert_eq!(interest(&rows), fen("22052.10"));
}

#[test]
fn t08_a_bullet_costs_its_days_in_each_convention() {
    for (convention, amount) in [
        (DayCount::Act360, "5430.00"),
        (DayCount::Act365F, "5355.62"),
        (DayCount::Thirty360E, "5400.00"),
        (DayCount::Thirty360Us, "5400.00"),
    ] {
        let mut terms = terms("200000.00", "0.054", Method::Bullet, 6, "2025-01-31");
        terms.day_count = convention;
        let rows = schedule(&terms).unwrap();
        assert_eq!(
            (rows.len(), rows[0].due, rows[0].interest),
            (1, d("2025-07-31"), fen(amount)),
            "{}",
            convention.name()
        );
    }
}

#[test]
fn t09_balloons_by_computing_term_and_by_residual() {
    let rows = schedule(&terms(
        "300000.00",
        "0.05",
        Method::Balloon { amortise_over: 120 },
        36,
        "2025-01-20",
    ))
    .unwrap();
    assert_row(&rows, 1, ["3181.97", "1931.97", "1250.00", "298068.03"]);
    assert_row(&rows, 36, ["228311.66", "227364.31", "947.35", "0.00"]);
    assert_eq!(interest(&rows), fen("39680.61"));

    let residual = Method::Residual {
        residual_minor: fen("90000.00"),
    };
    let rows = schedule(&terms("300000.00", "0.05", residual, 36, "2025-01-20")).unwrap();
    assert_row(&rows, 1, ["6668.89", "5418.89", "1250.00", "294581.11"]);
    assert_row(&rows, 36, ["96668.82", "96267.70", "401.12", "0.00"]);
    assert_eq!(interest(&rows), fen("30079.97"));
}

#[test]
fn t10_quarters_and_years() {
    let mut quarterly = terms("1000000.00", "0.048", Method::Annuity, 8, "2025-01-20");
    quarterly.frequency = Frequency::Quarter;
    let rows = schedule(&quarterly).unwrap();
    assert_row(&rows, 1, ["131843.92", "119843.92", "12000.00", "880156.08"]);
    assert_row(&rows, 2, ["131843.92", "121282.05", "10561.87", "758874.03"]);
    assert_row(&rows, 8, ["131843.96", "130280.59", "1563.37", "0.00"]);
    assert_eq!(interest(&rows), fen("54751.40"));

    quarterly.method = Method::EqualPrincipal;
    let rows = schedule(&quarterly).unwrap();
    let interests = [
        "12000.00", "10500.00", "9000.00", "7500.00", "6000.00", "4500.00", "3000.00", "1500.00",
    ];
    assert_eq!(rows.iter().map(|r| r.interest).collect::<Vec<_>>(), interests.map(fen));

    let mut yearly = terms("1000000.00", "0.048", Method::Annuity, 5, "2025-01-20");
    yearly.frequency = Frequency::Year;
    let rows = schedule(&yearly).unwrap();
    assert_eq!(rows[0].principal + rows[0].interest, fen("229699.31"));
    assert_eq!(rows[4].principal + rows[4].interest, fen("229699.30"));
    assert_eq!(interest(&rows), fen("148496.54"));
}

#[test]
fn t11_fortnights_pay_half_of_the_month_and_end_early() {
    let rows = schedule(&terms(
        "1000000.00",
        "0.042",
        Method::Biweekly { quote_months: 360 },
        1000,
        "2025-01-20",
    ))
    .unwrap();
    assert_eq!(rows.len(), 676);
    assert_eq!(rows[0].principal + rows[0].interest, fen("2445.09"));
    assert_eq!(rows[675].principal + rows[675].interest, fen("1552.62"));
    assert_eq!(interest(&rows), fen("651988.37"));
}

#[test]
fn t12_steps() {
    let grace = Method::GraceThenAnnuity {
        interest_only_periods: 12,
    };
    let rows = schedule(&terms("300000.00", "0.06", grace, 36, "2025-01-20")).unwrap();
    assert_row(&rows, 12, ["1500.00", "0.00", "1500.00", "300000.00"]);
    assert_eq!(rows[12].principal + rows[12].interest, fen("13296.18"));
    assert_eq!(rows[35].principal + rows[35].interest, fen("13296.26"));
    assert_eq!(interest(&rows), fen("37108.40"));

    let rows = schedule(&terms(
        "300000.00",
        "0.06",
        Method::StepUp {
            growth_bp: 1000,
            every: 12,
        },
        36,
        "2025-01-20",
    ))
    .unwrap();
    for (nr, payment) in [(1, "8303.32"), (13, "9133.65"), (25, "10047.02"), (36, "10047.09")] {
        assert_eq!(rows[nr - 1].principal + rows[nr - 1].interest, fen(payment), "row {nr}");
    }
    assert_eq!(
        (rows[11].balance, rows[23].balance),
        (fen("216077.23"), fen("116735.70"))
    );
    assert_eq!(interest(&rows), fen("29807.95"));
}
