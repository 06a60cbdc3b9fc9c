//! What may be chosen on the command line.

use std::path::PathBuf;

/// What a bench is told. Everything has a default that suits the goals of docs/PERFORMANCE.md.
#[derive(Debug, Clone, Default)]
pub struct BenchOptions {
    /// Loans of the book (`close`, `repay`, `loan-read`, `lists`, `backup`).
    pub loans: Option<u32>,
    /// Days to close (`close`).
    pub days: Option<u32>,
    /// Rows of each file (`import`), lines of the trail (`audit`).
    pub rows: Option<u32>,
    /// Repeats of which the median is told; searches of each kind (`audit`).
    pub repeats: Option<u32>,
    /// Clients at the same time (`repay`, `loan-read`, `lists`, `login`, `backup`).
    pub clients: Option<u32>,
    /// How long one repeat lasts (`schedule`, `repay`, `loan-read`, `lists`, `login`).
    pub seconds: Option<u64>,
    /// PostgreSQL instead of the embedded database. The bench makes its tables in this database: it must be empty.
    pub database_url: Option<String>,
    /// Where the bench keeps its book; a folder `xindai-bench` in the folder for temporary files when absent.
    pub data: Option<PathBuf>,
    /// The program to start for `repay` and `start`; the running program when absent.
    pub binary: Option<PathBuf>,
    /// Ids in no order instead of the order of booking: the worst case for a table ordered by id (`close`).
    pub scattered: bool,
}

/// What a simulation is told.
#[derive(Debug, Clone, Default)]
pub struct SimulateOptions {
    /// The first seed; the same seed gives the same lives.
    pub seed: u64,
    /// Loans of a portfolio.
    pub loans: Option<u32>,
    /// Days that a portfolio lives.
    pub days: Option<u32>,
    /// Runs one seed after another until so much time is over; one seed when absent.
    pub seconds: Option<u64>,
    /// PostgreSQL instead of a temporary SQLite file; every seed needs an empty database, so only one seed is run.
    pub database_url: Option<String>,
}

/// What a crash test is told.
#[derive(Debug, Clone)]
pub struct CrashOptions {
    /// How often the program is killed.
    pub kills: u32,
    /// Decides when it is killed and what load it bears.
    pub seed: u64,
    /// The program: it must know `serve`, `user` and `verify`.
    pub binary: PathBuf,
    /// Where the data directory is made; a folder for temporary files when absent.
    pub data: Option<PathBuf>,
    /// PostgreSQL instead of the embedded database.
    pub database_url: Option<String>,
    /// Loans under load.
    pub loans: Option<u32>,
}

/// What a fail-over test is told.
#[derive(Debug, Clone)]
pub struct FailoverOptions {
    /// How often the leader is killed.
    pub kills: u32,
    /// Decides what load is borne.
    pub seed: u64,
    /// The program: it must know `serve`, `user` and `verify`.
    pub binary: PathBuf,
    /// An empty database of the cluster: the address names all of its servers.
    pub database_url: String,
    /// Kills the leader of the cluster; it is run with the number of the kill, from 1.
    pub kill: PathBuf,
    /// The longest time after a kill in which no command is acknowledged, in seconds.
    pub longest_outage: u64,
}
