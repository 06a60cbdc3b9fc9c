use super::life::event;
use super::schedules::terms;
use crate::domain::allocation::{AllocationOrder, Component, Reading};
use crate::domain::clauses::{Clauses, Fee, FeeTrigger, Holidays, NonAccrual};
use crate::domain::event::{EventBody, LoanEvent, PrepaymentEffect};
use crate::domain::life::{Life, live};
use crate::domain::line::{Line, LineKey};
use crate::domain::movement::Movement;
use crate::domain::plan::Planner;
use crate::domain::pricing::{BenchmarkTenor, Floating, Followed, Pricing, RateReason, Repricing, WithinPeriod};
use crate::domain::schedule::schedule;
use crate::domain::state::LoanState;
use crate::domain::terms::{DueRule, InterestRule, LoanTerms, Method, Stub};
use kernel::{AnnualRate, CivilDate, DayCount, HolidayRule};
use proptest::prelude::*;
use reference::seed::calendar as china;
use std::collections::BTreeMap;

fn any_method() -> impl Strategy<Value = Method> {
    prop_oneof![
        4 => Just(Method::Annuity),
        2 => Just(Method::EqualPrincipal),
        1 => Just(Method::Flat),
        2 => Just(Method::InterestOnly),
        1 => Just(Method::Bullet),
        1 => Just(Method::OnDemand),
        1 => Just(Method::Balloon { amortise_over: 60 }),
        1 => Just(Method::Residual { residual_minor: 100_000 }),
        1 => Just(Method::GraceThenAnnuity { interest_only_periods: 2 }),
        1 => Just(Method::StepUp { growth_bp: 500, every: 6 }),
        1 => Just(Method::Biweekly { quote_months: 24 }),
    ]
}

fn any_terms() -> impl Strategy<Value = LoanTerms> {
    let dates = (0_i32..700, prop::option::of((1_u32..=31, prop::bool::ANY)));
    let habits = (0_usize..5, prop::bool::ANY, 0_i32..6, prop::bool::ANY);
    (
        any_method(),
        200_000_i64..50_000_000,
        100_i64..2400,
        3_u32..37,
        dates,
        habits,
    )
        .prop_map(
            |(method, minor, rate_bp, periods, (start, pay_day), (convention, by_days, grace, compound))| {
                let mut t = terms("1.00", "0.06", method, periods, "2024-01-01");
                t.principal = kernel::Money::new(minor, kernel::Currency::CNY);
                t.annual_rate = kernel::AnnualRate::from_e10(rate_bp * 1_000_000);
                t.disbursed_on = CivilDate::parse("2024-01-01").unwrap().add_days(start);
                t.day_count = DayCount::ALL[convention];
                if by_days && t.method != Method::Flat {
                    t.interest = InterestRule::ByDays;
                }
                if let (Some((day, long)), true) = (pay_day, t.frequency.months().is_some()) {
                    let stub = if long { Stub::LongFirst } else { Stub::InterestOnlyStub };
                    t.due = DueRule::PayDay {
                        day,
                        min_first_days: 15,
                        stub,
                        ends_on_anniversary: false,
                    };
                }
                t.penalty.grace_days = grace;
                t.penalty.compound = compound;
                t
            },
        )
}

/// Clauses of all kinds, each in about half of the contracts.
fn any_clauses() -> impl Strategy<Value = (Clauses, bool)> {
    let fee = |amounts: std::ops::Range<i64>| prop_oneof![Just(0), amounts];
    let fees = (fee(1..50_000), fee(1..2_000), fee(1..5_000));
    let holiday = prop_oneof![
        2 => Just(HolidayRule::None),
        1 => Just(HolidayRule::Following),
        1 => Just(HolidayRule::ModifiedFollowing),
    ];
    let tolerance = prop_oneof![Just(0), 1_i64..200_000];
    let order = prop::option::of((
        0_u32..120,
        prop::bool::ANY,
        Just(Component::ALL.to_vec()).prop_shuffle(),
    ));
    (tolerance, order, fees, holiday, prop::bool::ANY, prop::bool::ANY).prop_map(
        |(tolerance_minor, order, (lent, each, late), rule, may_call_in, on_installment)| {
            let fee = |(trigger, amount_minor)| Fee {
                code: String::new(),
                trigger,
                amount_minor,
            };
            let fees = [
                (FeeTrigger::Disbursement, lent),
                (FeeTrigger::Installment, each),
                (FeeTrigger::Late, late),
            ];
            let non_accrual = order.map(|(after_days, vertical, components)| NonAccrual {
                after_days,
                order: AllocationOrder {
                    components,
                    reading: if vertical {
                        Reading::Vertical
                    } else {
                        Reading::Horizontal
                    },
                },
            });
            let clauses = Clauses {
                tolerance_minor,
                non_accrual,
                fees: fees.map(fee).into_iter().filter(|fee| fee.amount_minor > 0).collect(),
                // The days are frozen once the due dates are known.
                holidays: (rule != HolidayRule::None).then_some(Holidays { rule, days: vec![] }),
                may_call_in,
                floating: None,
                rate_change: WithinPeriod::default(),
            };
            (clauses, on_installment)
        },
    )
}

