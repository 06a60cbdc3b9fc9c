//! Read the file of an archive and recompute everything in it.

use super::error::{AuditError, Result};
use super::record::{FORMAT, Header, Record, VERSION};
use crate::domain::AuditRefusal;
use flate2::read::GzDecoder;
use platform::audit::{Gap, SealedLine};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// No line of a file is longer.
const LINE_MAX: u64 = 16 * 1024 * 1024;

/// What a sound file holds besides its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What it says of itself.
    pub header: Header,
    /// Its runs.
    pub runs: Vec<Gap>,
    /// The hash of the line before each run.
    pub before: Vec<Vec<u8>>,
    /// SHA-256 of its content.
    pub digest: Vec<u8>,
}

/// Reads a file line by line. Every hash is recomputed; the lines are only to be trusted when this returns.
///
/// # Errors
/// [`AuditRefusal::FileDamaged`] with what is wrong, [`AuditError::File`].
pub fn read_archive(path: &Path, mut each: impl FnMut(&SealedLine)) -> Result<Content> {
    let file = File::open(path).map_err(|cause| AuditError::file(path, &cause))?;
    let mut reading = Reading::default();
    let mut from = BufReader::new(GzDecoder::new(BufReader::new(file)));
    let damaged = |reason: String| AuditRefusal::FileDamaged {
        file: path.display().to_string(),
        reason,
    };
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = from.by_ref().take(LINE_MAX).read_until(b'\n', &mut line);
        if read.map_err(|cause| damaged(cause.to_string()))? == 0 {
            break;
        }
        let record = serde_json::from_slice(&line).map_err(|cause| damaged(cause.to_string()))?;
        reading.take(record, &line, &mut each).map_err(damaged)?;
    }
    Ok(reading.end().map_err(damaged)?)
}

#[derive(Default)]
struct Reading {
    header: Option<Header>,
    runs: Vec<Gap>,
    before: Vec<Vec<u8>>,
    /// The hash after which the next line comes.
    hash: Vec<u8>,
    /// Whether a run was begun that has no line yet.
    fresh: bool,
    lines: i64,
    last_seq: i64,
    hasher: Sha256,
    digest: Option<Vec<u8>>,
}

impl Reading {
    fn take(
        &mut self,
        record: Record,
        bytes: &[u8],
        each: &mut impl FnMut(&SealedLine),
    ) -> std::result::Result<(), String> {
        if self.digest.is_some() {
            return Err("something follows its end".to_owned());
        }
        match (record, &self.header) {
            (Record::Header(header), None) => {
                if header.format != FORMAT || header.version != VERSION {
                    return Err(format!("format {} {}", header.format, header.version));
                }
                self.header = Some(header);
            }
            (Record::Run { after_hash }, Some(_)) => {
                self.hash = hex::decode(after_hash).map_err(|cause| cause.to_string())?;
                self.fresh = true;
            }
            (Record::Line(line), Some(_)) => {
                self.line(&line)?;
                each(&line);
            }
            (Record::End { sha256 }, Some(_)) => {
                let digest = self.hasher.clone().finalize().to_vec();
                if hex::encode(&digest) != sha256 {
                    return Err("its digest is another one".to_owned());
                }
                self.digest = Some(digest);
            }
            _ => return Err("its header is missing or not at its place".to_owned()),
        }
        self.hasher.update(bytes);
        Ok(())
    }

    fn line(&mut self, line: &SealedLine) -> std::result::Result<(), String> {
        let wrong = |what: &str| Err(format!("line {}: {what}", line.seq));
        let hash = line.hash_after(&self.hash);
        if hex::encode(&hash) != line.hash {
            return wrong("its hash is another one");
        }
        if std::mem::take(&mut self.fresh) {
            if line.seq <= self.last_seq {
                return wrong("it is not in order");
            }
            self.before.push(std::mem::take(&mut self.hash));
            self.runs.push(Gap {
                from: line.seq,
                to: line.seq,
                hash: hash.clone(),
            });
        } else {
            match self.runs.last_mut() {
                Some(run) if line.seq == run.to + 1 => (run.to, run.hash) = (line.seq, hash.clone()),
                _ => return wrong("it does not follow the one before"),
            }
        }
        self.hash = hash;
        self.last_seq = line.seq;
        self.lines += 1;
        Ok(())
    }

    fn end(self) -> std::result::Result<Content, String> {
        let digest = self.digest.ok_or("its end is missing")?;
        let header = self.header.ok_or("its header is missing")?;
        let first_seq = self.runs.first().map_or(0, |run| run.from);
        let found = (self.lines, self.runs.len() as u64, first_seq, self.last_seq);
        let said = (
            header.lines,
            header.runs.unsigned_abs(),
            header.first_seq,
            header.last_seq,
        );
        if found != said {
            return Err(format!(
                "it says {said:?} of lines, runs, first and last place and has {found:?}"
            ));
        }
        Ok(Content {
            header,
            runs: self.runs,
            before: self.before,
            digest,
        })
    }
}
