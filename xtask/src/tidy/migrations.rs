//! migrations/sqlite and migrations/postgres hold the same steps: same numbers, same names, numbers ascending (gaps are left for steps that are written at the same time).

use super::Finding;
use super::tree::Tree;
use std::collections::BTreeSet;

const BACKENDS: [&str; 2] = ["migrations/sqlite/", "migrations/postgres/"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let [sqlite, postgres] = BACKENDS.map(|folder| steps(tree, folder));
    let mut findings = Vec::new();
    for (own, other, folder) in [(&sqlite, &postgres, BACKENDS[0]), (&postgres, &sqlite, BACKENDS[1])] {
        for name in own.difference(other) {
            findings.push(Finding::new(
                &format!("{folder}{name}"),
                0,
                "has no twin of the same number and name for the other database",
            ));
        }
        let mut last = 0;
        for name in own {
            match number(name).filter(|number| *number > last) {
                Some(number) => last = number,
                None => {
                    let expected = format!("expected a number of its own after {last:04}: NNNN_name.sql");
                    findings.push(Finding::new(&format!("{folder}{name}"), 0, expected));
                }
            }
        }
    }
    let astray = tree
        .files
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.path.contains("/migrations/"));
    findings.extend(astray.map(|file| Finding::new(&file.path, 0, "migrations stand in migrations/ at the root")));
    findings
}

fn steps<'a>(tree: &'a Tree, folder: &str) -> BTreeSet<&'a str> {
    tree.files
        .iter()
        .filter_map(|file| file.path.strip_prefix(folder))
        .collect()
}

fn number(name: &str) -> Option<usize> {
    let (number, rest) = name.split_once('_')?;
    (number.len() == 4 && rest.ends_with(".sql")).then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(files: &[&str]) -> Vec<String> {
        let files: Vec<(&str, &str)> = files.iter().map(|path| (*path, "")).collect();
        check(&Tree::of(&files))
            .into_iter()
            .map(|finding| finding.path)
            .collect()
    }

    #[test]
    fn twins_in_order_are_fine() {
        assert!(paths(&["migrations/sqlite/0001_a.sql", "migrations/postgres/0001_a.sql"]).is_empty());
    }

    #[test]
    fn a_missing_twin_another_name_and_a_number_used_twice_are_found() {
        assert_eq!(
            paths(&["migrations/sqlite/0001_a.sql"]),
            ["migrations/sqlite/0001_a.sql"]
        );
        let renamed = paths(&["migrations/sqlite/0001_a.sql", "migrations/postgres/0001_b.sql"]);
        assert_eq!(
            renamed,
            ["migrations/sqlite/0001_a.sql", "migrations/postgres/0001_b.sql"]
        );
        let twice = paths(&[
            "migrations/sqlite/0001_a.sql",
            "migrations/sqlite/0001_b.sql",
            "migrations/postgres/0001_a.sql",
            "migrations/postgres/0001_b.sql",
        ]);
        assert_eq!(
            twice,
            ["migrations/sqlite/0001_b.sql", "migrations/postgres/0001_b.sql"]
        );
    }
}
