//! Running the program: backup and restore, keys, the doctor, new schemas, several nodes.

mod book;

mod audit;
mod backup;
mod cut_over;
mod doctor;
mod keys;
mod migrate;
mod nodes;
mod outage;
mod upgrade;
mod users;
mod traces;
mod bench;
mod https;
