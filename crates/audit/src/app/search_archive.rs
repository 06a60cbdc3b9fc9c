//! Look through the file of an archive.

use super::error::Result;
use super::read_file::{Content, read_archive};
use platform::audit::SealedLine;
use std::path::Path;

/// Which lines; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The login of who acted, or for whom.
    pub who: Option<String>,
    /// What was done.
    pub what: Option<String>,
    /// The number of the object, or its kind.
    pub object: Option<String>,
}

impl Asked {
    fn wants(&self, line: &SealedLine) -> bool {
        let is = |asked: &Option<String>, told: &[Option<&str>]| {
            asked.as_deref().is_none_or(|asked| told.contains(&Some(asked)))
        };
        is(&self.who, &[Some(&line.actor), line.on_behalf_of.as_deref()])
            && is(&self.what, &[Some(&line.action)])
            && is(&self.object, &[Some(&line.object_id), Some(&line.object_kind)])
    }
}

/// Hands on every line that is asked for, in the order of the chain.
///
/// # Errors
/// As [`read_archive`]; then what was handed on before is not to be trusted.
pub fn search_archive(path: &Path, asked: &Asked, mut each: impl FnMut(&SealedLine)) -> Result<Content> {
    read_archive(path, |line| {
        if asked.wants(line) {
            each(line);
        }
    })
}
