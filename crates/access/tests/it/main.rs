//! The endpoints of access from outside, over a real database.

mod app;
mod codes;
mod passwords;
mod roles;
mod organisations;
mod change_user;
mod checks;
mod deputies;
mod second_factor;
mod lock_screen;
mod session;
mod sign_in;
mod addresses;
mod creating;
mod policy;
mod posts;
mod tokens;
mod token_ends;
mod users;
