//! Booking and disbursing a loan.

use super::schedule::ScheduleTotalsView;
use super::trial::{AnnualisedView, CustomRowDto, TrialResultView, TrialRowView};
use crate::api::problem::{NUMBER_INVALID, WRONG_CURRENCY};
use crate::app::contract::Contract;
use crate::app::offer::Choices;
use crate::domain::plan::PlanRow;
use crate::domain::terms::LoanTerms;
use kernel::{AnnualRate, CivilDate, CustomerId, Money, ProductId};
use platform::CommandContext;
use platform::http::{Problem, wire};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A loan to be booked: what the contract chooses within its product.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookLoan)]
pub struct BookLoanBody {
    /// The product version.
    #[schema(value_type = Uuid)]
    pub product_id: ProductId,
    /// Who borrows.
    #[schema(value_type = Uuid)]
    pub customer_id: CustomerId,
    /// The loan's number; made from date and id unless told.
    #[schema(max_length = 40)]
    pub number: Option<String>,
    /// The amount.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// The annual rate; what the product offers on the day unless told.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub annual_rate: Option<AnnualRate>,
    /// Regular instalments.
    #[schema(example = 12)]
    pub periods: u32,
    /// The day the money is lent.
    #[schema(value_type = wire::Date)]
    pub disbursed_on: CivilDate,
    /// A fixed day of the month; the product's own rule unless told.
    pub pay_day: Option<u32>,
    /// The rows of a custom plan, for products with that method.
    #[serde(default)]
    pub custom_plan: Vec<CustomRowDto>,
    /// Login of who looks after the loan; the caller unless told.
    pub officer: Option<String>,
    /// What the money is for, a code of the dictionary `loan_purpose` that is offered on the business day.
    #[schema(example = "working_capital")]
    pub purpose: Option<String>,
}

impl BookLoanBody {
    /// The contract, looked after by the caller unless the body names somebody; the caller's organisation holds it.
    ///
    /// # Errors
    /// `loan.number_invalid`, or `loan.wrong_currency` for a row of the custom plan.
    pub fn contract(&self, by: &CommandContext) -> Result<Contract, Problem> {
        let valid = |number: &String| (1..=40).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_graphic());
        if !self.number.as_ref().is_none_or(valid) {
            return Err(Problem::of(NUMBER_INVALID).field("number"));
        }
        Ok(Contract {
            product_id: self.product_id,
            customer_id: self.customer_id,
            number: self.number.clone(),
            org_id: by.org,
            officer: self.officer.clone().unwrap_or_else(|| by.actor.login.clone()),
            purpose: self.purpose.clone(),
            choices: Choices {
                principal: self.principal,
                annual_rate: self.annual_rate,
                periods: self.periods,
                disbursed_on: self.disbursed_on,
                pay_day: self.pay_day,
                custom_plan: typed_plan(&self.custom_plan, self.principal)?,
            },
        })
    }
}

/// The rows of a custom plan as due dates and minor units.
fn typed_plan(rows: &[CustomRowDto], principal: Money) -> Result<Vec<(CivilDate, i64)>, Problem> {
    let expected = principal.currency();
    if rows.iter().any(|row| row.principal.currency() != expected) {
        return Err(Problem::of(WRONG_CURRENCY)
            .field("custom_plan")
            .with("expected", expected));
    }
    Ok(rows.iter().map(|row| (row.due_on, row.principal.minor())).collect())
}

/// A loan that might be booked.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingTrial)]
pub struct BookingTrialBody {
    /// The product version.
    #[schema(value_type = Uuid)]
    pub product_id: ProductId,
    /// The amount.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// The annual rate; what the product offers on the day unless told.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub annual_rate: Option<AnnualRate>,
    /// Regular instalments.
    #[schema(example = 12)]
    pub periods: u32,
    /// The day the money is lent.
    #[schema(value_type = wire::Date)]
    pub disbursed_on: CivilDate,
    /// A fixed day of the month; the product's own rule unless told.
    pub pay_day: Option<u32>,
    /// The rows of a custom plan, for products with that method.
    #[serde(default)]
    pub custom_plan: Vec<CustomRowDto>,
}

impl BookingTrialBody {
    /// What the contract would choose.
    ///
    /// # Errors
    /// `loan.wrong_currency` for a row of the custom plan.
    pub fn choices(&self) -> Result<Choices, Problem> {
        Ok(Choices {
            principal: self.principal,
            annual_rate: self.annual_rate,
            periods: self.periods,
            disbursed_on: self.disbursed_on,
            pay_day: self.pay_day,
            custom_plan: typed_plan(&self.custom_plan, self.principal)?,
        })
    }
}

/// What booking the loan would give.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BookingTrialResult)]
pub struct BookingTrialView {
    /// The annual rate of the loan.
    #[schema(value_type = wire::AnnualRate)]
    pub annual_rate: AnnualRate,
    /// The instalments.
    pub rows: Vec<TrialRowView>,
    /// Sums of the rows.
    pub totals: ScheduleTotalsView,
    /// What the loan costs a year, fees included.
    pub annualised: AnnualisedView,
}

impl BookingTrialView {
    /// The plan of these terms.
    pub fn of(terms: &LoanTerms, plan: &[PlanRow]) -> Self {
        let TrialResultView {
            rows,
            totals,
            annualised,
        } = TrialResultView::of(terms, plan);
        Self {
            annual_rate: terms.annual_rate,
            rows,
            totals,
            annualised,
        }
    }
}

/// When a booked loan is disbursed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Disbursement)]
pub struct DisbursementBody {
    /// The day: that of the contract.
    #[schema(value_type = wire::Date)]
    pub value_date: CivilDate,
}
