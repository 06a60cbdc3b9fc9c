//! The frozen terms of a loan.

use crate::app::record::method_name;
use crate::domain::allocation::{AllocationOrder, Reading};
use crate::domain::clauses::FeeTrigger;
use crate::domain::terms::{DueRule, Frequency, InterestRule, LoanTerms, Method, PenaltyTerms, Stub};
use kernel::{AnnualRate, CivilDate, DayCount, HolidayRule, Money, Rounding};
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
    #[schema(example = json!(["penalty", "interest", "principal"]))]
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
    /// What bears penalty: `none`, `overdue_principal` or `installment`; after the loan is called in everything is overdue.
    #[schema(example = "overdue_principal")]
    pub penalty_base: String,
    /// A shortfall up to this counts as paid and is due with the next instalment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::Money>)]
    pub tolerance: Option<Money>,
    /// Past due by more days than this, a repayment settles in the order of `non_accrual_allocation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_accrual_after_days: Option<u32>,
    /// That order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["principal", "interest", "penalty"]))]
    pub non_accrual_allocation: Option<Vec<String>>,
    /// How that order is read: `horizontal` or `vertical`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_accrual_reading: Option<String>,
    /// Charged when the money is lent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::Money>)]
    pub disbursement_fee: Option<Money>,
    /// Due with each instalment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::Money>)]
    pub installment_fee: Option<Money>,
    /// Charged when an instalment is missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<wire::Money>)]
    pub late_fee: Option<Money>,
    /// How due dates leave days off: `following` or `modified_following`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holiday: Option<String>,
    /// Whether the lender may call the loan in.
    pub may_be_called_in: bool,
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
            penalty_annual_rate: terms.penalty_rate(terms.annual_rate),
            compound: terms.penalty.compound && !terms.penalty.none && !terms.penalty.on_installment,
            grace_days: terms.penalty.grace_days,
            allocation: names(&terms.allocation),
            allocation_reading: reading_name(terms.allocation.reading).to_owned(),
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
            penalty_base: penalty_base(terms.penalty).to_owned(),
            tolerance: None,
            non_accrual_after_days: None,
            non_accrual_allocation: None,
            non_accrual_reading: None,
            disbursement_fee: None,
            installment_fee: None,
            late_fee: None,
            holiday: None,
            may_be_called_in: terms.clauses.may_call_in,
        };
        view.clauses(terms);
        view.due(terms.due);
        view.method_options(terms);
        view
    }

    fn clauses(&mut self, terms: &LoanTerms) {
        let (clauses, currency) = (&terms.clauses, terms.principal.currency());
        let some = |minor: i64| (minor > 0).then(|| Money::new(minor, currency));
        self.tolerance = some(clauses.tolerance_minor);
        self.disbursement_fee = some(clauses.fee(FeeTrigger::Disbursement));
        self.installment_fee = some(clauses.fee(FeeTrigger::Installment));
        self.late_fee = some(clauses.fee(FeeTrigger::Late));
        if let Some(clause) = &clauses.non_accrual {
            self.non_accrual_after_days = Some(clause.after_days);
            self.non_accrual_allocation = Some(names(&clause.order));
            self.non_accrual_reading = Some(reading_name(clause.order.reading).to_owned());
        }
        let rule = clauses.holidays.as_ref().map(|holidays| holidays.rule);
        self.holiday = rule.and_then(holiday_name).map(str::to_owned);
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

fn names(order: &AllocationOrder) -> Vec<String> {
    order.components.iter().map(|c| c.name().to_owned()).collect()
}

const fn reading_name(reading: Reading) -> &'static str {
    match reading {
        Reading::Horizontal => "horizontal",
        Reading::Vertical => "vertical",
    }
}

const fn holiday_name(rule: HolidayRule) -> Option<&'static str> {
    match rule {
        HolidayRule::None => None,
        HolidayRule::Following => Some("following"),
        HolidayRule::ModifiedFollowing => Some("modified_following"),
    }
}

const fn penalty_base(penalty: PenaltyTerms) -> &'static str {
    match (penalty.none, penalty.on_installment) {
        (true, _) => "none",
        (false, true) => "installment",
        (false, false) => "overdue_principal",
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
