//! How settings are read: key by key, so that an error names the key and quotes nothing that may be a secret.

use super::{Config, ConfigError, KEYS, Kind};
use serde::Deserialize;
use std::path::Path;
use toml::{Table, Value};

pub(super) fn read_file(path: &Path) -> Result<Table, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable {
        path: path.to_owned(),
        reason: cause.to_string(),
    })?;
    // Only the message: the full error quotes the line, which may hold a password.
    let table: Table = text
        .parse()
        .map_err(|cause: toml::de::Error| ConfigError::Syntax(cause.message().to_owned()))?;
    match table.keys().find(|key| !KEYS.iter().any(|(known, _)| known == key)) {
        Some(key) => Err(ConfigError::UnknownKey {
            key: key.clone(),
            place: "file",
        }),
        None => Ok(table),
    }
}

pub(super) fn set(
    table: &mut Table,
    key: &str,
    text: &str,
    written: &str,
    place: &'static str,
) -> Result<(), ConfigError> {
    let Some((_, kind)) = KEYS.iter().find(|(known, _)| *known == key) else {
        return Err(ConfigError::UnknownKey {
            key: written.to_owned(),
            place,
        });
    };
    let value = match kind {
        Kind::Text => Value::String(text.to_owned()),
        Kind::Number => Value::Integer(text.parse().map_err(|_| invalid(key, "must be a whole number"))?),
        Kind::List => Value::Array(
            text.split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| Value::String(part.to_owned()))
                .collect(),
        ),
        Kind::Switch => Value::Boolean(text.parse().map_err(|_| invalid(key, "must be true or false"))?),
    };
    table.insert(key.to_owned(), value);
    Ok(())
}

/// Key by key, so that an error names the key and quotes no other value.
pub(super) fn from_table(table: &Table) -> Result<Config, ConfigError> {
    for (key, value) in table {
        let alone = Table::from_iter([(key.clone(), value.clone())]);
        if let Err(cause) = Config::deserialize(alone) {
            return Err(invalid(key, cause.message()));
        }
    }
    Config::deserialize(table.clone()).map_err(|cause| ConfigError::Syntax(cause.message().to_owned()))
}

pub(super) fn invalid(key: &str, reason: &str) -> ConfigError {
    ConfigError::InvalidValue {
        key: key.to_owned(),
        reason: reason.to_owned(),
    }
}
