//! What tests share: the program in process over a database of its own, callers who signed in, and a lender with customers
//! and loans. For tests only: everything panics with a reason instead of returning errors.
#![deny(missing_docs)]

mod answered;
mod wire;
mod caller;
mod app;
mod lender;
mod provider;

pub use answered::Answered;
pub use app::{LOGINS, PASSWORD, TestApp};
pub use caller::Caller;
pub use lender::Lending;
pub use provider::{Flaw, IdentityProvider};
