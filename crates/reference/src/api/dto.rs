//! Wire types.

use super::content::{ContentDto, DayDto, EntryDto, ResetDto};
use crate::app::{Changed, told};
use crate::domain::{Change, Content, Dictionary, Kind, Notice, Period, ReferenceRefusal, Version, in_force, periods};
use kernel::{CivilDate, Timestamp};
use platform::http::{Problem, wire};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A change of a code.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferenceChangeRequest)]
pub(crate) struct ChangeBody {
    /// The last revision that you saw; 0 for a new code.
    #[schema(example = 10)]
    pub revision: u32,
    /// The first day on which it is to hold: of a rate its publication, of a year of a calendar 1 January.
    #[schema(value_type = wire::Date)]
    pub effective_from: CivilDate,
    /// The first day on which it no longer holds; until the next version when absent.
    #[schema(value_type = Option<wire::Date>)]
    pub effective_until: Option<CivilDate>,
    /// What it says; null withdraws what begins on that day.
    pub content: Option<ContentDto>,
    /// Who published it, and where.
    #[schema(example = "国办发明电〔2025〕7号")]
    pub source: String,
    /// Why it is written.
    #[schema(example = "年度节假日安排")]
    pub reason: String,
}

impl ChangeBody {
    /// The change of a code.
    pub fn change(self, kind: Kind, code: String) -> Result<Change, Problem> {
        let content = self.content.map(Content::from);
        if content.as_ref().is_some_and(|content| content.kind() != kind) {
            return Err(ReferenceRefusal::KindMismatch.into());
        }
        Ok(Change {
            kind,
            code,
            revision: self.revision,
            effective_from: self.effective_from,
            effective_until: self.effective_until,
            content,
            source: self.source,
            reason: self.reason,
        })
    }
}

/// What a change did, or would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceChanged)]
pub(crate) struct ChangedDto {
    /// The code.
    #[schema(example = "consumer")]
    pub code: String,
    /// The revision that was written.
    pub revision: u32,
    /// What held on the first day of the change before it, to be compared.
    #[schema(value_type = Option<Object>)]
    pub before: Option<Value>,
    /// What holds on that day now.
    #[schema(value_type = Object)]
    pub after: Value,
}

impl From<Changed> for ChangedDto {
    fn from(changed: Changed) -> Self {
        Self {
            code: changed.code,
            revision: changed.revision,
            before: changed.before,
            after: changed.after,
        }
    }
}

/// What holds from a day until another, half-open.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferencePeriod)]
pub(crate) struct PeriodDto {
    /// The first day.
    #[schema(value_type = wire::Date)]
    pub effective_from: CivilDate,
    /// The first day on which it no longer holds.
    #[schema(value_type = Option<wire::Date>)]
    pub effective_until: Option<CivilDate>,
    /// Which revision says so.
    pub revision: u32,
    /// What it says.
    pub content: Option<ContentDto>,
    /// Who published it, and where.
    #[schema(example = "内部控制指引")]
    pub source: String,
}

impl From<Period<'_>> for PeriodDto {
    fn from(period: Period<'_>) -> Self {
        Self {
            effective_from: period.from,
            effective_until: period.until,
            revision: period.version.revision,
            content: period.version.content.as_ref().map(ContentDto::from),
            source: period.version.source.clone(),
        }
    }
}

/// A version with what it changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceVersion)]
pub(crate) struct VersionDto {
    /// Its number within the code.
    pub revision: u32,
    /// The first day on which it holds.
    #[schema(value_type = wire::Date)]
    pub effective_from: CivilDate,
    /// Why it was written.
    #[schema(example = "客户申请")]
    pub reason: String,
    /// When; the epoch for what the program brought.
    #[schema(value_type = wire::Timestamp)]
    pub recorded_at: Timestamp,
    /// Who wrote it, or approved it.
    pub recorded_by: String,
    /// Who asked for it, when that is somebody else.
    pub on_behalf_of: Option<String>,
    /// What held on its first day before it, to be compared.
    #[schema(value_type = Option<Object>)]
    pub before: Option<Value>,
    /// What it says.
    #[schema(value_type = Object)]
    pub after: Value,
}

/// A code with what holds on a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceItem)]
pub(crate) struct ItemDto {
    /// The code.
    #[schema(example = "lpr_1y")]
    pub code: String,
    /// Its last revision.
    pub revision: u32,
    /// What holds on the day; null when nothing does.
    pub holds: Option<PeriodDto>,
    /// What begins next.
    pub next: Option<PeriodDto>,
}

/// The codes of a kind.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceItems)]
pub(crate) struct ItemsDto {
    /// The day.
    #[schema(value_type = wire::Date)]
    pub on: CivilDate,
    /// The codes, in order.
    pub items: Vec<ItemDto>,
}

