//! What all loans are together, by product and currency: for a cut-over.

use super::accruals::Accruals;
use super::error::Result;
use super::store::currency;
use crate::domain::allocation::Component;
use kernel::{CivilDate, Currency, ProductId};
use platform::Tx;
use std::collections::BTreeMap;

/// All loans of a product in one currency; amounts in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Active loans.
    pub loans: i64,
    /// Principal outstanding, due and not due.
    pub principal: i64,
    /// Interest that has fallen due and is not paid.
    pub interest_due: i64,
    /// Interest that has accrued since.
    pub interest_accrued: i64,
    /// Penalty and compound interest.
    pub penalty: i64,
    /// Fees that are due.
    pub fee_due: i64,
}

/// The totals of all loans on a day, by code of the product and currency.
///
/// # Errors
/// The database's, or [`super::error::LoanFailure::Stored`].
pub fn totals_by_product(tx: &mut Tx, on: CivilDate) -> Result<BTreeMap<(String, &'static str), Totals>> {
    let sql = "SELECT product_id, product_code, currency, COUNT(*),
            CAST(SUM(principal_not_due + principal_due) AS BIGINT), CAST(SUM(interest_due) AS BIGINT),
            CAST(SUM(fee_due) AS BIGINT), CAST(SUM(CASE WHEN status = 'active' THEN 1 ELSE 0 END) AS BIGINT)
        FROM loan GROUP BY product_id, product_code, currency";
    let mut totals: BTreeMap<(String, &'static str), Totals> = BTreeMap::new();
    let mut codes: BTreeMap<(ProductId, &'static str), String> = BTreeMap::new();
    for row in tx.query(sql, &[])? {
        let (code, money) = (row.text(1).to_owned(), currency(row.text(2))?.code());
        codes.insert((ProductId(row.id(0)), money), code.clone());
        let sum = totals.entry((code, money)).or_default();
        sum.loans += row.int(7);
        sum.principal += row.int(4);
        sum.interest_due += row.int(5);
        sum.fee_due += row.int(6);
    }
    for (((product, money), component), minor) in Accruals::load(tx)?.rounded_on(on) {
        let money: Currency = money;
        let Some(code) = codes.get(&(product, money.code())) else {
            continue;
        };
        let sum = totals.entry((code.clone(), money.code())).or_default();
        match component {
            Component::Penalty | Component::CompoundInterest => sum.penalty += minor,
            _ => sum.interest_accrued += minor,
        }
    }
    Ok(totals)
}
