use crate::app::{Changed, Planned};
use crate::domain::{Keep, KeepVersion, LEAST, Least, in_force};
use kernel::{CivilDate, Timestamp};
use platform::audit::Archive;
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A version of a rule.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RetentionVersion {
    /// Counted per kind of line.
    #[schema(example = 1)]
    pub revision: u32,
    /// The first day on which it holds.
    #[schema(value_type = wire::Date)]
    pub effective_from: CivilDate,
    /// For so many months lines stay in the trail.
    #[schema(example = 12)]
    pub months: u32,
    /// Who says so.
    #[schema(example = "出厂设置")]
    pub source: String,
    /// When it was written.
    #[schema(value_type = wire::Timestamp)]
    pub recorded_at: Timestamp,
    /// By whom.
    #[schema(example = "admin")]
    pub recorded_by: String,
}

impl From<&KeepVersion> for RetentionVersion {
    fn from(version: &KeepVersion) -> Self {
        Self {
            revision: version.keep.revision,
            effective_from: version.keep.effective_from,
            months: version.keep.months,
            source: version.keep.source.clone(),
            recorded_at: version.recorded_at,
            recorded_by: version.recorded_by.clone(),
        }
    }
}

/// How long lines about one thing stay in the trail.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RetentionRule {
    /// What the lines are about: `sign_in`, `export`, `reveal`, `refusal`, `configuration` or `business`.
    #[schema(example = "sign_in")]
    pub area: &'static str,
    /// The last revision, to be named by a change.
    #[schema(example = 1)]
    pub revision: u32,
    /// What holds today.
    #[schema(example = 12)]
    pub months: u32,
    /// Who says so.
    #[schema(example = "出厂设置")]
    pub source: String,
    /// The law's least.
    #[schema(example = 6)]
    pub least_months: u32,
    /// The law.
    #[schema(example = "网络安全法第21条第3项")]
    pub law: &'static str,
    /// The first day whose lines must stay.
    #[schema(value_type = wire::Date)]
    pub first_kept: CivilDate,
    /// Sealed lines of before that day.
    #[schema(example = 0)]
    pub over_age: i64,
    /// All versions, the last written first.
    pub versions: Vec<RetentionVersion>,
}

/// The rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RetentionRules {
    /// One for each kind of line.
    pub items: Vec<RetentionRule>,
}

impl RetentionRules {
    pub fn of(versions: &[KeepVersion], planned: &Planned, today: CivilDate) -> Self {
        let rule = |least: Least| {
            let holds = in_force(versions, least.area, today)?;
            let mut own: Vec<&KeepVersion> = versions.iter().filter(|one| one.keep.area == least.area).collect();
            own.reverse();
            let over_age = planned.areas.iter().find(|one| one.area.code() == least.area);
            Some(RetentionRule {
                area: least.area,
                revision: own.first().map_or(0, |last| last.keep.revision),
                months: holds.keep.months,
                source: holds.keep.source.clone(),
                least_months: least.months,
                law: least.law,
                first_kept: holds.first_kept(today),
                over_age: over_age.map_or(0, |one| one.lines),
                versions: own.into_iter().map(Into::into).collect(),
            })
        };
        Self {
            items: LEAST.into_iter().filter_map(rule).collect(),
        }
    }
}

/// A rule as somebody wants it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RetentionChange {
    /// The last revision that its maker saw.
    #[schema(example = 1)]
    pub revision: u32,
    /// The first day on which it shall hold: today or later.
    #[schema(value_type = wire::Date)]
    pub effective_from: CivilDate,
    /// For so many months lines stay in the trail; not less than the law asks for.
    #[schema(example = 24)]
    pub months: u32,
    /// Who says so: 1 to 200 characters.
    #[schema(example = "档案管理制度")]
    pub source: String,
}

impl RetentionChange {
    pub fn keep(self, area: String) -> Keep {
        Keep {
            area,
            revision: self.revision,
            effective_from: self.effective_from,
            months: self.months,
            source: self.source,
        }
    }
}

