//! Which problems an operation can answer with: those of the machinery by its shape, its own by a table.

use super::principal::Permission;
use super::problem::{
    BODY_INVALID, BODY_NOT_JSON, BODY_TOO_LARGE, BODY_UNREADABLE, CHECK_REQUIRED, CONTENT_TYPE_UNSUPPORTED, CSRF,
    CURSOR_INVALID, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_REUSED, IN_PERSON_ONLY, INTERNAL, NOT_SIGNED_IN,
    PASSWORD_CHANGE_REQUIRED, PATH_INVALID, PERMISSION_DENIED, ProblemCatalogue, ProblemText, QUERY_INVALID,
    RATE_LIMITED, SESSION_LOCKED, SORT_INVALID, TIMEOUT, UNAVAILABLE,
};
use std::collections::BTreeMap;

/// The problems of operations by their ids.
#[derive(Default)]
pub(super) struct Answers<'a>(BTreeMap<&'a str, Vec<&'a ProblemText>>);

impl<'a> Answers<'a> {
    /// Reads a table: a line holds an operation and its codes; lines that begin with `#` are remarks.
    ///
    /// # Panics
    /// When a code is none of the catalogue's: the table was not written anew.
    pub fn of(table: Option<&'a str>, catalogue: &'a ProblemCatalogue) -> Self {
        let lines = table.unwrap_or_default().lines().filter(|line| !line.starts_with('#'));
        let operations = lines.filter_map(|line| {
            let mut words = line.split(' ');
            let operation = words.next().filter(|word| !word.is_empty())?;
            // Codes of the command line are answers to nobody over HTTP.
            let codes = words.filter(|code| !code.starts_with("cli."));
            let known = codes.map(|code| {
                catalogue
                    .get(code)
                    .unwrap_or_else(|| panic!("{operation}: {code} is no problem code"))
            });
            Some((operation, known.collect()))
        });
        Self(operations.collect())
    }

    /// The problems of an operation; `None` when the table does not name it.
    pub fn of_operation(&self, id: &str) -> Option<impl Iterator<Item = &'a ProblemText>> {
        self.0.get(id).map(|texts| texts.iter().copied())
    }
}

/// What the machinery looks at before an operation runs.
pub(super) struct Shape {
    pub has_body: bool,
    pub has_path: bool,
    pub has_query: bool,
    pub has_cursor: bool,
    pub has_sort: bool,
    pub is_repeatable: bool,
    pub changes: bool,
    pub permission: Permission,
}

/// Kinds that layers and extractors answer with, and when.
type When = fn(&Shape) -> bool;
const MACHINERY: &[(ProblemText, When)] = &[
    (INTERNAL, |_| true),
    (TIMEOUT, |_| true),
    (UNAVAILABLE, |_| true),
    (RATE_LIMITED, |_| true),
    (CSRF, |shape| shape.changes),
    (BODY_INVALID, |shape| shape.has_body),
    (BODY_NOT_JSON, |shape| shape.has_body),
    (BODY_TOO_LARGE, |shape| shape.has_body),
    (BODY_UNREADABLE, |shape| shape.has_body),
    (CONTENT_TYPE_UNSUPPORTED, |shape| shape.has_body),
    (QUERY_INVALID, |shape| shape.has_query),
    (PATH_INVALID, |shape| shape.has_path),
    (CURSOR_INVALID, |shape| shape.has_cursor),
    (SORT_INVALID, |shape| shape.has_sort),
    (IDEMPOTENCY_KEY_INVALID, |shape| shape.is_repeatable),
    (IDEMPOTENCY_KEY_REUSED, |shape| shape.is_repeatable),
    (CHECK_REQUIRED, |shape| shape.is_repeatable),
    (NOT_SIGNED_IN, |shape| shape.permission != Permission::PUBLIC),
    (PERMISSION_DENIED, |shape| shape.permission != Permission::PUBLIC),
    (PASSWORD_CHANGE_REQUIRED, |shape| shape.permission != Permission::PUBLIC),
    (IN_PERSON_ONLY, |shape| {
        [Permission::IN_PERSON, Permission::EVEN_LOCKED].contains(&shape.permission)
    }),
    (SESSION_LOCKED, |shape| {
        ![Permission::PUBLIC, Permission::EVEN_LOCKED].contains(&shape.permission)
    }),
];

/// Whether a kind is answered by layers and extractors, whatever the operation does.
pub(super) fn is_of_machinery(text: &ProblemText) -> bool {
    MACHINERY.iter().any(|(one, _)| one.code == text.code)
}

impl Shape {
    /// Whether the machinery can answer an operation of this shape with a problem.
    pub fn admits(&self, text: &ProblemText) -> bool {
        MACHINERY.iter().any(|(one, when)| one.code == text.code && when(self))
    }

    /// Whether a status makes sense for an operation of this shape.
    pub fn can_answer(&self, status: u16) -> bool {
        match status {
            400 => self.has_body || self.has_path || self.has_query || self.is_repeatable,
            401 | 403 | 423 => self.permission != Permission::PUBLIC || self.changes,
            404 | 409 => self.changes || self.has_path,
            410 => self.has_path,
            413 | 415 => self.has_body,
            422 => self.has_path || self.has_body || self.has_query || self.changes,
            429 | 500 | 503 => true,
            _ => false,
        }
    }
}
