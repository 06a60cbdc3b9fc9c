//! Move what need not stay in the trail into a file. The file is on the disk, and read again, before a line is removed; a run that
//! was killed is finished by the next one.

use super::error::{AuditError, Result};
use super::read_file::read_archive;
use super::record::{FORMAT, Header, VERSION};
use super::retention::{list_retention, today};
use super::write_file::write_file;
use crate::domain::{AuditRefusal, in_force, runs_of};
use kernel::{CivilDate, Timestamp};
use platform::audit::{
    Archive, Area, AuditKind, Gap, begin_archive, count_old, end_archive, kinds, list_archives, list_old,
    remove_archived, seal,
};
use platform::{CommandContext, Db, DbError, Tx};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// A run is removed in one transaction, so it has no more lines than this.
const RUN_MOST: i64 = 1_000;

/// Which lines shall leave, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Lines of before this day, as far as they need not be kept.
    pub before: CivilDate,
    /// The file: it must not be there yet.
    pub file: PathBuf,
    /// At most so many lines.
    pub most: usize,
}

/// What may leave, by what lines are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedArea {
    /// What the lines are about.
    pub area: Area,
    /// Lines of before this day.
    pub until: CivilDate,
    /// How many.
    pub lines: i64,
}

/// What may leave the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// By what lines are about.
    pub areas: Vec<PlannedArea>,
    /// All together.
    pub lines: i64,
}

/// What may leave the trail of before a day, when it is today.
///
/// # Errors
/// [`DbError`].
pub fn plan(tx: &mut Tx, before: CivilDate, today: CivilDate) -> std::result::Result<Planned, DbError> {
    let until = until(tx, before, today)?;
    let mut areas: Vec<PlannedArea> = Vec::new();
    for area in Area::ALL {
        if let Some(until) = until.get(area.code()) {
            let until = *until;
            areas.push(PlannedArea { area, until, lines: 0 });
        }
    }
    for kind in kinds(tx)? {
        let area = Area::of(&kind.action);
        if let Some(planned) = areas.iter_mut().find(|planned| planned.area == area) {
            planned.lines += count_old(tx, &kind, start_of(planned.until))?;
        }
    }
    let lines = areas.iter().map(|planned| planned.lines).sum();
    Ok(Planned { areas, lines })
}

/// Up to which day lines may leave, by what they are about. What has no rule stays.
fn until(
    tx: &mut Tx,
    before: CivilDate,
    today: CivilDate,
) -> std::result::Result<BTreeMap<String, CivilDate>, DbError> {
    let versions = list_retention(tx)?;
    let of_area = |area: Area| {
        let kept = in_force(&versions, area.code(), today)?.first_kept(today);
        Some((area.code().to_owned(), kept.min(before)))
    };
    Ok(Area::ALL.into_iter().filter_map(of_area).collect())
}

/// The day begins at midnight in China.
fn start_of(day: CivilDate) -> Timestamp {
    Timestamp::from_millis((i64::from(day.days()) * 24 - 8) * 3_600_000)
}

/// Archives. What an earlier run did not finish is finished first; when that was this very file, that is all.
///
/// # Errors
/// [`AuditRefusal::NothingToArchive`], [`AuditRefusal::FileExists`], [`AuditRefusal::ArchivedMeanwhile`], those of reading the
/// file, [`AuditError::File`], or the database's. Nothing was removed unless the file was sound.
pub fn archive(db: &Db, context: &CommandContext, order: &Order) -> Result<Archive> {
    context.admit("audit.archive")?;
    let file = order.file.display().to_string();
    let archives = db.read(list_archives)?;
    for open in archives.iter().filter(|archive| archive.removed_at.is_none()) {
        finish(db, open, context.now)?;
        if open.file == file {
            return Ok(open.clone());
        }
    }
    if order.file.exists() {
        return Err(AuditRefusal::FileExists { file }.into());
    }
    seal(db)?;
    let part = part_of(&order.file);
    let (archive, gaps) = db.read(|tx| write(tx, context, order, &part))?;
    let last = archives.first().map(|newest| newest.id);
    let begun = db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        begin_archive(tx, &archive, &gaps, last)
    })?;
    if !begun {
        return Err(AuditRefusal::ArchivedMeanwhile.into());
    }
    finish(db, &archive, context.now)?;
    Ok(archive)
}

/// Where a file stands until its archive is noted.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    file.with_file_name(name)
}

fn write(tx: &mut Tx, context: &CommandContext, order: &Order, part: &Path) -> Result<(Archive, Vec<Gap>)> {
    let until = until(tx, order.before, today(context.now))?;
    let old = |kind: AuditKind| {
        let before = until.get(Area::of(&kind.action).code())?;
        Some((kind, start_of(*before)))
    };
    let old: Vec<(AuditKind, Timestamp)> = kinds(tx)?.into_iter().filter_map(old).collect();
    let places = list_old(tx, &old, order.most)?;
    let (Some(first_seq), Some(last_seq)) = (places.first().copied(), places.last().copied()) else {
        return Err(AuditRefusal::NothingToArchive { before: order.before }.into());
    };
    let runs = runs_of(&places, RUN_MOST);
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let header = Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        id: Uuid::now_v7(),
        made_at: context.now,
        made_by: context.actor.login.clone(),
        until,
        lines: count(places.len()),
        runs: count(runs.len()),
        first_seq,
        last_seq,
    };
    let (digest, gaps) = write_file(tx, &header, &runs, part)?;
    let archive = Archive {
        id: header.id,
        made_at: header.made_at,
        made_by: header.made_by,
        lines: header.lines,
        first_seq,
        last_seq,
        digest,
        file: order.file.display().to_string(),
        removed_at: None,
    };
    Ok((archive, gaps))
}

/// Puts the file at its place, reads it again, and removes what stands in it.
fn finish(db: &Db, archive: &Archive, now: Timestamp) -> Result<()> {
    let file = Path::new(&archive.file);
    let part = part_of(file);
    let failed = |cause: std::io::Error| AuditError::file(file, &cause);
    if !file.exists() {
        if !part.exists() {
            let file = archive.file.clone();
            return Err(AuditRefusal::FileMissing { file }.into());
        }
        std::fs::rename(&part, file).map_err(failed)?;
        sync_folder(file).map_err(failed)?;
    }
    if read_archive(file, |_| {})?.digest != archive.digest {
        let file = archive.file.clone();
        let reason = "its digest is not the one that the trail tells".to_owned();
        return Err(AuditRefusal::FileDiffers { file, reason }.into());
    }
    let mut after = 0;
    while let Some((place, _)) = db.write(|tx| remove_archived(tx, archive.id, after))? {
        after = place;
    }
    Ok(db.write(|tx| end_archive(tx, archive.id, now))?)
}

/// A renamed file is safe when its folder is.
fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
