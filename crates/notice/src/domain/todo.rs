use super::error::NoticeRefusal;
use kernel::Timestamp;

/// So many days before a password must be changed its user is told.
pub const DAYS_OF_WARNING: i64 = 14;
/// News older than this are no news any more.
pub const NEWS_DAYS: i64 = 7;

const DAY_MILLIS: i64 = 86_400_000;

/// What may wait for somebody. Tasks stand until they are done, news until they are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ToDoKind {
    /// Task: proposals of others that one may decide.
    ProposalsToDecide,
    /// News: one's own proposals that somebody decided.
    ProposalsDecided,
    /// News: lists that can be downloaded.
    ExportsFinished,
    /// News: lists that could not be made.
    ExportsFailed,
    /// Task: the last close of business failed.
    CloseFailed,
    /// News: closes of business that are done.
    CloseDone,
    /// Task: the password must be changed soon; counted in days.
    PasswordExpires,
    /// Task: persons for whom one may act today.
    DeputyFor,
}

impl ToDoKind {
    /// All of them, in the order in which they are shown: what must be done before what is only told.
    pub const ALL: [Self; 8] = [
        Self::CloseFailed,
        Self::ProposalsToDecide,
        Self::PasswordExpires,
        Self::DeputyFor,
        Self::ProposalsDecided,
        Self::ExportsFailed,
        Self::ExportsFinished,
        Self::CloseDone,
    ];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ProposalsToDecide => "proposals_to_decide",
            Self::ProposalsDecided => "proposals_decided",
            Self::ExportsFinished => "exports_finished",
            Self::ExportsFailed => "exports_failed",
            Self::CloseFailed => "close_failed",
            Self::CloseDone => "close_done",
            Self::PasswordExpires => "password_expires",
            Self::DeputyFor => "deputy_for",
        }
    }

    /// Whether it is gone once it was seen.
    #[must_use]
    pub fn is_news(self) -> bool {
        matches!(
            self,
            Self::ProposalsDecided | Self::ExportsFinished | Self::ExportsFailed | Self::CloseDone
        )
    }

    /// Reads the code of news.
    ///
    /// # Errors
    /// [`NoticeRefusal::ToDoUnknown`]: nothing has this code, or it is a task, which stands until it is done.
    pub fn parse_news(code: &str) -> Result<Self, NoticeRefusal> {
        let found = Self::ALL.into_iter().find(|kind| kind.code() == code && kind.is_news());
        found.ok_or_else(|| NoticeRefusal::ToDoUnknown {
            code: code.chars().take(40).collect(),
        })
    }
}

/// So many of a kind wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToDo {
    /// What.
    pub kind: ToDoKind,
    /// How many: rows, persons, or days.
    pub count: i64,
}

/// Whole days until a password must be changed, when that is near; the day it is due is 0.
#[must_use]
pub fn days_until_change(set_at: Timestamp, max_days: u32, now: Timestamp) -> Option<i64> {
    if max_days == 0 {
        return None;
    }
    let due = set_at.millis() + i64::from(max_days) * DAY_MILLIS;
    let days = (due - now.millis()).div_euclid(DAY_MILLIS).max(0);
    (days <= DAYS_OF_WARNING).then_some(days)
}
