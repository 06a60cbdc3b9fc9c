//! What a maker sends: a version's wording and terms, in the shape in which they are shown.

use super::rate_body::{RateBody, given, wrong};
use crate::domain::{
    AllocationOrder, AllocationPolicy, AllocationReading, Component, DueDateRule, DueDay, EarlyRepaymentRules, Fault,
    FeeAmount, FeeRule, FeeTrigger, Frequency, Limits, MethodOptions, PenaltyBase, PenaltyPolicy, PenaltyStart,
    PrepaymentFee, ProductTerms, RepaymentMethod, RoundingProfile, StubStyle, TermsError, Wording,
};
use kernel::{AnnualRate, BusinessDate, Currency, DayCount, HolidayRule, Money, ProductId};
use platform::http::wire;
use serde::Deserialize;
use utoipa::ToSchema;

/// From what a draft begins.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProductDraft)]
pub struct NewDraftBody {
    /// The version whose terms it starts with.
    #[schema(value_type = Uuid)]
    pub copy_of: ProductId,
    /// The code of a new product; without it the next version of the same product is begun.
    #[schema(example = "P13")]
    pub code: Option<String>,
    /// The first business day on which it is to take loans; the business day when absent.
    #[schema(value_type = Option<wire::Date>)]
    pub effective_from: Option<BusinessDate>,
}

/// Which state of a draft the caller saw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductActivation)]
pub struct ActivationBody {
    /// The draft's `revision` as it was read.
    #[schema(example = 2)]
    pub revision: u32,
}

/// Why a version is retired.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductRetirement)]
pub struct RetirementBody {
    /// The reason, for the audit trail.
    #[schema(example = "replaced by P13")]
    pub reason: String,
}

