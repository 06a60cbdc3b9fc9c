//! Rows as repayments of the past, in the order of their days.

use super::book_loans::inside;
use super::desk::Desk;
use super::error::Result;
use super::report::{Report, RowOutcome};
use super::row_problem::{LOAN_UNKNOWN, NOT_AN_AMOUNT};
use crate::domain::RepaymentLine;
use kernel::{CivilDate, Currency, LoanId, Money};
use loan::app::repay::{Repayment, RepaymentKind, repay};
use loan::app::store_event::events;
use loan::app::take_over::find_by_numbers;
use loan::domain::event::{EventBody, PrepaymentEffect, effective};
use platform::Tx;
use platform::http::Problem;
use std::collections::HashMap;

const BETWEEN_TELLS: usize = 200;

/// Records the repayments of a batch. What is wrong with single rows stands in the report.
///
/// # Errors
/// What ends the whole batch.
pub fn book_repayments(tx: &mut Tx, desk: &Desk<'_>, lines: &[RepaymentLine], report: &mut Report) -> Result<()> {
    let mut loans = Loans::of(tx, desk, lines)?;
    let mut ordered: Vec<&RepaymentLine> = lines.iter().collect();
    ordered.sort_by_key(|line| (line.value_date, line.line));
    for (done, line) in ordered.into_iter().enumerate() {
        if done % BETWEEN_TELLS == 0 {
            (desk.tell)(tx, done)?;
        }
        match loans.record(tx, desk, line)? {
            Ok((outcome, amount)) => {
                report.add(line.line, outcome, line.number.as_str());
                if outcome == RowOutcome::Created {
                    report.sum("repaid", amount);
                }
            }
            Err(problem) => report.refuse(line.line, problem),
        }
    }
    (desk.tell)(tx, lines.len())
}

/// Day, kind and amount: what tells repayments of a loan apart.
type Mark = (CivilDate, &'static str, i64);

/// A loan with what was paid on it before the batch and is not met by a row yet.
struct Held {
    id: LoanId,
    currency: Currency,
    paid: Option<HashMap<Mark, u32>>,
}

struct Loans(HashMap<String, Held>);

impl Loans {
    /// The loans that rows name and the caller may repay.
    fn of(tx: &mut Tx, desk: &Desk<'_>, lines: &[RepaymentLine]) -> Result<Self> {
        let mut numbers: Vec<&str> = lines.iter().map(|line| line.number.as_str()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let found = find_by_numbers(tx, &numbers).map_err(inside)?;
        let covered = found.into_iter().filter(|loan| {
            let head = &loan.head;
            desk.context.scope.covers(head.org_id, &head.officer)
        });
        let held = covered.map(|loan| {
            let head = loan.head;
            let held = Held {
                id: head.id,
                currency: head.currency,
                paid: None,
            };
            (head.number, held)
        });
        Ok(Self(held.collect()))
    }

    fn record(
        &mut self,
        tx: &mut Tx,
        desk: &Desk<'_>,
        line: &RepaymentLine,
    ) -> Result<std::result::Result<(RowOutcome, Money), Problem>> {
        let Some(held) = self.0.get_mut(&line.number) else {
            let unknown = Problem::of(LOAN_UNKNOWN).field("number");
            return Ok(Err(unknown.with("number", &line.number)));
        };
        let Ok(amount) = Money::parse(&line.amount, held.currency) else {
            return Ok(Err(Problem::of(NOT_AN_AMOUNT).field("amount")));
        };
        let paid = match &mut held.paid {
            Some(paid) => paid,
            none => none.insert(paid_before(tx, held.id)?),
        };
        let met = paid.get_mut(&(line.value_date, line.kind, amount.minor()));
        if let Some(left) = met.filter(|left| **left > 0) {
            *left -= 1;
            return Ok(Ok((RowOutcome::Unchanged, amount)));
        }
        let repayment = Repayment {
            amount,
            value_date: line.value_date,
            kind: kind_of(line.kind),
            note: line.note.clone(),
        };
        match repay(tx, desk.context, desk.books, held.id, &repayment) {
            Ok(_) => Ok(Ok((RowOutcome::Created, amount))),
            Err(loan::app::error::LoanFailure::Db(cause)) => Err(cause.into()),
            Err(refusal) => Ok(Err(refusal.into())),
        }
    }
}

fn paid_before(tx: &mut Tx, id: LoanId) -> Result<HashMap<Mark, u32>> {
    let mut paid = HashMap::new();
    let all = events(tx, id).map_err(inside)?;
    for event in effective(&all) {
        let mark = match &event.body {
            EventBody::Repaid { amount } => ("regular", *amount),
            EventBody::PaidOff { amount } => ("payoff", *amount),
            EventBody::Prepaid { amount, effect } => match effect {
                PrepaymentEffect::Shorten => ("prepay_shorten", *amount),
                PrepaymentEffect::Reduce => ("prepay_reduce", *amount),
            },
            _ => continue,
        };
        *paid.entry((event.value_date.date(), mark.0, mark.1)).or_default() += 1;
    }
    Ok(paid)
}

fn kind_of(kind: &str) -> RepaymentKind {
    match kind {
        "payoff" => RepaymentKind::Payoff,
        "prepay_shorten" => RepaymentKind::PrepayShorten,
        "prepay_reduce" => RepaymentKind::PrepayReduce,
        _ => RepaymentKind::Regular,
    }
}
