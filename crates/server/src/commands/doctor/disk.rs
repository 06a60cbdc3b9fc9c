//! Free space, asked from the system's own tool: the standard library cannot tell it.

use std::path::Path;
use std::process::Command;

/// Bytes that may still be written under a folder, or under the nearest folder above it; `None` when nobody knows.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let absolute = std::path::absolute(folder).ok()?;
    let existing = absolute.ancestors().find(|place| place.is_dir())?;
    let told = Command::new("df")
        .arg("-Pk")
        .arg(existing)
        .env("LC_ALL", "C")
        .output()
        .ok()?;
    parse(&String::from_utf8_lossy(&told.stdout))
}

/// The fourth column of the last line of `df -Pk`, in KiB.
fn parse(text: &str) -> Option<u64> {
    let kib: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    kib.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_of_free_blocks_is_read() {
        let text = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 100 40 60 40% /\n";
        assert_eq!(parse(text), Some(60 * 1024));
        assert_eq!(parse("Filesystem\n"), None);
    }
}
