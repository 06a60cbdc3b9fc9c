//! A schedule for terms that somebody types in.

use super::schedule::ScheduleTotalsView;
use crate::domain::annualised::cost_of_terms;
use crate::domain::clauses::{Fee, FeeTrigger};
use crate::domain::plan::PlanRow;
use crate::domain::terms::{DueRule, Frequency, LoanTerms, Method, Stub};
use kernel::{AnnualRate, CivilDate, DayCount, Money};
use platform::http::wire;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A repayment method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RepaymentMethod)]
pub enum MethodDto {
    /// 等额本息.
    Annuity,
    /// 等额本金.
    EqualPrincipal,
    /// 等本等息.
    Flat,
    /// 先息后本.
    InterestOnly,
    /// 一次性还本付息.
    Bullet,
    /// 气球贷: with `balloon` or `amortization_periods`.
    Balloon,
    /// 双周供.
    Biweekly,
    /// 宽限期 or 等比递增: with `interest_only_periods`, or `step_growth_bp` and `step_every_periods`.
    Step,
    /// 自定义: with `custom_plan`.
    Custom,
    /// 随借随还.
    OnDemand,
}

/// How often an instalment falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Frequency)]
pub enum FrequencyDto {
    /// Every month.
    Month,
    /// Every three months.
    Quarter,
    /// Every six months.
    HalfYear,
    /// Every twelve months.
    Year,
    /// Every fourteen days.
    Biweekly,
}

/// What an irregular first period pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Stub)]
pub enum StubDto {
    /// Interest by days only; then all regular instalments.
    InterestOnlyStub,
    /// Interest by days and the regular principal.
    LongFirst,
    /// Interest by days and principal in proportion to the days.
    Prorata,
}

/// A row of a plan that the contract types in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CustomPlanRow)]
pub struct CustomRowDto {
    /// Due date.
    #[schema(value_type = wire::Date)]
    pub due_on: CivilDate,
    /// Principal due.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
}

/// Terms to be tried.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ScheduleTrial)]
pub struct TrialBody {
    /// The repayment method.
    pub method: MethodDto,
    /// The amount.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// The annual rate.
    #[schema(value_type = wire::AnnualRate)]
    pub annual_rate: AnnualRate,
    /// Regular instalments.
    #[schema(example = 12)]
    pub periods: u32,
    /// The first day that costs interest.
    #[schema(value_type = wire::Date)]
    pub start_on: CivilDate,
    /// How often; every month unless told.
    pub frequency: Option<FrequencyDto>,
    /// The convention for days; ACT/360 unless told.
    #[schema(value_type = Option<String>, example = "30/360")]
    pub day_count: Option<DayCount>,
    /// A fixed day of the month; the day of the start unless told.
    pub pay_day: Option<u32>,
    /// What an irregular first period pays, with a fixed day.
    pub stub: Option<StubDto>,
    /// What is paid at maturity on top, for a balloon.
    #[schema(value_type = Option<wire::Money>)]
    pub balloon: Option<Money>,
    /// Periods over which a balloon's payment is computed, or months of a biweekly quote.
    pub amortization_periods: Option<u32>,
    /// Periods that pay interest only, for steps.
    pub interest_only_periods: Option<u32>,
    /// Growth of the payment at each step, in basis points.
    pub step_growth_bp: Option<u32>,
    /// Periods between two steps.
    pub step_every_periods: Option<u32>,
    /// The rows of a custom plan.
    #[serde(default)]
    pub custom_plan: Vec<CustomRowDto>,
    /// A fee that is charged when the money is lent, and never taken off it.
    #[schema(value_type = Option<wire::Money>)]
    pub disbursement_fee: Option<Money>,
    /// A fee with each instalment.
    #[schema(value_type = Option<wire::Money>)]
    pub installment_fee: Option<Money>,
}

impl TrialBody {
    /// The terms, not yet checked.
    pub fn terms(&self) -> LoanTerms {
        let mut terms = LoanTerms::new(
            self.principal,
            self.annual_rate,
            self.method(),
            self.periods,
            self.start_on,
        );
        if let Some(frequency) = self.frequency {
            terms.frequency = frequency.into();
        }
        if let Some(day_count) = self.day_count {
            terms.day_count = day_count;
        }
        if let Some(day) = self.pay_day {
            terms.due = DueRule::PayDay {
                day,
                min_first_days: 0,
                stub: self.stub.map_or(Stub::LongFirst, Into::into),
                ends_on_anniversary: matches!(self.method, MethodDto::InterestOnly | MethodDto::OnDemand),
            };
        }
        let fee = |(code, trigger, fee): (&str, _, Option<Money>)| {
            fee.map(|fee| Fee {
                code: code.to_owned(),
                trigger,
                amount_minor: fee.minor(),
            })
        };
        let fees = [
            ("disbursement_fee", FeeTrigger::Disbursement, self.disbursement_fee),
            ("installment_fee", FeeTrigger::Installment, self.installment_fee),
        ];
        terms.clauses.fees = fees.into_iter().filter_map(fee).collect();
        terms
    }

