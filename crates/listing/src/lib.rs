//! What a list is: its fields are declared once, and search, order, columns, sums and files are made from that.
#![deny(missing_docs)]

pub mod domain;

pub mod app;

pub mod api;

pub use api::{Asking, ExportListBody, FormatDto, ListQuery, Lists, PROBLEMS, Paging, TotalsQuery};
pub use api::{CountedPage, Totals, counted_page};
pub use api::{counted, key_of, listing_routes, page_of, take};
pub use domain::{Field, Kind, List, Owners, Sealed, Word};
