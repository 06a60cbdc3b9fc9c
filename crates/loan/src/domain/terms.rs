//! What a contract says, frozen when the loan is booked.

use super::allocation::{self, AllocationOrder};
use super::clauses::Clauses;
use super::pricing::Pricing;
use kernel::{AnnualRate, CivilDate, DayCount, Money, Rounding};
pub use product::domain::Frequency;
use serde::{Deserialize, Serialize};

/// How principal is repaid (cn.md §1.1). Interest follows from the balance, except for `Flat`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Method {
    /// 等额本息: the same payment every period.
    Annuity,
    /// 等额本金: the same principal every period.
    EqualPrincipal,
    /// 等本等息: the same principal and the same interest, computed on the original amount.
    Flat,
    /// 先息后本: interest every period, principal at maturity.
    InterestOnly,
    /// 一次性还本付息: everything at maturity.
    Bullet,
    /// 气球贷 on a longer computing term: the payment of `amortise_over` periods, the balance at maturity.
    Balloon {
        /// 计算期限: periods over which the payment is computed; more than the contract's.
        amortise_over: u32,
    },
    /// 尾款贷: an annuity down to a residual that is paid with the last instalment.
    Residual {
        /// The residual in minor units.
        residual_minor: i64,
    },
    /// 双周供: half of the monthly annuity of `quote_months`, every fourteen days until paid.
    Biweekly {
        /// Months of the monthly quote whose payment is halved.
        quote_months: u32,
    },
    /// 宽限期: interest only for some periods, then an annuity over the rest.
    GraceThenAnnuity {
        /// Periods of interest only.
        interest_only_periods: u32,
    },
    /// 等比递增: an annuity whose payment grows by `growth_bp` every `every` periods.
    StepUp {
        /// Growth in basis points.
        growth_bp: u32,
        /// Periods between two steps.
        every: u32,
    },
    /// 自定义: a typed table of due dates and principals.
    Custom {
        /// Due date and principal in minor units, in date order; principals sum to the amount.
        rows: Vec<(CivilDate, i64)>,
    },
    /// 随借随还: interest every period on what is used, principal at any time, at the latest at maturity.
    OnDemand,
}

/// On which dates instalments fall due (cn.md §1.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DueRule {
    /// 对月对日: the day of disbursement, counted from that day; `month_end` keeps a month's last day on the last day.
    Anchor {
        /// 月末规则.
        #[serde(default)]
        month_end: bool,
    },
    /// 固定还款日: a fixed day of the month.
    PayDay {
        /// 1 to 31; the month's last day when it is shorter.
        day: u32,
        /// A first period shorter than this many days rolls to the next month.
        min_first_days: i32,
        /// What the first, irregular period pays.
        stub: Stub,
        /// The last instalment falls on the contract's anniversary instead of the pay day.
        #[serde(default)]
        ends_on_anniversary: bool,
    },
    /// 按季结息: a fixed day of the months that close a calendar quarter, half-year or year; ends on the anniversary.
    Calendar {
        /// 1 to 31.
        day: u32,
    },
}

/// What an irregular first period pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stub {
    /// Only interest by days, on the first pay day; then all regular instalments.
    InterestOnlyStub,
    /// Interest by days and the regular principal.
    LongFirst,
    /// Interest by days and the regular principal in proportion to the days.
    Prorata,
}

/// How the interest of a period is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterestRule {
    /// A whole period costs annual rate ÷ periods per year; an irregular one its days.
    Regular,
    /// Every period costs its days.
    ByDays,
}

/// What overdue money costs (cn.md §3.1–3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PenaltyTerms {
    /// Uplift of the contract rate in basis points of itself: 5,000 is +50%.
    pub uplift_bp: u32,
    /// 复利: overdue interest costs the penalty rate too.
    pub compound: bool,
    /// 宽限期: paid within so many days after the due date counts as on time.
    pub grace_days: i32,
    /// Penalty runs from the end of grace instead of the due date.
    #[serde(default)]
    pub from_grace_end: bool,
    /// No penalty at all.
    #[serde(default)]
    pub none: bool,
    /// It runs on the whole overdue instalment, principal and interest, instead of the principal alone (cn.md §3.2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_installment: bool,
}