/// A rate that is looked at now and then, and what becomes of a period in which it changes.
fn any_pricing() -> impl Strategy<Value = (Option<Floating>, WithinPeriod)> {
    let repricing = prop_oneof![
        Just(Repricing::JanuaryFirst),
        Just(Repricing::Quarterly),
        Just(Repricing::NextDay)
    ];
    let floating = repricing.prop_map(|repricing| Floating {
        tenor: BenchmarkTenor::Lpr1Y,
        spread_e10: 0,
        repricing,
        floor: None,
        cap: None,
        followed: Followed {
            published_on: CivilDate::from_days(0),
            annual_rate: AnnualRate::ZERO,
        },
    });
    let within = prop_oneof![
        Just(WithinPeriod::Split),
        Just(WithinPeriod::KeepPrincipal),
        Just(WithinPeriod::NextPeriod)
    ];
    (prop::option::of(floating), within)
}

/// Terms with clauses.
fn with_clauses() -> impl Strategy<Value = LoanTerms> {
    (any_terms(), any_clauses(), any_pricing()).prop_map(|(mut terms, (mut clauses, on_installment), pricing)| {
        (clauses.floating, clauses.rate_change) = pricing;
        terms.penalty.on_installment = on_installment;
        let dues = Planner::new(&terms).agreed_dues();
        let frozen = |holidays: &Holidays| Holidays::freeze(holidays.rule, china(), terms.disbursed_on, &dues);
        let holidays = clauses.holidays.as_ref().map(frozen);
        terms.clauses = Clauses { holidays, ..clauses };
        terms
    })
}

/// A random life: disbursement, then payments, fees and prepayments on rising days; impossible ones are left out.
fn events_of(terms: &LoanTerms, picks: &[(i32, u8, i64)]) -> Vec<LoanEvent> {
    let mut events = vec![event(1, terms.disbursed_on, EventBody::Disbursed)];
    let mut on = terms.disbursed_on;
    for (gap, what, amount) in picks {
        on = on.add_days(*gap);
        let body = match what {
            0..=5 => EventBody::Repaid { amount: *amount },
            6 => EventBody::FeeCharged {
                amount: amount / 100 + 1,
            },
            7 => EventBody::Prepaid {
                amount: *amount,
                effect: PrepaymentEffect::Shorten,
            },
            8 => EventBody::Prepaid {
                amount: *amount,
                effect: PrepaymentEffect::Reduce,
            },
            9 => EventBody::CalledIn,
            10 | 11 => EventBody::RateChanged {
                // Up to 25 % a year.
                to: Pricing::fixed(AnnualRate::from_e10((amount - 1_000) * 500)),
                why: RateReason::Renegotiated,
            },
            _ => EventBody::PaidOff {
                amount: 100_000_000_000,
            },
        };
        let seq = u32::try_from(events.len()).unwrap() + 1;
        events.push(event(seq, on, body));
        if live(terms, &events, on).is_err() {
            events.pop();
        }
    }
    events
}

fn picks() -> impl Strategy<Value = Vec<(i32, u8, i64)>> {
    prop::collection::vec((0_i32..45, 0_u8..13, 1_000_i64..5_000_000), 0..14)
}

fn owed_plus_paid(state: &LoanState) -> i64 {
    let moved = &state.moved;
    state.principal_outstanding()
        + moved.of(Movement::PrincipalPaid)
        + moved.of(Movement::PrincipalPrepaid)
        + moved.of(Movement::ChargeOffPrincipalDue)
        + moved.of(Movement::ChargeOffPrincipalNotDue)
}

