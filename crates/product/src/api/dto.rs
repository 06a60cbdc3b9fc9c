//! Wire types of the products' endpoints.

use kernel::{AnnualRate, BusinessDate, Currency, Money, ProductId, UserId};
use platform::http::wire;
use serde::Serialize;
use utoipa::ToSchema;

/// A version of a loan product.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Product)]
pub struct ProductView {
    /// The version's id.
    #[schema(value_type = Uuid)]
    pub id: ProductId,
    /// The product's code, the same in all versions.
    #[schema(example = "P01")]
    pub code: String,
    /// The version, from 1.
    #[schema(example = 1)]
    pub version: u32,
    /// `draft`, `active` or `retired`.
    #[schema(example = "active")]
    pub status: &'static str,
    /// The first business day on which it takes loans.
    #[schema(value_type = wire::Date)]
    pub effective_from: BusinessDate,
    /// The first business day on which it takes no loans any more; null while no successor is active.
    #[schema(value_type = Option<wire::Date>)]
    pub effective_until: Option<BusinessDate>,
    /// Counts the changes of a draft; who changes or activates it says which one they saw.
    #[schema(example = 1)]
    pub revision: u32,
    /// The users who wrote it: none of them may activate it.
    #[schema(value_type = Vec<Uuid>)]
    pub makers: Vec<UserId>,
    /// Whether it takes new loans on the business day.
    pub offered: bool,
    /// Whether a loan uses it: then it never changes again.
    pub used: bool,
    /// Chinese name.
    #[schema(example = "个人住房按揭（等额本息）")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Home mortgage, equal payments")]
    pub name_en: String,
    /// Remarks and assumptions, Chinese.
    #[schema(example = "用于日常消费")]
    pub description_zh: String,
    /// Remarks and assumptions, English.
    #[schema(example = "For wages and small purchases")]
    pub description_en: String,
    /// The currency of its loans.
    #[schema(value_type = String, example = "CNY")]
    pub currency: Currency,
    /// How loans are repaid: `annuity`, `equal_principal`, `flat`, `interest_only`, `bullet`, `balloon`, `biweekly`,
    /// `step`, `custom` or `on_demand`.
    #[schema(example = "annuity")]
    pub method: &'static str,
    /// What only some methods ask for; shares and growth in basis points.
    pub method_options: MethodOptionsView,
    /// The annual rate offered on the business day; null when its benchmark is not published yet.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub annual_rate: Option<AnnualRate>,
    /// How that rate is found.
    pub rate: RateView,
    /// How days become interest: `30/360` (regular periods), `30E/360`, `ACT/360`, `ACT/365F` or `ACT/ACT`.
    #[schema(example = "30/360")]
    pub day_count: &'static str,
    /// `month`, `quarter`, `half_year`, `year` or `biweekly`.
    #[schema(example = "month")]
    pub frequency: &'static str,
    /// When installments fall due.
    pub due_dates: DueDatesView,
    /// How amounts are rounded.
    pub rounding: RoundingView,
    /// What lateness costs.
    pub penalty: PenaltyView,
    /// The order in which payments settle what is owed while the loan accrues.
    #[schema(example = json!(["fee", "penalty", "compound_interest", "interest", "principal"]))]
    pub allocation: Vec<&'static str>,
    /// `horizontal` (installment by installment) or `vertical` (component by component).
    #[schema(example = "horizontal")]
    pub allocation_reading: &'static str,
    /// The order once the loan no longer accrues.
    #[schema(example = json!(["fee", "principal", "interest", "penalty", "compound_interest"]))]
    pub non_accrual_allocation: Vec<&'static str>,
    /// How that order is read.
    #[schema(example = "vertical")]
    pub non_accrual_reading: &'static str,
    /// Days past due after which the loan no longer accrues.
    #[schema(example = 90)]
    pub non_accrual_after_days: Option<u32>,
    /// Fees.
    pub fees: Vec<FeeView>,
    /// What may be repaid early.
    pub early_repayment: EarlyRepaymentView,
    /// Bounds of the contract's choices.
    pub limits: LimitsView,
}

/// What only some repayment methods ask for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductMethodOptions)]
pub struct MethodOptionsView {
    /// Balloon: periods over which the payment is computed.
    pub balloon_amortisation_periods: Option<u32>,
    /// Balloon: share of the amount left for the last payment, in basis points.
    pub balloon_residual_bp: Option<u32>,
    /// Step: first periods with interest only.
    pub interest_only_periods: Option<u32>,
    /// Step: periods between two steps.
    pub step_every_periods: Option<u32>,
    /// Step: growth with each step, in basis points.
    pub step_growth_bp: Option<i32>,
    /// Biweekly: half of the monthly annuity.
    pub biweekly_half_of_monthly: Option<bool>,
}

