//! What refusals of products say to a caller.

use crate::app::{ProductChangeError, ProductError};
use crate::domain::{Fault, TermsError};
use platform::http::Problem;

platform::problems! {
    /// The problems of products.
    pub PROBLEMS;
    PRODUCT_NOT_FOUND = 404 "product.product_not_found" { zh: "没有这个产品", en: "There is no such product" }
    VERSION_FROZEN = 409 "product.version_frozen"
        { zh: "产品 {product} 第 {version} 版已冻结，请新建版本", en: "Version {version} of product {product} is frozen; make a new version" }
    NOT_OFFERED = 422 "product.not_offered"
        { zh: "产品 {product} 在 {on} 不受理新贷款", en: "Product {product} takes no new loans on {on}" }
    RULE_NOT_FOLLOWED = 422 "product.rule_not_followed"
        { zh: "产品条款 {field} 的规则系统尚不支持，不能办理贷款", en: "No loan follows the rule of the product's term {field} yet" }
    CHANGED_MEANWHILE = 409 "product.changed_meanwhile"
        { zh: "该版本在您查看后已被他人修改，请刷新后再操作", en: "The version was changed after you read it; load it again" }
    DRAFT_EXISTS = 409 "product.draft_exists"
        { zh: "产品 {product} 第 {version} 版草稿尚未启用，请在该草稿上修改", en: "Version {version} of product {product} is a draft already; change that one" }
    CODE_TAKEN = 409 "product.code_taken" { zh: "产品代码 {product} 已被使用", en: "There is a product {product} already" }
    MAKER_MAY_NOT_ACTIVATE = 403 "product.maker_may_not_activate"
        { zh: "编写者不能启用自己的版本，请由另一人复核", en: "Who wrote a version does not activate it; somebody else checks it" }
    REASON_INVALID = 422 "product.reason_invalid"
        { zh: "请填写 1 至 200 个字的原因", en: "Give a reason of 1 to 200 characters" }
    TERMS_CONTRADICTORY = 422 "product.terms_contradictory" { zh: "{reason}", en: "{reason}" }
    ABOVE_RATE_CAP = 422 "product.all_in_rate_above_cap"
        { zh: "按上限利率借 {amount}、{periods} 期，含费用的年化成本为 {cost}，超过综合融资成本上限 {cap}（主数据·参数）；请降低利率上限或费用",
          en: "At the highest rate {amount} over {periods} periods cost {cost} a year with fees; the cap is {cap} (master data, parameters). Lower the highest rate or the fees" }
    BENCHMARK_UNKNOWN = 422 "product.benchmark_unknown"
        { zh: "截至 {on} 没有 {tenor} 报价", en: "No {tenor} has been published by {on}" }
    RATE_BELOW_ZERO = 422 "product.rate_below_zero"
        { zh: "基准加点 {spread_bp} 后利率为负", en: "The benchmark plus {spread_bp} basis points is below zero" }
}

impl From<TermsError> for Problem {
    fn from(cause: TermsError) -> Self {
        match cause {
            TermsError::VersionFrozen { code, version } => {
                Self::of(VERSION_FROZEN).with("product", code).with("version", version)
            }
            TermsError::NotOffered { code, on } => Self::of(NOT_OFFERED).with("product", code).with("on", on),
            TermsError::MakerMayNotActivate => Self::of(MAKER_MAY_NOT_ACTIVATE),
            TermsError::Contradiction { field, fault } => {
                let (zh, en) = words(fault);
                Self::of(TERMS_CONTRADICTORY).field(field).with_words("reason", zh, en)
            }
            TermsError::AboveRateCap {
                yearly_cost,
                cap,
                amount,
                periods,
            } => Self::of(ABOVE_RATE_CAP)
                .field("limits.max_annual_rate")
                .with("amount", amount)
                .with("periods", periods)
                .with("cost", yearly_cost.percent())
                .with("cap", cap.percent()),
            TermsError::NotFollowed { field } => Self::of(RULE_NOT_FOLLOWED).field(field),
            TermsError::BenchmarkUnknown { tenor, on } => {
                Self::of(BENCHMARK_UNKNOWN).with("tenor", tenor).with("on", on)
            }
            TermsError::RateBelowZero { spread_bp } => Self::of(RATE_BELOW_ZERO).with("spread_bp", spread_bp),
        }
    }
}

