//! The HTTP kit from outside: a tiny API, called as a browser would.

mod app;

mod clock;
mod config;
mod extract;
mod keys;
mod layers;
mod limits;
mod logs;
mod machinery;
mod page;
mod problem;
mod progress;
mod routes;
