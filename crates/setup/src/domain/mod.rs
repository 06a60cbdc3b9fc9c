//! What must hold of a plan.
//!
//! 1. A lender is set up once: afterwards everything is changed where it belongs.
//! 2. The account that the first start made ends with it: somebody with a name of their own takes over.
#![deny(missing_docs)]

mod error;
mod plan;

pub use error::SetupRefusal;
pub use plan::{BRANCHES_MAX, Branch, FIRST_DAY_AHEAD, FIRST_DAY_BACK, Institution, Plan, Start, WorkCalendar};

#[cfg(test)]
mod tests;
