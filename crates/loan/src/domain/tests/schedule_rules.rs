use super::schedules::{assert_row, d, fen, interest, terms};
use crate::domain::plan::Planner;
use crate::domain::schedule::{extend, schedule};
use crate::domain::terms::{DueRule, Frequency, InterestRule, LoanTerms, Method, Stub, TermsError};
use kernel::{Currency, Money};

#[test]
fn t13_a_short_first_period_rolls_over_and_costs_its_days() {
    let mut long = terms("120000.00", "0.06", Method::Annuity, 12, "2025-03-08");
    long.due = DueRule::PayDay {
        day: 20,
        min_first_days: 15,
        stub: Stub::LongFirst,
        ends_on_anniversary: false,
    };
    let rows = schedule(&long).unwrap();
    assert_eq!(
        (rows.len(), rows[0].due, rows[0].due.days_since(rows[0].from)),
        (12, d("2025-04-20"), 43)
    );
    assert_row(&rows, 1, ["10587.97", "9727.97", "860.00", "110272.03"]);
    assert_row(&rows, 2, ["10327.97", "9776.61", "551.36", "100495.42"]);
    assert_row(&rows, 12, ["10327.99", "10276.61", "51.38", "0.00"]);
    assert_eq!(interest(&rows), fen("4195.66"));

    long.due = DueRule::PayDay {
        day: 20,
        min_first_days: 0,
        stub: Stub::InterestOnlyStub,
        ends_on_anniversary: false,
    };
    let rows = schedule(&long).unwrap();
    assert_eq!(
        (rows.len(), rows[0].due, rows[1].due),
        (13, d("2025-03-20"), d("2025-04-20"))
    );
    assert_row(&rows, 1, ["240.00", "0.00", "240.00", "120000.00"]);
    assert_row(&rows, 2, ["10327.97", "9727.97", "600.00", "110272.03"]);
    assert_row(&rows, 13, ["10327.99", "10276.61", "51.38", "0.00"]);
}

#[test]
fn t13_interest_by_days_with_the_principal_of_the_regular_schedule() {
    let mut by_days = terms("120000.00", "0.06", Method::Annuity, 12, "2025-03-08");
    by_days.due = DueRule::PayDay {
        day: 20,
        min_first_days: 15,
        stub: Stub::LongFirst,
        ends_on_anniversary: false,
    };
    by_days.interest = InterestRule::ByDays;
    let rows = schedule(&by_days).unwrap();
    assert_row(&rows, 1, ["10587.97", "9727.97", "860.00", "110272.03"]);
    assert_row(&rows, 3, ["10344.72", "9825.49", "519.23", "90669.93"]);
    assert_row(&rows, 7, ["10327.97", "10023.48", "304.49", "50874.23"]);
    assert_row(&rows, 12, ["10324.57", "10276.61", "47.96", "0.00"]);
    assert_eq!(interest(&rows), fen("4251.28"));
}

#[test]
fn t14_month_ends_are_counted_from_the_anchor() {
    let rows = schedule(&terms("120000.00", "0.06", Method::Annuity, 7, "2025-01-31")).unwrap();
    let dues: Vec<String> = rows.iter().map(|r| r.due.to_string()).collect();
    let expected = [
        "2025-02-28",
        "2025-03-31",
        "2025-04-30",
        "2025-05-31",
        "2025-06-30",
        "2025-07-31",
        "2025-08-31",
    ];
    assert_eq!(dues, expected);

    let mut month_end = terms("120000.00", "0.06", Method::Annuity, 2, "2025-02-28");
    month_end.due = DueRule::Anchor { month_end: true };
    assert_eq!(schedule(&month_end).unwrap()[0].due, d("2025-03-31"));
    month_end.due = DueRule::PayDay {
        day: 31,
        min_first_days: 15,
        stub: Stub::LongFirst,
        ends_on_anniversary: false,
    };
    month_end.disbursed_on = d("2025-03-31");
    assert_eq!(schedule(&month_end).unwrap()[0].due, d("2025-04-30"));
}

