//! The products that a new installation starts with.

use crate::domain::{LoanProduct, ProductStatus, ProductTerms};
use kernel::{BusinessDate, Currency, ProductId};
use serde::Deserialize;
use uuid::{Builder, Uuid};

const PRODUCTS: &str = include_str!("../seeds/products.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedProduct {
    code: String,
    version: u32,
    status: String,
    effective_from: BusinessDate,
    name_zh: String,
    name_en: String,
    description_zh: String,
    description_en: String,
    currency: Currency,
    terms: ProductTerms,
}

/// The products of the seed, with ids that are the same in every installation.
#[must_use]
pub fn products() -> Vec<LoanProduct> {
    let rows: Vec<SeedProduct> = serde_json::from_str(PRODUCTS).expect("a test reads the seed of products");
    rows.into_iter().map(product).collect()
}

/// Products that exist for the loans of the demo's source only: no lender is offered them at its first start.
pub const OF_THE_DEMO: [&str; 2] = ["LC36", "LC60"];

fn product(row: SeedProduct) -> LoanProduct {
    LoanProduct {
        id: seed_id(&row.code, row.version),
        code: row.code,
        version: row.version,
        status: ProductStatus::parse(&row.status).expect("a test reads the seed of products"),
        effective_from: row.effective_from,
        effective_until: None,
        makers: Vec::new(),
        revision: 1,
        name_zh: row.name_zh,
        name_en: row.name_en,
        description_zh: row.description_zh,
        description_en: row.description_en,
        currency: row.currency,
        terms: row.terms,
        used: false,
    }
}

/// The id of a seeded version: its code and version written into a UUID of the custom kind.
fn seed_id(code: &str, version: u32) -> ProductId {
    let mut bytes = [0; 16];
    for (byte, letter) in bytes.iter_mut().zip(code.bytes().take(6)) {
        *byte = letter;
    }
    bytes[12..].copy_from_slice(&version.to_be_bytes());
    let id: Uuid = Builder::from_custom_bytes(bytes).into_uuid();
    ProductId(id)
}
