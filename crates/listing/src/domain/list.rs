use super::field::{Field, Kind, Word};

/// Yes and no, as codes of a search.
pub(crate) const FLAGS: [Word; 2] = [("yes", "是", "Yes"), ("no", "否", "No")];

/// The columns that say to whom a row belongs.
#[derive(Debug, Clone, Copy)]
pub struct Owners {
    /// The organisation.
    pub organisation: &'static str,
    /// The login of the officer.
    pub officer: &'static str,
}

/// A list, declared once.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// Its name: in addresses, layouts, views and files.
    pub name: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// The permission to read it.
    pub read: &'static str,
    /// The permission to take it as a file.
    pub export: &'static str,
    /// The permission to take masked texts whole, against a reason; none when nothing is masked.
    pub reveal: Option<&'static str>,
    /// Its tables, with their short names.
    pub from: &'static str,
    /// The id of a row: ids of later rows are larger.
    pub id: &'static str,
    /// The currency of a row's amounts.
    pub currency: Option<&'static str>,
    /// To whom rows belong; none when the list is one for all organisations.
    pub owners: Option<Owners>,
    /// Its fields, in the order in which they come.
    pub fields: &'static [Field],
    /// The order in which it comes: a field, with a minus from large to small.
    pub order: &'static str,
}

impl List {
    /// The field of a name.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// What the list can be ordered by; the order in which it comes stands first.
    #[must_use]
    pub fn orders(&self) -> Vec<&'static str> {
        let ordered = self.fields.iter().filter(|field| field.ordered).map(|field| field.key);
        std::iter::once(self.order).chain(ordered).collect()
    }

    /// The fields that composed searches know.
    pub fn searched(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|field| field.searched)
    }

    /// The dictionaries of its fields, each once.
    #[must_use]
    pub fn dictionaries(&self) -> Vec<&'static str> {
        let mut names: Vec<&str> = self.fields.iter().filter_map(|field| field.kind.dictionary()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The codes that a field can have, with their words; nothing for fields of other kinds.
    #[must_use]
    pub fn words(field: &Field) -> &'static [Word] {
        match field.kind {
            Kind::Choice(words) => words,
            Kind::Flag => &FLAGS,
            _ => &[],
        }
    }
}
