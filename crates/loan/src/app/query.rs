//! What lists show: the loans that the roster names, read from the projection of every loan.

use super::error::{LoanFailure, Result};
use super::listed::ListedLoan;
use super::query_rows::{COLUMNS, listed};
use kernel::{LoanId, ProductId};
use platform::{Tx, Value, values};
use product::ProductError;
use std::collections::HashMap;

/// Loans as lists show them, in the order of their ids.
///
/// # Errors
/// The database's, or [`LoanFailure::Stored`].
pub fn get_listed_all(tx: &mut Tx, ids: &[LoanId]) -> Result<Vec<ListedLoan>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let sql = format!("SELECT {COLUMNS} FROM loan l WHERE l.id IN ({})", places.join(", "));
    let params: Vec<Value> = ids.iter().map(|id| Value::from(*id)).collect();
    let mut found = HashMap::with_capacity(ids.len());
    tx.try_for_each(&sql, &params, |row| -> Result<()> {
        let loan = listed(row)?;
        found.insert(loan.id, loan);
        Ok(())
    })?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// One loan as lists show it.
///
/// # Errors
/// [`LoanFailure::LoanUnknown`].
pub fn get_listed(tx: &mut Tx, id: LoanId) -> Result<ListedLoan> {
    let row = tx.query_opt(&format!("SELECT {COLUMNS} FROM loan l WHERE l.id = $1"), &values![id])?;
    listed(&row.ok_or(LoanFailure::LoanUnknown)?)
}

/// The Chinese and English names of some products: for a page of a list.
///
/// # Errors
/// The database's.
pub fn product_names(tx: &mut Tx, ids: &[ProductId]) -> Result<HashMap<ProductId, (String, String)>> {
    let mut names = HashMap::with_capacity(ids.len());
    for id in ids {
        match product::get_product(tx, *id) {
            Ok(product) => names.insert(*id, (product.name_zh, product.name_en)),
            Err(ProductError::ProductNotFound(_)) => None,
            Err(error) => return Err(error.into()),
        };
    }
    Ok(names)
}
