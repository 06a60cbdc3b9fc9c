//! Write the lines of an archive into its file.

use super::error::{AuditError, Result};
use super::record::{Header, Record};
use crate::domain::AuditRefusal;
use flate2::Compression;
use flate2::write::GzEncoder;
use platform::Tx;
use platform::audit::{Gap, SealedLine, hashes_at, sealed_lines};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Places asked for at once.
const AT_ONCE: usize = 500;

/// Writes the lines at the places of these runs; the digest of the content, and what the runs leave in the chain. The file is on
/// the disk when this returns.
///
/// # Errors
/// [`AuditError::File`], [`AuditRefusal::ArchivedMeanwhile`] when a line is not there any more, or the database's.
pub(super) fn write_file(
    tx: &mut Tx,
    header: &Header,
    runs: &[(i64, i64)],
    path: &Path,
) -> Result<(Vec<u8>, Vec<Gap>)> {
    let failed = |cause: std::io::Error| AuditError::file(path, &cause);
    let mut out = Writer::new(open_private(path).map_err(failed)?);
    out.put(&Record::Header(header.clone())).map_err(failed)?;
    let mut gaps = Vec::with_capacity(runs.len());
    for some in groups(runs) {
        let places: Vec<i64> = some.iter().flat_map(|(from, to)| *from..=*to).collect();
        let before: Vec<i64> = some.iter().map(|(from, _)| from - 1).collect();
        let before = hashes_at(tx, &before)?;
        let mut lines = sealed_lines(tx, &places)?.into_iter();
        for (from, to) in some {
            let after = before.get(&(from - 1)).ok_or(AuditRefusal::ArchivedMeanwhile)?;
            out.put(&Record::Run {
                after_hash: hex::encode(after),
            })
            .map_err(failed)?;
            let run: Vec<SealedLine> = lines
                .by_ref()
                .take(usize::try_from(to - from + 1).unwrap_or(0))
                .collect();
            gaps.push(gap(&run, (*from, *to))?);
            for line in run {
                out.put(&Record::Line(line)).map_err(failed)?;
            }
        }
    }
    Ok((out.end().map_err(failed)?, gaps))
}

/// What a run leaves in the chain, when it is complete.
fn gap(run: &[SealedLine], (from, to): (i64, i64)) -> Result<Gap> {
    let complete = run.iter().map(|line| line.seq).eq(from..=to);
    let last = run.last().filter(|_| complete).ok_or(AuditRefusal::ArchivedMeanwhile)?;
    let hash = hex::decode(&last.hash).unwrap_or_default();
    Ok(Gap { from, to, hash })
}

/// Runs together until they have enough places.
fn groups(runs: &[(i64, i64)]) -> Vec<&[(i64, i64)]> {
    let mut groups = Vec::new();
    let (mut start, mut places) = (0, 0);
    for (index, (from, to)) in runs.iter().enumerate() {
        places += usize::try_from(to - from + 1).unwrap_or(0);
        if places >= AT_ONCE || index + 1 == runs.len() {
            groups.push(&runs[start..=index]);
            (start, places) = (index + 1, 0);
        }
    }
    groups
}

/// A new file that only its owner may read; what an interrupted run left is overwritten.
fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

struct Writer {
    out: GzEncoder<BufWriter<File>>,
    hasher: Sha256,
    line: Vec<u8>,
}

impl Writer {
    fn new(file: File) -> Self {
        Self {
            out: GzEncoder::new(BufWriter::new(file), Compression::default()),
            hasher: Sha256::new(),
            line: Vec::new(),
        }
    }

    fn put(&mut self, record: &Record) -> std::io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, record)?;
        self.line.push(b'\n');
        self.hasher.update(&self.line);
        self.out.write_all(&self.line)
    }

    fn end(mut self) -> std::io::Result<Vec<u8>> {
        let digest = self.hasher.clone().finalize().to_vec();
        self.put(&Record::End {
            sha256: hex::encode(&digest),
        })?;
        let file = self
            .out
            .finish()?
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(digest)
    }
}
