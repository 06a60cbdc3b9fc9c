//! The endpoints of customer from outside, over a real database.

mod app;
mod classes;
mod create;
mod import;
mod list;
mod reveal;
mod routes;
