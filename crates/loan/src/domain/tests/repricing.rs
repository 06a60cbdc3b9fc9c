//! Rates that change (cn.md §2.1, §2.2).

use super::life::{d, disbursed, event, year_loan};
use super::schedules::{fen, terms};
use crate::domain::allocation::Component;
use crate::domain::error::LoanError;
use crate::domain::event::EventBody;
use crate::domain::life::{Life, live};
use crate::domain::pricing::{BenchmarkTenor, Floating, Followed, Pricing, RateReason, Repricing, WithinPeriod};
use crate::domain::terms::{LoanTerms, Method};
use kernel::AnnualRate;

fn rate(text: &str) -> AnnualRate {
    AnnualRate::parse(text).unwrap()
}

fn to(text: &str) -> EventBody {
    EventBody::RateChanged {
        to: Pricing::fixed(rate(text)),
        why: RateReason::Repriced,
    }
}

/// The mortgage of cn.md §2.2: a million over thirty years at 3.20 %, lent on 2025-06-20.
fn mortgage(rate_change: WithinPeriod) -> LoanTerms {
    let mut terms = terms("1000000.00", "0.032", Method::Annuity, 360, "2025-06-20");
    terms.clauses.rate_change = rate_change;
    terms
}

/// Six instalments paid on their days, and 3.00 % from 2026-01-01.
fn repriced(terms: &LoanTerms) -> Life<'_> {
    let mut life = disbursed(terms);
    for month in 1..=6 {
        let due = terms.disbursed_on.add_months(month, 20);
        life.advance(due);
        let amount = life.state.due_on(terms, due).total();
        assert_eq!(amount, fen("4324.67"), "instalment {month}");
        life.apply(&EventBody::Repaid { amount }, due).unwrap();
    }
    assert_eq!(life.state.balance, fen("989985.43"));
    life.apply(&to("0.03"), d("2026-01-01")).unwrap();
    life
}

/// `[interest, principal, balance after]` of an instalment to come, the first being 0.
fn row(life: &Life<'_>, place: usize) -> [i64; 3] {
    let row = life.rows_to_come()[place];
    [row.interest, row.principal, row.balance]
}

#[test]
fn t16_a_period_in_which_the_rate_changes_costs_its_days_at_each() {
    let terms = mortgage(WithinPeriod::Split);
    let life = repriced(&terms);
    assert_eq!(life.state.segment.amount, fen("4217.52"));
    // 12 days at 3.20 % are 1,055.98, 19 at 3.00 % 1,567.48: rounded once together.
    assert_eq!(row(&life, 0), [fen("2623.46"), fen("1742.56"), fen("988242.87")]);
    assert_eq!(life.rows_to_come().len(), 354);
    let line = life.interest_line().unwrap();
    assert_eq!(line.1.rounded(&line.0, d("2026-01-01")), fen("1055.98"));
    assert_eq!(life.payoff(d("2026-01-05")).interest_accrued, fen("1385.98"));
}

/// 989,985.43 × 3.20 % ÷ 12 is 2,639.96, so the plan had 1,684.71 of principal; 988,300.72 over 353 months at 3.00 % are
/// 4,217.76 a month (988,300.72 × 0.0025 ÷ (1 − 1.0025⁻³⁵³) = 4,217.7622…).
#[test]
fn a_contract_may_keep_the_principal_of_the_period_or_change_with_the_next() {
    let terms = mortgage(WithinPeriod::KeepPrincipal);
    let life = repriced(&terms);
    assert_eq!(row(&life, 0), [fen("2623.46"), fen("1684.71"), fen("988300.72")]);
    assert_eq!(life.state.segment.amount, fen("4217.76"));

    let terms = mortgage(WithinPeriod::NextPeriod);
    let mut life = repriced(&terms);
    assert_eq!(row(&life, 0), [fen("2639.96"), fen("1684.71"), fen("988300.72")]);
    assert_eq!(life.state.pricing(&terms), terms.pricing());
    life.advance(d("2026-01-20"));
    assert_eq!(life.state.pricing(&terms), Pricing::fixed(rate("0.03")));
    assert_eq!(life.state.segment.amount, fen("4217.76"));
    // 988,300.72 × 3.00 % ÷ 12 = 2,470.7518
    assert_eq!(row(&life, 0)[0], fen("2470.75"));
}

