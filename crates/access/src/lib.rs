//! Who may do what: organisations, users, roles, sign-in and sessions.

pub mod app;
mod api;
mod domain;

pub use api::{ACCESS_EXPORT, ACCESS_READ, ACCESS_WRITE, PROBLEMS, routes, routes_with, sign_in_layer};
pub use app::{AccessError, Gate, HashCost, NewUser, SignedIn, create_user};
pub use domain::{AccessRefusal, Login, SignInPolicy};