fn book(lives: &[Life<'_>]) -> BTreeMap<LineKey, Line> {
    let mut sums: BTreeMap<LineKey, Line> = BTreeMap::new();
    for (key, line) in lives.iter().flat_map(Life::lines) {
        let sum = sums.entry(key).or_default();
        *sum = sum.plus(line);
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Σ principal of a schedule = amount; no negative figure; the balance ends at zero.
    #[test]
    fn a_schedule_repays_exactly_what_was_lent(terms in with_clauses()) {
        let rows = schedule(&terms).unwrap();
        prop_assert_eq!(rows.iter().map(|r| r.principal).sum::<i64>(), terms.principal.minor());
        prop_assert!(rows.iter().all(|r| r.principal >= 0 && r.interest >= 0 && r.balance >= 0));
        prop_assert_eq!(rows.last().unwrap().balance, 0);
        prop_assert!(rows.windows(2).all(|w| w[0].due < w[1].due && w[1].from == w[0].due));
        let flags: Vec<bool> = rows.iter().map(|r| r.last).collect();
        prop_assert!(flags.iter().rev().skip(1).all(|last| !last) && flags[flags.len() - 1]);
    }

    /// Periods that follow from each other are those that are computed one by one.
    #[test]
    fn a_walk_over_the_due_dates_meets_each_of_them(terms in any_terms(), day in 1_u32..=31, rule in 0..3) {
        let due = match rule {
            _ if terms.frequency.months().is_none() => terms.due,
            1 => DueRule::Calendar { day },
            2 => DueRule::PayDay { day, min_first_days: 15, stub: Stub::LongFirst, ends_on_anniversary: true },
            _ => terms.due,
        };
        let terms = LoanTerms { due, ..terms };
        let planner = Planner::new(&terms);
        for row in schedule(&terms).unwrap() {
            let period = planner.period(row.nr, row.from);
            prop_assert_eq!((row.due, row.from), (period.due, period.from));
            prop_assert_eq!(planner.walk(row.nr).map(|mut walk| walk.next_from(row.from)), Some(period));
        }
    }

    /// Principal lent is paid, owed or charged off; money received is allocated or waits; nothing is negative.
    #[test]
    fn money_is_neither_made_nor_lost(terms in with_clauses(), picks in picks()) {
        let events = events_of(&terms, &picks);
        let until = events.last().unwrap().value_date.date().add_days(100);
        let (life, _) = live(&terms, &events, until).unwrap();
        prop_assert_eq!(owed_plus_paid(&life.state), terms.principal.minor());
        let received: i64 = events.iter().filter(|e| !matches!(e.body, EventBody::FeeCharged { .. })).filter_map(|e| e.body.amount()).sum();
        let m = &life.state.moved;
        let used: i64 = [
            Movement::PrincipalPaid, Movement::PrincipalPrepaid, Movement::InterestPaid, Movement::InterestPrepaid,
            Movement::PenaltyPaid, Movement::CompoundPaid, Movement::FeePaid,
        ].iter().map(|k| m.of(*k)).sum();
        prop_assert_eq!(used + life.state.suspense, received);
        prop_assert_eq!(m.of(Movement::SuspenseReceived) - m.of(Movement::SuspenseApplied), life.state.suspense);
        prop_assert!(life.state.suspense >= 0 && life.state.balance >= 0);
        prop_assert_eq!(m.of(Movement::FeeCharged), m.of(Movement::FeePaid) + life.state.due_on(&terms, until).of(Component::Fee));
        for installment in life.touched.values() {
            for component in [Component::Principal, Component::Interest, Component::Fee] {
                prop_assert!(installment.paid.of(component) >= 0);
            }
            prop_assert!(installment.paid.of(Component::Principal) <= installment.principal);
            prop_assert!(installment.paid.of(Component::Interest) <= installment.interest);
        }
    }

    /// Nothing is late while no more than the tolerance is unpaid, and something is while more of what fell due is.
    #[test]
    fn a_loan_is_past_due_when_more_than_the_tolerance_is_unpaid(terms in with_clauses(), picks in picks(), later in 0_i32..90) {
        let events = events_of(&terms, &picks);
        let on = events.last().unwrap().value_date.date().add_days(later);
        let (life, _) = live(&terms, &events, on).unwrap();
        let (clock, dpd) = (life.state.penalty_clock(&terms), life.state.days_past_due(on));
        let rows = || life.state.open.iter().filter(|i| i.nr > 0);
        let unpaid: i64 = rows().map(|i| clock.unpaid(i, on).total()).sum();
        let short: i64 = rows().filter(|i| i.due < on)
            .map(|i| i.principal + i.interest - i.paid.of(Component::Principal) - i.paid.of(Component::Interest)).sum();
        prop_assert!(unpaid > terms.clauses.tolerance_minor || dpd == 0, "{unpaid} unpaid, but {dpd} days");
        prop_assert!(short <= terms.clauses.tolerance_minor || dpd > 0, "{short} short, but not late");
        let oldest = rows().map(|i| i.due).min();
        prop_assert!(dpd <= oldest.map_or(0, |due| on.days_since(due).max(0)));
        let moved = rows().filter(|i| i.overdue.is_some_and(|overdue| overdue.paused || overdue.since > on));
        prop_assert!(moved.filter(|i| i.carry.is_own()).count() == 0, "only what is carried waits");
    }

    /// A clause that says nothing changes nothing.
    #[test]
    fn clauses_without_effect_change_no_figure(terms in any_terms(), picks in picks()) {
        let events = events_of(&terms, &picks);
        let until = events.last().unwrap().value_date.date().add_days(120);
        let silent = LoanTerms {
            clauses: Clauses {
                non_accrual: Some(NonAccrual { after_days: 0, order: terms.allocation.clone() }),
                holidays: Some(Holidays { rule: HolidayRule::None, days: vec![] }),
                may_call_in: true,
                ..Clauses::default()
            },
            ..terms.clone()
        };
        let (plain, _) = live(&terms, &events, until).unwrap();
        let (same, _) = live(&silent, &events, until).unwrap();
        prop_assert_eq!(plain.state, same.state);
    }

    /// Advancing in two steps is advancing in one, and living day by day is living at once.
    #[test]
    fn time_passes_the_same_in_any_steps(terms in with_clauses(), picks in picks(), step in 1_i32..60) {
        let events = events_of(&terms, &picks);
        let until = events.last().unwrap().value_date.date().add_days(200);
        let (at_once, _) = live(&terms, &events, until).unwrap();
        let mut life = Life::begin(&terms).unwrap();
        let mut day = terms.disbursed_on;
        for e in &events {
            while day.add_days(step) < e.value_date.date() {
                day = day.add_days(step);
                life.advance(day);
            }
            life.apply(&e.body, e.value_date.date()).unwrap();
            // A state that went through the database is the same state.
            let stored = serde_json::to_string(&life.state).unwrap();
            life.state = serde_json::from_str(&stored).unwrap();
        }
        life.advance(until);
        prop_assert_eq!(life.state, at_once.state);
    }

    /// An event recorded late, or recorded and taken back, leaves the state of the chronological life.
    #[test]
    fn back_dated_is_chronological_and_a_reversal_is_identity(terms in with_clauses(), picks in picks()) {
        let events = events_of(&terms, &picks);
        let until = events.last().unwrap().value_date.date().add_days(60);
        let (plain, _) = live(&terms, &events, until).unwrap();
        let mut shuffled = events.clone();
        shuffled.reverse();
        let (again, _) = live(&terms, &shuffled, until).unwrap();
        prop_assert_eq!(&again.state, &plain.state);
        let seq = u32::try_from(events.len()).unwrap();
        let mut undone = events.clone();
        undone.push(event(seq + 1, until, EventBody::Repaid { amount: 12_345 }));
        undone.push(event(seq + 2, until, EventBody::Reversed { of: seq + 1 }));
        let (back, _) = live(&terms, &undone, until).unwrap();
        prop_assert_eq!(back.state, plain.state);
    }

    /// The accrued sum of the book is the sum over its loans, on any later day before anything happens, and at a due
    /// date the line of the period meets the interest that falls due.
    #[test]
    fn lines_of_a_book_add_up(
        loans in prop::collection::vec((with_clauses(), picks()), 1..5),
        later in 0_i32..20,
    ) {
        let on = CivilDate::parse("2026-06-15").unwrap();
        let lives: Vec<Life<'_>> = loans.iter().filter_map(|(terms, picks)| {
            let mut events = events_of(terms, picks);
            events.retain(|e| e.value_date.date() <= on);
            live(terms, &events, on).ok().map(|(life, _)| life)
        }).collect();
        let day = on.add_days(later);
        for (key, sum) in book(&lives) {
            let singly: i128 = lives.iter().flat_map(Life::lines).filter(|(k, _)| *k == key)
                .map(|(_, line)| line.numerator(key.clock.read(day))).sum();
            prop_assert_eq!(sum.numerator(key.clock.read(day)), singly);
        }
        for life in &lives {
            if let (Some((key, line)), Some(position)) = (life.interest_line(), life.state.position) {
                let (before, mut after) = (life.state.moved.of(Movement::InterestDue), life.clone());
                after.advance(position.due);
                // Only when this due date is the next thing that happens does the line end there.
                let fell = after.touched.get(&position.nr).map_or(0, |i| i.interest);
                let total = after.state.moved.of(Movement::InterestDue) - before;
                prop_assert!(total >= fell);
                prop_assert_eq!(line.rounded(&key, position.due), fell);
            }
        }
    }
}