#[test]
fn penalty_follows_the_rate_and_what_it_has_cost_stays() {
    let terms = year_loan();
    let mut life = disbursed(&terms);
    life.apply(&to("0.048"), d("2025-03-02")).unwrap();
    let due = life.state.due_on(&terms, d("2025-03-12"));
    // 9,727.97 × (9 % × 10 + 7.2 % × 10) ÷ 360 = 43.7758…; 600.00 × the same = 2.70
    assert_eq!(due.of(Component::Penalty), fen("43.78"));
    assert_eq!(due.of(Component::CompoundInterest), fen("2.70"));
}

#[test]
fn shares_of_principal_stay_and_a_change_on_a_due_day_breaks_no_period() {
    let terms = terms("120000.00", "0.06", Method::EqualPrincipal, 12, "2025-01-20");
    let mut life = disbursed(&terms);
    life.apply(&to("0.048"), d("2025-02-01")).unwrap();
    // 120,000 × (6 % × 12 + 4.8 % × 19) ÷ 360 = 240.00 + 304.00
    assert_eq!(row(&life, 0), [fen("544.00"), fen("10000.00"), fen("110000.00")]);
    // 110,000 × 4.8 % ÷ 12
    assert_eq!(row(&life, 1), [fen("440.00"), fen("10000.00"), fen("100000.00")]);
    // 240.00 + 120,000 × 4.8 % × 9 ÷ 360
    assert_eq!(life.payoff(d("2025-02-10")).interest_accrued, fen("384.00"));
    life.apply(&to("0.036"), d("2025-02-20")).unwrap();
    // 110,000 × 3.6 % ÷ 12
    assert_eq!(row(&life, 0)[0], fen("330.00"));
    life.apply(&to("0.06"), d("2025-03-02")).unwrap();
    life.apply(&to("0.048"), d("2025-03-12")).unwrap();
    // 110,000 × (3.6 % × 10 + 6 % × 10 + 4.8 % × 8) ÷ 360 = 110.00 + 183.33… + 117.33…
    assert_eq!(row(&life, 0)[0], fen("410.67"));
}

#[test]
fn every_method_repays_what_is_left_after_a_change() {
    let methods = [
        Method::Annuity,
        Method::EqualPrincipal,
        Method::InterestOnly,
        Method::Bullet,
        Method::Balloon { amortise_over: 48 },
        Method::Residual {
            residual_minor: 3_000_000,
        },
        Method::Biweekly { quote_months: 24 },
        Method::GraceThenAnnuity {
            interest_only_periods: 6,
        },
        Method::StepUp {
            growth_bp: 1000,
            every: 12,
        },
        Method::OnDemand,
    ];
    for method in methods {
        let terms = terms("120000.00", "0.06", method.clone(), 24, "2025-01-20");
        let mut life = disbursed(&terms);
        life.advance(d("2025-05-03"));
        let before = life.rows_to_come();
        life.apply(&to("0.036"), d("2025-05-03")).unwrap();
        let after = life.rows_to_come();
        assert_eq!(after.len(), before.len(), "{method:?}");
        assert_eq!(
            after.iter().map(|row| row.principal).sum::<i64>(),
            life.state.balance,
            "{method:?}"
        );
        let interest = |rows: &[crate::domain::plan::PlanRow]| rows.iter().map(|row| row.interest).sum::<i64>();
        assert!(interest(&after) < interest(&before), "{method:?}");
        if let (Method::Annuity | Method::StepUp { .. } | Method::GraceThenAnnuity { .. }, [.., next, last]) =
            (&method, &after[..])
        {
            let payments = (next.principal + next.interest, last.principal + last.interest);
            assert!((payments.0 - payments.1).abs() <= 30, "{method:?}: {payments:?}");
        }
    }
}

#[test]
fn interest_that_was_fixed_in_advance_has_no_rate_that_could_change() {
    let terms = terms("12000.00", "0.072", Method::Flat, 12, "2025-01-20");
    let refused = disbursed(&terms).apply(&to("0.06"), d("2025-02-01"));
    assert_eq!(refused, Err(LoanError::RateFixed));
}

#[test]
fn a_change_that_is_taken_back_leaves_the_loan_as_it_was() {
    let terms = mortgage(WithinPeriod::Split);
    let until = d("2026-03-01");
    let lent = event(1, terms.disbursed_on, EventBody::Disbursed);
    let changed = event(2, d("2026-01-01"), to("0.03"));
    let undone = event(3, until, EventBody::Reversed { of: 2 });
    let (plain, _) = live(&terms, std::slice::from_ref(&lent), until).unwrap();
    let (with, _) = live(&terms, &[lent.clone(), changed.clone()], until).unwrap();
    let (back, _) = live(&terms, &[lent, changed, undone], until).unwrap();
    assert_ne!(with.state, plain.state);
    assert_eq!(back.state, plain.state);
}

