//! No circles of files: inside a folder of a crate, who uses whom has a direction.

use super::Finding;
use super::tree::{File, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// The folders whose files are compared with each other; "" is `src` itself.
const FOLDERS: &[&str] = &["", "domain/", "app/", "api/"];

type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut crates: Vec<&str> = tree.rust_files().filter_map(File::crate_name).collect();
    crates.sort_unstable();
    crates.dedup();
    let pairs = crates
        .into_iter()
        .flat_map(|name| FOLDERS.iter().map(move |folder| (name, *folder)));
    pairs
        .flat_map(|(name, folder)| check_folder(tree, name, folder))
        .collect()
}

fn check_folder(tree: &Tree, crate_name: &str, folder: &str) -> Vec<Finding> {
    let files: Vec<(&str, &File)> = tree
        .rust_files()
        .filter_map(|file| Some((node(file, crate_name, folder)?, file)))
        .collect();
    let mut graph: Graph = files.iter().map(|(name, _)| (*name, BTreeSet::new())).collect();
    let names: Vec<&str> = graph.keys().copied().collect();
    for (from, file) in &files {
        let used = used_modules(file, folder);
        let arrows = names
            .iter()
            .filter(|name| *name != from && used.contains(**name))
            .copied();
        graph.entry(from).or_default().extend(arrows.collect::<Vec<_>>());
    }
    circles(&graph)
        .into_iter()
        .map(|circle| {
            let path = files
                .iter()
                .find(|(name, _)| *name == circle[0])
                .map_or(crate_name, |(_, file)| file.path.as_str());
            Finding::new(
                path,
                0,
                format!("files that use each other in a circle: {}", circle.join(" → ")),
            )
        })
        .collect()
}

/// The module of the folder to which a file belongs.
fn node<'a>(file: &'a File, crate_name: &str, folder: &str) -> Option<&'a str> {
    let below = file.below_src().filter(|_| file.crate_name() == Some(crate_name))?;
    let first = below.strip_prefix(folder)?.split('/').next()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main", "mod", "tests"].contains(&name)).then_some(name)
}

/// First segments after `crate::<folder>::`, and after `super::` in files that stand directly in the folder.
fn used_modules(file: &File, folder: &str) -> BTreeSet<String> {
    let code: String = file.code_lines().map(|(_, line)| line).collect::<Vec<_>>().join(" ");
    let mut prefixes = vec![format!("crate::{}", folder.replace('/', "::"))];
    let direct = file
        .below_src()
        .and_then(|below| below.strip_prefix(folder))
        .is_some_and(|rest| !rest.contains('/'));
    if direct {
        prefixes.push(String::from("super::"));
    }
    prefixes.iter().flat_map(|prefix| heads_after(&code, prefix)).collect()
}

fn heads_after(code: &str, prefix: &str) -> Vec<String> {
    let mut heads = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => heads.extend(group_heads(group)),
            None => heads.push(head(rest)),
        }
    }
    heads
}

/// The first segments of a `{a::B, c::{D, E}, F}` group whose opening brace was taken off.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut heads = vec![head(group.trim_start())];
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(head(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    heads
}

fn head(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// One shortest circle per set of files that reach each other.
fn circles<'a>(graph: &Graph<'a>) -> Vec<Vec<&'a str>> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for start in graph.keys() {
        if seen.contains(start) {
            continue;
        }
        if let Some(circle) = way_back(graph, start) {
            seen.extend(circle.iter());
            found.push(circle);
        }
    }
    found
}

fn way_back<'a>(graph: &Graph<'a>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut ways: Vec<Vec<&str>> = vec![vec![start]];
    let mut visited: BTreeSet<&str> = BTreeSet::new();
    let mut next = 0;
    while next < ways.len() {
        let way = ways[next].clone();
        next += 1;
        for to in &graph[way[way.len() - 1]] {
            let longer: Vec<&str> = way.iter().copied().chain([*to]).collect();
            if *to == start {
                return Some(longer);
            }
            if visited.insert(to) {
                ways.push(longer);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_three_files_is_found_once() {
        let tree = Tree::of(&[
            ("crates/loan/src/domain/a.rs", "use super::b::B;\n"),
            ("crates/loan/src/domain/b.rs", "use crate::domain::{c::C, d::{D, E}};\n"),
            ("crates/loan/src/domain/c.rs", "fn f() { crate::domain::a::g() }\n"),
            ("crates/loan/src/domain/d.rs", "// super::b\n"),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.message).collect();
        assert_eq!(found, ["files that use each other in a circle: a → b → c → a"]);
    }

    #[test]
    fn a_folder_is_one_node_and_direction_is_no_circle() {
        let tree = Tree::of(&[
            ("crates/loan/src/lib.rs", "mod domain; mod app;"),
            ("crates/loan/src/domain/loan.rs", "use super::terms::Terms;"),
            ("crates/loan/src/domain/terms.rs", ""),
            ("crates/loan/src/app/repay.rs", "use crate::domain::loan::Loan;"),
        ]);
        assert!(check(&tree).is_empty());
    }
}
