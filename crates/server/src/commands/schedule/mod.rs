//! `xindai schedule`: the plan of a loan that need not exist.

mod args;
mod terms;

pub use args::ScheduleArgs;

use crate::failure::{Failure, TERMS};
use kernel::{CivilDate, Currency, Money};
use loan::domain::plan::PlanRow;
use loan::domain::schedule::schedule as rows_of;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Plan {
    rows: Vec<Row>,
    totals: Totals,
}

#[derive(Serialize)]
struct Row {
    nr: u32,
    due: CivilDate,
    days: i32,
    payment: String,
    principal: String,
    interest: String,
    balance: String,
}

#[derive(Serialize)]
struct Totals {
    payment: String,
    principal: String,
    interest: String,
}

/// Prints a schedule.
pub fn schedule(args: &ScheduleArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let terms = terms::terms_of(args)?;
    let rows = rows_of(&terms).map_err(|cause| Failure::because(TERMS, &cause))?;
    let plan = plan_of(&rows, args.currency)?;
    if args.json {
        serde_json::to_writer(&mut *out, &plan)?;
        return Ok(writeln!(out)?);
    }
    table(&plan, out)
}

fn plan_of(rows: &[PlanRow], currency: Currency) -> Result<Plan, Failure> {
    let text = |minor: i64| Money::new(minor, currency).to_string();
    let sum = |part: fn(&PlanRow) -> i64| {
        let sum: i128 = rows.iter().map(|row| i128::from(part(row))).sum();
        let sum = i64::try_from(sum).map_err(|_| Failure::because(TERMS, &"the amounts are out of range"))?;
        Ok::<_, Failure>(text(sum))
    };
    let totals = Totals {
        payment: sum(|row| row.principal.saturating_add(row.interest))?,
        principal: sum(|row| row.principal)?,
        interest: sum(|row| row.interest)?,
    };
    let row = |row: &PlanRow| Row {
        nr: row.nr,
        due: row.due,
        days: row.due.days_since(row.from),
        payment: text(row.principal.saturating_add(row.interest)),
        principal: text(row.principal),
        interest: text(row.interest),
        balance: text(row.balance),
    };
    Ok(Plan {
        rows: rows.iter().map(row).collect(),
        totals,
    })
}

fn table(plan: &Plan, out: &mut dyn Write) -> Result<(), Failure> {
    let wide = ["payment", "principal", "interest", "balance"];
    let width = plan
        .rows
        .iter()
        .flat_map(|row| {
            [
                row.payment.len(),
                row.principal.len(),
                row.interest.len(),
                row.balance.len(),
            ]
        })
        .chain([plan.totals.payment.len(), plan.totals.principal.len(), wide[1].len()])
        .max()
        .unwrap_or(0);
    let [payment, principal, interest, balance] = wide;
    writeln!(
        out,
        "{:>4}  {:<10}  {:>4}  {payment:>width$}  {principal:>width$}  {interest:>width$}  {balance:>width$}",
        "nr", "due", "days"
    )?;
    for row in &plan.rows {
        let Row {
            nr,
            days,
            payment,
            principal,
            interest,
            balance,
            ..
        } = row;
        let due = row.due.to_string();
        writeln!(
            out,
            "{nr:>4}  {due:<10}  {days:>4}  {payment:>width$}  {principal:>width$}  {interest:>width$}  {balance:>width$}"
        )?;
    }
    let Totals {
        payment,
        principal,
        interest,
    } = &plan.totals;
    writeln!(
        out,
        "{:>4}  {:<10}  {:>4}  {payment:>width$}  {principal:>width$}  {interest:>width$}",
        "", "total", ""
    )?;
    Ok(())
}
