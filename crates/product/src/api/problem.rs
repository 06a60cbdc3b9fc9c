//! What refusals of products say to a caller.

use crate::app::ProductError;
use crate::domain::TermsError;
use platform::http::Problem;

platform::problems! {
    /// The problems of products.
    pub PROBLEMS;
    PRODUCT_NOT_FOUND = 404 "product.product_not_found" { zh: "没有这个产品", en: "There is no such product" }
    VERSION_FROZEN = 409 "product.version_frozen"
        { zh: "产品 {product} 第 {version} 版已冻结，请新建版本", en: "Version {version} of product {product} is frozen; make a new version" }
    NOT_OFFERED = 422 "product.not_offered"
        { zh: "产品 {product} 在 {on} 不受理新贷款", en: "Product {product} takes no new loans on {on}" }
    TERMS_CONTRADICTORY = 422 "product.terms_contradictory"
        { zh: "产品条款 {field} 有误：{reason}", en: "The term {field} is wrong: {reason}" }
    RULE_NOT_FOLLOWED = 422 "product.rule_not_followed"
        { zh: "产品条款 {field} 的规则系统尚不支持，不能办理贷款", en: "No loan follows the rule of the product's term {field} yet" }
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
            TermsError::Contradiction { field, reason } => {
                Self::of(TERMS_CONTRADICTORY).field(field).with("reason", reason)
            }
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
