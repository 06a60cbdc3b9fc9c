//! Running the program: backup and restore, keys.

mod book;

mod backup;
mod keys;
