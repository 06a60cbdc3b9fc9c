//! How and when a loan is repaid. Plain data: the arithmetic belongs to the loan.

use kernel::{HolidayRule, Rounding};
use serde::{Deserialize, Serialize};

/// How a loan is repaid (cn.md §1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepaymentMethod {
    /// 等额本息: equal payments.
    Annuity,
    /// 等额本金: equal principal, interest on the balance.
    EqualPrincipal,
    /// 等本等息: equal principal, interest always on the whole amount.
    Flat,
    /// 先息后本: interest each period, principal at maturity.
    InterestOnly,
    /// 利随本清: everything at maturity.
    Bullet,
    /// 气球贷: small payments and a large last one.
    Balloon,
    /// 双周供: every fourteen days.
    Biweekly,
    /// 阶梯还款: payments rise or fall in steps.
    Step,
    /// 自定义: a typed and approved table.
    Custom,
    /// 随借随还: drawn and repaid at any time.
    OnDemand,
}

impl RepaymentMethod {
    /// All methods, in the order in which screens offer them.
    pub const ALL: [Self; 10] = [
        Self::Annuity,
        Self::EqualPrincipal,
        Self::Flat,
        Self::InterestOnly,
        Self::Bullet,
        Self::Balloon,
        Self::Biweekly,
        Self::Step,
        Self::Custom,
        Self::OnDemand,
    ];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Annuity => "annuity",
            Self::EqualPrincipal => "equal_principal",
            Self::Flat => "flat",
            Self::InterestOnly => "interest_only",
            Self::Bullet => "bullet",
            Self::Balloon => "balloon",
            Self::Biweekly => "biweekly",
            Self::Step => "step",
            Self::Custom => "custom",
            Self::OnDemand => "on_demand",
        }
    }

    /// The method of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// How often an installment falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
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

impl Frequency {
    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
            Self::Biweekly => "biweekly",
        }
    }

    /// Months of a period; none for fourteen days.
    #[must_use]
    pub const fn months(self) -> Option<i32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
            Self::Biweekly => None,
        }
    }

    /// Regular periods of a year.
    #[must_use]
    pub const fn per_year(self) -> i64 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::HalfYear => 2,
            Self::Year => 1,
            Self::Biweekly => 26,
        }
    }
}

/// What only some repayment methods ask for. Rates and shares in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MethodOptions {
    /// Balloon: periods over which the payment is computed (计算期限).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balloon_amortisation_periods: Option<u32>,
    /// Balloon: share of the amount left for the last payment (尾款).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balloon_residual_bp: Option<u32>,
    /// Step: first periods with interest only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest_only_periods: Option<u32>,
    /// Step: periods between two steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_every_periods: Option<u32>,
    /// Step: how much a payment grows with each step; negative when payments fall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_growth_bp: Option<i32>,
    /// Biweekly: pay half of the monthly annuity (else an annuity over 26 periods a year).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biweekly_half_of_monthly: Option<bool>,
}

/// On which day of its month an installment falls due (cn.md §1.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DueDay {
    /// 对日: the day of the disbursement.
    Anchor,
    /// 固定还款日: the same day for all loans unless the contract chooses another; the last day of shorter months.
    Fixed {
        /// The day, 1 to 31.
        day: u32,
    },
}

/// What happens when the first period is not a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StubStyle {
    /// Interest only on the first due day, regular installments after it.
    InterestOnlyStub,
    /// A longer first period: interest by days, regular principal.
    LongFirst,
    /// A first installment in proportion to its days.
    Prorata,
}

/// When installments fall due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDateRule {
    /// The day of the month.
    pub due_day: DueDay,
    /// A loan disbursed on a month's last day is always due on the last day (月末规则).
    pub month_end: bool,
    /// A first period shorter than this joins the next.
    pub min_first_period_days: u32,
    /// What happens to an irregular first period.
    pub stub: StubStyle,
    /// What happens when a due date is no working day.
    pub holiday: HolidayRule,
}

/// Where and how amounts are rounded: once per installment and component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundingProfile {
    /// The regular payment (annuity, step, balloon): half up, or up so that the last installment is the smallest.
    pub installment: Rounding,
    /// Interest, penalty and compound interest.
    pub interest: Rounding,
}
