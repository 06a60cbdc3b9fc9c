//! The frozen terms of a loan.

use crate::app::record::method_name;
use crate::domain::allocation::Reading;
use crate::domain::terms::{DueRule, Frequency, InterestRule, LoanTerms, Method, Stub};
use kernel::{AnnualRate, CivilDate, DayCount, Money, Rounding};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The terms of a loan, frozen when it was booked. What its method or due dates do not know is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LoanTerms)]
pub struct TermsView {
    /// The amount lent.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// The contract rate.
    #[schema(value_type = wire::AnnualRate)]
    pub annual_rate: AnnualRate,
    /// The repayment method.
    #[schema(example = "annuity")]
    pub method: String,
    /// Regular instalments.
    pub periods: u32,
    /// `month`, `quarter`, `half_year`, `year` or `biweekly`.
    #[schema(example = "month")]
    pub frequency: String,
    /// The first day that costs interest.
    #[schema(value_type = wire::Date)]
    pub start_on: CivilDate,
    /// `anchor`: the day of disbursement; `pay_day`: a fixed day; `calendar`: a fixed day at the end of a quarter or year.
    #[schema(example = "anchor")]
    pub due_rule: String,
    /// The fixed day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_day: Option<u32>,
    /// What an irregular first period pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stub: Option<String>,
    /// A first period shorter than this rolls to the next month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_first_days: Option<i32>,
    /// A month's last day stays the last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month_end: Option<bool>,
    /// `regular`: a whole period costs rate ÷ periods a year; `by_days`: every period costs its days.
    #[schema(example = "regular")]
    pub interest_rule: String,
    /// The convention for days.
    #[schema(example = "30/360")]
    pub day_count: String,
    /// How the annuity payment is rounded.
    #[schema(example = "half_up")]
    pub rounding: String,
    /// What overdue money costs a year.
    #[schema(value_type = wire::AnnualRate)]
    pub penalty_annual_rate: AnnualRate,
    /// Whether overdue interest costs that rate too (复利).
    pub compound: bool,
    /// Paid within so many days after the due date counts as on time.
    pub grace_days: i32,
    /// What a repayment settles, first to last.
    pub allocation: Vec<String>,
    /// `horizontal`: instalment by instalment; `vertical`: component by component.
    #[schema(example = "horizontal")]
    pub allocation_reading: String,
    /// Share of principal that early repayment costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub prepayment_fee_share: Option<AnnualRate>,
    /// Months after disbursement in which it costs that; 0 is for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepayment_fee_months: Option<u32>,
    /// Periods over which a balloon's payment is computed, or months of a biweekly quote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amortization_periods: Option<u32>,
    /// What is paid at maturity on top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::Money>)]
    pub balloon: Option<Money>,
    /// Periods that pay interest only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_only_periods: Option<u32>,
    /// Growth of the payment at each step, in basis points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_growth_bp: Option<u32>,
    /// Periods between two steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_every_periods: Option<u32>,
}

impl TermsView {
    /// The terms as shown.
    pub fn of(terms: &LoanTerms) -> Self {
        let fee = terms.prepayment;
        let mut view = Self {
            principal: terms.principal,
            annual_rate: terms.annual_rate,
            method: method_name(&terms.method).to_owned(),
            periods: terms.periods,
            frequency: Frequency::name(terms.frequency).to_owned(),
            start_on: terms.disbursed_on,
            interest_rule: match terms.interest {
                InterestRule::Regular => "regular".to_owned(),
                InterestRule::ByDays => "by_days".to_owned(),
            },
            day_count: DayCount::name(terms.day_count).to_owned(),
            rounding: rounding_name(terms.payment_rounding).to_owned(),
            penalty_annual_rate: terms.penalty_rate(),
            compound: terms.penalty.compound && !terms.penalty.none,
            grace_days: terms.penalty.grace_days,
            allocation: terms
                .allocation
                .components
                .iter()
                .map(|c| c.name().to_owned())
                .collect(),
            allocation_reading: match terms.allocation.reading {
                Reading::Horizontal => "horizontal".to_owned(),
                Reading::Vertical => "vertical".to_owned(),
            },
            prepayment_fee_share: (fee.share_e10 > 0).then(|| AnnualRate::from_e10(fee.share_e10)),
            prepayment_fee_months: (fee.share_e10 > 0).then_some(fee.fee_months),
            due_rule: String::new(),
            pay_day: None,
            stub: None,
            min_first_days: None,
            month_end: None,
            amortization_periods: None,
            balloon: None,
            interest_only_periods: None,
            step_growth_bp: None,
            step_every_periods: None,
        };
        view.due(terms.due);
        view.method_options(terms);
        view
    }

    fn due(&mut self, rule: DueRule) {
        match rule {
            DueRule::Anchor { month_end } => {
                self.due_rule = "anchor".to_owned();
                self.month_end = Some(month_end);
            }
            DueRule::PayDay {
                day,
                min_first_days,
                stub,
                ..
            } => {
                self.due_rule = "pay_day".to_owned();
                (self.pay_day, self.min_first_days) = (Some(day), Some(min_first_days));
                self.stub = Some(stub_name(stub).to_owned());
            }
            DueRule::Calendar { day } => {
                self.due_rule = "calendar".to_owned();
                self.pay_day = Some(day);
            }
        }
    }

    fn method_options(&mut self, terms: &LoanTerms) {
        match &terms.method {
            Method::Balloon { amortise_over } => self.amortization_periods = Some(*amortise_over),
            Method::Biweekly { quote_months } => self.amortization_periods = Some(*quote_months),
            Method::Residual { residual_minor } => {
                self.balloon = Some(Money::new(*residual_minor, terms.principal.currency()));
            }
            Method::GraceThenAnnuity { interest_only_periods } => {
                self.interest_only_periods = Some(*interest_only_periods);
            }
            Method::StepUp { growth_bp, every } => {
                (self.step_growth_bp, self.step_every_periods) = (Some(*growth_bp), Some(*every));
            }
            _ => {}
        }
    }
}

const fn stub_name(stub: Stub) -> &'static str {
    match stub {
        Stub::InterestOnlyStub => "interest_only_stub",
        Stub::LongFirst => "long_first",
        Stub::Prorata => "prorata",
    }
}

const fn rounding_name(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::HalfUp => "half_up",
        Rounding::HalfEven => "half_even",
        Rounding::Up => "up",
        Rounding::Down => "down",
    }
}
