//! How accrued amounts come about.

use crate::app::derivation::DerivedLine;
use crate::app::record::StoredLoan;
use kernel::{AnnualRate, CivilDate, Money};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which days to derive.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccrualQuery {
    /// First day; the beginning of the current period unless told.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-01")]
    pub from: Option<CivilDate>,
    /// Last day, included; the business date unless told. At most 400 days after the first.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-31")]
    pub to: Option<CivilDate>,
}

/// How a loan's accrued amounts come about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Accrual)]
pub struct AccrualView {
    /// The business date.
    #[schema(value_type = wire::Date)]
    pub as_of: CivilDate,
    /// What accrues on that date, each as carried + base × annual rate × days ÷ den.
    pub lines: Vec<AccrualLineView>,
    /// The accrued amounts at the beginning of each day.
    pub daily: Vec<AccrualDayView>,
}

/// One accruing amount.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccrualLine)]
pub struct AccrualLineView {
    /// `interest`, `penalty` or `compound_interest`.
    #[schema(example = "interest")]
    pub component: &'static str,
    /// The overdue instalment; null for interest not yet due.
    pub installment_nr: Option<u32>,
    /// What it accrues on; for a flat loan the interest of the whole period.
    #[schema(value_type = wire::Money)]
    pub base: Money,
    /// The rate; 1 for a flat loan.
    #[schema(value_type = wire::AnnualRate)]
    pub annual_rate: AnnualRate,
    /// Since when.
    #[schema(value_type = wire::Date)]
    pub from: CivilDate,
    /// Days by the convention. Where a period counts as a whole part of a year, weighted so that the formula is exact.
    pub days: i64,
    /// Days of a year, likewise weighted.
    pub den: i64,
    /// What was unpaid when the line began, exact.
    #[schema(example = "0.00")]
    pub carried: String,
    /// The exact amount, to ten places.
    #[schema(example = "12.3456789")]
    pub exact: String,
    /// The amount, rounded half-up.
    #[schema(value_type = wire::Money)]
    pub rounded: Money,
}

/// The accrued amounts at the beginning of a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccrualDay)]
pub struct AccrualDayView {
    /// The day.
    #[schema(value_type = wire::Date)]
    pub date: CivilDate,
    /// Interest accrued and not yet due.
    #[schema(value_type = wire::Money)]
    pub interest: Money,
    /// Penalty unpaid.
    #[schema(value_type = wire::Money)]
    pub penalty: Money,
    /// Compound interest unpaid.
    #[schema(value_type = wire::Money)]
    pub compound_interest: Money,
}

const PLACES: u32 = 10;

impl AccrualView {
    /// The derivation of a loan's accrued amounts.
    pub fn of(
        stored: &StoredLoan,
        lines: &[DerivedLine],
        daily: &[(CivilDate, i64, i64, i64)],
        as_of: CivilDate,
    ) -> Self {
        let money = |minor| stored.head.money(minor);
        let exponent = stored.head.currency.exponent();
        let line = |line: &DerivedLine| AccrualLineView {
            component: line.component.name(),
            installment_nr: line.installment,
            base: money(line.base),
            annual_rate: line.annual_rate,
            from: line.from,
            days: line.days,
            den: line.den,
            carried: line.carried.decimal(exponent, PLACES),
            exact: line.exact.decimal(exponent, PLACES),
            rounded: money(line.rounded),
        };
        let day = |(date, interest, penalty, compound): &(CivilDate, i64, i64, i64)| AccrualDayView {
            date: *date,
            interest: money(*interest),
            penalty: money(*penalty),
            compound_interest: money(*compound),
        };
        Self {
            as_of,
            lines: lines.iter().map(line).collect(),
            daily: daily.iter().map(day).collect(),
        }
    }
}
