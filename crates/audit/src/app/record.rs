//! What stands in the file of an archive: one JSON object a line, gzip around all of them.

use kernel::{CivilDate, Timestamp};
use platform::audit::SealedLine;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Tells such a file from others.
pub(super) const FORMAT: &str = "xindai-audit-archive";
/// Changes when an older program could misread a file.
pub(super) const VERSION: u32 = 1;

/// What a file says of itself first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Always `xindai-audit-archive`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// The archive, as the trail calls it.
    pub id: Uuid,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: String,
    /// By what its lines are about: all of them are of before this day.
    pub until: BTreeMap<String, CivilDate>,
    /// Number of lines.
    pub lines: i64,
    /// Number of runs of neighbouring lines.
    pub runs: i64,
    /// The first place.
    pub first_seq: i64,
    /// The last place.
    pub last_seq: i64,
}

/// One line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Record {
    Header(Header),
    /// A run begins after the line with this hash.
    Run {
        after_hash: String,
    },
    Line(SealedLine),
    /// SHA-256 of everything before this line.
    End {
        sha256: String,
    },
}
