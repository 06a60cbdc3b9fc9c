//! Write what identifies customers anew under the key for writing: a part of a rotation of keys.

use kernel::CustomerId;
use platform::keys::{FieldKeys, Resealed};
use platform::{Tx, Value, values};
use uuid::Uuid;

use crate::app::error::CustomerError;
use crate::app::sealed::{self, Column};
use crate::app::store::{self, SealedFields, SealedRow};

/// Goes over at most `limit` customers after `after` and writes anew those that are under another key: sealed fields and the
/// hashes that find them. Masked texts and everything else stay. It may be run again from anywhere: what is done is passed over.
///
/// # Errors
/// [`CustomerError::Key`] when a field does not open.
pub fn reseal_customers(
    tx: &mut Tx,
    keys: &FieldKeys,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Resealed, CustomerError> {
    let rows = store::list_sealed(tx, after.map(CustomerId), limit)?;
    let stale = rows.iter().filter(|row| !is_current(keys, &row.fields));
    let anew: Vec<Vec<Value>> = stale.map(|row| resealed(keys, row)).collect::<Result<_, _>>()?;
    store::update_sealed(tx, &anew)?;
    Ok(Resealed {
        last: rows.last().map(|row| row.id.uuid()),
        changed: anew.len() as u64,
    })
}

/// How many customers are under which version of the keys.
///
/// # Errors
/// [`CustomerError::Db`].
pub fn count_sealed_customers(tx: &mut Tx) -> Result<Vec<(u8, u64)>, CustomerError> {
    Ok(store::count_sealed(tx)?)
}

fn is_current(keys: &FieldKeys, fields: &SealedFields) -> bool {
    let mobile = fields.mobile.as_ref().is_none_or(|mobile| keys.is_current(mobile));
    keys.is_current(&fields.name) && keys.is_current(&fields.identity) && mobile
}

fn resealed(keys: &FieldKeys, row: &SealedRow) -> Result<Vec<Value>, CustomerError> {
    let id = row.id;
    let name = sealed::open(keys, id, Column::Name, &row.fields.name)?;
    let identity = sealed::open(keys, id, Column::Identity, &row.fields.identity)?;
    let mobile = row.fields.mobile.as_ref();
    let mobile = mobile
        .map(|mobile| sealed::open(keys, id, Column::Mobile, mobile))
        .transpose()?;
    let mobile_sealed = mobile
        .as_ref()
        .map(|mobile| sealed::seal(keys, id, Column::Mobile, mobile));
    Ok(Vec::from(values![
        id,
        sealed::seal(keys, id, Column::Name, &name),
        sealed::name_index(keys, &name),
        sealed::seal(keys, id, Column::Identity, &identity),
        sealed::identity_index(keys, &identity),
        mobile_sealed,
        mobile.as_ref().map(|mobile| sealed::mobile_index(keys, mobile)),
    ]))
}
