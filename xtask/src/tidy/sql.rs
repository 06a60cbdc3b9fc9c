//! SQL stands in `app/store*` and `app/query*`, in `report`, and in the machinery.

use super::Finding;
use super::ratchet::{self, Sizes, Thing};
use super::tree::{File, Tree};

const CRATES: &[&str] = &["report", "platform", "bench", "testkit"];
const STARTS: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "ALTER TABLE ",
    "WITH RECURSIVE ",
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let (allowed, _) = ratchet::parse(tree.text(ratchet::FILE).unwrap_or_default());
    let mut findings = Vec::new();
    for (path, lines) in statements(tree) {
        let most = allowed.get(&Thing::Sql(path.to_owned())).copied().unwrap_or(0);
        if lines.len() > most {
            let message = "SQL outside the store*.rs and query*.rs of app";
            findings.extend(lines.into_iter().map(|line| Finding::new(path, line, message)));
        }
    }
    findings
}

/// Statements that stand where they should not, for the ratchet.
pub fn measure(tree: &Tree) -> Sizes {
    statements(tree)
        .into_iter()
        .map(|(path, lines)| (Thing::Sql(path.to_owned()), lines.len()))
        .collect()
}

fn statements(tree: &Tree) -> Vec<(&str, Vec<usize>)> {
    let files = tree.rust_files().filter(|file| !may_hold_sql(file));
    let found = files.map(|file| {
        (
            file.path.as_str(),
            file.strings()
                .filter(|(_, text)| is_sql(text))
                .map(|(line, _)| line)
                .collect(),
        )
    });
    found
        .filter(|(_, lines): &(&str, Vec<usize>)| !lines.is_empty())
        .collect()
}

fn may_hold_sql(file: &File) -> bool {
    let by_crate = file.crate_name().is_some_and(|name| CRATES.contains(&name));
    let by_place = file.below_src().is_some_and(|below| {
        let mut parts = below.split('/');
        parts.next() == Some("app") && parts.any(|part| part.starts_with("store") || part.starts_with("query"))
    });
    by_crate || by_place
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start_matches(['\\', 'n', ' ', '\n']);
    STARTS.iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_is_found_outside_the_stores() {
        let text = "fn a() { tx.query(\"SELECT 1 FROM loan\", &[]) }\n";
        let places = [
            "app/store.rs",
            "app/store_event.rs",
            "app/query.rs",
            "app/query/list.rs",
            "app/close/store.rs",
            "app/repay.rs",
            "api/routes.rs",
        ];
        let files: Vec<(String, &str)> = places
            .iter()
            .map(|place| (format!("crates/loan/src/{place}"), text))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let found: Vec<String> = check(&Tree::of(&files))
            .into_iter()
            .map(|finding| finding.path)
            .collect();
        assert_eq!(found, ["crates/loan/src/app/repay.rs", "crates/loan/src/api/routes.rs"]);
    }

    #[test]
    fn the_ratchet_allows_what_was() {
        let text = "fn a() { tx.query(\"SELECT 1 FROM loan\", &[]) }\n";
        let old = ("crates/loan/src/app/repay.rs", text);
        assert!(
            check(&Tree::of(&[
                old,
                (ratchet::FILE, "sql crates/loan/src/app/repay.rs 1\n")
            ]))
            .is_empty()
        );
    }

    #[test]
    fn a_sentence_is_not_sql() {
        assert!(!is_sql("Update the loan") && !is_sql("SELECTED") && is_sql("\n    UPDATE loan SET x = 1"));
    }
}
