//! Imports from outside, over a real database.

mod app;
mod columns;
mod customers;
mod files;
mod life;
mod loans;
mod opening;
