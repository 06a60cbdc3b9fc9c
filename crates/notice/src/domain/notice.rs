use super::error::NoticeRefusal;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// The most characters of a title.
pub const TITLE_LENGTH: usize = 80;
/// The most characters of a text.
pub const TEXT_LENGTH: usize = 4_000;
/// The most roles that a notice names.
pub const ROLES_OF_A_NOTICE: usize = 50;
/// The most organisations that a notice names, each with those below it.
pub const SUBTREES_OF_A_NOTICE: usize = 200;
/// The most notices that are shown or wait to be shown.
pub const NOTICES_AT_A_TIME: i64 = 200;

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// Stands in the list and is counted until it is read.
    Normal,
    /// Is put before its readers once, after they have signed in.
    Important,
}

impl Importance {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Important => "important",
        }
    }

    /// Reads a code; anything else is normal.
    #[must_use]
    pub fn of(code: &str) -> Self {
        if code == "important" {
            Self::Important
        } else {
            Self::Normal
        }
    }
}

/// Title and text in one language; both or none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeText {
    /// At most 80 characters.
    pub title: String,
    /// At most 4,000 characters, in paragraphs.
    pub text: String,
}

impl NoticeText {
    fn is_empty(&self) -> bool {
        self.title.is_empty() && self.text.is_empty()
    }

    fn checked(&self, (title, text): (&'static str, &'static str)) -> Result<Self, NoticeRefusal> {
        let trimmed = Self {
            title: self.title.trim().to_owned(),
            text: self.text.trim().replace("\r\n", "\n"),
        };
        let control = |allowed: &'static [char]| move |c: char| c.is_control() && !allowed.contains(&c);
        if trimmed.title.chars().count() > TITLE_LENGTH || trimmed.title.contains(control(&[])) {
            return Err(NoticeRefusal::TitleInvalid {
                field: title,
                most: TITLE_LENGTH,
            });
        }
        if trimmed.text.chars().count() > TEXT_LENGTH || trimmed.text.contains(control(&['\n', '\t'])) {
            return Err(NoticeRefusal::TextInvalid {
                field: text,
                most: TEXT_LENGTH,
            });
        }
        match (trimmed.title.is_empty(), trimmed.text.is_empty()) {
            (true, false) => Err(NoticeRefusal::LanguageHalf { field: title }),
            (false, true) => Err(NoticeRefusal::LanguageHalf { field: text }),
            _ => Ok(trimmed),
        }
    }
}

/// For whom a notice is. An empty list is no condition; with both lists a reader must be in both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Codes of roles.
    pub roles: Vec<String>,
    /// Codes of organisations; those below them are meant too.
    pub organisations: Vec<String>,
}

/// What an administrator writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// In Chinese; empty when it is written in English only.
    pub zh: NoticeText,
    /// In English; empty when it is written in Chinese only.
    pub en: NoticeText,
    /// How much it matters.
    pub importance: Importance,
    /// For whom it is.
    pub audience: Audience,
    /// From this moment on it is shown, in milliseconds since 1970-01-01 UTC.
    pub shown_from: i64,
    /// Until before this moment; until it is withdrawn when absent.
    pub shown_until: Option<i64>,
}

impl Notice {
    /// The notice with texts trimmed and codes sorted, if it can be published.
    ///
    /// # Errors
    /// [`NoticeRefusal`]: `TitleInvalid`, `TextInvalid`, `LanguageHalf`, `LanguageMissing`, `PeriodInvalid`, `AudienceTooLarge`.
    pub fn checked(mut self) -> Result<Self, NoticeRefusal> {
        self.zh = self.zh.checked(("title_zh", "text_zh"))?;
        self.en = self.en.checked(("title_en", "text_en"))?;
        if self.zh.is_empty() && self.en.is_empty() {
            return Err(NoticeRefusal::LanguageMissing);
        }
        if self.shown_until.is_some_and(|until| until <= self.shown_from) {
            return Err(NoticeRefusal::PeriodInvalid);
        }
        let Audience { roles, organisations } = &mut self.audience;
        sorted(roles, "roles", ROLES_OF_A_NOTICE)?;
        sorted(organisations, "organisations", SUBTREES_OF_A_NOTICE)?;
        Ok(self)
    }
}

fn sorted(codes: &mut Vec<String>, field: &'static str, most: usize) -> Result<(), NoticeRefusal> {
    codes.sort();
    codes.dedup();
    if codes.len() > most {
        return Err(NoticeRefusal::AudienceTooLarge { field, most });
    }
    Ok(())
}

/// Where a notice stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownState {
    /// Its time has not come.
    Waiting,
    /// Its readers see it.
    Shown,
    /// Its time is over.
    Ended,
    /// Its writer took it back.
    Withdrawn,
}

impl ShownState {
    /// The state of a period `[from, until)` at a moment.
    #[must_use]
    pub fn at(now: Timestamp, (from, until): (i64, Option<i64>), withdrawn: bool) -> Self {
        let now = now.millis();
        if withdrawn {
            Self::Withdrawn
        } else if now < from {
            Self::Waiting
        } else if until.is_some_and(|until| now >= until) {
            Self::Ended
        } else {
            Self::Shown
        }
    }

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Shown => "shown",
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
        }
    }
}
