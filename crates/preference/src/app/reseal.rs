//! Write drafts anew under the key for writing: a part of a rotation of keys.

use super::error::Result;
use super::keep_draft::place;
use super::store;
use platform::keys::{FieldKeys, Resealed};
use platform::{Tx, Value, values};
use uuid::Uuid;

/// Goes over the drafts of at most `limit` users after `after` and writes anew those that are under another key. It may be run
/// again from anywhere: what is done is passed over.
///
/// # Errors
/// [`super::error::PreferenceError::Key`] when a draft does not open.
pub fn reseal_drafts(tx: &mut Tx, keys: &FieldKeys, after: Option<Uuid>, limit: i64) -> Result<Resealed> {
    let drafts = store::list_sealed_drafts(tx, after, limit)?;
    let mut anew: Vec<Vec<Value>> = Vec::new();
    for draft in drafts.iter().filter(|draft| !keys.is_current(&draft.content)) {
        let place = place(draft.user, &draft.form);
        let plain = keys.decrypt(&draft.content, &place)?;
        let sealed = keys.encrypt(&plain, &place);
        anew.push(Vec::from(values![draft.user, &draft.form, sealed]));
    }
    store::update_sealed_drafts(tx, &anew)?;
    Ok(Resealed {
        last: drafts.last().map(|draft| draft.user.uuid()),
        changed: anew.len() as u64,
    })
}

/// How many drafts are under which version of the keys.
///
/// # Errors
/// The database's.
pub fn count_sealed_drafts(tx: &mut Tx) -> Result<Vec<(u8, u64)>> {
    store::count_sealed_drafts(tx)
}
