/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the file as people count: the headings are row 1.
    pub number: u32,
    /// Its cells as text, trimmed.
    pub cells: Vec<String>,
}

/// A file as rows of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The headings.
    pub headings: Vec<String>,
    /// The rows that are not empty.
    pub lines: Vec<Line>,
}
