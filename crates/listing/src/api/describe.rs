use super::problem::PROBLEMS;
use crate::domain::{Field, List};
use axum::{Extension, Json};
use platform::Sight;
use platform::http::{Answer, Permission, Principal, Routes, routes};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The lists of the program.
#[derive(Clone, Default)]
pub struct Lists(pub Arc<[&'static List]>);

/// The lists that a caller may read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListDescriptions)]
pub struct ListsView {
    /// By name.
    pub items: Vec<ListView>,
}

/// What a list is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListDescription)]
pub struct ListView {
    /// Its name.
    #[schema(example = "journal-entries")]
    pub name: &'static str,
    /// Its Chinese name.
    #[schema(example = "会计分录")]
    pub name_zh: &'static str,
    /// Its English name.
    #[schema(example = "Journal entries")]
    pub name_en: &'static str,
    /// Whether the caller may take it as a file.
    pub may_export: bool,
    /// Whether the caller may take masked texts whole, against a reason.
    pub may_reveal: bool,
    /// The order in which it comes.
    #[schema(example = "-booked_on")]
    pub order: &'static str,
    /// Its fields, in the order in which they come.
    pub fields: Vec<ListFieldView>,
}

/// A field of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListField)]
pub struct ListFieldView {
    /// Its name in searches, orders, layouts and files.
    #[schema(example = "booked_on")]
    pub key: &'static str,
    /// Its Chinese title.
    #[schema(example = "记账日")]
    pub title_zh: &'static str,
    /// Its English title.
    #[schema(example = "Booked on")]
    pub title_en: &'static str,
    /// `text`, `choice`, `money`, `number`, `rate`, `date`, `moment` or `flag`.
    #[schema(example = "date")]
    pub kind: &'static str,
    /// Whether some rows have no value.
    pub gaps: bool,
    /// Whether composed searches know it.
    pub searched: bool,
    /// Whether the list can be ordered by it.
    pub ordered: bool,
    /// Whether it is a column of the screen and of files.
    pub shown: bool,
    /// Whether it is masked unless it is revealed.
    pub masked: bool,
    /// Whether the caller may see it on no row, not even masked: rows leave it out, and files say so in its cells.
    pub hidden: bool,
    /// The dictionary whose codes it has: `GET /api/v1/dictionaries` tells their words.
    #[schema(example = json!(null))]
    pub dictionary: Option<&'static str>,
    /// Whether a code stands above those that begin with it, as in industries and regions: who searches for it finds them, too.
    pub nested: bool,
    /// The codes that it can have; empty for other kinds.
    pub words: Vec<ListWordView>,
}

/// A code with its words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListWord)]
pub struct ListWordView {
    /// The code.
    #[schema(example = "repaid")]
    pub code: &'static str,
    /// In Chinese.
    #[schema(example = "还款")]
    pub zh: &'static str,
    /// In English.
    #[schema(example = "Repayment")]
    pub en: &'static str,
}

impl ListView {
    fn of(list: &'static List, principal: &Principal) -> Self {
        let may = |name: &str| principal.require_named(name).is_ok();
        let sight = principal.sight();
        Self {
            name: list.name,
            name_zh: list.zh,
            name_en: list.en,
            may_export: may(list.export),
            may_reveal: list.reveal.is_some_and(may),
            order: list.order,
            fields: list
                .fields
                .iter()
                .map(|field| ListFieldView::of(field, &sight))
                .collect(),
        }
    }
}

impl ListFieldView {
    fn of(field: &'static Field, sight: &Sight) -> Self {
        let word = |(code, zh, en): &(&'static str, &'static str, &'static str)| ListWordView { code, zh, en };
        Self {
            key: field.key,
            title_zh: field.zh,
            title_en: field.en,
            kind: field.kind.name(),
            gaps: matches!(field.kind, crate::domain::Kind::Date(true)),
            searched: field.searched,
            ordered: field.ordered,
            shown: field.shown,
            masked: field.sealed.is_some(),
            hidden: field.guard.is_some_and(|permission| !sight.sees(permission)),
            dictionary: field.kind.dictionary(),
            nested: matches!(field.kind, crate::domain::Kind::Nested(_)),
            words: List::words(field).iter().map(word).collect(),
        }
    }
}

/// The endpoints of listing.
#[must_use]
pub fn listing_routes() -> Routes {
    Routes::new()
        .problems(PROBLEMS)
        .get(Permission::SIGNED_IN, routes!(list_lists))
}

/// The lists that the caller may read, with their fields
#[utoipa::path(get, path = "/api/v1/lists", tag = "listing",
    responses((status = 200, description = "The lists", body = ListsView)))]
async fn list_lists(Extension(lists): Extension<Lists>, principal: Principal) -> Answer<ListsView> {
    let readable = |list: &&&'static List| principal.require_named(list.read).is_ok();
    let readable = lists.0.iter().filter(readable);
    let items = readable.map(|list| ListView::of(list, &principal)).collect();
    Ok(Json(ListsView { items }))
}
