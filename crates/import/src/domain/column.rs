/// One of the values that a cell may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The value itself; files may also use either word.
    pub code: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text; a number in scientific notation is refused.
    Text,
    /// An amount in the currency that the row names otherwise.
    Amount,
    /// An annual rate: 0.042 or 4.2%.
    Rate,
    /// A whole number.
    Whole,
    /// A day.
    Date,
    /// One of a few values.
    Choice(&'static [Choice]),
}

impl ColumnKind {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Amount => "amount",
            Self::Rate => "rate",
            Self::Whole => "whole",
            Self::Date => "date",
            Self::Choice(_) => "choice",
        }
    }
}

/// A column that a kind of thing declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Stable name; files may have it as their heading.
    pub key: &'static str,
    /// Chinese heading.
    pub zh: &'static str,
    /// English heading.
    pub en: &'static str,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Whether every row must have it.
    pub required: bool,
    /// A cell that is accepted.
    pub example: &'static str,
    /// What it means, in Chinese.
    pub means_zh: &'static str,
    /// What it means, in English.
    pub means_en: &'static str,
    /// The permission without which nobody sees such a field, nor brings it by a file.
    pub guard: Option<&'static str>,
}

impl Column {
    /// A column of texts; refined by the methods below.
    #[must_use]
    pub const fn text(key: &'static str, (zh, en): (&'static str, &'static str), example: &'static str) -> Self {
        Self {
            key,
            zh,
            en,
            kind: ColumnKind::Text,
            required: false,
            example,
            means_zh: "",
            means_en: "",
            guard: None,
        }
    }

    /// The same column with other cells.
    #[must_use]
    pub const fn of(mut self, kind: ColumnKind) -> Self {
        self.kind = kind;
        self
    }

    /// The same column that every row must have.
    #[must_use]
    pub const fn must(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same column of a sensitive field.
    #[must_use]
    pub const fn guarded(mut self, permission: &'static str) -> Self {
        self.guard = Some(permission);
        self
    }

    /// The same column with its meaning.
    #[must_use]
    pub const fn means(mut self, zh: &'static str, en: &'static str) -> Self {
        self.means_zh = zh;
        self.means_en = en;
        self
    }
}
