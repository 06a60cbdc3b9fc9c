use thiserror::Error;

/// Why something cannot be kept. In order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PreferenceRefusal {
    /// The name of a table or form has other characters than a-z, 0-9 and hyphen, or not 1 to 64 of them.
    #[error("the name of the table or form has a form that is not allowed")]
    PlaceNameInvalid,
    /// A column's key is empty, too long, has other characters than a-z, 0-9 and underscore, or stands twice.
    #[error("the key of column {place} is not allowed or stands twice")]
    ColumnInvalid {
        /// Its place in the list, from 0.
        place: usize,
    },
    /// A column is narrower than 40 or wider than 1,200 pixels.
    #[error("the width of column {place} is outside {least} to {most}")]
    WidthOutside {
        /// Its place in the list, from 0.
        place: usize,
        /// The least width.
        least: u32,
        /// The most.
        most: u32,
    },
    /// More columns than a table may have.
    #[error("more than {most} columns")]
    TooManyColumns {
        /// The most.
        most: usize,
    },
    /// A page has 1 to 200 rows.
    #[error("the page size is outside 1 to {most}")]
    PageSizeOutside {
        /// The most.
        most: u32,
    },
    /// An order that no list could have.
    #[error("the order has a form that is not allowed")]
    SortInvalid,
    /// A view's name is empty, longer than 40 characters or has control characters.
    #[error("the name of a view has 1 to 40 characters")]
    ViewNameInvalid,
    /// More filters than a view may have, or one with a name or a value that is too long.
    #[error("the filter {name:?} is too long, or there are more than {most}")]
    FilterInvalid {
        /// The filter.
        name: String,
        /// The most filters of a view.
        most: usize,
    },
    /// A draft is larger than it may be.
    #[error("a draft has at most {most} bytes")]
    DraftTooLarge {
        /// The most bytes.
        most: usize,
    },
    /// No role has this code.
    #[error("there is no role {code:?}")]
    RoleUnknown {
        /// The code as given.
        code: String,
    },
    /// Another view of the same user and table has this name.
    #[error("there is a view {name:?} already")]
    ViewNameTaken {
        /// The name.
        name: String,
    },
    /// More of a kind than a user may keep.
    #[error("no more than {most} can be kept")]
    TooMany {
        /// The most.
        most: i64,
    },
    /// No such view, or not one that this user may see.
    #[error("there is no such view")]
    ViewUnknown,
    /// Only its owner changes a view.
    #[error("the view belongs to somebody else")]
    ViewOfAnother,
    /// Somebody, perhaps the same user in another window, changed it meanwhile.
    #[error("it was changed meanwhile")]
    ChangedMeanwhile,
    /// No draft is kept for this form.
    #[error("there is no draft")]
    DraftUnknown,
}
