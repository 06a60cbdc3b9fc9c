//! Imports from outside, over a real database.

mod app;
mod columns;
mod customers;
mod files;
mod life;
mod lists;
mod loans;
mod opening;
