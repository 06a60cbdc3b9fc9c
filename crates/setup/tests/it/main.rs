//! The first start, through the endpoints, on SQLite or, with TEST_DATABASE_URL, on PostgreSQL.

mod demo;
mod set_up;
