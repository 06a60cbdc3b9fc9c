use super::error::PreferenceRefusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most columns of a table.
pub const COLUMNS_OF_A_TABLE: usize = 100;
/// The most tables whose layout one user keeps.
pub const TABLES_OF_A_USER: i64 = 200;
/// The widest column, in pixels.
pub const WIDEST: u32 = 1200;
const NARROWEST: u32 = 40;
const ROWS_OF_A_PAGE: u32 = 200;

/// The side to which a column is pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pin {
    /// Before all columns that are not pinned.
    Left,
    /// After them.
    Right,
}

/// How much room a row has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// Many rows on a screen.
    Compact,
    /// More room around each.
    Roomy,
}

/// One column as its reader wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnLayout {
    /// Which column.
    pub key: String,
    /// Whether it is seen.
    pub shown: bool,
    /// Where it is pinned; `None` lets it scroll.
    pub pin: Option<Pin>,
    /// Width in pixels; `None` is the table's own.
    pub width: Option<u32>,
}

/// How a reader wants a table: what is `None` or empty is as the table comes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableLayout {
    /// In the order in which they stand. Columns that are not listed follow as the table has them.
    pub columns: Vec<ColumnLayout>,
    /// Density.
    pub density: Option<Density>,
    /// Rows of a page.
    pub page_size: Option<u32>,
    /// One list that scrolls instead of pages.
    #[serde(default)]
    pub continuous: bool,
    /// The order of rows when nothing else is asked.
    pub sort: Option<String>,
}

impl TableLayout {
    /// The layout, if it is one that can be kept. A layout may name columns that the table no longer has; readers skip them.
    ///
    /// # Errors
    /// [`PreferenceRefusal`] naming the first column or member that is wrong.
    pub fn checked(self) -> Result<Self, PreferenceRefusal> {
        if self.columns.len() > COLUMNS_OF_A_TABLE {
            return Err(PreferenceRefusal::TooManyColumns {
                most: COLUMNS_OF_A_TABLE,
            });
        }
        let mut seen = BTreeSet::new();
        for (place, column) in self.columns.iter().enumerate() {
            if !is_key(&column.key) || !seen.insert(column.key.as_str()) {
                return Err(PreferenceRefusal::ColumnInvalid { place });
            }
            if column.width.is_some_and(|width| !(NARROWEST..=WIDEST).contains(&width)) {
                return Err(PreferenceRefusal::WidthOutside {
                    place,
                    least: NARROWEST,
                    most: WIDEST,
                });
            }
        }
        if self.page_size.is_some_and(|rows| !(1..=ROWS_OF_A_PAGE).contains(&rows)) {
            return Err(PreferenceRefusal::PageSizeOutside { most: ROWS_OF_A_PAGE });
        }
        let is_order = |sort: &String| is_key(sort.strip_prefix('-').unwrap_or(sort));
        if self.sort.as_ref().is_some_and(|sort| !is_order(sort)) {
            return Err(PreferenceRefusal::SortInvalid);
        }
        Ok(self)
    }
}

fn is_key(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(allowed)
}
