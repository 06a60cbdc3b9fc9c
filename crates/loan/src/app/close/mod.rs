//! Close of business: the only thing that moves the lender's day. It visits only loans to which something happens; every
//! step may be repeated, so that a close killed anywhere is simply run again.

pub mod run;
pub mod store;
pub mod visit;
pub mod steps;
pub mod reconcile;
pub mod drive;

pub use drive::{CloseReport, Reporter, RightToClose, STEPS, close_claimed, close_day, close_until, start};
pub use run::{CheckResult, CloseRun, RunState, StepRun};
