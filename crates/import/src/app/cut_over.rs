//! The report of a cut-over: what was taken in against what the lender says, and the loans against the ledger.

use super::error::{ImportError, Result};
use super::read::read_table;
use super::report::Report;
use super::row_problem::{CURRENCY_UNKNOWN, NOT_AN_AMOUNT, ROW_TWICE, cell_problem};
use crate::domain::{FIGURES, ImportRefusal, Mapping, Record, TOTALS_COLUMNS, TotalsLine, totals_line};
use kernel::{BusinessDate, Currency, Money};
use loan::app::close::reconcile::reconcile;
use loan::app::query_totals::{Totals, totals_by_product};
use platform::http::Problem;
use platform::{Tx, business_day};
use std::collections::BTreeMap;

/// A figure of a product in one currency. Counts are plain, amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductFigure {
    /// Code of the product.
    pub product: String,
    /// Currency.
    pub currency: Currency,
    /// One of [`FIGURES`].
    pub figure: &'static str,
    /// What the lender says; none where it says nothing.
    pub told: Option<i64>,
    /// What was taken in.
    pub booked: i64,
}

impl ProductFigure {
    /// Whether both are the same, or nothing was said.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.told.is_none_or(|told| told == self.booked)
    }
}

/// What the loans are together, and what the ledger holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFigure {
    /// What is compared: `principal_not_due`, …, or `trial_balance`.
    pub code: String,
    /// Currency; empty for what has none.
    pub currency: String,
    /// Of all loans, in minor units.
    pub loans: i128,
    /// Of the ledger.
    pub ledger: i128,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutOver {
    /// The business date of both.
    pub on: BusinessDate,
    /// By product, currency and figure.
    pub products: Vec<ProductFigure>,
    /// By account and currency.
    pub ledger: Vec<LedgerFigure>,
}

impl CutOver {
    /// How many figures differ.
    #[must_use]
    pub fn differences(&self) -> usize {
        let products = self.products.iter().filter(|figure| !figure.agrees()).count();
        products
            + self
                .ledger
                .iter()
                .filter(|figure| figure.loans != figure.ledger)
                .count()
    }
}

/// What a lender says, read from its file.
#[derive(Debug, Clone, Default)]
pub struct TotalsTold(BTreeMap<(String, &'static str), [Option<i64>; 6]>);

/// Reads the totals of a file. What is wrong with single rows stands in the report.
///
/// # Errors
/// As for any file.
pub fn read_totals(content: &[u8], report: &mut Report) -> Result<TotalsTold> {
    let (_, table) = read_table(content)?;
    let mapping = Mapping::of(TOTALS_COLUMNS, &table.headings)?;
    if !mapping.missing.is_empty() {
        return Err(ImportRefusal::ColumnsMissing(mapping.missing).into());
    }
    let mut told = TotalsTold::default();
    for line in &table.lines {
        match totals_line(Record::of(TOTALS_COLUMNS, &mapping, line)) {
            Ok(row) => {
                if let Err(problem) = told.add(&row) {
                    report.refuse(row.line, problem);
                }
            }
            Err(faults) => faults
                .iter()
                .for_each(|fault| report.refuse(line.number, cell_problem(fault))),
        }
    }
    Ok(told)
}

impl TotalsTold {
    fn add(&mut self, row: &TotalsLine) -> std::result::Result<(), Problem> {
        let currency = Currency::parse(&row.currency);
        let currency = currency.map_err(|_| Problem::of(CURRENCY_UNKNOWN).field("currency"))?;
        let mut figures = [None; 6];
        figures[0] = row.loans.map(i64::from);
        for (place, text) in (1..).zip(&row.amounts) {
            if let Some(text) = text {
                let money = Money::parse(text, currency);
                let money = money.map_err(|_| Problem::of(NOT_AN_AMOUNT).field(FIGURES[place]))?;
                figures[place] = Some(money.minor());
            }
        }
        match self.0.insert((row.product.clone(), currency.code()), figures) {
            None => Ok(()),
            Some(_) => Err(Problem::of(ROW_TWICE).field("product").with("row", row.line)),
        }
    }
}

/// Compares. A product of the book of which the lender says nothing differs by all that it holds, once the lender says something at all.
///
/// # Errors
/// The database's.
pub fn cut_over(tx: &mut Tx, told: &TotalsTold) -> Result<CutOver> {
    let inside = |cause: loan::app::error::LoanFailure| ImportError::Inside(cause.to_string());
    let on = business_day::get(tx)?;
    let booked = totals_by_product(tx, on.date()).map_err(inside)?;
    let mut keys: Vec<&(String, &'static str)> = booked.keys().chain(told.0.keys()).collect();
    keys.sort();
    keys.dedup();
    let mut products = Vec::new();
    for key in keys {
        let figures = figures_of(booked.get(key).copied().unwrap_or_default());
        let silent = if told.0.is_empty() {
            [None; 6]
        } else {
            [Some(0), Some(0), None, None, None, None]
        };
        let said = told.0.get(key).copied().unwrap_or(silent);
        let currency = Currency::parse(key.1).map_err(|cause| ImportError::Inside(cause.to_string()))?;
        for ((figure, booked), told) in FIGURES.into_iter().zip(figures).zip(said) {
            products.push(ProductFigure {
                product: key.0.clone(),
                currency,
                figure,
                told,
                booked,
            });
        }
    }
    let checks = reconcile(tx, on).map_err(inside)?;
    let ledger = checks.into_iter().map(|check| LedgerFigure {
        code: check.code,
        currency: check.currency,
        loans: check.expected,
        ledger: check.actual,
    });
    Ok(CutOver {
        on,
        products,
        ledger: ledger.collect(),
    })
}

fn figures_of(totals: Totals) -> [i64; 6] {
    let Totals {
        loans,
        principal,
        interest_due,
        interest_accrued,
        penalty,
        fee_due,
    } = totals;
    [loans, principal, interest_due, interest_accrued, penalty, fee_due]
}
