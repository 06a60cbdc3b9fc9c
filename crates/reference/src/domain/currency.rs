//! Currencies that the lender uses.

use super::error::ReferenceRefusal;
use super::text::check_name;
use kernel::Currency;
use serde::{Deserialize, Serialize};

/// Whether and how a currency is used. Its decimals are those of ISO 4217, which the program knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyUse {
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Sign, as printed before amounts.
    pub symbol: String,
    /// Whether new products may lend in it; books in it stay.
    pub enabled: bool,
}

impl CurrencyUse {
    pub(super) fn check(&self, code: &str) -> Result<(), ReferenceRefusal> {
        if Currency::parse(code).is_err() {
            let code = code.to_owned();
            return Err(ReferenceRefusal::CurrencyUnknown { code });
        }
        check_name("name_zh", &self.name_zh)?;
        check_name("name_en", &self.name_en)?;
        check_name("symbol", &self.symbol)
    }
}
