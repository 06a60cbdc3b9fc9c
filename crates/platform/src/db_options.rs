//! Which database, and how it is opened.

/// Which engine carries the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// One file, one writer, several readers.
    Sqlite,
    /// A server, a pool of connections.
    Postgres,
}

/// How the database is opened.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// SQLite: most connections that read at the same time; opened when needed.
    pub readers: usize,
    /// SQLite: page cache of the writing connection in KiB.
    pub writer_cache_kib: u32,
    /// SQLite: page cache of each reading connection in KiB.
    pub reader_cache_kib: u32,
    /// SQLite: how much of the file is mapped into memory, in MiB.
    pub mmap_mib: u32,
    /// SQLite: most writes that share one commit.
    pub batch_writes: u32,
    /// SQLite: `synchronous=OFF`. A crash of the machine may then lose or break data: for benchmarks and for tests.
    pub synchronous_off_for_bench: bool,
    /// PostgreSQL: most connections.
    pub pg_connections: usize,
}

impl Default for DbOptions {
    fn default() -> Self {
        DbOptions {
            readers: 4,
            writer_cache_kib: 8 * 1024,
            reader_cache_kib: 2 * 1024,
            mmap_mib: 16,
            batch_writes: 128,
            synchronous_off_for_bench: false,
            pg_connections: 16,
        }
    }
}
