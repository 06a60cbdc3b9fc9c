//! Closes of business.

use crate::app::close::{CheckResult, CloseRun, RunState, STEPS, StepRun};
use kernel::{BusinessDate, Currency};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The lender's day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BusinessDay)]
pub struct BusinessDayView {
    /// The day on which things are booked now.
    #[schema(value_type = wire::Date)]
    pub business_date: BusinessDate,
    /// Whether its close is running.
    pub closing: bool,
    /// The day closed last.
    #[schema(value_type = Option<wire::Date>)]
    pub last_closed_on: Option<BusinessDate>,
}

/// How far to close.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CloseUntil)]
pub struct CloseUntilBody {
    /// The business date afterwards: every day before it is closed.
    #[schema(value_type = wire::Date)]
    pub until: BusinessDate,
}

/// The close of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = CloseRun)]
pub struct CloseRunView {
    /// The day that was closed.
    #[schema(value_type = wire::Date)]
    pub business_date: BusinessDate,
    /// The day that was opened.
    #[schema(value_type = wire::Date)]
    pub next_date: BusinessDate,
    /// `running`, `done` or `failed`.
    #[schema(example = "done")]
    pub state: String,
    /// When it was first started.
    #[schema(value_type = wire::Timestamp)]
    pub started_at: String,
    /// When it ended.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub finished_at: Option<String>,
    /// Its steps, in order.
    pub steps: Vec<CloseStepView>,
    /// Its checks: loans against ledger.
    pub checks: Vec<CloseCheckView>,
    /// What failed.
    pub error: Option<String>,
}

/// A step of a close.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = CloseStep)]
pub struct CloseStepView {
    /// Stable code.
    #[schema(example = "visit")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "逐笔处理借据")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Visit loans")]
    pub name_en: String,
    /// `waiting`, `running`, `done` or `failed`.
    #[schema(example = "done")]
    pub state: String,
    /// Items done.
    pub done: u64,
    /// Items in all, as far as known.
    pub total: u64,
    /// How long it took.
    pub seconds: f64,
}

/// A check of a close: two figures that must agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = CloseCheck)]
pub struct CloseCheckView {
    /// Stable code.
    #[schema(example = "principal_not_due")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "本金与总账相符")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Principal agrees with the ledger")]
    pub name_en: String,
    /// Currency of the figures; null for counts.
    #[schema(example = "CNY")]
    pub currency: Option<String>,
    /// Whether they agree.
    pub ok: bool,
    /// What the loans say.
    #[schema(example = "1234.56")]
    pub expected: String,
    /// What the ledger says.
    #[schema(example = "1234.56")]
    pub actual: String,
    /// The one minus the other.
    #[schema(example = "0.00")]
    pub difference: String,
}

const STEP_NAMES: [(&str, &str, &str); 5] = [
    ("visit", "到期与逾期处理", "Instalments fall due"),
    ("accrue", "计提利息", "Post accrued interest"),
    ("ledger", "总账结账", "Carry ledger balances forward"),
    ("reconcile", "借据与总账核对", "Reconcile loans with the ledger"),
    ("advance", "翻日", "Open the next day"),
];

const CHECK_NAMES: [(&str, &str, &str); 10] = [
    ("trial_balance", "借贷平衡", "Debits equal credits"),
    (
        "accrual_lines",
        "计提汇总与逐笔一致",
        "Summed accrual lines equal those of all loans",
    ),
    ("principal_not_due", "未到期本金", "Principal not due"),
    ("principal_due", "到期未付本金", "Principal due, unpaid"),
    ("interest_due", "应收到期利息", "Interest due"),
    ("fee_due", "应收费用", "Fees due"),
    ("interest_accrued", "应计利息", "Interest accrued"),
    ("penalty_accrued", "应计罚息", "Penalty accrued"),
    ("compound_accrued", "应计复利", "Compound interest accrued"),
    ("suspense", "暂收款", "Suspense"),
];

fn names(table: &[(&str, &str, &str)], code: &str) -> (String, String) {
    let found = table.iter().find(|row| row.0 == code);
    found.map_or_else(
        || (code.to_owned(), code.to_owned()),
        |(_, zh, en)| ((*zh).to_owned(), (*en).to_owned()),
    )
}

impl CloseRunView {
    /// A close as shown.
    pub fn of(run: &CloseRun) -> Self {
        Self {
            business_date: run.business_date,
            next_date: run.next_date,
            state: run.state.name().to_owned(),
            started_at: run.started_at.to_string(),
            finished_at: run.finished_at.map(|at| at.to_string()),
            steps: steps_of(run),
            checks: run.checks.iter().map(CloseCheckView::of).collect(),
            error: run.error.clone(),
        }
    }
}

/// The recorded steps, then those that were not reached: the first of them runs, or is the one that failed.
fn steps_of(run: &CloseRun) -> Vec<CloseStepView> {
    let reached = match run.state {
        RunState::Failed => "failed",
        RunState::Running | RunState::Done => "running",
    };
    let view = |(index, code): (usize, &&str)| {
        let recorded = run.steps.get(index);
        let state = match (recorded, index == run.steps.len()) {
            (Some(_), _) => "done",
            (None, true) => reached,
            (None, false) => "waiting",
        };
        let (name_zh, name_en) = names(&STEP_NAMES, code);
        CloseStepView {
            code: (*code).to_owned(),
            name_zh,
            name_en,
            state: state.to_owned(),
            done: recorded.map_or(0, |step| step.done),
            total: recorded.map_or(0, |step| step.total),
            seconds: recorded.map_or(0.0, seconds),
        }
    };
    STEPS.iter().enumerate().map(view).collect()
}

fn seconds(step: &StepRun) -> f64 {
    let millis = u32::try_from(step.millis).unwrap_or(u32::MAX);
    f64::from(millis) / 1000.0
}

impl CloseCheckView {
    fn of(check: &CheckResult) -> Self {
        let exponent = Currency::parse(&check.currency).map_or(0, Currency::exponent);
        let (name_zh, name_en) = names(&CHECK_NAMES, &check.code);
        Self {
            code: check.code.clone(),
            name_zh,
            name_en,
            currency: (!check.currency.is_empty()).then(|| check.currency.clone()),
            ok: check.ok(),
            expected: decimal(check.expected, exponent),
            actual: decimal(check.actual, exponent),
            difference: decimal(check.expected - check.actual, exponent),
        }
    }
}

/// A sum in minor units as a decimal: sums of a whole book are wider than an amount.
fn decimal(minor: i128, exponent: u32) -> String {
    let places = exponent as usize;
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
    let (integer, fraction) = digits.split_at(digits.len() - places);
    let sign = if minor < 0 { "-" } else { "" };
    if places == 0 {
        format!("{sign}{integer}")
    } else {
        format!("{sign}{integer}.{fraction}")
    }
}
