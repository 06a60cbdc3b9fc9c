//! Which problem codes each operation can answer with, read out of the source: from a handler along everything that it names, down to the
//! errors that are made there and the codes that they become.
//!
//! Names stand for what they may mean, so the answer holds a little too much rather than too little; the tests of all crates
//! send their calls through a comparison with it (testkit), which finds what is missing.

mod graph;
mod meanings;
mod source;

use crate::run::{Failure, announce};
use crate::tidy::tree::Tree;
use crate::workspace;
use graph::Graph;
use std::collections::{BTreeMap, BTreeSet};

pub const FILE: &str = "crates/server/src/problem_codes.txt";

/// Calls that no name leads to: what is carried out by way of a table.
const BY_TABLE: &[(&str, &str)] = &[
    ("approve_change", "checked_commands"),
    ("preview_change", "checked_commands"),
    ("propose_change", "checked_commands"),
];

/// `cargo xtask codes`: writes the file that the program builds its OpenAPI document from.
pub fn write() -> Result<(), Failure> {
    announce("writing the problem codes of each operation");
    let tree = Tree::load(&workspace::root())?;
    let path = workspace::root().join(FILE);
    std::fs::write(&path, text(&tree)).map_err(|error| Failure::io("writing", &path, &error))
}

/// One line per operation: its id, then its codes.
pub fn text(tree: &Tree) -> String {
    let mut text =
        String::from("# Written by `cargo xtask codes`: operation, then the problem codes it can answer with.\n");
    for (operation, codes) in codes(tree) {
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        text.push_str(format!("{operation} {}", codes.join(" ")).trim_end());
        text.push('\n');
    }
    text
}

fn codes(tree: &Tree) -> BTreeMap<String, BTreeSet<String>> {
    let graph = Graph::of(tree, BY_TABLE);
    let handlers = graph.handlers();
    handlers.map(|(name, at)| (name.to_owned(), graph.reach(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROBLEM: &str = r#"
platform::problems! {
    pub PROBLEMS;
    NOT_FOUND = 404 "loan.not_found" { zh: "无", en: "None" }
    CLOSED = 409 "loan.closed" { zh: "清", en: "Closed" }
    PENDING = 409 "loan.pending" { zh: "待", en: "Pending" }
    UNUSED = 409 "loan.unused" { zh: "无", en: "Unused" }
}
impl From<LoanError> for Problem {
    fn from(error: LoanError) -> Problem {
        match error {
            LoanError::Unknown => Problem::of(NOT_FOUND),
            LoanError::Closed { .. } | LoanError::Pending => of_status(error),
            LoanError::Never => Problem::of(UNUSED),
        }
    }
}
fn of_status(error: LoanError) -> Problem {
    match error {
        LoanError::Closed { .. } => Problem::of(CLOSED),
        _ => Problem::of(PENDING),
    }
}
"#;
    const ROUTES: &str = r#"
use crate::app::{Life, load};
#[utoipa::path(get, path = "/loans/{id}")]
async fn get_loan(id: Id) -> Answer<Loan> { blocking(move || load(id)).await }
#[utoipa::path(post, path = "/loans/{id}/repayments")]
async fn repay_loan(id: Id) -> Answer<Loan> { blocking(move || { load(id)?; Life::start().repay() }).await }
#[utoipa::path(get, path = "/kinds")]
async fn kinds() {}
"#;
    const APP: &str = r#"
pub fn load(id: Id) -> Result<Loan, LoanError> { find(id).ok_or(LoanError::Unknown) }
impl Life {
    pub fn start() -> Life { Life }
    pub fn repay(&self) -> Result<(), LoanError> { if self.new { Err(LoanError::Pending) } else { Err(LoanError::Closed { on: 1 }) } }
}
#[cfg(test)]
mod tests { fn load() { LoanError::Never } }
"#;

    #[test]
    fn an_operation_answers_with_what_its_calls_can_refuse() {
        let tree = Tree::of(&[
            ("crates/loan/src/api/problem.rs", PROBLEM),
            ("crates/loan/src/api/routes.rs", ROUTES),
            ("crates/loan/src/app/repay.rs", APP),
        ]);
        let lines: Vec<String> = text(&tree).lines().skip(1).map(str::to_owned).collect();
        let expected = [
            "get_loan loan.not_found",
            "kinds",
            "repay_loan loan.closed loan.not_found loan.pending",
        ];
        assert_eq!(lines, expected);
    }
}
