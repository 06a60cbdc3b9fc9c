//! What happens after disbursement: lateness, allocation of payments, fees, early repayment.

use serde::{Deserialize, Serialize};

/// On what penalty interest runs (cn.md §3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PenaltyBase {
    /// No penalty interest.
    None,
    /// Overdue principal.
    OverduePrincipal,
    /// The whole overdue installment, principal and interest.
    Installment,
    /// The whole remaining principal, once the loan is called in.
    WholeBalance,
}

/// From when penalty interest runs once the grace has passed in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PenaltyStart {
    /// From the original due date.
    DueDate,
    /// From the end of the grace days.
    GraceEnd,
}

/// What lateness costs (cn.md §3.1–3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PenaltyPolicy {
    /// On what penalty interest runs.
    pub base: PenaltyBase,
    /// Penalty rate above the contract rate, in basis points of that rate: 5,000 is +50%.
    pub uplift_bp: u32,
    /// The same for money used for another purpose than agreed (挪用).
    pub misuse_uplift_bp: u32,
    /// Whether overdue interest bears interest at the penalty rate (复利).
    pub compound_interest: bool,
    /// Days after the due date on which a payment still counts as on time (容时).
    pub grace_days: u32,
    /// From when penalty interest runs after the grace.
    pub start: PenaltyStart,
    /// A shortfall up to this many minor units counts as paid (容差).
    pub tolerance_minor: i64,
}

/// A component of what a borrower owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// 费用.
    Fee,
    /// 罚息.
    Penalty,
    /// 复利.
    CompoundInterest,
    /// 利息.
    Interest,
    /// 本金.
    Principal,
}

impl Component {
    /// All components.
    pub const ALL: [Self; 5] = [
        Self::Fee,
        Self::Penalty,
        Self::CompoundInterest,
        Self::Interest,
        Self::Principal,
    ];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Penalty => "penalty",
            Self::CompoundInterest => "compound_interest",
            Self::Interest => "interest",
            Self::Principal => "principal",
        }
    }
}

/// How an allocation order reads several installments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationReading {
    /// 横向: installment by installment, oldest first, all components of each.
    Horizontal,
    /// 纵向: component by component, each over all installments.
    Vertical,
}

/// In which order a payment settles what is owed (冲还顺序).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationOrder {
    /// How several installments are read.
    pub reading: AllocationReading,
    /// The components, each once.
    pub components: Vec<Component>,
}

/// The allocation orders by state of the loan (cn.md §3.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationPolicy {
    /// While the loan accrues.
    pub performing: AllocationOrder,
    /// Once it no longer does (非应计).
    pub non_accrual: AllocationOrder,
    /// Days past due after which a loan no longer accrues; never when absent.
    pub non_accrual_after_days: Option<u32>,
}

/// What triggers a fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeTrigger {
    /// Once, at disbursement.
    Disbursement,
    /// With each installment.
    Installment,
    /// When an installment is missed.
    Late,
}

/// How much a fee is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FeeAmount {
    /// A fixed amount.
    Fixed {
        /// In minor units of the product's currency.
        amount_minor: i64,
    },
    /// A share of the loan's amount.
    ShareOfPrincipal {
        /// The share in basis points.
        share_bp: u32,
    },
}

/// One fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRule {
    /// Its code.
    pub code: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// What triggers it.
    pub trigger: FeeTrigger,
    /// How much it is.
    pub amount: FeeAmount,
}

/// What an early repayment costs beyond the interest to its day (cn.md §1.17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PrepaymentFee {
    /// Nothing.
    None,
    /// A share of the prepaid principal.
    ShareOfPrepaid {
        /// The share in basis points.
        share_bp: u32,
        /// Charged only while fewer periods than this have passed; always when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_periods: Option<u32>,
    },
    /// Months of interest on the prepaid principal.
    MonthsOfInterest {
        /// How many months.
        months: u32,
        /// Charged only while fewer periods than this have passed; always when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_periods: Option<u32>,
    },
}

/// What a borrower may repay early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlyRepaymentRules {
    /// Whether the whole loan may be settled early.
    pub payoff: bool,
    /// Whether a part may be prepaid with the payment kept and the term shortened.
    pub shorten: bool,
    /// Whether a part may be prepaid with the term kept and the payment reduced.
    pub reduce: bool,
    /// Smallest prepayment in minor units.
    pub min_amount_minor: i64,
    /// What it costs.
    pub fee: PrepaymentFee,
}
