//! The catalogue of products: seeded, read, marked as used.

use super::error::ProductError;
use super::store;
use crate::domain::{BenchmarkRate, BenchmarkRates, BenchmarkTenor, LoanProduct};
use crate::seed;
use kernel::{BusinessDate, ProductId};
use platform::Tx;

/// Writes the seeds, and the master data that products refer to; what exists stays as it is.
///
/// # Errors
/// [`ProductError::Db`].
pub fn seed_products(tx: &mut Tx) -> Result<(), ProductError> {
    seed_some(tx, |_| true)
}

/// Writes the seeded products whose codes are wanted, and all benchmark rates.
///
/// # Errors
/// [`ProductError::Db`].
pub fn seed_some(tx: &mut Tx, wanted: impl Fn(&str) -> bool) -> Result<(), ProductError> {
    for product in seed::products().into_iter().filter(|product| wanted(&product.code)) {
        store::insert(tx, &product)?;
    }
    Ok(reference::seed_reference(tx)?)
}

/// Adds a version of a product; one with the same code and version stays as it is, and the answer is no.
///
/// # Errors
/// [`ProductError::TermsRefused`] when its terms contradict each other, [`ProductError::Db`].
pub fn add_version(tx: &mut Tx, product: &LoanProduct) -> Result<bool, ProductError> {
    product.check()?;
    Ok(store::insert(tx, product)? == 1)
}

/// A version of a product.
///
/// # Errors
/// [`ProductError::ProductNotFound`], [`ProductError::Db`].
pub fn get_product(tx: &mut Tx, id: ProductId) -> Result<LoanProduct, ProductError> {
    store::find(tx, id)?.ok_or(ProductError::ProductNotFound(id))
}

/// The version of a product that takes loans on a day: the latest active one.
///
/// # Errors
/// [`ProductError::Db`].
pub fn find_offered(tx: &mut Tx, code: &str, on: BusinessDate) -> Result<Option<LoanProduct>, ProductError> {
    Ok(store::find_offered(tx, code, on)?)
}

/// Versions by code and number, after one, at most `fetch`.
///
/// # Errors
/// [`ProductError::Db`].
pub fn list_products(tx: &mut Tx, after: Option<&(String, i64)>, fetch: i64) -> Result<Vec<LoanProduct>, ProductError> {
    let after = after.map_or(("", 0), |(code, version)| (code.as_str(), *version));
    Ok(store::list(tx, after, fetch)?)
}

/// Freezes a version: a loan is being made with it.
///
/// # Errors
/// [`ProductError::Db`].
pub fn mark_used(tx: &mut Tx, id: ProductId) -> Result<(), ProductError> {
    Ok(store::mark_used(tx, id)?)
}

/// Every published benchmark rate that products know.
///
/// # Errors
/// [`ProductError::Db`].
pub fn load_benchmark_rates(tx: &mut Tx) -> Result<BenchmarkRates, ProductError> {
    let published = reference::app::publications(tx)?.into_iter();
    let rates = published.filter_map(|(code, published_on, annual_rate, source)| {
        Some(BenchmarkRate {
            tenor: BenchmarkTenor::parse(&code)?,
            published_on,
            annual_rate,
            source,
        })
    });
    Ok(BenchmarkRates::new(rates.collect()))
}
