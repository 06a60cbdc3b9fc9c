//! docs/GLOSSARY.md speaks of what exists: every Rust type it names is defined, every column stands in a migration.

use super::Finding;
use super::tree::Tree;
use crate::glossary;
use crate::where_is::definitions;

const FILE: &str = "docs/GLOSSARY.md";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(FILE) else {
        return vec![Finding::new(FILE, 0, "the glossary is missing")];
    };
    let mut findings = Vec::new();
    for term in glossary::parse(text) {
        for name in term.types.iter().filter(|name| definitions(tree, name).is_empty()) {
            findings.push(Finding::new(FILE, term.line, format!("no Rust type `{name}`")));
        }
        for column in term.columns.iter().filter(|column| !is_in_migrations(tree, column)) {
            findings.push(Finding::new(
                FILE,
                term.line,
                format!("no column `{column}` in migrations/sqlite"),
            ));
        }
    }
    findings
}

/// `table.column`: one migration names the table, and one that names the table names the column.
fn is_in_migrations(tree: &Tree, name: &str) -> bool {
    let migrations = tree
        .files
        .iter()
        .filter(|file| file.path.starts_with("migrations/sqlite/"));
    let has = |text: &str, word: &str| super::tree::words(text).any(|found| found == word);
    match name.split_once('.') {
        Some((table, column)) => migrations
            .into_iter()
            .any(|file| has(&file.text, table) && has(&file.text, column)),
        None => migrations.into_iter().any(|file| has(&file.text, name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_columns_that_do_not_exist_are_found() {
        let tree = Tree::of(&[
            (
                FILE,
                "| loan | money lent | `Loan` | `loan.number` | 借据 | Loan |\n| x | y | `Ghost` | `loan.ghost` | 无 | None |\n",
            ),
            ("crates/loan/src/domain/loan.rs", "pub struct Loan;\n"),
            ("migrations/sqlite/0001_loan.sql", "CREATE TABLE loan (number TEXT);\n"),
        ]);
        let found: Vec<(usize, String)> = check(&tree)
            .into_iter()
            .map(|finding| (finding.line, finding.message))
            .collect();
        let expected = [
            (2, "no Rust type `Ghost`"),
            (2, "no column `loan.ghost` in migrations/sqlite"),
        ];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }
}
