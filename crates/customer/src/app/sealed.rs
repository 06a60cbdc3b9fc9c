//! What identifies a customer, on its way into the database and out of it.

use kernel::{CustomerId, Mobile};
use platform::keys::{FieldKeys, KeyError};

use crate::domain::{identity_form, name_form};

/// A column with encrypted text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Column {
    Name,
    Identity,
    Mobile,
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Column::Name => "name_sealed",
            Column::Identity => "identity_sealed",
            Column::Mobile => "mobile_sealed",
        }
    }
}

/// Encrypts a text for its column and row.
pub(crate) fn seal(keys: &FieldKeys, id: CustomerId, column: Column, text: &str) -> Vec<u8> {
    keys.encrypt(text.as_bytes(), &FieldKeys::place("customer", column.name(), id.uuid()))
}

/// Opens a text of its column and row.
pub(crate) fn open(keys: &FieldKeys, id: CustomerId, column: Column, sealed: &[u8]) -> Result<String, KeyError> {
    let plain = keys.decrypt(sealed, &FieldKeys::place("customer", column.name(), id.uuid()))?;
    String::from_utf8(plain).map_err(|_| KeyError::Sealed)
}

/// Finds names that compare equal.
pub(crate) fn name_index(keys: &FieldKeys, name: &str) -> Vec<u8> {
    keys.blind_index(&format!("name:{}", name_form(name)))
}

/// Finds identity numbers that compare equal, of whatever kind.
pub(crate) fn identity_index(keys: &FieldKeys, number: &str) -> Vec<u8> {
    keys.blind_index(&format!("identity:{}", identity_form(number)))
}

/// Finds a mobile number.
pub(crate) fn mobile_index(keys: &FieldKeys, mobile: &Mobile) -> Vec<u8> {
    keys.blind_index(&format!("mobile:{}", mobile.as_str()))
}