impl ItemsDto {
    /// From all versions of a kind, by code.
    pub fn of(versions: &[Version], on: CivilDate) -> Self {
        let item = |of_code: &[Version]| {
            let all = periods(of_code);
            let held = in_force(of_code, on).map(|version| version.revision);
            Some(ItemDto {
                code: of_code.first()?.code.clone(),
                revision: of_code.last()?.revision,
                holds: all
                    .iter()
                    .find(|one| Some(one.version.revision) == held)
                    .map(|one| PeriodDto::from(*one)),
                next: all.iter().find(|one| one.from > on).map(|one| PeriodDto::from(*one)),
            })
        };
        Self {
            on,
            items: versions.chunk_by(|a, b| a.code == b.code).filter_map(item).collect(),
        }
    }
}

/// Everything about a code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceHistory)]
pub(crate) struct HistoryDto {
    /// The code.
    #[schema(example = "consumer")]
    pub code: String,
    /// Its last revision.
    pub revision: u32,
    /// What holds when, in order of days.
    pub periods: Vec<PeriodDto>,
    /// All versions, the latest first.
    pub versions: Vec<VersionDto>,
}

impl HistoryDto {
    /// From all versions of a code, by revision.
    pub fn of(code: String, versions: &[Version]) -> Self {
        let dto = |(index, version): (usize, &Version)| VersionDto {
            revision: version.revision,
            effective_from: version.effective_from,
            reason: version.reason.clone(),
            recorded_at: version.recorded_at,
            recorded_by: version.recorded_by.clone(),
            on_behalf_of: version.on_behalf_of.clone(),
            before: in_force(&versions[..index], version.effective_from).map(told),
            after: told(version),
        };
        Self {
            code,
            revision: versions.last().map_or(0, |last| last.revision),
            periods: periods(versions).into_iter().map(PeriodDto::from).collect(),
            versions: versions.iter().enumerate().map(dto).rev().collect(),
        }
    }
}

/// A file of days off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HolidayFileRequest)]
pub(crate) struct HolidayFileBody {
    /// `date,kind,name` with an optional `source`, one day a row; the kind is `holiday` or `workday`.
    #[schema(example = "date,kind,name\n2026-01-01,holiday,元旦\n")]
    pub csv: String,
}

/// What a file of days off says, or what is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HolidayFile)]
pub(crate) struct HolidayFileDto {
    /// The year of its first day; null when the file is wrong.
    pub year: Option<i32>,
    /// The source that its rows name.
    #[schema(example = "内部控制指引")]
    pub source: String,
    /// Its days, in order.
    pub days: Vec<DayDto>,
    /// What is wrong, row by row.
    pub faults: Vec<RowFaultDto>,
}

/// What is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HolidayFileFault)]
pub(crate) struct RowFaultDto {
    /// The line, from 1.
    pub line: usize,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl From<Notice> for HolidayFileDto {
    fn from(notice: Notice) -> Self {
        Self {
            year: Some(notice.year),
            source: notice.source,
            days: notice.days.iter().map(DayDto::from).collect(),
            faults: Vec::new(),
        }
    }
}

/// Every list of codes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Dictionaries)]
pub(crate) struct DictionariesDto {
    /// The lists, by code.
    pub items: Vec<DictionaryDto>,
}

/// A list of codes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Dictionary)]
pub(crate) struct DictionaryDto {
    /// Its code.
    #[schema(example = "reversal_reason")]
    pub code: String,
    /// In Chinese.
    pub name_zh: String,
    /// In English.
    pub name_en: String,
    /// Its entries in the order in which they are offered, retired ones among them.
    pub entries: Vec<EntryDto>,
}

impl From<(String, Dictionary)> for DictionaryDto {
    fn from((code, list): (String, Dictionary)) -> Self {
        Self {
            code,
            name_zh: list.name_zh,
            name_en: list.name_en,
            entries: list.entries.iter().map(EntryDto::from).collect(),
        }
    }
}

/// A rule to be tried.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NumberPreviewRequest)]
pub(crate) struct NumberPreviewBody {
    /// For which numbers: `customer_number` or `loan_number`.
    #[schema(example = "loan_number")]
    pub item: String,
    /// The pattern.
    #[schema(example = "JJ{yyyy}{seq:6}{check:mod11-10}")]
    pub pattern: String,
    /// When its sequence begins anew.
    pub reset: ResetDto,
}

/// The numbers that a rule would make next.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NumberPreview)]
pub(crate) struct NumberPreviewDto {
    /// Three of them, for the organisation of whoever asks, on the business date.
    #[schema(example = json!(["JJ20250000017", "JJ20250000025", "JJ20250000033"]))]
    pub numbers: Vec<String>,
}
