//! Write the pieces of files anew under the key for writing: a part of a rotation of keys.

use super::error::Result;
use super::store;
use platform::keys::{FieldKeys, Resealed};
use platform::{Tx, Value, values};
use uuid::Uuid;

/// What ties a piece to its file.
pub(super) fn place(id: Uuid) -> Vec<u8> {
    FieldKeys::place("import_chunk", "content_sealed", id)
}

/// Writes the pieces of the first batch after `after` anew when they are under another key. One file at a time: it may be large.
///
/// # Errors
/// [`super::error::ImportError::Key`] when a piece does not open.
pub fn reseal_import(tx: &mut Tx, keys: &FieldKeys, after: Option<Uuid>) -> Result<Resealed> {
    let Some(id) = store::find_next_batch(tx, after)? else {
        return Ok(Resealed { last: None, changed: 0 });
    };
    let place = place(id);
    let mut anew: Vec<Vec<Value>> = Vec::new();
    for (number, chunk) in store::list_sealed_chunks(tx, id)? {
        if !keys.is_current(&chunk) {
            let plain = keys.decrypt(&chunk, &place)?;
            anew.push(Vec::from(values![id, number, keys.encrypt(&plain, &place)]));
        }
    }
    store::update_sealed_chunks(tx, &anew)?;
    Ok(Resealed {
        last: Some(id),
        changed: anew.len() as u64,
    })
}

/// How many pieces are under which version of the keys.
///
/// # Errors
/// The database's.
pub fn count_sealed_chunks(tx: &mut Tx) -> Result<Vec<(u8, u64)>> {
    store::count_sealed_chunks(tx)
}
