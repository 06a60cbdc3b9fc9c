//! Running the program: backup and restore, keys, the doctor, new schemas.

mod book;

mod backup;
mod doctor;
mod keys;
mod migrate;