impl From<ProductError> for Problem {
    fn from(cause: ProductError) -> Self {
        match cause {
            ProductError::ProductNotFound(_) => Self::of(PRODUCT_NOT_FOUND),
            ProductError::TermsRefused(cause) => cause.into(),
            ProductError::Db(cause) => cause.into(),
        }
    }
}

impl From<ProductChangeError> for Problem {
    fn from(cause: ProductChangeError) -> Self {
        match cause {
            ProductChangeError::ReasonInvalid => Self::of(REASON_INVALID).field("reason"),
            ProductChangeError::ChangedMeanwhile => Self::of(CHANGED_MEANWHILE).field("revision"),
            ProductChangeError::CodeTaken { code } => Self::of(CODE_TAKEN).field("code").with("product", code),
            ProductChangeError::DraftExists { code, version } => {
                Self::of(DRAFT_EXISTS).with("product", code).with("version", version)
            }
            ProductChangeError::Product(cause) => cause.into(),
            ProductChangeError::Reference(cause) => cause.into(),
            ProductChangeError::Command(cause) => cause.into(),
        }
    }
}

/// What is wrong with a term, in Chinese and English.
const fn words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Empty => ("不能为空", "Must be filled in"),
        Fault::TooLong => ("超过允许的长度", "Is too long"),
        Fault::NotACode => (
            "只能由字母、数字、- 和 _ 组成",
            "May have letters, digits, - and _ only",
        ),
        Fault::NotANumber => ("不是有效的数值", "Is not a valid number"),
        Fault::OtherCurrency => ("币种与产品币种不同", "Is in another currency than the product"),
        Fault::AmountOrShare => ("金额与比例须填其一", "Needs either an amount or a share"),
        Fault::Repeated => ("与另一项重复", "Is the same as another one"),
        Fault::NotPositive => ("必须大于零", "Must be more than zero"),
        Fault::Negative => ("不能小于零", "Must not be less than zero"),
        Fault::TooLarge => ("超过合理范围", "Is larger than can be meant"),
        Fault::BelowMinimum => ("低于下限", "Is below the minimum"),
        Fault::OutsideLimits => ("不在产品的利率上下限之内", "Is outside the product's limits"),
        Fault::NotADayOfMonth => ("须为 1 至 31", "Must be 1 to 31"),
        Fault::MonthEndOfFixedDay => (
            "月末规则只适用于放款日对日",
            "Month end goes with the day of the disbursement",
        ),
        Fault::ShortFirstStays => (
            "仅首期顺延时才能设首期最短天数",
            "A first period joins the next only where the first may be long",
        ),
        Fault::BiweeklyMismatch => (
            "双周频率只用于双周供，且双周供必须用双周频率",
            "Fourteen days belong to the biweekly method and to no other",
        ),
        Fault::BalloonWithoutOptions => (
            "气球贷须填计算期限或尾款比例",
            "A balloon needs amortisation periods or a residual",
        ),
        Fault::StepWithoutOptions => (
            "阶梯还款须填只还利息期数或递增比例",
            "Steps need interest-only periods or a growth",
        ),
        Fault::GrowthWithoutInterval => (
            "递增比例与递增间隔须同时填写",
            "A growth needs the periods between two steps, and the other way round",
        ),
        Fault::BalloonTwice => (
            "计算期限与尾款比例只能填其一",
            "A balloon has either amortisation periods or a residual",
        ),
        Fault::StepTwice => (
            "只还利息期数与递增比例只能填其一",
            "Steps are either interest-only periods or a growth",
        ),
        Fault::InstallmentBearsAlready => (
            "罚息基数为逾期本息时不再计收复利",
            "The whole installment bears penalty interest already",
        ),
        Fault::AboveLegalCap => (
            "超过综合融资成本上限（主数据·参数）",
            "Is above the cap of the all-in rate (master data, parameters)",
        ),
        Fault::OutsideLegalRange => (
            "罚息上浮不在规定的范围内（主数据·参数）",
            "Is not within the uplift that penalty interest may have (master data, parameters)",
        ),
        Fault::ComponentsIncomplete => ("须列出每个科目一次", "Must name each component once"),
    }
}
