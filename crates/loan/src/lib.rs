//! The contract and its arithmetic: terms, schedules, accrual, repayment, ageing, close of business.

pub mod app;
pub mod domain;
