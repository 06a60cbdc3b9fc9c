//! What a line's hash covers, of a row and of a line in a file.

use crate::value::Row;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A sealed line as it stands in an archive: with everything that its hash covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedLine {
    /// Place in the chain.
    pub seq: i64,
    /// Identifier.
    pub id: Uuid,
    /// When the act was recorded.
    pub at: Timestamp,
    /// Who acted.
    pub actor_id: Uuid,
    /// Their login.
    pub actor: String,
    /// For whom they acted.
    pub on_behalf_of: Option<String>,
    /// From where.
    pub address: Option<String>,
    /// Name of the token with which a program acted.
    pub via_token: Option<String>,
    /// The request.
    pub request_id: String,
    /// What was done.
    pub action: String,
    /// To what kind of object.
    pub object_kind: String,
    /// To which object.
    pub object_id: String,
    /// The object before: JSON, byte by byte as it was sealed.
    pub before: Option<String>,
    /// The object after: JSON, byte by byte as it was sealed.
    pub after: Option<String>,
    /// Hash of this line and all before it, hexadecimal.
    pub hash: String,
}

impl SealedLine {
    /// The hash that the line has after the one with this hash.
    #[must_use]
    pub fn hash_after(&self, before: &[u8]) -> Vec<u8> {
        chained(before, self.seq, &Fields::of_line(self))
    }

    pub(super) fn of_row(row: &Row) -> Self {
        let opt = |column: usize| row.opt_text(column).map(str::to_owned);
        Self {
            id: row.id(0),
            at: row.timestamp(1),
            actor_id: row.id(2),
            actor: row.text(3).to_owned(),
            request_id: row.text(4).to_owned(),
            action: row.text(5).to_owned(),
            object_kind: row.text(6).to_owned(),
            object_id: row.text(7).to_owned(),
            before: opt(8),
            after: opt(9),
            seq: row.int(10),
            hash: row.opt_bytes(11).map(hex::encode).unwrap_or_default(),
            on_behalf_of: opt(12),
            address: opt(13),
            via_token: opt(14),
        }
    }
}

/// What the hash of a line covers.
pub(super) struct Fields<'a> {
    id: &'a [u8],
    at: i64,
    actor_id: &'a [u8],
    /// Login, request, action, kind and number of the object, before, after.
    texts: [Option<&'a str>; 7],
    /// Told only since later versions, each with its mark: for whom, from where, with which token.
    marked: [(u8, Option<&'a str>); 3],
}

impl<'a> Fields<'a> {
    /// Of a row of the columns of the trail.
    pub fn of_row(row: &'a Row) -> Self {
        let text = |column: usize| row.opt_text(column);
        Self {
            id: row.bytes(0),
            at: row.int(1),
            actor_id: row.bytes(2),
            texts: [text(3), text(4), text(5), text(6), text(7), text(8), text(9)],
            marked: [(2, text(12)), (3, text(13)), (4, text(14))],
        }
    }

    fn of_line(line: &'a SealedLine) -> Self {
        Self {
            id: line.id.as_bytes(),
            at: line.at.millis(),
            actor_id: line.actor_id.as_bytes(),
            texts: [
                Some(&line.actor),
                Some(&line.request_id),
                Some(&line.action),
                Some(&line.object_kind),
                Some(&line.object_id),
                line.before.as_deref(),
                line.after.as_deref(),
            ],
            marked: [
                (2, line.on_behalf_of.as_deref()),
                (3, line.address.as_deref()),
                (4, line.via_token.as_deref()),
            ],
        }
    }
}

/// SHA-256 over the hash before, the place, and every field with its length, so that no two lines read the same.
pub(super) fn chained(before: &[u8], seq: i64, fields: &Fields<'_>) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(seq.to_be_bytes());
    hasher.update(fields.id);
    hasher.update(fields.at.to_be_bytes());
    hasher.update(fields.actor_id);
    for text in fields.texts {
        match text {
            None => hasher.update([0]),
            Some(text) => add(&mut hasher, 1, text),
        }
    }
    // Lines of before deputies, addresses and tokens were told keep their hashes.
    for (mark, text) in fields.marked {
        if let Some(text) = text {
            add(&mut hasher, mark, text);
        }
    }
    hasher.finalize().to_vec()
}

fn add(hasher: &mut Sha256, mark: u8, text: &str) {
    hasher.update([mark]);
    hasher.update((text.len() as u64).to_be_bytes());
    hasher.update(text);
}