/// How the annual rate is found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductRate)]
pub struct RateView {
    /// `fixed` or `floating`.
    #[schema(example = "floating")]
    pub kind: &'static str,
    /// Floating: `lpr_1y` or `lpr_5y`.
    #[schema(example = "lpr_5y")]
    pub tenor: Option<&'static str>,
    /// Fixed: the annual rate unless the contract says otherwise.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub annual_rate: Option<AnnualRate>,
    /// Floating: basis points above the benchmark; may be negative.
    #[schema(example = -30)]
    pub spread_bp: Option<i32>,
    /// Floating: `january_first`, `anniversary`, `half_yearly`, `quarterly` or `next_day`.
    #[schema(example = "january_first")]
    pub repricing: Option<&'static str>,
    /// Floating: the rate is never below this.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub floor: Option<AnnualRate>,
    /// Floating: the rate is never above this.
    #[schema(value_type = Option<wire::AnnualRate>)]
    pub cap: Option<AnnualRate>,
}

/// When installments fall due.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductDueDates)]
pub struct DueDatesView {
    /// `anchor` (the day of the disbursement) or `fixed`.
    #[schema(example = "fixed")]
    pub due_day: &'static str,
    /// Fixed: the day of the month unless the contract chooses another.
    #[schema(example = 20)]
    pub pay_day: Option<u32>,
    /// A loan disbursed on a month's last day is always due on the last day.
    pub month_end: bool,
    /// A first period shorter than this joins the next.
    #[schema(example = 15)]
    pub min_first_period_days: u32,
    /// `interest_only_stub`, `long_first` or `prorata`.
    #[schema(example = "long_first")]
    pub stub: &'static str,
    /// `none`, `following` or `modified_following`.
    #[schema(example = "none")]
    pub holiday: &'static str,
}

/// How amounts are rounded: `half_up`, `half_even`, `up` or `down`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductRounding)]
pub struct RoundingView {
    /// The regular payment.
    #[schema(example = "half_up")]
    pub installment: &'static str,
    /// Interest, penalty and compound interest.
    #[schema(example = "half_up")]
    pub interest: &'static str,
}

/// What lateness costs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductPenalty)]
pub struct PenaltyView {
    /// On what penalty interest runs: `none`, `overdue_principal`, `installment` or `whole_balance`.
    #[schema(example = "overdue_principal")]
    pub base: &'static str,
    /// Penalty rate as a multiple of the contract rate.
    #[schema(example = "1.5")]
    pub multiplier: String,
    /// The same for money used for another purpose than agreed.
    #[schema(example = "2")]
    pub misuse_multiplier: String,
    /// Whether overdue interest bears interest.
    pub compound: bool,
    /// Days after the due date on which a payment still counts as on time.
    #[schema(example = 3)]
    pub grace_days: u32,
    /// From when penalty interest runs after the grace: `due_date` or `grace_end`.
    #[schema(example = "due_date")]
    pub start: &'static str,
    /// A shortfall up to this counts as paid.
    #[schema(value_type = wire::Money)]
    pub tolerance: Money,
}

/// A fee: either a fixed amount or a share of the loan's amount.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductFee)]
pub struct FeeView {
    /// Its code.
    #[schema(example = "service")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "个人消费贷")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Consumer loan")]
    pub name_en: String,
    /// `disbursement`, `installment` or `late`.
    #[schema(example = "disbursement")]
    pub trigger: &'static str,
    /// The fixed amount.
    #[schema(value_type = Option<wire::Money>)]
    pub amount: Option<Money>,
    /// The share of the loan's amount in basis points.
    #[schema(example = 200)]
    pub share_bp: Option<u32>,
}

/// What may be repaid early.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductEarlyRepayment)]
pub struct EarlyRepaymentView {
    /// The whole loan.
    pub payoff: bool,
    /// A part, the payment kept and the term shortened.
    pub shorten: bool,
    /// A part, the term kept and the payment reduced.
    pub reduce: bool,
    /// Smallest prepayment.
    #[schema(value_type = wire::Money)]
    pub min_amount: Money,
    /// `none`, `share_of_prepaid` or `months_of_interest`.
    #[schema(example = "share_of_prepaid")]
    pub fee: &'static str,
    /// Fee: share of the prepaid principal in basis points.
    #[schema(example = 100)]
    pub fee_share_bp: Option<u32>,
    /// Fee: months of interest on the prepaid principal.
    pub fee_months: Option<u32>,
    /// Fee: charged only while fewer periods than this have passed.
    #[schema(example = 12)]
    pub fee_first_periods: Option<u32>,
}

/// Bounds of the contract's choices.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductLimits)]
pub struct LimitsView {
    /// Smallest amount.
    #[schema(value_type = wire::Money)]
    pub min_amount: Money,
    /// Largest amount.
    #[schema(value_type = wire::Money)]
    pub max_amount: Money,
    /// Fewest periods.
    #[schema(example = 12)]
    pub min_periods: u32,
    /// Most periods.
    #[schema(example = 360)]
    pub max_periods: u32,
    /// Lowest annual rate.
    #[schema(value_type = wire::AnnualRate)]
    pub min_annual_rate: AnnualRate,
    /// Highest annual rate.
    #[schema(value_type = wire::AnnualRate)]
    pub max_annual_rate: AnnualRate,
}
