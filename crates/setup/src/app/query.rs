use super::error::Result;
use kernel::Currency;
use platform::demo_mark::{self, DemoMark};
use platform::{Backend, DbError, Tx, business_day};
use reference::domain::Kind;

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
    /// The years of the calendar of mainland China that are delivered.
    pub calendar_years: Vec<i32>,
    /// Where the making of a demo's book is that is not complete.
    pub demo: Option<DemoMark>,
    /// Whether no other program can work on this database.
    pub alone: bool,
}

/// What the first start asks for; no presets when it is over.
///
/// # Errors
/// [`super::SetupError::Db`].
pub fn needed(tx: &mut Tx) -> Result<SetupNeeded> {
    let needed = !is_open(tx)?;
    let presets = if needed { presets() } else { Vec::new() };
    let calendar_years = if needed { calendar_years() } else { Vec::new() };
    let demo = demo_mark::find(tx)?.filter(|mark| !mark.made);
    Ok(SetupNeeded {
        needed,
        presets,
        calendar_years,
        demo,
        alone: tx.backend() == Backend::Sqlite,
    })
}

/// Whether a business day is open: then the lender is set up.
pub(super) fn is_open(tx: &mut Tx) -> Result<bool> {
    match business_day::get(tx) {
        Ok(_) => Ok(true),
        Err(DbError::Invariant(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The years of the delivered calendar, in order.
fn calendar_years() -> Vec<i32> {
    let delivered = reference::seed::versions();
    let china = delivered.get(&(Kind::Calendar, reference::seed::CHINA.to_owned()));
    china
        .into_iter()
        .flatten()
        .map(|year| year.effective_from.ymd().0)
        .collect()
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
