//! Crates depend on lower floors only, never sideways; the leaves above may use all of them, nobody uses the leaves.

use super::Finding;
use super::tree::{File, Tree};

const FLOORS: &[&[&str]] = &[
    &["kernel"],
    &["platform"],
    &["export"],
    &["listing"],
    &["access", "audit"],
    &["reference"],
    &["customer", "product", "ledger", "workflow", "document"],
    &["preference", "collateral", "decision", "loan", "limit"],
    &["application", "import", "monitoring", "collection", "notice"],
    &["report", "portal", "partner"],
];

/// Above all floors, with the leaves that each may use.
const LEAVES: &[(&str, &[&str])] = &[
    ("testkit", &[]),
    ("demo", &["testkit"]),
    ("setup", &["testkit", "demo"]),
    ("bench", &["testkit", "demo"]),
    ("server", &["demo", "setup", "bench"]),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"))
        .flat_map(check_manifest)
        .collect()
}

fn check_manifest(file: &File) -> Vec<Finding> {
    let Some(name) = file.crate_name() else {
        return Vec::new();
    };
    if floor(name).is_none() && leaf(name).is_none() {
        return vec![Finding::new(
            &file.path,
            1,
            format!("`{name}` stands on no floor: name it in xtask/src/tidy/floors.rs"),
        )];
    }
    let arrows = dependencies(&file.text).into_iter();
    arrows
        .filter_map(|arrow| Some(Finding::new(&file.path, arrow.line, refusal(name, &arrow)?)))
        .collect()
}

struct Arrow {
    to: String,
    for_tests: bool,
    line: usize,
}

/// Why the arrow is not allowed.
fn refusal(name: &str, arrow: &Arrow) -> Option<String> {
    let to = arrow.to.as_str();
    if to == "testkit" && arrow.for_tests {
        return None;
    }
    let allowed = match (floor(name), floor(to)) {
        (Some(own), Some(other)) => other < own,
        (None, Some(_)) => true,
        (Some(_), None) => false,
        (None, None) => leaf(name).is_some_and(|uses| uses.contains(&to)),
    };
    let advice = "an arrow goes to a lower floor only; move the shared noun down, or join the two one floor up";
    (!allowed).then(|| format!("`{name}` may not use `{to}`: {advice}"))
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|crates| crates.contains(&name))
}

fn leaf(name: &str) -> Option<&'static [&'static str]> {
    LEAVES.iter().find(|(leaf, _)| *leaf == name).map(|(_, uses)| *uses)
}

/// The crates of this workspace that a manifest names.
fn dependencies(manifest: &str) -> Vec<Arrow> {
    let mut section = "";
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            section = line;
        }
        if !section.contains("dependencies") || line.starts_with('#') {
            continue;
        }
        let key = line
            .split(['.', '=', ' '])
            .next()
            .unwrap_or_default()
            .trim_start_matches("xindai-");
        if floor(key).is_some() || leaf(key).is_some() {
            found.push(Arrow {
                to: key.to_owned(),
                for_tests: section == "[dev-dependencies]",
                line: index + 1,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, manifest: &str) -> Vec<usize> {
        check(&Tree::of(&[(path, manifest)]))
            .into_iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn downward_is_allowed_sideways_and_upward_are_not() {
        let manifest = "[dependencies]\nkernel.workspace = true\nledger.workspace = true\n";
        assert!(messages("crates/loan/Cargo.toml", manifest).is_empty());
        assert_eq!(messages("crates/product/Cargo.toml", manifest), [3]);
        assert_eq!(
            messages(
                "crates/kernel/Cargo.toml",
                "[dependencies]\nplatform = { path = \"..\" }\n"
            ),
            [2]
        );
    }

    #[test]
    fn the_test_kit_is_for_tests_and_for_leaves() {
        assert!(
            messages(
                "crates/loan/Cargo.toml",
                "[dev-dependencies]\ntestkit.workspace = true\n"
            )
            .is_empty()
        );
        assert_eq!(
            messages("crates/loan/Cargo.toml", "[dependencies]\ntestkit.workspace = true\n"),
            [2]
        );
        assert!(messages("crates/bench/Cargo.toml", "[dependencies]\ntestkit.workspace = true\n").is_empty());
        assert_eq!(
            messages("crates/server/Cargo.toml", "[dependencies]\ntestkit.workspace = true\n"),
            [2]
        );
    }

    #[test]
    fn a_crate_on_no_floor_is_asked_about() {
        assert_eq!(messages("crates/utils/Cargo.toml", "[dependencies]\n"), [1]);
    }
}