fn lpr(repricing: Repricing) -> Floating {
    Floating {
        tenor: BenchmarkTenor::Lpr5Y,
        // −30 bp
        spread_e10: -30_000_000,
        repricing,
        floor: Some(rate("0.025")),
        cap: Some(rate("0.05")),
        followed: Followed {
            published_on: d("2025-05-20"),
            annual_rate: rate("0.035"),
        },
    }
}

#[test]
fn a_floating_rate_is_its_benchmark_plus_the_spread_within_floor_and_cap() {
    let floating = lpr(Repricing::JanuaryFirst);
    for (value, expected) in [
        ("0.035", "0.032"),
        ("0.033", "0.03"),
        ("0.027", "0.025"),
        ("0.06", "0.05"),
    ] {
        assert_eq!(floating.rate_at(rate(value)), rate(expected), "{value}");
    }
    let followed = Followed {
        published_on: d("2025-12-22"),
        annual_rate: rate("0.033"),
    };
    let now = floating.following(followed);
    assert_eq!(now.annual_rate, rate("0.03"));
    assert_eq!(
        now.floating.map(|floating| (floating.spread_e10, floating.followed)),
        Some((-30_000_000, followed))
    );
}

/// A day that a month has not is its last one (cn.md §2.1).
#[test]
fn a_contract_looks_at_its_benchmark_on_days_of_its_own() {
    let next = |repricing, start: &str, after: &str| lpr(repricing).next_reset(d(start), d(after));
    assert_eq!(
        next(Repricing::JanuaryFirst, "2025-06-20", "2025-06-20"),
        Some(d("2026-01-01"))
    );
    assert_eq!(
        next(Repricing::JanuaryFirst, "2025-06-20", "2026-01-01"),
        Some(d("2027-01-01"))
    );
    assert_eq!(
        next(Repricing::Anniversary, "2024-02-29", "2024-02-29"),
        Some(d("2025-02-28"))
    );
    assert_eq!(
        next(Repricing::Anniversary, "2024-02-29", "2027-02-28"),
        Some(d("2028-02-29"))
    );
    assert_eq!(
        next(Repricing::Quarterly, "2025-01-31", "2025-01-31"),
        Some(d("2025-04-30"))
    );
    assert_eq!(
        next(Repricing::Quarterly, "2025-01-31", "2025-04-30"),
        Some(d("2025-07-31"))
    );
    assert_eq!(
        next(Repricing::HalfYearly, "2025-01-31", "2025-07-30"),
        Some(d("2025-07-31"))
    );
    assert_eq!(next(Repricing::NextDay, "2025-01-31", "2025-07-30"), None);
}

#[test]
fn a_day_of_the_benchmark_passes_and_is_an_action_of_the_loan() {
    let mut terms = mortgage(WithinPeriod::Split);
    terms.clauses.floating = Some(lpr(Repricing::JanuaryFirst));
    let mut life = disbursed(&terms);
    assert_eq!(life.state.next_reset, Some(d("2026-01-01")));
    life.advance(d("2025-12-31"));
    assert_eq!(life.next_action_on(), Some(d("2026-01-01")));
    life.advance(d("2026-01-01"));
    assert_eq!(life.state.next_reset, Some(d("2027-01-01")));
    life.apply(&EventBody::ChargedOff, d("2026-01-05")).unwrap();
    assert_eq!(life.state.next_reset, None);
}

/// Nothing was paid on 2025-02-20, the rate falls on 2025-02-22, and the grace of three days ends: the penalty runs from the due
/// date, two days at 9 % and the others at 7.2 %.
#[test]
fn penalty_that_begins_after_a_change_counts_the_days_before_it_at_their_rate() {
    let mut terms = year_loan();
    terms.penalty.grace_days = 3;
    let mut life = disbursed(&terms);
    life.apply(&to("0.048"), d("2025-02-22")).unwrap();
    assert_eq!(life.state.due_on(&terms, d("2025-02-23")).of(Component::Penalty), 0);
    life.advance(d("2025-02-25"));
    // 9,727.97 × (9 % × 2 + 7.2 % × 3) ÷ 360 = 10.7007…
    assert_eq!(
        life.state.due_on(&terms, d("2025-02-25")).of(Component::Penalty),
        fen("10.70")
    );
}
