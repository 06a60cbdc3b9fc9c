//! Rates are stored as whole units of 10⁻¹⁰.

use kernel::AnnualRate;
use serde::{Deserialize, Deserializer, Serializer};

pub(super) fn serialize<S: Serializer>(rate: &AnnualRate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(rate.e10())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AnnualRate, D::Error> {
    i64::deserialize(deserializer).map(AnnualRate::from_e10)
}
