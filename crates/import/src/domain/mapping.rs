use super::column::Column;
use super::error::ImportRefusal;

/// Which column of a file is which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// For each declared column its place in the file.
    pub places: Vec<Option<usize>>,
    /// Headings of the file that mean nothing here; their cells are not read.
    pub unknown: Vec<String>,
    /// Declared columns that every row must have and the file has not.
    pub missing: Vec<&'static str>,
}

impl Mapping {
    /// Matches headings by key, Chinese or English name, whatever their case, spaces and a star behind.
    ///
    /// # Errors
    /// [`ImportRefusal::HeadingTwice`].
    pub fn of(columns: &[Column], headings: &[String]) -> Result<Self, ImportRefusal> {
        let mut places: Vec<Option<usize>> = vec![None; columns.len()];
        let mut unknown = Vec::new();
        for (place, heading) in headings.iter().enumerate() {
            let form = form_of(heading);
            let found = columns.iter().position(|column| {
                [column.key, column.zh, column.en]
                    .iter()
                    .any(|name| form_of(name) == form)
            });
            match found {
                None if !form.is_empty() => unknown.push(heading.clone()),
                None => {}
                Some(column) if places[column].is_some() => {
                    return Err(ImportRefusal::HeadingTwice(heading.clone()));
                }
                Some(column) => places[column] = Some(place),
            }
        }
        let missing = columns
            .iter()
            .zip(&places)
            .filter(|(column, place)| column.required && place.is_none())
            .map(|(column, _)| column.key)
            .collect();
        Ok(Self {
            places,
            unknown,
            missing,
        })
    }
}

fn form_of(heading: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '*' | '＊' | '_');
    heading.chars().filter(kept).flat_map(char::to_lowercase).collect()
}
