//! Products from outside: use cases and endpoints on a real database.

mod list;
mod versions;
mod store;
mod support;
