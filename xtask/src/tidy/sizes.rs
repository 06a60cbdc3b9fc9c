//! Files of at most 400 lines (600 without exception), functions of at most 70. Older offenders stand in the ratchet.

use super::Finding;
use super::ratchet::{self, Sizes, Thing};
use super::scan::block_end;
use super::tree::{File, Tree, words};

const FILE_LIMIT: usize = 400;
const FILE_HARD_LIMIT: usize = 600;
const FUNCTION_LIMIT: usize = 70;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let (allowed, wrong) = ratchet::parse(tree.text(ratchet::FILE).unwrap_or_default());
    let measured = measure(tree);
    let mut findings: Vec<Finding> = wrong
        .into_iter()
        .map(|line| {
            Finding::new(
                ratchet::FILE,
                line,
                "neither `file PATH SIZE` nor `function PATH NAME SIZE`",
            )
        })
        .collect();
    for (thing, size) in measured.iter().filter(|(thing, size)| **size > limit(thing)) {
        let most = allowed.get(thing).copied().unwrap_or_else(|| limit(thing));
        if *size > most {
            findings.push(too_long(thing, *size, most));
        }
        if matches!(thing, Thing::File(_)) && *size > FILE_HARD_LIMIT {
            findings.push(too_long(thing, *size, FILE_HARD_LIMIT));
        }
    }
    for (thing, size) in &allowed {
        let now = measured.get(thing).copied().unwrap_or(0);
        if now < *size {
            let message = format!(
                "{} is {now} lines now, not {size}: `cargo xtask tidy --update` keeps it so",
                name(thing)
            );
            findings.push(Finding::new(ratchet::FILE, 0, message));
        }
    }
    findings
}

/// The ratchet file with today's sizes where they are smaller, without what is no longer too long.
pub fn shrink(tree: &Tree) -> String {
    let (allowed, _) = ratchet::parse(tree.text(ratchet::FILE).unwrap_or_default());
    let measured = measure(tree);
    let smaller = allowed.into_iter().filter_map(|(thing, size)| {
        let now = measured.get(&thing).copied().unwrap_or(0).min(size);
        (now > limit(&thing)).then_some((thing, now))
    });
    ratchet::write(&smaller.collect())
}

fn too_long(thing: &Thing, size: usize, most: usize) -> Finding {
    let path = match thing {
        Thing::File(path) | Thing::Function(path, _) => path,
    };
    Finding::new(path, 0, format!("{} has {size} lines, at most {most}", name(thing)))
}

fn name(thing: &Thing) -> String {
    match thing {
        Thing::File(path) => path.clone(),
        Thing::Function(_, function) => format!("function {function}"),
    }
}

fn limit(thing: &Thing) -> usize {
    if matches!(thing, Thing::File(_)) {
        FILE_LIMIT
    } else {
        FUNCTION_LIMIT
    }
}

fn measure(tree: &Tree) -> Sizes {
    let mut sizes = Sizes::new();
    for file in tree.files.iter().filter(|file| is_measured(file)) {
        sizes.insert(Thing::File(file.path.clone()), file.text.lines().count());
        for (function, size) in functions(file) {
            let entry = sizes.entry(Thing::Function(file.path.clone(), function)).or_default();
            *entry = size.max(*entry);
        }
    }
    sizes
}

fn is_measured(file: &File) -> bool {
    let ours = file.scan.is_some() || [".ts", ".tsx", ".mjs"].iter().any(|ending| file.path.ends_with(ending));
    let head: String = file.text.chars().take(200).collect();
    ours && !head.contains("auto-generated") && !head.contains("@generated")
}

/// Name and length of every function with a body, from its `fn` to its closing brace.
fn functions(file: &File) -> Vec<(String, usize)> {
    let Some(scan) = &file.scan else { return Vec::new() };
    let lines: Vec<&str> = scan.code.lines().collect();
    let starts = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| Some((index, function_name(line)?)));
    starts
        .map(|(index, name)| (name.to_owned(), block_end(&lines, index) - index + 1))
        .collect()
}

fn function_name(line: &str) -> Option<&str> {
    let found: Vec<&str> = words(line).collect();
    let at = found.iter().position(|word| *word == "fn")?;
    let introduces = line.contains(&format!("fn {}", found.get(at + 1)?));
    introduces.then(|| found[at + 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_of(lines: usize) -> String {
        "// line\n".repeat(lines)
    }

    fn function_of(lines: usize) -> String {
        format!(
            "fn long(\n    x: u8,\n) {{\n{}}}\n",
            "    let a = '{';\n".repeat(lines - 4)
        )
    }

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files))
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn long_files_and_functions_are_found() {
        assert!(
            messages(&[
                ("crates/a/src/b.rs", &file_of(400)),
                ("crates/a/src/c.rs", &function_of(70))
            ])
            .is_empty()
        );
        assert_eq!(
            messages(&[("crates/a/src/b.rs", &file_of(401))]),
            ["crates/a/src/b.rs has 401 lines, at most 400"]
        );
        assert_eq!(
            messages(&[("crates/a/src/c.rs", &function_of(71))]),
            ["function long has 71 lines, at most 70"]
        );
    }

    #[test]
    fn the_ratchet_allows_what_was_and_no_more_and_never_over_600() {
        let ratchet = (ratchet::FILE, "file crates/a/src/b.rs 450\n");
        assert!(messages(&[("crates/a/src/b.rs", &file_of(450)), ratchet]).is_empty());
        assert_eq!(messages(&[("crates/a/src/b.rs", &file_of(451)), ratchet]).len(), 1);
        let far = (ratchet::FILE, "file crates/a/src/b.rs 700\n");
        assert_eq!(
            messages(&[("crates/a/src/b.rs", &file_of(700)), far]),
            ["crates/a/src/b.rs has 700 lines, at most 600"]
        );
    }

    #[test]
    fn the_ratchet_only_shrinks() {
        let long = file_of(420);
        let files = [
            ("crates/a/src/b.rs", long.as_str()),
            (ratchet::FILE, "file crates/a/src/b.rs 450\nfile gone.rs 500\n"),
        ];
        assert_eq!(messages(&files).len(), 2);
        let shrunk = shrink(&Tree::of(&files));
        assert!(
            shrunk.ends_with("file crates/a/src/b.rs 420\n") && !shrunk.contains("gone"),
            "{shrunk}"
        );
    }
}