/// What a change of a rule did.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RetentionChanged {
    /// What the lines are about.
    #[schema(example = "sign_in")]
    pub area: String,
    /// The revision that was written.
    #[schema(example = 2)]
    pub revision: u32,
    /// What would hold on its first day without it.
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Value>,
    /// What holds on that day.
    #[schema(value_type = Object)]
    pub after: serde_json::Value,
}

impl From<Changed> for RetentionChanged {
    fn from(changed: Changed) -> Self {
        Self {
            area: changed.area,
            revision: changed.revision,
            before: changed.before,
            after: changed.after,
        }
    }
}

/// Lines that left the trail for a file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditArchive {
    /// Identifier, also in the file.
    pub id: Uuid,
    /// When it was made.
    #[schema(value_type = wire::Timestamp)]
    pub made_at: Timestamp,
    /// By whom.
    #[schema(example = "admin")]
    pub made_by: String,
    /// Number of lines.
    #[schema(example = 1200)]
    pub lines: i64,
    /// The first place of the chain in it.
    #[schema(example = 1)]
    pub first_seq: i64,
    /// The last place of the chain in it.
    #[schema(example = 1340)]
    pub last_seq: i64,
    /// SHA-256 of its content before compression.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: String,
    /// Where it was written.
    #[schema(example = "audit-2024-01-20.jsonl.gz")]
    pub file: String,
    /// Whether all its lines have left the table.
    pub finished: bool,
    /// Whether the file is where this server can read it.
    pub here: bool,
}

impl From<Archive> for AuditArchive {
    fn from(archive: Archive) -> Self {
        let here = std::path::Path::new(&archive.file).is_file();
        let name = archive.file.rsplit('/').next().unwrap_or_default().to_owned();
        Self {
            id: archive.id,
            made_at: archive.made_at,
            made_by: archive.made_by,
            lines: archive.lines,
            first_seq: archive.first_seq,
            last_seq: archive.last_seq,
            sha256: hex::encode(archive.digest),
            file: name,
            finished: archive.removed_at.is_some(),
            here,
        }
    }
}

/// All archives.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditArchives {
    /// Newest first.
    pub items: Vec<AuditArchive>,
}

/// Which lines shall leave the trail.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ArchiveOrder {
    /// Lines of before this day, as far as the rules let them go.
    #[schema(value_type = wire::Date)]
    pub before: CivilDate,
}

/// What may leave, by what lines are about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ArchivePart {
    /// What the lines are about.
    #[schema(example = "sign_in")]
    pub area: &'static str,
    /// Lines of before this day.
    #[schema(value_type = wire::Date)]
    pub until: CivilDate,
    /// How many.
    #[schema(example = 1200)]
    pub lines: i64,
}

/// What left the trail, or what would.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ArchiveMade {
    /// By what lines are about: what could leave when it was asked.
    pub parts: Vec<ArchivePart>,
    /// All together. An archive takes at most 100,000 lines: ask again for the rest.
    #[schema(example = 1200)]
    pub lines: i64,
    /// The archive; null when it was only tried.
    pub archive: Option<AuditArchive>,
}

impl ArchiveMade {
    pub fn of(planned: Planned, archive: Option<Archive>) -> Self {
        let part = |one: crate::app::PlannedArea| ArchivePart {
            area: one.area.code(),
            until: one.until,
            lines: one.lines,
        };
        Self {
            lines: planned.lines,
            parts: planned.areas.into_iter().map(part).collect(),
            archive: archive.map(Into::into),
        }
    }
}

/// That a file is what left the trail.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ArchiveVerified {
    /// Lines whose hash was recomputed.
    #[schema(example = 1200)]
    pub lines: i64,
    /// Runs of neighbours whose ends fit the chain.
    #[schema(example = 17)]
    pub runs: i64,
    /// SHA-256 of the content.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: String,
}
