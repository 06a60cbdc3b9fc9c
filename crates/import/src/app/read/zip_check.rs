//! A spreadsheet is a ZIP: what it unpacks to is bounded before anybody unpacks it.

use crate::domain::{ImportRefusal, UNPACKED_BYTES};
use std::io::{Cursor, Read};
use zip::ZipArchive;

const FILES_MOST: usize = 2_000;

/// Refuses an archive whose files say, or turn out, to be larger than a spreadsheet may be. What they say is read first;
/// what they are is counted without keeping it.
pub(super) fn check(content: &[u8]) -> Result<(), ImportRefusal> {
    check_within(content, UNPACKED_BYTES)
}

/// [`check`] with a limit of bytes unpacked.
pub(super) fn check_within(content: &[u8], most: u64) -> Result<(), ImportRefusal> {
    let damaged = |cause: &dyn std::fmt::Display| ImportRefusal::Damaged(cause.to_string());
    let bomb = ImportRefusal::Bomb { most };
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|cause| damaged(&cause))?;
    if archive.len() > FILES_MOST {
        return Err(bomb);
    }
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(ImportRefusal::FormatUnknown);
    }
    let mut said = 0_u64;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|cause| damaged(&cause))?;
        said = said.saturating_add(file.size());
    }
    if said > most {
        return Err(bomb);
    }
    let mut left = most;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|cause| damaged(&cause))?;
        let counted = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        let counted = counted.map_err(|cause| damaged(&cause))?;
        left = left.checked_sub(counted).ok_or_else(|| bomb.clone())?;
    }
    Ok(())
}
