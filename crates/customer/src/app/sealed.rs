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

impl Column {
    /// What a text of the column is bound to in a row.
    pub(crate) fn place(self, id: CustomerId) -> Vec<u8> {
        FieldKeys::place("customer", self.name(), id.uuid())
    }
}

/// Encrypts a text for its column and row.
pub(crate) fn seal(keys: &FieldKeys, id: CustomerId, column: Column, text: &str) -> Vec<u8> {
    keys.encrypt(text.as_bytes(), &column.place(id))
}

/// Opens a text of its column and row.
pub(crate) fn open(keys: &FieldKeys, id: CustomerId, column: Column, sealed: &[u8]) -> Result<String, KeyError> {
    let plain = keys.decrypt(sealed, &column.place(id))?;
    String::from_utf8(plain).map_err(|_| KeyError::Sealed)
}

/// Finds names that compare equal, under every key that there may be values of.
pub(crate) fn name_indexes(keys: &FieldKeys, name: &str) -> Vec<Vec<u8>> {
    keys.blind_indexes(&name_word(name))
}

/// As [`name_indexes`], of identity numbers.
pub(crate) fn identity_indexes(keys: &FieldKeys, number: &str) -> Vec<Vec<u8>> {
    keys.blind_indexes(&identity_word(number))
}

/// As [`name_indexes`], of mobile numbers.
pub(crate) fn mobile_indexes(keys: &FieldKeys, mobile: &Mobile) -> Vec<Vec<u8>> {
    keys.blind_indexes(&mobile_word(mobile.as_str()))
}

/// What of a name is hashed.
pub(crate) fn name_word(name: &str) -> String {
    format!("name:{}", name_form(name))
}

/// What of an identity number is hashed, of whatever kind.
pub(crate) fn identity_word(number: &str) -> String {
    format!("identity:{}", identity_form(number))
}

fn mobile_word(mobile: &str) -> String {
    format!("mobile:{mobile}")
}

/// Stored with a name, to find those that compare equal.
pub(crate) fn name_index(keys: &FieldKeys, name: &str) -> Vec<u8> {
    keys.blind_index(&name_word(name))
}

/// Stored with an identity number.
pub(crate) fn identity_index(keys: &FieldKeys, number: &str) -> Vec<u8> {
    keys.blind_index(&identity_word(number))
}

/// Stored with a mobile number.
pub(crate) fn mobile_index(keys: &FieldKeys, mobile: &str) -> Vec<u8> {
    keys.blind_index(&mobile_word(mobile))
}
