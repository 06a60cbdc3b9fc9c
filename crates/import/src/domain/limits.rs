/// The most bytes of a file as it is sent.
pub const FILE_BYTES: usize = 32 * 1024 * 1024;
/// The most bytes that a spreadsheet may unpack to: 100,000 rows of 20 columns are about 150 MB.
pub const UNPACKED_BYTES: u64 = 400 * 1024 * 1024;
/// The most rows of a batch.
pub const ROWS_MOST: usize = 200_000;
/// The most columns of a file.
pub const COLUMNS_MOST: usize = 64;
/// The most characters of a cell.
pub const CELL_CHARS: usize = 1_000;
/// So many errors of a batch are kept; all are counted.
pub const ERRORS_KEPT: usize = 10_000;
/// So many rows are shown before anything is done.
pub const PREVIEW_ROWS: usize = 20;
/// So many batches of one user may wait or run.
pub const RUNNING_OF_A_USER: i64 = 3;
/// For so many hours the rows of a batch that was not taken in are kept.
pub const KEPT_HOURS: i64 = 24;
