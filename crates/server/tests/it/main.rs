//! The program as it is wired: endpoints and their permissions, pages, commands over a real database.

mod app;
mod endpoints;
mod loans;
mod pages;
mod scope;
