//! tidy-ratchet.txt: what was too long when the rule came. Its numbers may only shrink; a line goes when its cause is gone.

use std::collections::BTreeMap;

pub const FILE: &str = "tidy-ratchet.txt";

const HEAD: &str = "\
# Files over 400 lines, functions over 70, and files with SQL outside the stores (number of statements), with what each may have at
# most. Numbers only shrink: `cargo xtask tidy --update`.
# A new line needs a reason that a reviewer accepts.
";

/// What is counted: lines of a file, lines of a function, SQL statements of a file that should hold none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    File(String),
    Function(String, String),
    Sql(String),
}

/// Sizes by thing.
pub type Sizes = BTreeMap<Thing, usize>;

/// Lines `file PATH SIZE`, `function PATH NAME SIZE` and `sql PATH COUNT`; the second value holds lines that are neither.
pub fn parse(text: &str) -> (Sizes, Vec<usize>) {
    let mut sizes = Sizes::new();
    let mut wrong = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let entry = match words.as_slice() {
            [] => continue,
            [first, ..] if first.starts_with('#') => continue,
            ["file", path, size] => size.parse().ok().map(|size| (Thing::File((*path).to_owned()), size)),
            ["sql", path, count] => count.parse().ok().map(|count| (Thing::Sql((*path).to_owned()), count)),
            ["function", path, name, size] => size
                .parse()
                .ok()
                .map(|size| (Thing::Function((*path).to_owned(), (*name).to_owned()), size)),
            _ => None,
        };
        match entry {
            Some((thing, size)) => drop(sizes.insert(thing, size)),
            None => wrong.push(index + 1),
        }
    }
    (sizes, wrong)
}

/// The file's text for these sizes.
pub fn write(sizes: &Sizes) -> String {
    let mut text = String::from(HEAD);
    for (thing, size) in sizes {
        match thing {
            Thing::File(path) => text.push_str(&format!("file {path} {size}\n")),
            Thing::Sql(path) => text.push_str(&format!("sql {path} {size}\n")),
            Thing::Function(path, name) => text.push_str(&format!("function {path} {name} {size}\n")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = "# why\nfile crates/a/src/b.rs 450\nfunction crates/a/src/b.rs long 90\nsql crates/a/src/c.rs 3\n";
        let (sizes, wrong) = parse(text);
        assert_eq!((sizes.len(), wrong.len()), (3, 0));
        assert_eq!(parse(&write(&sizes)).0, sizes);
        assert_eq!(parse("file x\n").1, [1]);
    }
}
