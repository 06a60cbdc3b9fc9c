//! Audit as a black box: rules over the API, archives on a real database and real files.

mod archives;
mod entries;
mod retention;
