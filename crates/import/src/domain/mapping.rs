use super::column::Column;
use super::error::ImportRefusal;
use std::collections::BTreeMap;

/// Which column of a file is which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// For each declared column its place in the file.
    pub places: Vec<Option<usize>>,
    /// Headings of the file whose cells are not read.
    pub unknown: Vec<String>,
    /// Declared columns that every row must have and the file has not.
    pub missing: Vec<&'static str>,
}

/// What somebody chose for headings before: the key of a column by the heading's form, none for what is not read.
pub type Remembered = BTreeMap<String, Option<String>>;

impl Mapping {
    /// Matches headings by key, Chinese or English name, whatever their case, spaces and a star behind.
    ///
    /// # Errors
    /// [`ImportRefusal::HeadingTwice`].
    pub fn of(columns: &[Column], headings: &[String]) -> Result<Self, ImportRefusal> {
        Self::with(columns, headings, &Remembered::new())
    }

    /// As [`Mapping::of`]; headings that mean nothing by their name are what somebody chose for them before, unless another
    /// heading of the file has that column already.
    ///
    /// # Errors
    /// [`ImportRefusal::HeadingTwice`].
    pub fn with(columns: &[Column], headings: &[String], remembered: &Remembered) -> Result<Self, ImportRefusal> {
        let mut places: Vec<Option<usize>> = vec![None; columns.len()];
        let mut open = Vec::new();
        for (place, heading) in headings.iter().enumerate() {
            match place_by_name(columns, heading) {
                None => open.push((place, heading)),
                Some(column) if places[column].is_some() => {
                    return Err(ImportRefusal::HeadingTwice(heading.clone()));
                }
                Some(column) => places[column] = Some(place),
            }
        }
        for (place, heading) in open {
            let key = remembered.get(&form_of(heading)).and_then(Option::as_deref);
            let column = key.and_then(|key| columns.iter().position(|column| column.key == key));
            if let Some(free) = column.filter(|column| places[*column].is_none()) {
                places[free] = Some(place);
            }
        }
        Ok(Self::at(columns, headings, places))
    }

    /// As somebody chose: for each heading the key of a column, or nothing.
    ///
    /// # Errors
    /// [`ImportRefusal::HeadingsDiffer`], [`ImportRefusal::ColumnUnknown`], [`ImportRefusal::ColumnTwice`].
    pub fn chosen(columns: &[Column], headings: &[String], keys: &[Option<String>]) -> Result<Self, ImportRefusal> {
        if keys.len() != headings.len() {
            return Err(ImportRefusal::HeadingsDiffer {
                headings: headings.len(),
            });
        }
        let mut places: Vec<Option<usize>> = vec![None; columns.len()];
        for (place, key) in keys.iter().enumerate() {
            let Some(key) = key else { continue };
            let column = columns.iter().position(|column| column.key == key);
            let column = column.ok_or_else(|| ImportRefusal::ColumnUnknown(key.clone()))?;
            if places[column].replace(place).is_some() {
                return Err(ImportRefusal::ColumnTwice(key.clone()));
            }
        }
        Ok(Self::at(columns, headings, places))
    }

    fn at(columns: &[Column], headings: &[String], places: Vec<Option<usize>>) -> Self {
        let read = |place: usize| places.contains(&Some(place));
        let named = headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| !form_of(heading).is_empty());
        let unknown = named
            .filter(|(place, _)| !read(*place))
            .map(|(_, heading)| heading.clone());
        let declared = columns.iter().zip(&places);
        let missing = declared.filter(|(column, place)| column.required && place.is_none());
        Self {
            unknown: unknown.collect(),
            missing: missing.map(|(column, _)| column.key).collect(),
            places,
        }
    }

    /// The first guarded column of the file that `sees` does not allow.
    ///
    /// # Errors
    /// [`ImportRefusal::FieldDenied`].
    pub fn check_fields(&self, columns: &[Column], sees: impl Fn(&str) -> bool) -> Result<(), ImportRefusal> {
        match self.guarded(columns).find(|(_, _, permission)| !sees(permission)) {
            Some((column, _, permission)) => Err(ImportRefusal::FieldDenied { column, permission }),
            None => Ok(()),
        }
    }

    /// The guarded columns that the file has: key, place, permission.
    pub fn guarded<'a>(
        &'a self,
        columns: &'a [Column],
    ) -> impl Iterator<Item = (&'static str, usize, &'static str)> + 'a {
        let placed = columns.iter().zip(&self.places);
        placed.filter_map(|(column, place)| Some((column.key, (*place)?, column.guard?)))
    }

    /// For each of so many headings the key of its column.
    #[must_use]
    pub fn keys(&self, columns: &[Column], headings: usize) -> Vec<Option<&'static str>> {
        let mut keys = vec![None; headings];
        for (column, place) in columns.iter().zip(&self.places) {
            if let Some(place) = place {
                keys[*place] = Some(column.key);
            }
        }
        keys
    }
}

/// The column that a heading names.
#[must_use]
pub fn place_by_name(columns: &[Column], heading: &str) -> Option<usize> {
    let form = form_of(heading);
    let is = |name: &str| form_of(name) == form;
    columns
        .iter()
        .position(|column| [column.key, column.zh, column.en].into_iter().any(is))
}

/// A heading without case, spaces, underscores and a star behind: what is compared and remembered.
#[must_use]
pub fn form_of(heading: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '*' | '＊' | '_');
    heading.chars().filter(kept).flat_map(char::to_lowercase).collect()
}
