//! Loan lives as text tables (`scenarios/loan/*.life`): an accountant can read and edit them. Left of `=>` stands what
//! happens, right of it what must follow. `UPDATE=1` rewrites the right side; the review reads the difference.

use kernel::{AnnualRate, BusinessDate, CivilDate, Currency, DayCount, HolidayRule, Money};
use ledger::{Chart, PostingRuleBook};
use loan::domain::allocation::{AllocationOrder, Component, Reading};
use loan::domain::clauses::{Fee, FeeTrigger, Holidays, NonAccrual};
use loan::domain::event::{EventBody, PrepaymentEffect};
use loan::domain::life::{Life, Receipt};
use loan::domain::plan::Planner;
use loan::domain::state::{LoanState, Status};
use loan::domain::terms::{DueRule, Frequency, InterestRule, LoanTerms, Method, Stub};
use reference::seed::calendar as china;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/loan")
}

#[test]
fn every_scenario_is_lived_as_it_is_written() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "life"))
        .collect();
    files.sort();
    assert!(files.len() >= 8, "the scenarios are found: {}", files.len());
    let update = std::env::var("UPDATE").is_ok_and(|v| v == "1");
    let mut wrong = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let lived = live_through(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        if lived != text && update {
            std::fs::write(&file, lived).unwrap();
        } else if lived != text {
            let differs = text.lines().zip(lived.lines()).find(|(a, b)| a != b);
            let (expected, found) = differs.unwrap_or(("(more or fewer lines)", ""));
            wrong.push(format!("{}\n  expected {expected}\n  found    {found}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same text with the right sides as the life makes them.
fn live_through(text: &str) -> Result<String, String> {
    let head: BTreeMap<&str, &str> = text
        .lines()
        .filter(|l| !l.contains("=>"))
        .filter_map(|l| l.split_once(':'))
        .map(|(k, v)| (k.trim(), v.trim()))
        .collect();
    let mut terms = terms_of(head.get("terms").ok_or("no terms")?, head.get("allocation").copied())?;
    let told = [head.get("clauses").copied(), head.get("non-accrual").copied()];
    add_clauses(&mut terms, told[0].unwrap_or_default(), told[1])?;
    let mut life = Life::begin(&terms).map_err(|e| e.to_string())?;
    let mut lines = Vec::new();
    let chart = Chart::new(ledger::seed_accounts()).map_err(|e| e.to_string())?;
    let rules = PostingRuleBook::new(ledger::seed_rules(), &chart).map_err(|e| e.to_string())?;
    for line in text.lines() {
        let Some((left, _)) = line.split_once("=>") else {
            lines.push(line.trim_end().to_owned());
            continue;
        };
        let cells: Vec<&str> = left.split_whitespace().collect();
        let on = CivilDate::parse(cells.first().ok_or("no date")?).map_err(|e| e.to_string())?;
        let mut tried = life.clone();
        let right = match happen(&mut tried, on, &cells[1..], &terms)? {
            Ok(receipt) => {
                let right = follows(&life.state, &tried, (on, &receipt), &terms, &rules)?;
                life = tried;
                right
            }
            Err(refusal) => format!("refused: {refusal}"),
        };
        lines.push(format!("{} => {right}", left.trim_end()));
    }
    Ok(lines.join("\n") + "\n")
}

type Happened = Result<Receipt, loan::domain::error::LoanError>;

fn happen(life: &mut Life<'_>, on: CivilDate, what: &[&str], terms: &LoanTerms) -> Result<Happened, String> {
    let amount = || money(what.get(1).ok_or("no amount")?, terms);
    let body = match *what.first().ok_or("nothing happens")? {
        "look" => {
            life.advance(on);
            return Ok(Ok(Receipt::default()));
        }
        "disburse" => EventBody::Disbursed,
        "repay" => EventBody::Repaid { amount: amount()? },
        "pay-off" => EventBody::PaidOff { amount: amount()? },
        "prepay-shorten" => EventBody::Prepaid {
            amount: amount()?,
            effect: PrepaymentEffect::Shorten,
        },
        "prepay-reduce" => EventBody::Prepaid {
            amount: amount()?,
            effect: PrepaymentEffect::Reduce,
        },
        "fee" => EventBody::FeeCharged { amount: amount()? },
        "call-in" => EventBody::CalledIn,
        "charge-off" => EventBody::ChargedOff,
        other => return Err(format!("unknown: {other}")),
    };
    Ok(life.apply(&body, on))
}

fn money(text: &str, terms: &LoanTerms) -> Result<i64, String> {
    Money::parse(text, terms.principal.currency())
        .map(Money::minor)
        .map_err(|e| e.to_string())
}

/// What follows: what the money did, where the loan stands, and the entries in the books.
fn follows(
    before: &LoanState,
    life: &Life<'_>,
    (on, receipt): (CivilDate, &Receipt),
    terms: &LoanTerms,
    rules: &PostingRuleBook,
) -> Result<String, String> {
    let show = |minor| Money::new(minor, terms.principal.currency()).to_string();
    let state = &life.state;
    let status = match state.status {
        Status::Pending => "pending",
        Status::Active => "active",
        Status::Closed { .. } => "closed",
        Status::ChargedOff { .. } => "charged-off",
    };
    let names = [
        (Component::Fee, "fee"),
        (Component::Penalty, "penalty"),
        (Component::CompoundInterest, "compound"),
        (Component::Interest, "interest"),
        (Component::Principal, "principal"),
    ];
    let parts = |amounts: &loan::domain::allocation::Amounts| {
        names
            .iter()
            .filter(|(c, _)| amounts.of(*c) != 0)
            .map(|(c, n)| format!("{n} {}", show(amounts.of(*c))))
            .collect::<Vec<_>>()
            .join(" + ")
    };
    let mut cells = vec![format!(
        "{status}, dpd {}, principal {}",
        state.days_past_due(on),
        show(state.principal_outstanding())
    )];
    let due = state.due_on(terms, on);
    if due.total() != 0 {
        cells.push(format!("due {}", parts(&due)));
    }
    if receipt.allocated.total() != 0 {
        cells.push(format!("paid {}", parts(&receipt.allocated)));
    }
    if state.suspense != 0 {
        cells.push(format!("waiting {}", show(state.suspense)));
    }
    let rules = rules.as_of(BusinessDate(on));
    for (movement, minor) in state.moved.since(&before.moved) {
        let rule = rules
            .find(movement.code())
            .ok_or_else(|| format!("no rule for {}", movement.code()))?;
        cells.push(format!(
            "Dr {} Cr {} {}",
            rule.debit.as_str(),
            rule.credit.as_str(),
            show(minor)
        ));
    }
    Ok(cells.join(" | "))
}

fn terms_of(text: &str, allocation: Option<&str>) -> Result<LoanTerms, String> {
    let given: BTreeMap<&str, &str> = text
        .split_whitespace()
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let get = |name: &str| given.get(name).copied();
    let need = |name: &str| get(name).ok_or_else(|| format!("terms lack {name}"));
    let number =
        |name: &str, otherwise: u32| get(name).map_or(Ok(otherwise), |v| v.parse().map_err(|_| format!("{name}={v}")));
    let currency = Currency::parse(get("currency").unwrap_or("CNY")).map_err(|e| e.to_string())?;
    let principal = Money::parse(need("principal")?, currency).map_err(|e| e.to_string())?;
    let rate = AnnualRate::parse(need("rate")?).map_err(|e| e.to_string())?;
    let start = CivilDate::parse(need("start")?).map_err(|e| e.to_string())?;
    let method = match need("method")? {
        "annuity" => Method::Annuity,
        "equal-principal" => Method::EqualPrincipal,
        "flat" => Method::Flat,
        "interest-only" => Method::InterestOnly,
        "bullet" => Method::Bullet,
        "on-demand" => Method::OnDemand,
        other => return Err(format!("method {other}")),
    };
    let mut terms = LoanTerms::new(principal, rate, method, number("periods", 12)?, start);
    if let Some(name) = get("day-count") {
        terms.day_count = DayCount::parse(name).ok_or_else(|| format!("day-count={name}"))?;
    }
    if get("interest") == Some("by-days") {
        terms.interest = InterestRule::ByDays;
    }
    if let Some(day) = get("pay-day") {
        let day = day.parse().map_err(|_| format!("pay-day={day}"))?;
        terms.due = DueRule::PayDay {
            day,
            min_first_days: 15,
            stub: Stub::LongFirst,
            ends_on_anniversary: get("ends") == Some("anniversary"),
        };
    }
    if let Some(day) = get("quarter-day") {
        let day = day.parse().map_err(|_| format!("quarter-day={day}"))?;
        terms.due = DueRule::Calendar { day };
    }
    if get("frequency") == Some("quarter") {
        terms.frequency = Frequency::Quarter;
    }
    terms.penalty.grace_days = i32::try_from(number("grace", 0)?).map_err(|e| e.to_string())?;
    terms.penalty.uplift_bp = number("uplift-bp", 5000)?;
    terms.penalty.compound = get("compound") != Some("no");
    if let Some(order) = allocation {
        terms.allocation = order_of(order)?;
    }
    Ok(terms)
}

/// `clauses: tolerance=… fee-at-disbursement=… fee-each-instalment=… late-fee=… holidays=… penalty-on=… called-in=…`, and
/// `non-accrual: after 90 days: …` with an order.
fn add_clauses(terms: &mut LoanTerms, text: &str, non_accrual: Option<&str>) -> Result<(), String> {
    for (name, value) in text.split_whitespace().filter_map(|pair| pair.split_once('=')) {
        let fee = |trigger| -> Result<Fee, String> {
            Ok(Fee {
                code: name.to_owned(),
                trigger,
                amount_minor: money(value, terms)?,
            })
        };
        match (name, value) {
            ("tolerance", _) => terms.clauses.tolerance_minor = money(value, terms)?,
            ("fee-at-disbursement", _) => terms.clauses.fees.push(fee(FeeTrigger::Disbursement)?),
            ("fee-each-instalment", _) => terms.clauses.fees.push(fee(FeeTrigger::Installment)?),
            ("late-fee", _) => terms.clauses.fees.push(fee(FeeTrigger::Late)?),
            ("holidays", "following") => {
                let dues = Planner::new(terms).agreed_dues();
                let frozen = Holidays::freeze(HolidayRule::Following, china(), terms.disbursed_on, &dues);
                terms.clauses.holidays = Some(frozen);
            }
            ("penalty-on", "instalment") => terms.penalty.on_installment = true,
            ("called-in", "allowed") => terms.clauses.may_call_in = true,
            _ => return Err(format!("clause {name}={value}")),
        }
    }
    if let Some(text) = non_accrual {
        let (days, order) = text.split_once(" days: ").ok_or("non-accrual: after N days: order")?;
        let days = days
            .trim_start_matches("after ")
            .parse()
            .map_err(|_| format!("non-accrual {days}"))?;
        terms.clauses.non_accrual = Some(NonAccrual {
            after_days: days,
            order: order_of(order)?,
        });
    }
    Ok(())
}

fn order_of(text: &str) -> Result<AllocationOrder, String> {
    let (reading, components) = match text.strip_prefix("vertical") {
        Some(rest) => (Reading::Vertical, rest),
        None => (Reading::Horizontal, text),
    };
    let component = |name: &str| match name {
        "fee" => Ok(Component::Fee),
        "penalty" => Ok(Component::Penalty),
        "compound" => Ok(Component::CompoundInterest),
        "interest" => Ok(Component::Interest),
        "principal" => Ok(Component::Principal),
        other => Err(format!("component {other}")),
    };
    Ok(AllocationOrder {
        components: components.split_whitespace().map(component).collect::<Result<_, _>>()?,
        reading,
    })
}