/// The fee for paying back early (cn.md §1.17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PrepaymentTerms {
    /// Share of the principal paid early, in units of 10⁻¹⁰ (1% is 100,000,000).
    pub share_e10: i64,
    /// No fee from this many months after disbursement; 0 = the fee never ends.
    pub fee_months: u32,
    /// Smallest principal of a partial prepayment in minor units.
    pub min_minor: i64,
    /// Everything at once before maturity is not offered.
    #[serde(default)]
    pub no_payoff: bool,
    /// A shorter term (缩短期限) is not offered.
    #[serde(default)]
    pub no_shorten: bool,
    /// A smaller payment (减少月供) is not offered.
    #[serde(default)]
    pub no_reduce: bool,
}

/// The terms of one loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanTerms {
    /// The amount lent; positive.
    pub principal: Money,
    /// The contract rate; for `Flat` the flat rate a year.
    pub annual_rate: AnnualRate,
    /// How principal is repaid.
    pub method: Method,
    /// How often.
    pub frequency: Frequency,
    /// Regular instalments; for `Biweekly` an upper bound.
    pub periods: u32,
    /// The day the money is lent: the first day that costs interest.
    pub disbursed_on: CivilDate,
    /// On which dates.
    pub due: DueRule,
    /// Regular periods or days.
    pub interest: InterestRule,
    /// The convention for days.
    pub day_count: DayCount,
    /// How the annuity payment is rounded.
    #[serde(default)]
    pub payment_rounding: Rounding,
    /// What overdue money costs.
    pub penalty: PenaltyTerms,
    /// In which order a repayment is allocated.
    pub allocation: AllocationOrder,
    /// What early repayment costs.
    #[serde(default)]
    pub prepayment: PrepaymentTerms,
    /// Clauses that only some contracts have.
    #[serde(default, skip_serializing_if = "Clauses::is_empty")]
    pub clauses: Clauses,
}

/// Most instalments a loan may have: a daily loan of ten years has fewer, and memory stays bounded.
pub const MAX_PERIODS: u32 = 1200;

/// The last year of a date.
const LAST_YEAR: i64 = 2299;

