//! Rules of notices and of what waits.
#![deny(missing_docs)]

mod error;
mod notice;
mod todo;
#[cfg(test)]
mod tests;

pub use error::NoticeRefusal;
pub use notice::{
    Audience, Importance, NOTICES_AT_A_TIME, Notice, NoticeText, ROLES_OF_A_NOTICE, SUBTREES_OF_A_NOTICE, ShownState,
    TEXT_LENGTH, TITLE_LENGTH,
};
pub use todo::{DAYS_OF_WARNING, NEWS_DAYS, ToDo, ToDoKind, days_until_change};
