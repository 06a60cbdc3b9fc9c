//! What a lender offers: products in versions, frozen once a loan uses them, and the benchmark rates they refer to. Data
//! only; the arithmetic of schedules belongs to the loan.
#![deny(missing_docs)]

pub mod domain;
pub mod seed;
pub mod app;
pub mod api;

pub use api::product_routes;
pub use app::{
    PRODUCTS, ProductError, find_offered, get_product, list_products, load_benchmark_rates, mark_used, seed_products,
    seed_some,
};
pub use domain::{
    BenchmarkRate, BenchmarkRates, LoanProduct, MethodOptions, ProductStatus, ProductTerms, RatePolicy,
    RepaymentMethod, TermsError,
};