/// A draft as it is to read: everything that a version says but its code, version and currency.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductDraft)]
pub struct DraftBody {
    /// The draft's `revision` as it was read.
    #[schema(example = 1)]
    pub revision: u32,
    /// The first business day on which it is to take loans.
    #[schema(value_type = wire::Date)]
    pub effective_from: BusinessDate,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Remarks and assumptions, Chinese.
    pub description_zh: String,
    /// Remarks and assumptions, English.
    pub description_en: String,
    #[schema(value_type = String, example = "annuity")]
    method: RepaymentMethod,
    #[schema(value_type = super::dto::MethodOptionsView)]
    method_options: MethodOptions,
    rate: RateBody,
    #[schema(value_type = String, example = "30/360")]
    day_count: DayCount,
    #[schema(value_type = String, example = "month")]
    frequency: Frequency,
    due_dates: DueDatesBody,
    #[schema(value_type = super::dto::RoundingView)]
    rounding: RoundingProfile,
    penalty: PenaltyBody,
    #[schema(value_type = Vec<String>, example = json!(["interest", "principal"]))]
    allocation: Vec<Component>,
    #[schema(value_type = String, example = "horizontal")]
    allocation_reading: AllocationReading,
    #[schema(value_type = Vec<String>, example = json!(["interest", "principal"]))]
    non_accrual_allocation: Vec<Component>,
    #[schema(value_type = String, example = "vertical")]
    non_accrual_reading: AllocationReading,
    non_accrual_after_days: Option<u32>,
    fees: Vec<FeeBody>,
    early_repayment: EarlyRepaymentBody,
    limits: LimitsBody,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DueDayKind {
    Anchor,
    Fixed,
}

/// When installments fall due.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductDueDatesDraft)]
struct DueDatesBody {
    #[schema(value_type = String, example = "fixed")]
    due_day: DueDayKind,
    pay_day: Option<u32>,
    month_end: bool,
    min_first_period_days: u32,
    #[schema(value_type = String, example = "long_first")]
    stub: StubStyle,
    #[schema(value_type = String, example = "none")]
    holiday: HolidayRule,
}

/// What lateness costs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductPenaltyDraft)]
struct PenaltyBody {
    #[schema(value_type = String, example = "overdue_principal")]
    base: PenaltyBase,
    #[schema(example = "1.5")]
    multiplier: String,
    #[schema(example = "2")]
    misuse_multiplier: String,
    compound: bool,
    grace_days: u32,
    #[schema(value_type = String, example = "due_date")]
    start: PenaltyStart,
    #[schema(value_type = wire::Money)]
    tolerance: Money,
}

/// A fee: either a fixed amount or a share of the loan's amount.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductFeeDraft)]
struct FeeBody {
    #[schema(example = "consumer")]
    code: String,
    #[schema(example = "个人消费贷")]
    name_zh: String,
    #[schema(example = "Consumer loan")]
    name_en: String,
    #[schema(value_type = String, example = "disbursement")]
    trigger: FeeTrigger,
    #[schema(value_type = Option<wire::Money>)]
    amount: Option<Money>,
    share_bp: Option<u32>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EarlyFee {
    None,
    ShareOfPrepaid,
    MonthsOfInterest,
}

/// What may be repaid early.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductEarlyRepaymentDraft)]
struct EarlyRepaymentBody {
    payoff: bool,
    shorten: bool,
    reduce: bool,
    #[schema(value_type = wire::Money)]
    min_amount: Money,
    #[schema(value_type = String, example = "none")]
    fee: EarlyFee,
    fee_share_bp: Option<u32>,
    fee_months: Option<u32>,
    fee_first_periods: Option<u32>,
}

/// Bounds of the contract's choices.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductLimitsDraft)]
struct LimitsBody {
    #[schema(value_type = wire::Money)]
    min_amount: Money,
    #[schema(value_type = wire::Money)]
    max_amount: Money,
    min_periods: u32,
    max_periods: u32,
    #[schema(value_type = wire::AnnualRate)]
    min_annual_rate: AnnualRate,
    #[schema(value_type = wire::AnnualRate)]
    max_annual_rate: AnnualRate,
}

/// Minor units of an amount in the product's currency.
fn minor(amount: Money, currency: Currency, field: impl Into<String>) -> Result<i64, TermsError> {
    if amount.currency() == currency {
        Ok(amount.minor())
    } else {
        wrong(field, Fault::OtherCurrency)
    }
}

/// Basis points above one of a multiple: `1.5` is 5,000.
fn uplift(multiple: &str, field: &str) -> Result<u32, TermsError> {
    let Ok(parsed) = AnnualRate::parse(multiple) else {
        return wrong(field, Fault::NotANumber);
    };
    let above = parsed.e10() - AnnualRate::ONE;
    let unit = AnnualRate::ONE / 10_000;
    if above < 0 {
        return wrong(field, Fault::BelowMinimum);
    }
    if above % unit != 0 {
        return wrong(field, Fault::NotANumber);
    }
    u32::try_from(above / unit).or_else(|_| wrong(field, Fault::TooLarge))
}

impl DraftBody {
    /// The wording and the terms, for a product of this currency.
    pub(super) fn read(self, currency: Currency) -> Result<(Wording, ProductTerms), TermsError> {
        let fees = self.fees.into_iter().enumerate();
        let terms = ProductTerms {
            method: self.method,
            method_options: self.method_options,
            frequency: self.frequency,
            day_count: self.day_count,
            rate: self.rate.read()?,
            due_dates: self.due_dates.read()?,
            rounding: self.rounding,
            penalty: self.penalty.read(currency)?,
            allocation: AllocationPolicy {
                performing: AllocationOrder {
                    reading: self.allocation_reading,
                    components: self.allocation,
                },
                non_accrual: AllocationOrder {
                    reading: self.non_accrual_reading,
                    components: self.non_accrual_allocation,
                },
                non_accrual_after_days: self.non_accrual_after_days,
            },
            fees: fees
                .map(|(index, fee)| fee.read(index, currency))
                .collect::<Result<_, _>>()?,
            early_repayment: self.early_repayment.read(currency)?,
            limits: self.limits.read(currency)?,
        };
        let wording = Wording {
            name_zh: self.name_zh,
            name_en: self.name_en,
            description_zh: self.description_zh,
            description_en: self.description_en,
            effective_from: self.effective_from,
        };
        Ok((wording, terms))
    }
}

impl DueDatesBody {
    fn read(self) -> Result<DueDateRule, TermsError> {
        let due_day = match self.due_day {
            DueDayKind::Anchor => DueDay::Anchor,
            DueDayKind::Fixed => DueDay::Fixed {
                day: given(self.pay_day, "due_dates.pay_day")?,
            },
        };
        Ok(DueDateRule {
            due_day,
            month_end: self.month_end,
            min_first_period_days: self.min_first_period_days,
            stub: self.stub,
            holiday: self.holiday,
        })
    }
}

impl PenaltyBody {
    fn read(self, currency: Currency) -> Result<PenaltyPolicy, TermsError> {
        Ok(PenaltyPolicy {
            base: self.base,
            uplift_bp: uplift(&self.multiplier, "penalty.multiplier")?,
            misuse_uplift_bp: uplift(&self.misuse_multiplier, "penalty.misuse_multiplier")?,
            compound_interest: self.compound,
            grace_days: self.grace_days,
            start: self.start,
            tolerance_minor: minor(self.tolerance, currency, "penalty.tolerance")?,
        })
    }
}

impl FeeBody {
    fn read(self, index: usize, currency: Currency) -> Result<FeeRule, TermsError> {
        let at = |name: &str| format!("fees.{index}.{name}");
        let amount = match (self.amount, self.share_bp) {
            (Some(amount), None) => FeeAmount::Fixed {
                amount_minor: minor(amount, currency, at("amount"))?,
            },
            (None, Some(share_bp)) => FeeAmount::ShareOfPrincipal { share_bp },
            _ => return wrong(at("amount"), Fault::AmountOrShare),
        };
        Ok(FeeRule {
            code: self.code,
            name_zh: self.name_zh,
            name_en: self.name_en,
            trigger: self.trigger,
            amount,
        })
    }
}

impl EarlyRepaymentBody {
    fn read(self, currency: Currency) -> Result<EarlyRepaymentRules, TermsError> {
        let first_periods = self.fee_first_periods;
        let fee = match self.fee {
            EarlyFee::None => PrepaymentFee::None,
            EarlyFee::ShareOfPrepaid => PrepaymentFee::ShareOfPrepaid {
                share_bp: given(self.fee_share_bp, "early_repayment.fee_share_bp")?,
                first_periods,
            },
            EarlyFee::MonthsOfInterest => PrepaymentFee::MonthsOfInterest {
                months: given(self.fee_months, "early_repayment.fee_months")?,
                first_periods,
            },
        };
        Ok(EarlyRepaymentRules {
            payoff: self.payoff,
            shorten: self.shorten,
            reduce: self.reduce,
            min_amount_minor: minor(self.min_amount, currency, "early_repayment.min_amount")?,
            fee,
        })
    }
}

impl LimitsBody {
    fn read(self, currency: Currency) -> Result<Limits, TermsError> {
        Ok(Limits {
            min_amount_minor: minor(self.min_amount, currency, "limits.min_amount")?,
            max_amount_minor: minor(self.max_amount, currency, "limits.max_amount")?,
            min_periods: self.min_periods,
            max_periods: self.max_periods,
            min_annual_rate: self.min_annual_rate,
            max_annual_rate: self.max_annual_rate,
        })
    }
}
