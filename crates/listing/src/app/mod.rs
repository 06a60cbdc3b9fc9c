//! Reading lists as they are declared: pages, counts and files.

mod asked;
mod query;
mod query_where;
mod rows;

pub use asked::{Asked, Ordered, Words, understand};
pub use query::{Key, Keyed, count, page};
pub use query_where::Conditions;
pub use rows::{Reader, chosen_fields, rows_of, titles};
