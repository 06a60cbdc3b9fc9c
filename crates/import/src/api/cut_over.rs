//! The report of a cut-over.

use super::files;
use super::problem::TOTALS_WRONG;
use crate::app::{self, CutOver, LedgerFigure, ProductFigure, Report};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use kernel::{Currency, Money};
use platform::http::{Answer, AppState, Lang, Permission, Problem, Routes, blocking, routes, wire};
use serde::Serialize;
use std::io::Write;
use utoipa::ToSchema;

/// The totals of a whole book are for those who may read its ledger.
const LEDGER_READ: Permission = Permission("ledger.read");

/// The endpoint of the report.
pub(super) fn cut_over_routes() -> Routes {
    Routes::new().post(LEDGER_READ, routes!(compare_cut_over))
}

/// A figure of a product in one currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CutOverFigure)]
pub struct FigureDto {
    /// Code of the product.
    #[schema(example = "P03")]
    product: String,
    /// Currency.
    #[schema(example = "CNY")]
    currency: &'static str,
    /// `loans`, `principal`, `interest_due`, `interest_accrued`, `penalty` or `fee_due`.
    #[schema(example = "principal")]
    figure: &'static str,
    /// What the lender says: a count or an amount; none where it says nothing.
    #[schema(example = "200795.31")]
    told: Option<String>,
    /// What was taken in.
    #[schema(example = "200795.31")]
    booked: String,
    /// What was taken in less what the lender says.
    #[schema(example = "0.00")]
    difference: Option<String>,
}

impl From<ProductFigure> for FigureDto {
    fn from(figure: ProductFigure) -> Self {
        let text = |n: i64| match figure.figure {
            "loans" => n.to_string(),
            _ => amount(i128::from(n), figure.currency),
        };
        Self {
            currency: figure.currency.code(),
            figure: figure.figure,
            told: figure.told.map(text),
            booked: text(figure.booked),
            difference: figure.told.map(|told| text(figure.booked - told)),
            product: figure.product,
        }
    }
}

/// What the loans are together against what the ledger holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CutOverLedgerFigure)]
pub struct LedgerFigureDto {
    /// What is compared: `principal_not_due`, …, `trial_balance`, `accrual_lines`.
    #[schema(example = "principal_not_due")]
    code: String,
    /// Currency; empty for what has none.
    #[schema(example = "CNY")]
    currency: String,
    /// Of all loans.
    #[schema(example = "200795.31")]
    loans: String,
    /// Of the ledger.
    #[schema(example = "200795.31")]
    ledger: String,
    /// The ledger less the loans.
    #[schema(example = "0.00")]
    difference: String,
}

impl From<LedgerFigure> for LedgerFigureDto {
    fn from(figure: LedgerFigure) -> Self {
        let text = |n: i128| match Currency::parse(&figure.currency) {
            Ok(currency) => amount(n, currency),
            Err(_) => n.to_string(),
        };
        Self {
            loans: text(figure.loans),
            ledger: text(figure.ledger),
            difference: text(figure.ledger - figure.loans),
            code: figure.code,
            currency: figure.currency,
        }
    }
}

fn amount(minor: i128, currency: Currency) -> String {
    i64::try_from(minor).map_or_else(|_| minor.to_string(), |minor| Money::new(minor, currency).to_string())
}

/// The report of a cut-over.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CutOver)]
pub struct CutOverTold {
    /// The business date.
    #[schema(value_type = wire::Date)]
    on: String,
    /// How many figures differ.
    differences: usize,
    /// By product, currency and figure.
    products: Vec<FigureDto>,
    /// The loans against the ledger.
    ledger: Vec<LedgerFigureDto>,
}

impl From<CutOver> for CutOverTold {
    fn from(report: CutOver) -> Self {
        Self {
            on: report.on.to_string(),
            differences: report.differences(),
            products: report.products.into_iter().map(FigureDto::from).collect(),
            ledger: report.ledger.into_iter().map(LedgerFigureDto::from).collect(),
        }
    }
}

impl CutOverTold {
    /// The report as lines of text: those that differ are marked.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn print(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let mark = |differs: bool| if differs { "DIFFERS" } else { "" };
        for one in &self.products {
            let differs = one.told.as_ref().is_some_and(|told| *told != one.booked);
            let (said, name) = (
                one.told.as_deref().unwrap_or("-"),
                format!("{} {}", one.product, one.currency),
            );
            writeln!(
                out,
                "{name:<16} {:<18} {said:>20} {:>20} {}",
                one.figure,
                one.booked,
                mark(differs)
            )?;
        }
        for one in &self.ledger {
            let differs = one.loans != one.ledger;
            writeln!(
                out,
                "{:<16} {:<18} {:>20} {:>20} {}",
                one.currency,
                one.code,
                one.loans,
                one.ledger,
                mark(differs)
            )?;
        }
        writeln!(out, "{} {}", self.on, self.differences)
    }
}

/// Compare a book that was taken over
///
/// The body is the lender's own file of totals (CSV or XLSX: product, currency, loans, principal, interest_due, interest_accrued, penalty,
/// fee_due; a cell left out is not compared), or nothing. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/imports/cut-over", tag = "import",
    request_body(content = platform::http::wire::File, content_type = "application/octet-stream"),
    responses((status = 200, description = "What was taken in against what the lender says, and the loans against the ledger", body = CutOverTold)))]
async fn compare_cut_over(State(state): State<AppState>, body: Body) -> Answer<CutOverTold> {
    let content = files::received(body).await?;
    blocking(move || {
        let told = told(&content)?;
        let report = state.db.read(|tx| app::cut_over(tx, &told))?;
        Ok::<_, Problem>(Json(report.into()))
    })
    .await
}

fn told(content: &[u8]) -> Result<app::TotalsTold, Problem> {
    if content.is_empty() {
        return Ok(app::TotalsTold::default());
    }
    let mut report = Report::default();
    let told = app::read_totals(content, &mut report)?;
    match report.errors.first() {
        None => Ok(told),
        Some(error) => {
            let words = (error.problem.detail(Lang::Zh), error.problem.detail(Lang::En));
            let wrong = Problem::of(TOTALS_WRONG).with("row", error.line);
            Err(wrong.with_words("reason", &words.0, &words.1))
        }
    }
}
