//! What an examination found, in Chinese and English.

use crate::failure::Failure;
use platform::http::Lang;
use serde::Serialize;

/// How an examination ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Ok,
    /// Works, but somebody should look.
    Warning,
    /// Does not work.
    Failed,
    /// Could not be examined.
    Skipped,
}

impl State {
    /// The word at the beginning of a line.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "FAILED",
            Self::Skipped => "skipped",
        }
    }
}

/// A text in Chinese and English.
pub type Told = (String, String);

/// What an examination found.
#[derive(Debug)]
pub struct Finding {
    /// Stable code.
    pub code: &'static str,
    /// How it ended.
    pub state: State,
    /// What was found.
    pub detail: Told,
    /// What to do about it.
    pub mend: Option<Told>,
}

pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Told {
    (zh.into(), en.into())
}

pub fn same(text: impl ToString) -> Told {
    (text.to_string(), text.to_string())
}

pub fn good(code: &'static str, detail: Told) -> Finding {
    Finding {
        code,
        state: State::Ok,
        detail,
        mend: None,
    }
}

pub fn bad(code: &'static str, detail: Told, mend: Told) -> Finding {
    Finding {
        code,
        state: State::Failed,
        detail,
        mend: Some(mend),
    }
}

pub fn doubtful(code: &'static str, detail: Told, mend: Told) -> Finding {
    Finding {
        state: State::Warning,
        ..bad(code, detail, mend)
    }
}

pub fn skipped(code: &'static str, detail: Told) -> Finding {
    Finding {
        state: State::Skipped,
        ..good(code, detail)
    }
}

pub fn of_failure(code: &'static str, failure: &Failure, mend: Told) -> Finding {
    bad(code, (failure.0.detail(Lang::Zh), failure.0.detail(Lang::En)), mend)
}
