//! The endpoints of access from outside, over a real database.

mod app;
mod codes;
mod roles;
mod session;
mod sign_in;
mod users;
