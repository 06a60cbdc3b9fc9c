//! `cargo xtask tidy`: the rules of the house that neither the compiler nor clippy can hold. Each rule is a function from the tree of
//! files to findings; its tests show a small tree that breaks it.

mod circles;
mod codes;
mod columns;
mod floors;
mod layers;
mod migrations;
mod paths;
mod purity;
mod ratchet;
mod scan;
mod sizes;
mod sql;
mod test_habits;
pub mod tree;

use crate::run::{Failure, announce};
use crate::workspace;
use tree::Tree;

/// Something that breaks a rule, where, and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    /// From 1; 0 when the whole file is meant.
    pub line: usize,
    pub message: String,
}

impl Finding {
    pub fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[(&str, Rule)] = &[
    ("floors", floors::check),
    ("layers", layers::check),
    ("circles", circles::check),
    ("purity", purity::check),
    ("sql", sql::check),
    ("sizes", sizes::check),
    ("test habits", test_habits::check),
    ("glossary", columns::check),
    ("codes", codes::check),
    ("migrations", migrations::check),
    ("paths", paths::check),
];

/// Checks everything; with `--update` the ratchet file is first rewritten to today's smaller sizes.
pub fn tidy(arguments: &[String]) -> Result<(), Failure> {
    announce("tidy");
    let root = workspace::root();
    let mut tree = Tree::load(&root)?;
    if arguments.iter().any(|argument| argument == "--update") {
        let path = root.join(ratchet::FILE);
        let shrunk = sizes::shrink(&tree);
        std::fs::write(&path, shrunk).map_err(|error| Failure::io("writing", &path, &error))?;
        tree = Tree::load(&root)?;
    }
    let mut count = 0;
    for (name, rule) in RULES {
        let mut findings = rule(&tree);
        findings.sort();
        for finding in &findings {
            println!("{}:{}: [{name}] {}", finding.path, finding.line, finding.message);
        }
        count += findings.len();
    }
    if count == 0 {
        return Ok(());
    }
    Err(Failure::new(format!("tidy: {count} findings")))
}
