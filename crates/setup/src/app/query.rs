use super::error::Result;
use kernel::Currency;
use platform::{DbError, Tx, business_day};

/// A product of the catalogue that a new lender may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// Its code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Chinese description.
    pub description_zh: String,
    /// English description.
    pub description_en: String,
    /// Its currency.
    pub currency: Currency,
}

/// Whether the lender is yet to be set up, and what may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupNeeded {
    /// No business day is open.
    pub needed: bool,
    /// The catalogue, by code.
    pub presets: Vec<Preset>,
}

/// What the first start asks for; no presets when it is over.
///
/// # Errors
/// [`super::SetupError::Db`].
pub fn needed(tx: &mut Tx) -> Result<SetupNeeded> {
    let needed = !is_open(tx)?;
    let presets = if needed { presets() } else { Vec::new() };
    Ok(SetupNeeded { needed, presets })
}

/// Whether a business day is open: then the lender is set up.
pub(super) fn is_open(tx: &mut Tx) -> Result<bool> {
    match business_day::get(tx) {
        Ok(_) => Ok(true),
        Err(DbError::Invariant(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The catalogue: the latest version of each code.
pub(super) fn presets() -> Vec<Preset> {
    let mut presets: Vec<Preset> = Vec::new();
    let mut products = product::seed::products();
    products.sort_by(|a, b| (&a.code, b.version).cmp(&(&b.code, a.version)));
    for product in products {
        let known = presets.last().is_some_and(|last| last.code == product.code);
        if known || product::seed::OF_THE_DEMO.contains(&product.code.as_str()) {
            continue;
        }
        presets.push(Preset {
            code: product.code,
            name_zh: product.name_zh,
            name_en: product.name_en,
            description_zh: product.description_zh,
            description_en: product.description_en,
            currency: product.currency,
        });
    }
    presets
}
