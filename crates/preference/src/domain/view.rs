use super::error::PreferenceRefusal;
use super::layout::TableLayout;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most filters of a view.
pub const FILTERS_OF_A_VIEW: usize = 40;
/// The most views of one user.
pub const VIEWS_OF_A_USER: i64 = 200;
const LONGEST_NAME: usize = 64;
/// Long enough for a composed search.
const LONGEST_VALUE: usize = 8192;

/// What a view shows and how: the filters as the list's address has them, order and columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewContent {
    /// Filters by name, the composed search among them.
    pub filters: BTreeMap<String, String>,
    /// Columns, density, page size and order.
    pub layout: TableLayout,
}

impl ViewContent {
    /// The content, if it can be kept.
    ///
    /// # Errors
    /// [`PreferenceRefusal::FilterInvalid`], and those of the layout.
    pub fn checked(self) -> Result<Self, PreferenceRefusal> {
        let refused = |name: &str| PreferenceRefusal::FilterInvalid {
            name: name.chars().take(LONGEST_NAME).collect(),
            most: FILTERS_OF_A_VIEW,
        };
        if let Some((name, _)) = self.filters.iter().nth(FILTERS_OF_A_VIEW) {
            return Err(refused(name));
        }
        let too_long = |(name, value): &(&String, &String)| {
            name.is_empty() || name.len() > LONGEST_NAME || value.len() > LONGEST_VALUE
        };
        if let Some((name, _)) = self.filters.iter().find(too_long) {
            return Err(refused(name));
        }
        Ok(Self {
            filters: self.filters,
            layout: self.layout.checked()?,
        })
    }
}

/// What a user saves under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its name.
    pub name: super::name::ViewName,
    /// The role whose users see it too.
    pub shared_with: Option<String>,
    /// What it shows.
    pub content: ViewContent,
}
