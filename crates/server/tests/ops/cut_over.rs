//! The recipe of a migration, command by command, on the files that it names.

use crate::book::{Scratch, refused, site, told, xindai};
use serde_json::Value;

const RECIPE: &str = include_str!("../../../../docs/recipes/migrate-a-live-book.md");
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The commands of the recipe, for a book in this folder.
fn commands(data: &str) -> Vec<Vec<String>> {
    let (_, shell) = RECIPE.split_once("```sh\n").expect("the recipe has commands");
    let (shell, _) = shell.split_once("```").expect("they end");
    let word = |word: &str| match word.strip_prefix("data/") {
        Some(file) => format!("{ROOT}/data/{file}"),
        None => word.to_owned(),
    };
    let command = |line: &str| {
        let words = line
            .strip_prefix("xindai ")
            .expect("a command of ours")
            .split(' ')
            .map(word);
        words.chain(["--data-dir".to_owned(), data.to_owned()]).collect()
    };
    shell.lines().map(command).collect()
}

/// A lender on the day of its cut-over.
fn lender(scratch: &Scratch) -> String {
    let data = scratch.path("data");
    let site = site(vec![("data_dir".to_owned(), data.clone())]);
    let first = kernel::BusinessDate::parse("2025-01-20").expect("a date");
    site.furnish(first).expect("furniture");
    data
}

fn json(command: &[String]) -> Value {
    let words: Vec<&str> = command.iter().map(String::as_str).chain(["--json"]).collect();
    told(&words)
}

#[test]
fn the_recipe_of_a_migration_does_what_it_says() {
    let scratch = Scratch::new("cut-over");
    let data = lender(&scratch);
    let mut told = Vec::new();
    for command in commands(&data) {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let (code, out, err) = xindai(&words);
        assert_eq!((code, err.as_str()), (0, ""), "{words:?} {out}");
        told.push(out);
    }
    assert_eq!(told.len(), 11);
    assert!(told[9].ends_with("2025-01-21 0\n"), "no figure differs: {}", told[9]);
    // Everything again: nothing new, and the same books.
    let imports = commands(&data)
        .into_iter()
        .filter(|words| words[0] == "import" && words[1] != "--cut-over");
    for command in imports.filter(|words| !words.contains(&"--dry-run".to_owned())) {
        let again = json(&command);
        assert_eq!(again["files"][0]["created"], 0, "{again}");
    }
    let report = json(&commands(&data)[9]);
    assert_eq!(
        (&report["differences"], &report["products"][1]["booked"]),
        (&0.into(), &"200795.31".into())
    );
}

#[test]
fn a_cent_that_differs_is_listed_and_fails() {
    let scratch = Scratch::new("cut-over-differs");
    let data = lender(&scratch);
    for command in commands(&data).iter().take(8) {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        assert_eq!(xindai(&words).0, 0, "{words:?}");
    }
    let totals = scratch.path("totals.csv");
    std::fs::write(&totals, "product,loans,principal\nP03,2,200795.32\n").expect("a file");
    let compare = ["import", "--cut-over", &totals, "--data-dir", &data];
    refused(&compare, "cli.cut_over_differs");
    let (_, out, _) = xindai(&compare);
    let line = out
        .lines()
        .find(|line| line.contains("DIFFERS"))
        .expect("a line that differs");
    assert!(line.contains("200795.32") && line.contains("200795.31"), "{line}");
    std::fs::write(&totals, "product,principal\nP03,much\n").expect("a file");
    refused(&compare, "cli.import_refused");
}
