//! `cargo xtask where WORD`: what a word means and where it lives.

use crate::glossary::{self, Term};
use crate::run::Failure;
use crate::tidy::tree::{Tree, words};
use crate::workspace;

/// How many places of each kind are shown.
const SHOWN: usize = 12;

pub fn where_is(arguments: &[String]) -> Result<(), Failure> {
    let word = arguments.join(" ");
    if word.is_empty() {
        return Err(Failure::new("say which word: cargo xtask where repayment"));
    }
    let tree = Tree::load(&workspace::root())?;
    let text = tree.text("docs/GLOSSARY.md").unwrap_or_default();
    let found: Vec<Term> = glossary::parse(text)
        .into_iter()
        .filter(|term| matches(term, &word))
        .collect();
    for term in &found {
        print!("{}", describe(term, &tree));
    }
    if found.is_empty() {
        println!("docs/GLOSSARY.md has no term `{word}`; where the word stands:");
        print_places(
            "code",
            &places(&tree, &word, |path| {
                path.starts_with("crates/") && path.ends_with(".rs")
            }),
        );
        print_places(
            "tables",
            &places(&tree, &word, |path| path.starts_with("migrations/sqlite/")),
        );
        print_places("screens", &places(&tree, &word, is_screen));
        print_places(
            "documents",
            &places(&tree, &word, |path| path.starts_with("docs/") && path.ends_with(".md")),
        );
    }
    Ok(())
}

fn matches(term: &Term, word: &str) -> bool {
    let wanted = word.to_lowercase();
    let names = [&term.term, &term.zh, &term.en]
        .into_iter()
        .chain(&term.types)
        .chain(&term.columns);
    names
        .map(|name| name.to_lowercase())
        .any(|name| name == wanted || name.split(['.', ' ']).any(|part| part == wanted))
}

fn describe(term: &Term, tree: &Tree) -> String {
    let mut out = format!("\n{} · {} · {}\n  {}\n", term.term, term.zh, term.en, term.meaning);
    for name in &term.types {
        for place in definitions(tree, name) {
            out.push_str(&format!("  type    {name}: {place}\n"));
        }
    }
    for column in &term.columns {
        let last = column.rsplit('.').next().unwrap_or(column);
        let table = column.split('.').next().unwrap_or(column);
        let in_migrations = |path: &str| path.starts_with("migrations/sqlite/");
        let found = places(tree, last, in_migrations)
            .into_iter()
            .chain(places(tree, table, in_migrations));
        if let Some(place) = found.into_iter().next() {
            out.push_str(&format!("  column  {column}: {place}\n"));
        }
    }
    for place in screens(tree, term) {
        out.push_str(&format!("  screen  {place}\n"));
    }
    out
}

/// Where a type is defined: `struct X`, `enum X`, `trait X`, `type X`, or alone on a line of a file with a macro of types.
pub fn definitions(tree: &Tree, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in tree.rust_files() {
        let by_macro = file.text.contains("macro_rules!");
        for (index, line) in file.text.lines().enumerate() {
            let found_words: Vec<&str> = words(line).collect();
            let defined = found_words
                .windows(2)
                .any(|pair| ["struct", "enum", "trait", "type"].contains(&pair[0]) && pair[1] == name);
            if defined || (by_macro && line.trim().trim_end_matches(',') == name) {
                found.push(format!("{}:{}", file.path, index + 1));
            }
        }
    }
    found
}

/// Screens that name the type as a word, or show the Chinese term.
fn screens(tree: &Tree, term: &Term) -> Vec<String> {
    let names =
        |line: &str| words(line).any(|word| term.types.iter().any(|name| name == word)) || line.contains(&term.zh);
    let files = tree.files.iter().filter(|file| is_screen(&file.path));
    let first = files.filter_map(|file| {
        let index = file.text.lines().position(names)?;
        Some(format!("{}:{}", file.path, index + 1))
    });
    first.take(SHOWN).collect()
}

/// Sources of the web UI, without the generated client.
fn is_screen(path: &str) -> bool {
    path.starts_with("web/src/")
        && !path.starts_with("web/src/shared/api/")
        && (path.ends_with(".tsx") || path.ends_with(".ts") || path.ends_with(".json"))
}

/// path:line of the lines that contain the word, case ignored, first line of each file.
fn places(tree: &Tree, word: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let word = word.to_lowercase();
    let files = tree.files.iter().filter(|file| wanted(&file.path));
    let first = files.filter_map(|file| {
        let index = file.text.lines().position(|line| line.to_lowercase().contains(&word))?;
        Some(format!("{}:{}", file.path, index + 1))
    });
    first.take(SHOWN).collect()
}

fn print_places(kind: &str, places: &[String]) {
    for place in places {
        println!("  {kind:<9} {place}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        Tree::of(&[
            ("crates/loan/src/domain/loan.rs", "/// A loan.\npub struct Loan {\n}\n"),
            (
                "crates/kernel/src/id.rs",
                "macro_rules! id_type {}\nid_type! {\n    LoanId,\n}\n",
            ),
            (
                "migrations/sqlite/0003_loan.sql",
                "CREATE TABLE loan (\n  id BLOB,\n  principal_minor BIGINT\n);\n",
            ),
            ("web/src/loan/LoanPage.tsx", "export const title = '借据'\n"),
        ])
    }

    #[test]
    fn types_are_found_where_they_are_defined() {
        assert_eq!(definitions(&tree(), "Loan"), ["crates/loan/src/domain/loan.rs:2"]);
        assert_eq!(definitions(&tree(), "LoanId"), ["crates/kernel/src/id.rs:3"]);
        assert!(definitions(&tree(), "Ghost").is_empty());
    }

    #[test]
    fn a_term_tells_its_type_its_column_and_its_screens() {
        let row = "| loan | money lent | `Loan` | `loan.principal_minor` | 借据 | Loan |";
        let term = glossary::parse(row).remove(0);
        assert!(matches(&term, "借据") && matches(&term, "LOAN") && !matches(&term, "loa"));
        let text = describe(&term, &tree());
        assert!(
            text.contains("type    Loan: crates/loan/src/domain/loan.rs:2"),
            "{text}"
        );
        assert!(
            text.contains("column  loan.principal_minor: migrations/sqlite/0003_loan.sql:3"),
            "{text}"
        );
        assert!(text.contains("screen  web/src/loan/LoanPage.tsx:1"), "{text}");
    }
}
