//! Plan against actual.

use crate::app::quote::PlanAndActual;
use crate::app::record::StoredLoan;
use crate::domain::allocation::{Amounts, Component};
use crate::domain::plan::PlanRow;
use crate::domain::state::{Carry, Installment};
use kernel::{CivilDate, Currency, Money};
use platform::http::wire;
use serde::Serialize;
use utoipa::ToSchema;

/// The plan of a loan as it stands, with what was paid.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanSchedule)]
pub struct ScheduleView {
    /// The instalments: those fallen due as they fell, those to come as planned now.
    pub rows: Vec<ScheduleRowView>,
    /// Sums of the rows.
    pub totals: ScheduleTotalsView,
    /// Principal paid before it was due: with the principal of the rows it makes up the amount lent.
    #[schema(value_type = wire::Money)]
    pub prepaid_principal: Money,
}

/// An instalment, planned and paid.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScheduleRow)]
pub struct ScheduleRowView {
    /// Its number, from 1; 0 is the fee at disbursement.
    pub nr: u32,
    /// First day of its interest period.
    #[schema(value_type = wire::Date)]
    pub period_from: CivilDate,
    /// Its due date.
    #[schema(value_type = wire::Date)]
    pub due_on: CivilDate,
    /// Days of the period.
    pub days: i32,
    /// Principal, interest and fees due.
    #[schema(value_type = wire::Money)]
    pub payment: Money,
    /// Principal due.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// Interest due.
    #[schema(value_type = wire::Money)]
    pub interest: Money,
    /// Fees due with it.
    #[schema(value_type = wire::Money)]
    pub fee: Money,
    /// Principal not yet due afterwards.
    #[schema(value_type = wire::Money)]
    pub balance: Money,
    /// `paid`, `partial` (due today, partly paid), `due` (today, or a fee at disbursement), `carried` (what is left counts as
    /// paid and is due with the next), `overdue` or `future`.
    #[schema(example = "future")]
    pub status: &'static str,
    /// Principal paid of it.
    #[schema(value_type = wire::Money)]
    pub paid_principal: Money,
    /// Interest paid of it.
    #[schema(value_type = wire::Money)]
    pub paid_interest: Money,
    /// Penalty and compound interest paid for it.
    #[schema(value_type = wire::Money)]
    pub paid_penalty: Money,
    /// Fees paid of it.
    #[schema(value_type = wire::Money)]
    pub paid_fee: Money,
    /// When it was paid in full.
    #[schema(value_type = Option<wire::Date>)]
    pub paid_on: Option<CivilDate>,
    /// Penalty and compound interest unpaid today.
    #[schema(value_type = wire::Money)]
    pub penalty_outstanding: Money,
}

/// Sums of a schedule.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScheduleTotals)]
pub struct ScheduleTotalsView {
    /// Σ payments.
    #[schema(value_type = wire::Money)]
    pub payment: Money,
    /// Σ principal.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// Σ interest.
    #[schema(value_type = wire::Money)]
    pub interest: Money,
    /// Σ fees.
    #[schema(value_type = wire::Money)]
    pub fee: Money,
}

impl ScheduleTotalsView {
    /// Sums of payment, principal, interest and fees.
    pub fn of(rows: impl Iterator<Item = [Money; 4]>, currency: Currency) -> Self {
        let mut sums = [0_i64; 4];
        for row in rows {
            for (sum, part) in sums.iter_mut().zip(row) {
                *sum = sum.saturating_add(part.minor());
            }
        }
        let [payment, principal, interest, fee] = sums.map(|minor| Money::new(minor, currency));
        Self {
            payment,
            principal,
            interest,
            fee,
        }
    }
}

impl ScheduleView {
    /// Plan against actual on the business date. `early` is the principal paid before it was due, by day.
    pub fn of(stored: &StoredLoan, plan: &PlanAndActual, early: &[(CivilDate, i64)], on: CivilDate) -> Self {
        let currency = stored.head.currency;
        let mut fallen_principal = 0;
        let mut rows = Vec::with_capacity(plan.fallen.len() + plan.to_come.len());
        for (installment, unpaid) in &plan.fallen {
            fallen_principal += installment.principal;
            let before = early.iter().filter(|(day, _)| *day < installment.due);
            let prepaid: i64 = before.map(|(_, minor)| minor).sum();
            let balance = stored.terms.principal.minor() - fallen_principal - prepaid;
            rows.push(ScheduleRowView::fallen((installment, unpaid), balance, currency, on));
        }
        let fee_of = |row: &PlanRow| stored.terms.clauses.fee_of(row.nr);
        let to_come = plan.to_come.iter();
        rows.extend(to_come.map(|row| ScheduleRowView::to_come((row, fee_of(row)), currency)));
        let parts = |row: &ScheduleRowView| [row.payment, row.principal, row.interest, row.fee];
        let totals = ScheduleTotalsView::of(rows.iter().map(parts), currency);
        Self {
            rows,
            totals,
            prepaid_principal: Money::new(early.iter().map(|(_, minor)| minor).sum(), currency),
        }
    }
}

impl ScheduleRowView {
    fn fallen(
        (installment, unpaid): (&Installment, &Amounts),
        balance: i64,
        currency: Currency,
        on: CivilDate,
    ) -> Self {
        let money = |minor| Money::new(minor, currency);
        let paid = |component| installment.paid.of(component);
        Self {
            nr: installment.nr,
            period_from: installment.from,
            due_on: installment.due,
            days: installment.due.days_since(installment.from),
            payment: money(installment.principal + installment.interest + installment.fee),
            principal: money(installment.principal),
            interest: money(installment.interest),
            fee: money(installment.fee),
            balance: money(balance),
            status: status_of(installment, on),
            paid_principal: money(paid(Component::Principal)),
            paid_interest: money(paid(Component::Interest)),
            paid_penalty: money(paid(Component::Penalty) + paid(Component::CompoundInterest)),
            paid_fee: money(paid(Component::Fee)),
            paid_on: installment.settled_on,
            penalty_outstanding: money(unpaid.of(Component::Penalty) + unpaid.of(Component::CompoundInterest)),
        }
    }

    fn to_come((row, fee): (&PlanRow, i64), currency: Currency) -> Self {
        let money = |minor| Money::new(minor, currency);
        Self {
            nr: row.nr,
            period_from: row.from,
            due_on: row.due,
            days: row.due.days_since(row.from),
            payment: money(row.principal + row.interest + fee),
            principal: money(row.principal),
            interest: money(row.interest),
            fee: money(fee),
            balance: money(row.balance),
            status: "future",
            paid_principal: money(0),
            paid_interest: money(0),
            paid_penalty: money(0),
            paid_fee: money(0),
            paid_on: None,
            penalty_outstanding: money(0),
        }
    }
}

fn status_of(installment: &Installment, on: CivilDate) -> &'static str {
    if installment.settled_on.is_some() {
        "paid"
    } else if installment.carry == Carry::Waiting {
        "carried"
    } else if installment.late_from().is_some_and(|due| due < on) {
        "overdue"
    } else if installment.paid.total() > 0 {
        "partial"
    } else {
        "due"
    }
}
