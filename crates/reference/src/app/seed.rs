//! Fill what a new installation has not.

use super::store;
use crate::domain::{Content, Version};
use platform::{DbError, Tx};

/// Writes the seed of every code that has no version; what exists stays as it is. A list that nobody has changed since it was
/// delivered gets the entries that were added to the delivery.
///
/// # Errors
/// [`DbError`].
pub fn seed_reference(tx: &mut Tx) -> Result<(), DbError> {
    for ((kind, code), versions) in crate::seed::versions() {
        let stored = store::of_code(tx, kind, &code)?;
        let missing = if stored.is_empty() {
            versions
        } else {
            Vec::from_iter(versions.last().and_then(|delivered| supplement(&stored, delivered)))
        };
        for version in &missing {
            store::insert_missing(tx, kind, version)?;
        }
    }
    Ok(())
}

/// The version by which a list, untouched since an older delivery, becomes the delivered one.
fn supplement(stored: &[Version], delivered: &Version) -> Option<Version> {
    let last = stored.last()?;
    let untouched = stored
        .iter()
        .all(|version| version.recorded_by == delivered.recorded_by);
    let (Some(Content::Dictionary(old)), Some(Content::Dictionary(new))) = (&last.content, &delivered.content) else {
        return None;
    };
    let grown = !old.lacks(new).is_empty() && new.lacks(old).is_empty();
    (untouched && grown).then(|| Version {
        revision: last.revision + 1,
        ..delivered.clone()
    })
}
