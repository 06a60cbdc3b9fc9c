//! Rows as drafts of products.

use super::desk::Desk;
use super::error::{ImportError, Result};
use super::report::{Report, RowOutcome};
use super::row_problem::{NOT_AN_AMOUNT, PRODUCT_NOT_FIXED, PRODUCT_UNKNOWN, ROW_TWICE};
use crate::domain::ProductLine;
use kernel::{BusinessDate, Money};
use platform::http::Problem;
use platform::{Tx, business_day};
use product::app::{ProductChangeError, bring_draft, find_model};
use product::{LoanProduct, ProductError, RatePolicy};
use std::collections::HashMap;

/// Writes the drafts of a batch; somebody else activates them.
///
/// # Errors
/// What ends the whole batch.
pub fn book_products(tx: &mut Tx, desk: &Desk<'_>, lines: &[ProductLine], report: &mut Report) -> Result<()> {
    let today = business_day::get(tx)?;
    let mut seen = HashMap::new();
    for (done, line) in (1..).zip(lines) {
        if let Some(first) = seen.insert(line.code.as_str(), line.line) {
            report.refuse(line.line, Problem::of(ROW_TWICE).field("code").with("row", first));
            continue;
        }
        let Some(model) = find_model(tx, &line.model)? else {
            let unknown = Problem::of(PRODUCT_UNKNOWN).field("model");
            report.refuse(line.line, unknown.with("product", &line.model));
            continue;
        };
        match wanted(line, model, today) {
            Err(problem) => report.refuse(line.line, problem),
            Ok(product) => match bring_draft(tx, desk.context, &product) {
                Ok(true) => report.add(line.line, RowOutcome::Created, &line.code),
                Ok(false) => report.add(line.line, RowOutcome::Unchanged, &line.code),
                Err(ProductChangeError::Product(ProductError::Db(cause))) => return Err(cause.into()),
                Err(ProductChangeError::Command(cause)) => return Err(ImportError::from(cause)),
                Err(refusal) => report.refuse(line.line, refusal),
            },
        }
        (desk.tell)(tx, done)?;
    }
    Ok(())
}

/// The model with what the row says.
fn wanted(
    line: &ProductLine,
    mut product: LoanProduct,
    today: BusinessDate,
) -> std::result::Result<LoanProduct, Problem> {
    let currency = product.currency;
    let amount = |text: &Option<String>, field: &str, kept: i64| match text {
        None => Ok(kept),
        Some(text) => match Money::parse(text, currency) {
            Ok(money) => Ok(money.minor()),
            Err(_) => Err(Problem::of(NOT_AN_AMOUNT).field(field)),
        },
    };
    product.code.clone_from(&line.code);
    (product.name_zh, product.name_en) = line.names.clone();
    let (zh, en) = line.descriptions.clone();
    product.description_zh = zh.unwrap_or(product.description_zh);
    product.description_en = en.unwrap_or(product.description_en);
    product.effective_from = line.effective_from.map_or(today, BusinessDate);
    let limits = &mut product.terms.limits;
    limits.min_annual_rate = line.rates.0.unwrap_or(limits.min_annual_rate);
    limits.max_annual_rate = line.rates.1.unwrap_or(limits.max_annual_rate);
    limits.min_amount_minor = amount(&line.amounts.0, "min_amount", limits.min_amount_minor)?;
    limits.max_amount_minor = amount(&line.amounts.1, "max_amount", limits.max_amount_minor)?;
    limits.min_periods = line.periods.0.unwrap_or(limits.min_periods);
    limits.max_periods = line.periods.1.unwrap_or(limits.max_periods);
    let penalty = &mut product.terms.penalty;
    penalty.grace_days = line.grace_days.unwrap_or(penalty.grace_days);
    match (line.annual_rate, &mut product.terms.rate) {
        (None, _) => {}
        (Some(rate), RatePolicy::Fixed { annual_rate }) => *annual_rate = rate,
        (Some(_), RatePolicy::Floating { .. }) => return Err(Problem::of(PRODUCT_NOT_FIXED).field("annual_rate")),
    }
    Ok(product)
}
