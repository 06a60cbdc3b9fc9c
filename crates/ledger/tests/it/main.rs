//! The ledger from outside: use cases and endpoints on a real database.

mod close_day;
mod list_entries;
mod list_postings;
mod post;
mod random_life;
mod reverse_entry;
mod seeds;
mod support;
mod trial_balance;
mod verify;