#[test]
fn t15_after_a_prepayment_the_payment_shrinks_or_the_term_does() {
    let terms = terms("1000000.00", "0.042", Method::Annuity, 360, "2025-01-20");
    let planner = Planner::new(&terms);
    let segment = planner.first_segment().unwrap();
    let balance = fen("965257.90") - fen("200000.00");
    let after_24 = d("2027-01-20");

    let plan = schedule(&terms).unwrap();
    let reduced = planner.reduced(&segment, &plan[24..], balance).unwrap();
    assert_eq!(reduced.amount, fen("3876.94"));
    let mut rows = Vec::new();
    extend(&planner, &reduced, (25, after_24, balance), &mut rows);
    assert_eq!((rows.len(), interest(&rows)), (336, fen("537391.11")));

    let mut rows = Vec::new();
    extend(&planner, &segment, (25, after_24, balance), &mut rows);
    assert_eq!((rows.len(), interest(&rows)), (228, fen("345262.43")));
    assert_eq!(rows[227].principal + rows[227].interest, fen("451.74"));
}

/// The US sample: 28,000 at 14.07% over 60 months, instalment 652.53 (annuity rounded up to the cent).
#[test]
fn an_instalment_can_be_rounded_up() {
    let mut usd = terms("28000.00", "0.1407", Method::Annuity, 60, "2018-03-15");
    usd.payment_rounding = kernel::Rounding::Up;
    let rows = schedule(&usd).unwrap();
    assert_row(&rows, 1, ["652.53", "324.23", "328.30", "27675.77"]);
}

#[test]
fn a_custom_plan_costs_interest_by_days() {
    let plan = vec![
        (d("2025-04-01"), fen("30000.00")),
        (d("2025-10-01"), 0),
        (d("2026-01-15"), fen("70000.00")),
    ];
    let rows = schedule(&terms(
        "100000.00",
        "0.06",
        Method::Custom { rows: plan },
        3,
        "2025-01-15",
    ))
    .unwrap();
    // ACT/360: 76 days on 100,000, then 183 and 106 days on 70,000 at 6%.
    let expected = [("30000.00", "1266.67"), ("0.00", "2135.00"), ("70000.00", "1236.67")];
    for (row, (principal, amount)) in rows.iter().zip(expected) {
        assert_eq!((row.principal, row.interest), (fen(principal), fen(amount)));
    }
}

#[test]
fn terms_are_refused_in_order() {
    let good = terms("1000.00", "0.06", Method::Annuity, 12, "2025-01-20");
    let zero = LoanTerms {
        principal: Money::zero(Currency::CNY),
        periods: 0,
        ..good.clone()
    };
    assert_eq!(schedule(&zero), Err(TermsError::PrincipalNotPositive));
    assert_eq!(
        schedule(&LoanTerms {
            periods: 0,
            ..good.clone()
        }),
        Err(TermsError::PeriodsOutOfRange)
    );
    assert_eq!(
        schedule(&LoanTerms {
            periods: 1201,
            ..good.clone()
        }),
        Err(TermsError::PeriodsOutOfRange)
    );
    let yearly = |periods| LoanTerms {
        frequency: Frequency::Year,
        method: Method::EqualPrincipal,
        periods,
        ..good.clone()
    };
    assert_eq!(schedule(&yearly(272)).unwrap().last().unwrap().due, d("2297-01-20"));
    assert_eq!(schedule(&yearly(273)), Err(TermsError::OutOfRange));
    let balloon = Method::Balloon { amortise_over: 6 };
    assert_eq!(
        schedule(&LoanTerms {
            method: balloon,
            ..good.clone()
        }),
        Err(TermsError::MethodParameter("amortise_over"))
    );
    let custom = Method::Custom {
        rows: vec![(d("2025-02-20"), 1)],
    };
    assert!(matches!(
        schedule(&LoanTerms {
            method: custom,
            ..good.clone()
        }),
        Err(TermsError::CustomPlan(_))
    ));
    let steep = Method::StepUp {
        growth_bp: 10_000,
        every: 1,
    };
    assert_eq!(
        schedule(&LoanTerms {
            method: steep,
            periods: 60,
            ..good
        }),
        Err(TermsError::NegativeAmortisation)
    );
}

#[test]
fn a_rate_of_zero_and_a_single_instalment() {
    let rows = schedule(&terms("1000.00", "0", Method::Annuity, 3, "2025-01-20")).unwrap();
    assert_eq!(
        rows.iter().map(|r| (r.principal, r.interest)).collect::<Vec<_>>(),
        [(33_333, 0), (33_333, 0), (33_334, 0)]
    );
    let rows = schedule(&terms("1000.00", "0.12", Method::Annuity, 1, "2025-01-20")).unwrap();
    assert_row(&rows, 1, ["1010.00", "1000.00", "10.00", "0.00"]);
}