/// Why terms are refused, in the order in which they are checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// The amount is not positive.
    #[error("the principal must be positive")]
    PrincipalNotPositive,
    /// No instalment, or more than [`MAX_PERIODS`].
    #[error("the number of instalments must be 1 to {MAX_PERIODS}")]
    PeriodsOutOfRange,
    /// A pay day outside 1 to 31.
    #[error("the pay day must be 1 to 31")]
    PayDayOutOfRange,
    /// The method does not go with the frequency.
    #[error("this repayment method does not go with this frequency")]
    FrequencyUnfit,
    /// Interest-only periods, residual, computing term or growth outside what the method allows.
    #[error("a parameter of the repayment method is out of range: {0}")]
    MethodParameter(&'static str),
    /// A custom plan that is empty, unordered, before disbursement or does not sum to the amount.
    #[error("the custom plan is inconsistent: {0}")]
    CustomPlan(&'static str),
    /// The payment does not even cover the first interest.
    #[error("the payment does not cover the interest: the loan would never be repaid")]
    NegativeAmortisation,
    /// A fee that is not positive.
    #[error("a fee must be positive: {0}")]
    FeeNotPositive(String),
    /// Numbers too large to compute with.
    #[error("the amounts are out of range")]
    OutOfRange,
}

impl LoanTerms {
    /// Terms with the habits of a Chinese retail loan: monthly, anchored, ACT/360 for odd days, half-up.
    #[must_use]
    pub fn new(
        principal: Money,
        annual_rate: AnnualRate,
        method: Method,
        periods: u32,
        disbursed_on: CivilDate,
    ) -> Self {
        let by_days = matches!(
            method,
            Method::InterestOnly | Method::Bullet | Method::Custom { .. } | Method::OnDemand | Method::Biweekly { .. }
        );
        Self {
            principal,
            annual_rate,
            frequency: if matches!(method, Method::Biweekly { .. }) {
                Frequency::Biweekly
            } else {
                Frequency::Month
            },
            method,
            periods,
            disbursed_on,
            due: DueRule::Anchor { month_end: false },
            interest: if by_days {
                InterestRule::ByDays
            } else {
                InterestRule::Regular
            },
            day_count: DayCount::Act360,
            payment_rounding: Rounding::HalfUp,
            penalty: PenaltyTerms {
                uplift_bp: 5000,
                compound: true,
                grace_days: 0,
                from_grace_end: false,
                none: false,
                on_installment: false,
            },
            allocation: allocation::chinese_default(),
            prepayment: PrepaymentTerms::default(),
            clauses: Clauses::default(),
        }
    }

    /// Checks what can be checked without computing a schedule.
    ///
    /// # Errors
    /// The first [`TermsError`] in its order.
    pub fn check(&self) -> Result<(), TermsError> {
        if self.principal.minor() <= 0 {
            return Err(TermsError::PrincipalNotPositive);
        }
        if self.periods == 0 || self.periods > MAX_PERIODS {
            return Err(TermsError::PeriodsOutOfRange);
        }
        if let DueRule::PayDay { day, .. } | DueRule::Calendar { day } = self.due
            && !(1..=31).contains(&day)
        {
            return Err(TermsError::PayDayOutOfRange);
        }
        if self.frequency == Frequency::Biweekly && !matches!(self.due, DueRule::Anchor { .. }) {
            return Err(TermsError::FrequencyUnfit);
        }
        if let Some(fee) = self.clauses.fees.iter().find(|fee| fee.amount_minor <= 0) {
            return Err(TermsError::FeeNotPositive(fee.code.clone()));
        }
        if self.ends_after_the_calendar() {
            return Err(TermsError::OutOfRange);
        }
        self.check_method()
    }

    /// Whether an instalment could fall due after the years that dates have.
    fn ends_after_the_calendar(&self) -> bool {
        let months = i64::from(self.frequency.months().unwrap_or(1)) * i64::from(self.periods);
        // Two years of room for a first period that is longer.
        i64::from(self.disbursed_on.month_index()) + months > LAST_YEAR * 12 - 24
    }

    fn check_method(&self) -> Result<(), TermsError> {
        let parameter = |ok: bool, name| {
            if ok {
                Ok(())
            } else {
                Err(TermsError::MethodParameter(name))
            }
        };
        match &self.method {
            Method::Balloon { amortise_over } => parameter(
                *amortise_over >= self.periods && *amortise_over <= MAX_PERIODS,
                "amortise_over",
            ),
            Method::Residual { residual_minor } => {
                parameter((0..self.principal.minor()).contains(residual_minor), "residual")
            }
            Method::Biweekly { quote_months } => {
                if self.frequency != Frequency::Biweekly {
                    return Err(TermsError::FrequencyUnfit);
                }
                parameter((1..=MAX_PERIODS).contains(quote_months), "quote_months")
            }
            Method::GraceThenAnnuity { interest_only_periods } => {
                parameter(*interest_only_periods < self.periods, "interest_only_periods")
            }
            Method::StepUp { growth_bp, every } => parameter(*every >= 1 && *growth_bp <= 10_000, "growth"),
            Method::Custom { rows } => check_custom(rows, self.principal.minor(), self.disbursed_on),
            _ => Ok(()),
        }
    }

    /// The rate that overdue money costs while the loan costs `rate`: it follows the contract's (cn.md §2.2).
    #[must_use]
    pub fn penalty_rate(&self, rate: AnnualRate) -> AnnualRate {
        if self.penalty.none {
            AnnualRate::ZERO
        } else {
            rate.uplifted(self.penalty.uplift_bp)
        }
    }

    /// What the loan costs until something changes it.
    #[must_use]
    pub fn pricing(&self) -> Pricing {
        Pricing {
            annual_rate: self.annual_rate,
            floating: self.clauses.floating,
        }
    }
}

fn check_custom(rows: &[(CivilDate, i64)], principal: i64, start: CivilDate) -> Result<(), TermsError> {
    if rows.is_empty() || rows.len() > MAX_PERIODS as usize {
        return Err(TermsError::CustomPlan("no rows, or too many"));
    }
    if rows[0].0 <= start || rows.windows(2).any(|w| w[1].0 <= w[0].0) {
        return Err(TermsError::CustomPlan("due dates must rise and lie after disbursement"));
    }
    if rows.iter().any(|r| r.1 < 0) || rows.iter().map(|r| i128::from(r.1)).sum::<i128>() != i128::from(principal) {
        return Err(TermsError::CustomPlan(
            "principals must not be negative and must sum to the amount",
        ));
    }
    Ok(())
}
