//! docs/GLOSSARY.md as data: one row per term.

/// A row: term, meaning, Rust type, column, Chinese, English.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    pub term: String,
    pub meaning: String,
    /// Names of types, without marks; empty when the term has none.
    pub types: Vec<String>,
    /// `table.column` names, without marks; empty when the term is not stored.
    pub columns: Vec<String>,
    pub zh: String,
    pub en: String,
    /// Line in the file, from 1.
    pub line: usize,
}

const ABSENT: &str = "—";

/// The rows of the file's tables (header and ruler rows left out).
pub fn parse(text: &str) -> Vec<Term> {
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(index, line)| row(line, index + 1))
        .filter(|term| term.term != "Term")
        .collect()
}

fn row(line: &str, number: usize) -> Option<Term> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
    let [term, meaning, types, columns, zh, en] = cells.as_slice() else {
        return None;
    };
    if term.starts_with("---") {
        return None;
    }
    Some(Term {
        term: plain(term),
        meaning: (*meaning).to_owned(),
        types: names(types),
        columns: names(columns),
        zh: plain(zh),
        en: plain(en),
        line: number,
    })
}

fn plain(cell: &str) -> String {
    cell.replace(['`', '*'], "")
}

fn names(cell: &str) -> Vec<String> {
    let parts = cell.split(',').map(|part| plain(part.trim()));
    parts.filter(|part| !part.is_empty() && part != ABSENT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "\
# Glossary
| Term | Meaning | Rust type | Column | zh | en |
|---|---|---|---|---|---|
| loan | money lent | `Loan`, `LoanTerms` | `loan.id` | 借据 | Loan |
| days past due | days since the oldest unpaid due date | — | — | 逾期天数 | Days past due |
";

    #[test]
    fn rows_become_terms_and_headers_do_not() {
        let terms = parse(SAMPLE);
        assert_eq!(terms.len(), 2);
        assert_eq!(terms[0].types, ["Loan", "LoanTerms"]);
        assert_eq!(terms[0].columns, ["loan.id"]);
        assert_eq!((terms[0].zh.as_str(), terms[0].line), ("借据", 4));
        assert!(terms[1].types.is_empty() && terms[1].columns.is_empty());
    }
}
