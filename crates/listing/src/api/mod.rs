//! Lists on the wire: what they are, how they are asked, how they are taken as files. Each list keeps an address of its own.

mod asking;
mod describe;
mod paged;
mod problem;
mod take;

pub use asking::{Asking, Paging};
pub use describe::{Lists, listing_routes};
pub use paged::{CountedPage, Totals, counted_page};
pub use problem::PROBLEMS;
pub use take::{ExportListBody, FormatDto, ListQuery, TotalsQuery, counted, key_of, page_of, take};
