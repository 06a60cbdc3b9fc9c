//! Wire types of the cockpit.

use crate::app::cockpit::Cockpit;
use crate::domain::figure::{self, Value, annualised, percent_text};
use kernel::{BusinessDate, Money};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which cockpit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CockpitQuery {
    /// The currency of all amounts; that of most loans when absent.
    #[param(example = "CNY")]
    pub currency: Option<String>,
}

/// The cockpit's first page.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Cockpit)]
pub struct CockpitView {
    /// The business date.
    #[schema(value_type = wire::Date)]
    pub as_of: BusinessDate,
    /// The currency of all amounts.
    #[schema(example = "CNY")]
    pub currency: String,
    /// Currencies that have loans.
    #[schema(example = json!(["CNY"]))]
    pub currencies: Vec<String>,
    /// The figures.
    pub figures: Vec<FigureView>,
    /// Loans by days past due.
    pub buckets: Vec<BucketShare>,
    /// Flows by month, oldest first.
    pub monthly: Vec<MonthFlow>,
    /// Loans by state.
    pub status: Vec<StatusShare>,
    /// Active loans by product.
    pub products: Vec<ProductShare>,
    /// Yield by month, oldest first.
    pub yield_trend: Vec<YieldPoint>,
}

/// A figure with its passport.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Figure)]
pub struct FigureView {
    /// Stable code.
    #[schema(example = "principal_outstanding")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "贷款余额")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Outstanding principal")]
    pub name_en: String,
    /// The value.
    pub value: FigureValue,
    /// Formula in Chinese.
    #[schema(example = "本金余额之和")]
    pub formula_zh: String,
    /// Formula in English.
    #[schema(example = "sum of principal outstanding")]
    pub formula_en: String,
    /// Address in the user interface of the rows behind it.
    pub drill: Option<String>,
    /// Addresses of further rows that are in it too.
    #[schema(example = json!(["/loans?status=overdue"]))]
    pub drill_more: Vec<String>,
}

/// The value of a figure: one of the three.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureValue {
    /// An amount.
    #[schema(value_type = Option<wire::Money>)]
    pub money: Option<Money>,
    /// A number of things.
    pub count: Option<i64>,
    /// Percent with two decimals.
    #[schema(example = "3.25")]
    pub percent: Option<String>,
}

/// Loans of a bucket.
#[derive(Debug, Serialize, ToSchema)]
pub struct BucketShare {
    /// `C`, `M1` … `M7+`.
    #[schema(example = "M1")]
    pub bucket: String,
    /// Loans.
    pub count: i64,
    /// Principal outstanding.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
}

/// Money of one month.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthFlow {
    /// `2018-06`.
    #[schema(example = "2025-01")]
    pub month: String,
    /// Lent.
    #[schema(value_type = wire::Money)]
    pub disbursed: Money,
    /// Fallen due.
    #[schema(value_type = wire::Money)]
    pub due: Money,
    /// Received.
    #[schema(value_type = wire::Money)]
    pub paid: Money,
    /// Interest earned.
    #[schema(value_type = wire::Money)]
    pub interest: Money,
}

/// Loans of a state.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatusShare {
    /// `active`, `overdue`, `closed`, `charged_off`, `pending`.
    #[schema(example = "active")]
    pub status: String,
    /// Loans.
    pub count: i64,
    /// Principal outstanding.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
}

/// Active loans of a product.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductShare {
    /// Product code.
    #[schema(example = "consumer")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "个人消费贷")]
    pub name: String,
    /// English name.
    #[schema(example = "Consumer loan")]
    pub name_en: String,
    /// Loans.
    pub count: i64,
    /// Principal outstanding.
    #[schema(value_type = wire::Money)]
    pub principal: Money,
}

/// Yield of one month.
#[derive(Debug, Serialize, ToSchema)]
pub struct YieldPoint {
    /// `2018-06`.
    #[schema(example = "2025-01")]
    pub month: String,
    /// Interest of the month on the average balance, a year.
    #[schema(example = "12.34")]
    pub annualised_percent: String,
}

impl From<Cockpit> for CockpitView {
    fn from(page: Cockpit) -> Self {
        let money = |minor: i64| Money::new(minor, page.currency);
        let figure = |f: &figure::Figure| FigureView {
            code: f.code.to_owned(),
            name_zh: f.name_zh.to_owned(),
            name_en: f.name_en.to_owned(),
            value: match f.value {
                Value::Money(minor) => {
                    let minor = i64::try_from(minor).unwrap_or(i64::MAX);
                    FigureValue {
                        money: Some(money(minor)),
                        count: None,
                        percent: None,
                    }
                }
                Value::Count(count) => FigureValue {
                    money: None,
                    count: Some(count),
                    percent: None,
                },
                Value::Percent(share) => FigureValue {
                    money: None,
                    count: None,
                    percent: Some(percent_text(share)),
                },
            },
            formula_zh: f.formula_zh.to_owned(),
            formula_en: f.formula_en.to_owned(),
            drill: f.drill.clone(),
            drill_more: f.drill_more.clone(),
        };
        let bucket = |(name, count, principal): &(&str, i64, i64)| BucketShare {
            bucket: (*name).to_owned(),
            count: *count,
            principal: money(*principal),
        };
        Self {
            as_of: page.as_of,
            currency: page.currency.code().to_owned(),
            currencies: page.currencies.clone(),
            figures: page.figures.iter().map(figure).collect(),
            buckets: page.buckets.iter().map(bucket).collect(),
            monthly: months(&page),
            status: page
                .status
                .iter()
                .map(|g| StatusShare {
                    status: g.key.clone(),
                    count: g.count,
                    principal: money(g.principal),
                })
                .collect(),
            products: page
                .products
                .iter()
                .map(|(g, zh, en)| ProductShare {
                    code: g.key.clone(),
                    name: zh.clone(),
                    name_en: en.clone(),
                    count: g.count,
                    principal: money(g.principal),
                })
                .collect(),
            yield_trend: yields(&page),
        }
    }
}

fn months(page: &Cockpit) -> Vec<MonthFlow> {
    let money = |minor: i64| Money::new(minor, page.currency);
    page.months
        .iter()
        .map(|(month, flow)| MonthFlow {
            month: month.to_string(),
            disbursed: money(flow.disbursed),
            due: money(flow.due),
            paid: money(flow.paid),
            interest: money(flow.interest),
        })
        .collect()
}

fn yields(page: &Cockpit) -> Vec<YieldPoint> {
    page.months
        .iter()
        .filter(|(_, flow)| flow.days > 0)
        .map(|(month, flow)| {
            let share = annualised(i128::from(flow.interest), flow.days, flow.average_principal());
            YieldPoint {
                month: month.to_string(),
                annualised_percent: percent_text(share),
            }
        })
        .collect()
}
