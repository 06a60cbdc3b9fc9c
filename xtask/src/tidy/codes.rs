//! Every problem code of the source stands in docs/API.md with its status and texts, and every code there exists; each operation lists
//! those that it can answer with.

use super::Finding;
use super::tree::Tree;
use crate::problems::{FILE, collect, with_table};
use crate::refusals;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = table(tree);
    // A tree without the file is one of a test.
    if tree
        .text(refusals::FILE)
        .is_some_and(|stored| stored != refusals::text(tree))
    {
        let message = "the problem codes of operations differ from the source: run `cargo xtask openapi`".to_owned();
        findings.push(Finding::new(refusals::FILE, 0, message));
    }
    findings
}

fn table(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(FILE) else {
        return vec![Finding::new(FILE, 0, "the page is missing")];
    };
    match with_table(text, &collect(tree)) {
        Some(fresh) if fresh == text => Vec::new(),
        Some(fresh) => {
            let same = text
                .lines()
                .zip(fresh.lines())
                .take_while(|(old, new)| old == new)
                .count();
            let differing = fresh.lines().nth(same).unwrap_or_default();
            let message =
                format!("the problem codes differ from the source: run `cargo xtask codes` (first: {differing})");
            vec![Finding::new(FILE, same + 1, message)]
        }
        None => vec![Finding::new(
            FILE,
            0,
            "the marks of the table of problem codes are gone",
        )],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_code_asks_for_the_table() {
        let source = "const A: ProblemText = ProblemText::new(404, \"loan.not_found\", \"无\", \"None\");\n";
        let page = "<!-- problem codes: written by `cargo xtask codes` -->\n<!-- end of problem codes -->\n";
        let tree = Tree::of(&[("crates/loan/src/api/problem.rs", source), (FILE, page)]);
        let findings = check(&tree);
        assert_eq!(findings.len(), 1);
        let written = with_table(page, &collect(&tree)).unwrap();
        assert!(
            check(&Tree::of(&[
                ("crates/loan/src/api/problem.rs", source),
                (FILE, &written)
            ]))
            .is_empty()
        );
    }
}