    fn method(&self) -> Method {
        match self.method {
            MethodDto::Annuity => Method::Annuity,
            MethodDto::EqualPrincipal => Method::EqualPrincipal,
            MethodDto::Flat => Method::Flat,
            MethodDto::InterestOnly => Method::InterestOnly,
            MethodDto::Bullet => Method::Bullet,
            MethodDto::OnDemand => Method::OnDemand,
            MethodDto::Balloon => match self.balloon {
                Some(residual) => Method::Residual {
                    residual_minor: residual.minor(),
                },
                None => Method::Balloon {
                    amortise_over: self.amortization_periods.unwrap_or(self.periods),
                },
            },
            MethodDto::Biweekly => Method::Biweekly {
                quote_months: self
                    .amortization_periods
                    .unwrap_or(self.periods.saturating_mul(12).div_ceil(26)),
            },
            MethodDto::Step => match self.interest_only_periods {
                Some(interest_only_periods) => Method::GraceThenAnnuity { interest_only_periods },
                None => Method::StepUp {
                    growth_bp: self.step_growth_bp.unwrap_or(0),
                    every: self.step_every_periods.unwrap_or(12),
                },
            },
            MethodDto::Custom => Method::Custom {
                rows: self
                    .custom_plan
                    .iter()
                    .map(|r| (r.due_on, r.principal.minor()))
                    .collect(),
            },
        }
    }

    /// The first amount that is in another currency than the principal, by its field.
    pub fn foreign_amount(&self) -> Option<&'static str> {
        let foreign = |money: &Money| money.currency() != self.principal.currency();
        for (amount, field) in [
            (&self.balloon, "balloon.currency"),
            (&self.disbursement_fee, "disbursement_fee.currency"),
            (&self.installment_fee, "installment_fee.currency"),
        ] {
            if amount.as_ref().is_some_and(foreign) {
                return Some(field);
            }
        }
        let row = self.custom_plan.iter().any(|row| foreign(&row.principal));
        row.then_some("custom_plan")
    }
}

impl From<FrequencyDto> for Frequency {
    fn from(frequency: FrequencyDto) -> Self {
        match frequency {
            FrequencyDto::Month => Self::Month,
            FrequencyDto::Quarter => Self::Quarter,
            FrequencyDto::HalfYear => Self::HalfYear,
            FrequencyDto::Year => Self::Year,
            FrequencyDto::Biweekly => Self::Biweekly,
        }
    }
}

impl From<StubDto> for Stub {
    fn from(stub: StubDto) -> Self {
        match stub {
            StubDto::InterestOnlyStub => Self::InterestOnlyStub,
            StubDto::LongFirst => Self::LongFirst,
            StubDto::Prorata => Self::Prorata,
        }
    }
}

/// The schedule of tried terms.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScheduleTrialResult)]
pub struct TrialResultView {
    /// The instalments.
    pub rows: Vec<TrialRowView>,
    /// Sums of the rows.
    pub totals: ScheduleTotalsView,
    /// What the loan costs a year, fees included.
    pub annualised: AnnualisedView,
}

/// What a loan costs a year by the internal rate of return of its payments, fees included (PBOC announcement 2021 No. 3).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AnnualisedCost)]
pub struct AnnualisedView {
    /// Simple: periods a year times the rate of one; null for irregular plans.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub nominal: Option<AnnualRate>,
    /// Compounded over the periods of a year; null for irregular plans.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub effective: Option<AnnualRate>,
    /// Compounded over 365 days by the dates of the payments; null when they do not return the amount.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub by_days: Option<AnnualRate>,
}

impl AnnualisedView {
    fn of(terms: &LoanTerms, plan: &[PlanRow]) -> Self {
        let rate = |cost: Decimal| AnnualRate::parse(&cost.round_dp(6).to_string()).ok();
        let (by_period, by_days) = cost_of_terms(terms, plan);
        Self {
            nominal: by_period.and_then(|cost| rate(cost.nominal)),
            effective: by_period.and_then(|cost| rate(cost.effective)),
            by_days: by_days.and_then(rate),
        }
    }
}

/// A planned instalment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrialRow)]
pub struct TrialRowView {
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
    /// Principal, interest and fee.
    #[schema(value_type = wire::Money)]
    pub payment: Money,
    /// Principal.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
    /// Interest.
    #[schema(value_type = wire::Money)]
    pub interest: Money,
    /// Fee.
    #[schema(value_type = wire::Money)]
    pub fee: Money,
    /// Principal not yet due afterwards.
    #[schema(value_type = wire::Money)]
    pub balance: Money,
}

impl TrialResultView {
    /// The rows of a plan of these terms.
    pub fn of(terms: &LoanTerms, plan: &[PlanRow]) -> Self {
        let currency = terms.principal.currency();
        let money = |minor| Money::new(minor, currency);
        let fee_of = |row: &PlanRow| terms.clauses.fee_of(row.nr);
        let row = |row: &PlanRow| TrialRowView {
            nr: row.nr,
            period_from: row.from,
            due_on: row.due,
            days: row.due.days_since(row.from),
            payment: money(row.principal + row.interest + fee_of(row)),
            principal: money(row.principal),
            interest: money(row.interest),
            fee: money(fee_of(row)),
            balance: money(row.balance),
        };
        let rows: Vec<TrialRowView> = plan.iter().map(row).collect();
        let parts = |row: &TrialRowView| [row.payment, row.principal, row.interest, row.fee];
        let totals = ScheduleTotalsView::of(rows.iter().map(parts), currency);
        Self {
            rows,
            totals,
            annualised: AnnualisedView::of(terms, plan),
        }
    }
}
