use super::problem::{CURSOR_INVALID, Problem, SORT_INVALID};
use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Fetches the next page; null on the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of rows fetched with [`PageLimit::fetch`], one more than shown: that one tells whether there is
    /// a next page. `key` is the sort key of a row, unique.
    #[must_use]
    pub fn from_rows<K: Serialize>(mut rows: Vec<T>, limit: PageLimit, order: &str, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > limit.shown();
        rows.truncate(limit.shown());
        let next_cursor = rows
            .last()
            .filter(|_| more)
            .map(|last| encode_cursor(order, &key(last)));
        Self {
            items: rows,
            next_cursor,
        }
    }

    /// The same page with every row changed.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next_cursor: self.next_cursor,
        }
    }
}

/// How many rows a page may have: 1 to 200, 20 unless told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimit(u32);

impl PageLimit {
    /// The most rows of a page.
    pub const MAX: u32 = 200;

    /// A limit; `None` outside 1 to 200.
    #[must_use]
    pub fn new(rows: u32) -> Option<Self> {
        (1..=Self::MAX).contains(&rows).then_some(Self(rows))
    }

    /// Rows on the page.
    #[must_use]
    pub fn shown(self) -> usize {
        self.0 as usize
    }

    /// Rows to fetch: one more than shown.
    #[must_use]
    pub fn fetch(self) -> i64 {
        i64::from(self.0) + 1
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for PageLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Limit;
        impl Visitor<'_> for Limit {
            type Value = PageLimit;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a number from 1 to {}", PageLimit::MAX)
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<PageLimit, E> {
                let limit = u32::try_from(value).ok().and_then(PageLimit::new);
                limit.ok_or_else(|| E::custom(format_args!("{value} is not a number from 1 to {}", PageLimit::MAX)))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<PageLimit, E> {
                self.visit_u64(value.parse().unwrap_or(0))
            }
        }
        deserializer.deserialize_any(Limit)
    }
}

/// The query parameters of every list, taken beside the list's own: `params(PageQuery, LoanQuery)`.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 20)]
    pub limit: PageLimit,
}

/// Makes an opaque cursor of the sort key of a page's last row. `order` names the order it belongs to.
#[must_use]
pub fn encode_cursor(order: &str, key: &impl Serialize) -> String {
    let text = serde_json::to_vec(&(order, key)).expect("a sort key is plain data");
    hex::encode(text)
}

/// Reads a cursor made by [`encode_cursor`] for the same order.
///
/// # Errors
/// `platform.cursor_invalid` when it is none, or belongs to another order.
pub fn decode_cursor<K: DeserializeOwned>(order: &str, cursor: &str) -> Result<K, Problem> {
    let invalid = || Problem::of(CURSOR_INVALID).field("cursor");
    let bytes = hex::decode(cursor).map_err(|_| invalid())?;
    let (made_for, key): (String, K) = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
    if made_for == order { Ok(key) } else { Err(invalid()) }
}

/// The order of a list: a field of an allow-list, perhaps backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// One of the allowed names.
    pub field: &'static str,
    /// From large to small.
    pub descending: bool,
}

impl Sort {
    /// Reads `field` or `-field`; nothing means the first allowed name, as written there (it may have the minus).
    ///
    /// # Errors
    /// `platform.sort_invalid` when the field is not allowed.
    pub fn parse(text: Option<&str>, allowed: &[&'static str]) -> Result<Self, Problem> {
        let text = text
            .filter(|t| !t.is_empty())
            .or(allowed.first().copied())
            .unwrap_or_default();
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let names = allowed.iter().map(|a| a.trim_start_matches('-'));
        let field = names.clone().find(|allowed| *allowed == name).ok_or_else(|| {
            Problem::of(SORT_INVALID)
                .field("sort")
                .with("allowed", names.collect::<Vec<_>>())
        })?;
        Ok(Self { field, descending })
    }

    /// `ASC` or `DESC`.
    #[must_use]
    pub fn direction(self) -> &'static str {
        if self.descending { "DESC" } else { "ASC" }
    }

    /// The comparison that finds what comes after a key: `>` or `<`.
    #[must_use]
    pub fn after(self) -> &'static str {
        if self.descending { "<" } else { ">" }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.field)
    }
}
