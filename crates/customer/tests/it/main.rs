//! The endpoints of customer from outside, over a real database.

mod app;
mod create;
mod import;
mod list;
mod reveal;
mod routes;
