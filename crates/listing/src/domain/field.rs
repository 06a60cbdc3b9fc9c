/// A code with its words: code, Chinese, English.
pub type Word = (&'static str, &'static str, &'static str);

/// What the values of a field are, and with that how they are searched, ordered and written into files.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text, compared whole or by its beginning.
    Text,
    /// One of these codes.
    Choice(&'static [Word]),
    /// A code of the dictionary of this name, or the empty text; its words are not known here.
    Listed(&'static str),
    /// The same, of a dictionary in which a code that begins with another one stands below it: who searches for the other one
    /// finds both.
    Nested(&'static str),
    /// One of the currencies.
    Currency,
    /// A text that is made from the number in the column and the id of the row.
    Numbered(fn(i64, uuid::Uuid) -> String),
    /// A text that one of several things below a row has: the expression is a condition with `{}` where the comparison of
    /// `column` stands. It is searched only.
    Among(&'static str),
    /// An amount in the smallest unit of the list's currency.
    Amount,
    /// A whole number.
    Number,
    /// A rate, in units of 10⁻¹⁰.
    Rate,
    /// A day; `true` when some rows have none.
    Date(bool),
    /// A moment, in milliseconds; some rows may have none. It is not searched.
    Moment,
    /// Yes or no.
    Flag,
}

/// How the whole of a masked text is told: to those who may reveal it and gave a reason.
#[derive(Debug, Clone, Copy)]
pub struct Sealed {
    /// The column with the encrypted text.
    pub column: &'static str,
    /// What the text is bound to, for a row's id.
    pub place: fn(uuid::Uuid) -> Vec<u8>,
}

/// A field of a list.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name: in searches, orders, layouts and files.
    pub key: &'static str,
    /// Its Chinese title.
    pub zh: &'static str,
    /// Its English title.
    pub en: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Where its values stand in the database. Without gaps, but for dates and moments that say so.
    pub column: &'static str,
    /// The same in English, where a text has two languages.
    pub column_en: Option<&'static str>,
    /// Whether composed searches know it.
    pub searched: bool,
    /// Whether the list can be ordered by it.
    pub ordered: bool,
    /// Whether ids tell its order, too: they grow with time, so that the list is ordered along its key.
    pub by_id: bool,
    /// Whether it is a column of the screen and of files.
    pub shown: bool,
    /// Whether what is shown of it is masked; with it the whole can be revealed.
    pub sealed: Option<Sealed>,
    /// The permission without which nothing of it is seen, not even masked. Such a field is neither searched nor ordered by, so that
    /// no answer depends on it.
    pub guard: Option<&'static str>,
}

impl Field {
    /// A column that is neither searched nor ordered by.
    #[must_use]
    pub const fn new(
        key: &'static str,
        (zh, en): (&'static str, &'static str),
        kind: Kind,
        column: &'static str,
    ) -> Self {
        let (searched, ordered, shown, sealed) = (false, false, true, None);
        Self {
            key,
            zh,
            en,
            kind,
            column,
            column_en: None,
            searched,
            ordered,
            by_id: false,
            shown,
            sealed,
            guard: None,
        }
    }

    /// The same field, known to composed searches.
    #[must_use]
    pub const fn searched(mut self) -> Self {
        assert!(self.guard.is_none(), "a guarded field is no question");
        self.searched = true;
        self
    }

    /// The same field; the list can be ordered by it.
    #[must_use]
    pub const fn ordered(mut self) -> Self {
        assert!(self.guard.is_none(), "a guarded field is no question");
        self.ordered = true;
        self
    }

    /// The same field; the list can be ordered by it, which is the order of ids.
    #[must_use]
    pub const fn ordered_by_id(mut self) -> Self {
        self.ordered = true;
        self.by_id = true;
        self
    }

    /// The same field, whose text stands elsewhere in English.
    #[must_use]
    pub const fn in_english(mut self, column: &'static str) -> Self {
        self.column_en = Some(column);
        self
    }

    /// The same field, without a column of its own.
    #[must_use]
    pub const fn unseen(mut self) -> Self {
        self.shown = false;
        self
    }

    /// The same field: what is shown of it is masked, the whole stands encrypted elsewhere.
    #[must_use]
    pub const fn sealed(mut self, column: &'static str, place: fn(uuid::Uuid) -> Vec<u8>) -> Self {
        self.sealed = Some(Sealed { column, place });
        self
    }

    /// The same field, seen only by those who have a permission: on the rows for which they have it.
    #[must_use]
    pub const fn guarded(mut self, permission: &'static str) -> Self {
        assert!(!self.searched && !self.ordered, "a guarded field is no question");
        self.guard = Some(permission);
        self
    }

    /// Its title in a language.
    #[must_use]
    pub const fn title(&self, english: bool) -> &'static str {
        if english { self.en } else { self.zh }
    }

    /// The word of a code; the code itself when it has none.
    #[must_use]
    pub fn word<'a>(&self, code: &'a str, english: bool) -> &'a str {
        let Kind::Choice(words) = self.kind else { return code };
        let known = words.iter().find(|(known, ..)| *known == code);
        known.map_or(code, |(_, zh, en)| if english { en } else { zh })
    }
}

impl Kind {
    /// The dictionary of its codes, where they have one.
    #[must_use]
    pub const fn dictionary(&self) -> Option<&'static str> {
        match self {
            Self::Listed(name) | Self::Nested(name) => Some(name),
            _ => None,
        }
    }

    /// Its name on the wire, as the composed search of the screen knows it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text | Self::Among(_) | Self::Numbered(_) => "text",
            Self::Choice(_) | Self::Currency | Self::Listed(_) | Self::Nested(_) => "choice",
            Self::Amount => "money",
            Self::Number => "number",
            Self::Rate => "rate",
            Self::Date(_) => "date",
            Self::Moment => "moment",
            Self::Flag => "flag",
        }
    }
}
