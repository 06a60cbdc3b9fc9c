//! The table of products: rows in, domain values out.

use crate::domain::{LoanProduct, ProductStatus};
use kernel::{BusinessDate, Currency, ProductId};
use platform::{DbError, Row, Tx, Value, values};

/// The columns that [`product`] reads.
pub const COLUMNS: &str = "id, code, version, status, effective_from, currency, name_zh, name_en, description_zh,
    description_en, terms, used, effective_until, makers, revision";

pub(super) fn insert(tx: &mut Tx, product: &LoanProduct) -> Result<u64, DbError> {
    let sql = format!(
        "INSERT INTO loan_product ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
        $15)
        ON CONFLICT DO NOTHING"
    );
    tx.execute(
        &sql,
        &values![
            product.id,
            &product.code,
            product.version,
            product.status.name(),
            product.effective_from,
            product.currency.code(),
            &product.name_zh,
            &product.name_en,
            &product.description_zh,
            &product.description_en,
            json(&product.terms)?,
            product.used,
            product.effective_until,
            json(&product.makers)?,
            product.revision,
        ],
    )
}

fn json(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| DbError::Invariant(e.to_string()))
}

/// Writes what a version's maker, checker or retirement changed.
pub(super) fn update(tx: &mut Tx, product: &LoanProduct) -> Result<(), DbError> {
    let sql =
        "UPDATE loan_product SET status = $2, effective_from = $3, effective_until = $4, name_zh = $5, name_en = $6,
        description_zh = $7, description_en = $8, terms = $9, makers = $10, revision = $11 WHERE id = $1";
    let changed = tx.execute(
        sql,
        &values![
            product.id,
            product.status.name(),
            product.effective_from,
            product.effective_until,
            &product.name_zh,
            &product.name_en,
            &product.description_zh,
            &product.description_en,
            json(&product.terms)?,
            json(&product.makers)?,
            product.revision,
        ],
    )?;
    if changed == 1 {
        return Ok(());
    }
    Err(DbError::Invariant(format!("product {} went away", product.id)))
}

/// Ends the earlier versions of a product on the day on which a later one begins.
pub(super) fn end_earlier(tx: &mut Tx, successor: &LoanProduct) -> Result<(), DbError> {
    let sql = "UPDATE loan_product SET effective_until = $3 WHERE code = $1 AND version < $2 AND status = 'active'
        AND (effective_until IS NULL OR effective_until > $3)";
    tx.execute(
        sql,
        &values![&successor.code, successor.version, successor.effective_from],
    )?;
    Ok(())
}

/// A version, held until the transaction ends.
pub(super) fn lock(tx: &mut Tx, id: ProductId) -> Result<Option<LoanProduct>, DbError> {
    let tail = format!("WHERE id = $1{}", tx.row_lock());
    select(tx, &tail, &values![id]).map(|mut found| found.pop())
}

/// All versions of a product, in their order.
pub(super) fn versions(tx: &mut Tx, code: &str) -> Result<Vec<LoanProduct>, DbError> {
    select(tx, "WHERE code = $1 ORDER BY version", &values![code])
}

fn select(tx: &mut Tx, tail: &str, params: &[Value]) -> Result<Vec<LoanProduct>, DbError> {
    let mut products = Vec::new();
    let sql = format!("SELECT {COLUMNS} FROM loan_product {tail}");
    tx.try_for_each(&sql, params, |row| -> Result<(), DbError> {
        products.push(product(row)?);
        Ok(())
    })?;
    Ok(products)
}

/// Reads a version of a product.
///
/// # Errors
/// [`DbError`] when a code in it is unknown.
pub fn product(row: &Row) -> Result<LoanProduct, DbError> {
    let bad = |what: &str| DbError::Invariant(format!("product {} has no known {what}", row.text(1)));
    Ok(LoanProduct {
        id: ProductId(row.id(0)),
        code: row.text(1).to_owned(),
        version: u32::try_from(row.int(2)).map_err(|_| bad("version"))?,
        status: ProductStatus::parse(row.text(3)).ok_or_else(|| bad("status"))?,
        effective_from: row.business_date(4),
        currency: Currency::parse(row.text(5)).map_err(|_| bad("currency"))?,
        name_zh: row.text(6).to_owned(),
        name_en: row.text(7).to_owned(),
        description_zh: row.text(8).to_owned(),
        description_en: row.text(9).to_owned(),
        terms: serde_json::from_str(row.text(10)).map_err(|e| bad(&format!("terms: {e}")))?,
        used: row.bool(11),
        effective_until: row.opt_business_date(12),
        makers: serde_json::from_str(row.text(13)).map_err(|e| bad(&format!("makers: {e}")))?,
        revision: u32::try_from(row.int(14)).map_err(|_| bad("revision"))?,
    })
}

pub(super) fn find(tx: &mut Tx, id: ProductId) -> Result<Option<LoanProduct>, DbError> {
    select(tx, "WHERE id = $1", &values![id]).map(|mut found| found.pop())
}

pub(super) fn find_offered(tx: &mut Tx, code: &str, on: BusinessDate) -> Result<Option<LoanProduct>, DbError> {
    let tail = "WHERE code = $1 AND status = 'active' AND effective_from <= $2
        AND (effective_until IS NULL OR effective_until > $2) ORDER BY version DESC LIMIT 1";
    select(tx, tail, &values![code, on]).map(|mut found| found.pop())
}

/// After a code and version, in their order.
pub(super) fn list(tx: &mut Tx, after: (&str, i64), fetch: i64) -> Result<Vec<LoanProduct>, DbError> {
    let tail = "WHERE (code, version) > ($1, $2) ORDER BY code, version LIMIT $3";
    select(tx, tail, &values![after.0, after.1, fetch])
}

pub(super) fn mark_used(tx: &mut Tx, id: ProductId) -> Result<(), DbError> {
    tx.queue(
        "UPDATE loan_product SET used = 1 WHERE id = $1 AND used = 0",
        &values![id],
    )
}
