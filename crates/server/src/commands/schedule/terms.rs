//! From options to terms.

use super::args::{MethodArgs, MethodName, ScheduleArgs, Settlement};
use crate::failure::{Failure, TERMS};
use kernel::{CivilDate, Currency, Money};
use loan::domain::terms::{DueRule, Frequency, LoanTerms, MAX_PERIODS, Method, Stub};
use std::path::Path;

/// The terms that the options describe.
pub fn terms_of(args: &ScheduleArgs) -> Result<LoanTerms, Failure> {
    refuse_foreign(args)?;
    let principal = money("--principal", &args.principal, args.currency)?;
    let (method, periods) = method_of(args)?;
    let mut terms = LoanTerms::new(principal, args.rate, method, periods, args.start);
    if args.method != MethodName::Biweekly {
        terms.frequency = args.frequency.unwrap_or(Frequency::Month);
    } else if args.frequency.is_some_and(|frequency| frequency != Frequency::Biweekly) {
        return Err(Failure::argument("--frequency", "the method biweekly has no other"));
    }
    terms.day_count = args.day_count;
    terms.payment_rounding = args.rounding;
    if let Some(interest) = args.interest {
        terms.interest = interest;
    }
    terms.due = due_rule(args);
    terms.check().map_err(|cause| Failure::because(TERMS, &cause))?;
    Ok(terms)
}

/// Options that another method would need are an error, not silence.
fn refuse_foreign(args: &ScheduleArgs) -> Result<(), Failure> {
    let special = &args.special;
    let given = [
        (
            "--balloon-periods",
            special.balloon_periods.is_some(),
            MethodName::Balloon,
        ),
        ("--residual", special.residual.is_some(), MethodName::Balloon),
        (
            "--interest-only-periods",
            special.interest_only_periods.is_some(),
            MethodName::Step,
        ),
        ("--growth", special.growth.is_some(), MethodName::Step),
        ("--quote-months", special.quote_months.is_some(), MethodName::Biweekly),
        ("--plan", special.plan.is_some(), MethodName::Custom),
    ];
    match given.iter().find(|(_, given, method)| *given && *method != args.method) {
        Some((name, ..)) => Err(Failure::argument(name, "not an option of this repayment method")),
        None => Ok(()),
    }
}

fn method_of(args: &ScheduleArgs) -> Result<(Method, u32), Failure> {
    let periods = args.periods.unwrap_or(0);
    let simple = |method| Ok((method, periods));
    match args.method {
        MethodName::Annuity => simple(Method::Annuity),
        MethodName::EqualPrincipal => simple(Method::EqualPrincipal),
        MethodName::Flat => simple(Method::Flat),
        MethodName::InterestOnly => simple(Method::InterestOnly),
        MethodName::Bullet => simple(Method::Bullet),
        MethodName::OnDemand => simple(Method::OnDemand),
        MethodName::Balloon => Ok((balloon(&args.special, args.currency)?, periods)),
        MethodName::Step => Ok((step(&args.special)?, periods)),
        MethodName::Biweekly => Ok(match args.special.quote_months {
            Some(quote_months) => (Method::Biweekly { quote_months }, periods),
            None => (Method::Biweekly { quote_months: periods }, MAX_PERIODS),
        }),
        MethodName::Custom => {
            let file = args.special.plan.as_deref();
            let file = file.ok_or_else(|| Failure::argument("--method", "custom needs --plan FILE"))?;
            let rows = plan(file, args.currency)?;
            let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            Ok((Method::Custom { rows }, count))
        }
    }
}

fn balloon(special: &MethodArgs, currency: Currency) -> Result<Method, Failure> {
    match (special.balloon_periods, &special.residual) {
        (Some(amortise_over), _) => Ok(Method::Balloon { amortise_over }),
        (None, Some(residual)) => {
            let residual_minor = money("--residual", residual, currency)?.minor();
            Ok(Method::Residual { residual_minor })
        }
        (None, None) => Err(Failure::argument(
            "--method",
            "balloon needs --balloon-periods or --residual",
        )),
    }
}

fn step(special: &MethodArgs) -> Result<Method, Failure> {
    match (special.interest_only_periods, special.growth) {
        (Some(interest_only_periods), _) => Ok(Method::GraceThenAnnuity { interest_only_periods }),
        (None, Some(growth_bp)) => Ok(Method::StepUp {
            growth_bp,
            every: special.every.unwrap_or(12),
        }),
        (None, None) => Err(Failure::argument(
            "--method",
            "step needs --interest-only-periods or --growth",
        )),
    }
}

fn due_rule(args: &ScheduleArgs) -> DueRule {
    let due = &args.due;
    let Some(day) = due.pay_day else {
        return DueRule::Anchor {
            month_end: due.month_end,
        };
    };
    // Principal is due at maturity: interest follows the calendar, the contract's last day stays.
    let by_contract = matches!(args.method, MethodName::InterestOnly | MethodName::OnDemand);
    let several_months = args
        .frequency
        .and_then(Frequency::months)
        .is_some_and(|months| months > 1);
    let settlement = due.settlement.unwrap_or(if by_contract && several_months {
        Settlement::Calendar
    } else {
        Settlement::Contract
    });
    if settlement == Settlement::Calendar {
        return DueRule::Calendar { day };
    }
    let stub = due.stub.unwrap_or(if by_contract {
        Stub::InterestOnlyStub
    } else {
        Stub::LongFirst
    });
    let rolls_over = stub == Stub::LongFirst && !by_contract;
    DueRule::PayDay {
        day,
        min_first_days: due.min_first_days.unwrap_or(if rolls_over { 15 } else { 0 }),
        stub,
        ends_on_anniversary: due.end_on_anniversary.unwrap_or(by_contract),
    }
}

/// The rows `date,principal` of a plan; a first line without a date is a heading.
fn plan(file: &Path, currency: Currency) -> Result<Vec<(CivilDate, i64)>, Failure> {
    let text = std::fs::read_to_string(file).map_err(|cause| Failure::file(file, &cause))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|cause| Failure::file(file, &cause))?;
        let wrong = |what: &str| Failure::file(file, &format!("line {}: {what}", index + 1));
        match CivilDate::parse(&record[0]) {
            Ok(date) => {
                let amount = record.get(1).and_then(|amount| Money::parse(amount, currency).ok());
                let amount = amount.ok_or_else(|| wrong("no amount after the date"))?;
                rows.push((date, amount.minor()));
            }
            Err(_) if index == 0 => {}
            Err(cause) => return Err(wrong(&cause.to_string())),
        }
    }
    Ok(rows)
}

fn money(name: &str, text: &str, currency: Currency) -> Result<Money, Failure> {
    Money::parse(text, currency).map_err(|cause| Failure::argument(name, cause))
}
