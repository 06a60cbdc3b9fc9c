//! Fill what a new installation has not.

use super::store;
use platform::{DbError, Tx};

/// Writes the seed of every code that has no version; what exists stays as it is.
///
/// # Errors
/// [`DbError`].
pub fn seed_reference(tx: &mut Tx) -> Result<(), DbError> {
    for ((kind, code), versions) in crate::seed::versions() {
        if store::of_code(tx, kind, &code)?.is_empty() {
            for version in &versions {
                store::insert_missing(tx, kind, version)?;
            }
        }
    }
    Ok(())
}
