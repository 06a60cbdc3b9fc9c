//! Use cases of products. All take the transaction first; none commits.

mod error;
mod store;
mod catalogue;

pub use catalogue::{
    add_version, find_offered, get_product, list_products, load_benchmark_rates, mark_used, seed_products,
};
pub use error::ProductError;
