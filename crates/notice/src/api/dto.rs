//! Wire types.

use crate::app::{NoticeRow, ReaderState};
use crate::domain::{Audience, Importance, Notice, NoticeText, ShownState, ToDo};
use kernel::Timestamp;
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How much a notice matters.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeImportance)]
pub(crate) enum ImportanceDto {
    /// Counted until it is read.
    Normal,
    /// Also put before its readers once, after they have signed in.
    Important,
}

impl From<Importance> for ImportanceDto {
    fn from(importance: Importance) -> Self {
        match importance {
            Importance::Normal => Self::Normal,
            Importance::Important => Self::Important,
        }
    }
}

/// What a notice says, to whom and when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WriteNotice)]
pub(crate) struct WriteNoticeRequest {
    /// In Chinese, at most 80 characters; empty together with its text.
    #[schema(example = "今晚停机维护")]
    #[serde(default)]
    pub title_zh: String,
    /// At most 4,000 characters.
    #[schema(example = "22:00 至 24:00 系统停机，请提前保存。")]
    #[serde(default)]
    pub text_zh: String,
    /// In English, at most 80 characters; empty together with its text.
    #[schema(example = "Maintenance tonight")]
    #[serde(default)]
    pub title_en: String,
    /// At most 4,000 characters.
    #[schema(example = "The system is down from 22:00 to 24:00.")]
    #[serde(default)]
    pub text_en: String,
    /// How much it matters.
    pub importance: ImportanceDto,
    /// Codes of roles, at most 50; empty for all.
    #[serde(default)]
    #[schema(example = json!(["clerk"]))]
    pub roles: Vec<String>,
    /// Codes of organisations, each with those below it, at most 200; empty for all.
    #[serde(default)]
    #[schema(example = json!([]))]
    pub organisations: Vec<String>,
    /// From this moment on it is shown.
    #[schema(value_type = wire::Timestamp)]
    pub shown_from: Timestamp,
    /// Until before this moment; until it is withdrawn when null.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub shown_until: Option<Timestamp>,
}

impl From<WriteNoticeRequest> for Notice {
    fn from(body: WriteNoticeRequest) -> Self {
        let text = |title, text| NoticeText { title, text };
        Self {
            zh: text(body.title_zh, body.text_zh),
            en: text(body.title_en, body.text_en),
            importance: match body.importance {
                ImportanceDto::Normal => Importance::Normal,
                ImportanceDto::Important => Importance::Important,
            },
            audience: Audience {
                roles: body.roles,
                organisations: body.organisations,
            },
            shown_from: body.shown_from.millis(),
            shown_until: body.shown_until.map(Timestamp::millis),
        }
    }
}

/// What a notice becomes.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ChangeNotice)]
pub(crate) struct ChangeNoticeRequest {
    /// The version that its writer saw.
    #[schema(example = 1)]
    pub version: i64,
    /// The notice.
    pub notice: WriteNoticeRequest,
}

/// Which notices.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticeQuery {
    /// Only those that the caller has not read.
    #[serde(default)]
    #[param(example = true)]
    pub unread: bool,
}

/// A notice as its readers see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub(crate) struct NoticeDto {
    /// Id.
    pub id: Uuid,
    /// In Chinese; empty when it is written in English only.
    #[schema(example = "今晚停机维护")]
    pub title_zh: String,
    /// In Chinese.
    #[schema(example = "22:00 至 24:00 系统停机，请提前保存。")]
    pub text_zh: String,
    /// In English; empty when it is written in Chinese only.
    #[schema(example = "Maintenance tonight")]
    pub title_en: String,
    /// In English.
    #[schema(example = "The system is down from 22:00 to 24:00.")]
    pub text_en: String,
    /// How much it matters.
    pub importance: ImportanceDto,
    /// Login of who wrote it.
    #[schema(example = "admin")]
    pub author: String,
    /// Since when it is shown.
    #[schema(value_type = wire::Timestamp)]
    pub shown_from: Timestamp,
    /// Until before this moment; null while it is not withdrawn.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub shown_until: Option<Timestamp>,
    /// When the caller read it.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub read_at: Option<Timestamp>,
}

impl From<NoticeRow> for NoticeDto {
    fn from(row: NoticeRow) -> Self {
        let read_at = match row.read {
            ReaderState::At(at) => at,
            ReaderState::By(_) => None,
        };
        let notice = row.notice;
        Self {
            id: row.id,
            title_zh: notice.zh.title,
            text_zh: notice.zh.text,
            title_en: notice.en.title,
            text_en: notice.en.text,
            importance: notice.importance.into(),
            author: row.author,
            shown_from: Timestamp::from_millis(notice.shown_from),
            shown_until: notice.shown_until.map(Timestamp::from_millis),
            read_at: read_at.map(Timestamp::from_millis),
        }
    }
}

/// A notice as those see it who write notices.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ManagedNotice)]
pub(crate) struct ManagedNoticeDto {
    /// The notice.
    #[serde(flatten)]
    pub notice: NoticeDto,
    /// Codes of roles; empty for all.
    #[schema(example = json!(["clerk"]))]
    pub roles: Vec<String>,
    /// Codes of organisations; empty for all.
    #[schema(example = json!(["0001"]))]
    pub organisations: Vec<String>,
    /// `waiting`, `shown`, `ended` or `withdrawn`.
    #[schema(example = "shown")]
    pub state: &'static str,
    /// How many have read it.
    #[schema(example = 12)]
    pub readers: i64,
    /// Counts the changes.
    #[schema(example = 1)]
    pub version: i64,
    /// When it was last changed.
    #[schema(value_type = wire::Timestamp)]
    pub changed_at: Timestamp,
}

impl ManagedNoticeDto {
    /// The notice at a moment.
    pub(crate) fn at(row: NoticeRow, now: Timestamp) -> Self {
        let period = (row.notice.shown_from, row.notice.shown_until);
        Self {
            roles: row.notice.audience.roles.clone(),
            organisations: row.notice.audience.organisations.clone(),
            state: ShownState::at(now, period, row.withdrawn_at.is_some()).code(),
            readers: match row.read {
                ReaderState::By(readers) => readers,
                ReaderState::At(_) => 0,
            },
            version: row.version,
            changed_at: Timestamp::from_millis(row.changed_at),
            notice: row.into(),
        }
    }
}

/// So many of a kind wait.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ToDo)]
pub(crate) struct ToDoDto {
    /// `close_failed`, `proposals_to_decide`, `password_expires`, `deputy_for`, `proposals_decided`, `exports_failed`,
    /// `exports_finished` or `close_done`.
    #[schema(example = "proposals_to_decide")]
    pub code: &'static str,
    /// How many: rows, persons, or for a password days.
    #[schema(example = 3)]
    pub count: i64,
    /// Gone once it was seen; a task stands until it is done.
    #[schema(example = false)]
    pub news: bool,
}

impl From<ToDo> for ToDoDto {
    fn from(one: ToDo) -> Self {
        Self {
            code: one.kind.code(),
            count: one.count,
            news: one.kind.is_news(),
        }
    }
}

/// What waits for the caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ToDos)]
pub(crate) struct ToDosDto {
    /// What is more than none; tasks first.
    pub items: Vec<ToDoDto>,
    /// Notices that the caller has not read.
    #[schema(example = 2)]
    pub unread_notices: i64,
    /// The important ones among them, newest first, at most 20.
    pub important: Vec<NoticeDto>,
}
