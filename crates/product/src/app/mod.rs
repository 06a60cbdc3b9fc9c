//! Use cases of products. Those that read or seed take the transaction; commands open and commit their own.

mod error;
mod store;
mod query_list;
mod catalogue;
mod record;
mod draft_product;
mod bring_draft;
mod change_product;
mod activate_product;
mod retire_product;

pub use activate_product::activate_product;
pub use bring_draft::{bring_draft, find_model};
pub use catalogue::{
    add_version, find_offered, get_product, list_products, load_benchmark_rates, mark_used, seed_products, seed_some,
};
pub use change_product::{DraftChange, change_product};
pub use draft_product::{NewDraft, draft_product};
pub use error::{ProductChangeError, ProductError};
pub use query_list::{PRODUCTS, ask_products};
pub use retire_product::retire_product;
pub use store::{COLUMNS as LISTED, product as listed_product};
