//! The SQL that finds loans by the numbers of another system.

use super::error::Result;
use super::record::StoredLoan;
use super::store::{WHOLE, stored_loan};
use platform::{Tx, Value};

pub(super) fn list_by_numbers(tx: &mut Tx, numbers: &[&str]) -> Result<Vec<StoredLoan>> {
    let places: Vec<String> = (1..=numbers.len()).map(|place| format!("${place}")).collect();
    let sql = format!("SELECT {WHOLE} WHERE l.number IN ({})", places.join(", "));
    let params: Vec<Value> = numbers.iter().map(|number| Value::from(*number)).collect();
    let mut loans = Vec::new();
    tx.try_for_each(&sql, &params, |row| -> Result<()> {
        loans.push(stored_loan(row)?);
        Ok(())
    })?;
    Ok(loans)
}
