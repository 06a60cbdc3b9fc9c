//! The program as it is wired: endpoints and their permissions, pages, commands over a real database.

mod api_page;
mod app;
mod auditor;
mod endpoints;
mod exports;
mod fields;
mod fields_told;
mod four_eyes;
mod imports;
mod lists;
mod loans;
mod messages;
mod metrics;
mod openapi;
mod pages;
mod scope;
mod sign_on;
mod sign_on_ends;
mod transactions;
