//! The problem codes of the source, and their table in docs/API.md.

use crate::run::{Failure, announce};
use crate::tidy::tree::{File, Tree};
use crate::workspace;

pub const FILE: &str = "docs/API.md";
const BEGIN: &str = "<!-- problem codes: written by `cargo xtask codes` -->\n";
const END: &str = "<!-- end of problem codes -->";

/// One kind of problem as the source declares it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
pub struct ProblemKind {
    pub code: String,
    pub status: String,
    pub zh: String,
    pub en: String,
}

/// `cargo xtask codes`: writes the table between its marks.
pub fn write() -> Result<(), Failure> {
    announce("writing the table of problem codes in docs/API.md");
    let tree = Tree::load(&workspace::root())?;
    let text = tree
        .text(FILE)
        .ok_or_else(|| Failure::new(format!("{FILE} is missing")))?;
    let written = with_table(text, &collect(&tree))
        .ok_or_else(|| Failure::new(format!("{FILE} has lost the marks of the table")))?;
    let path = workspace::root().join(FILE);
    std::fs::write(&path, written).map_err(|error| Failure::io("writing", &path, &error))
}

/// The document with the table of these kinds between the marks; nothing when the marks are not there.
pub fn with_table(text: &str, kinds: &[ProblemKind]) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    let mut table = String::from("\n| code | status | 中文 | English |\n|---|---|---|---|\n");
    for kind in kinds {
        table.push_str(&format!(
            "| `{}` | {} | {} | {} |\n",
            kind.code, kind.status, kind.zh, kind.en
        ));
    }
    Some(format!("{before}{BEGIN}{table}\n{END}{after}"))
}

/// All kinds, by code.
pub fn collect(tree: &Tree) -> Vec<ProblemKind> {
    let mut kinds: Vec<ProblemKind> = tree.rust_files().flat_map(declared).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

/// The constants of a file that are kinds of problems, with their codes.
pub fn declared_names(file: &File) -> Vec<(String, String)> {
    let Some(scan) = &file.scan else { return Vec::new() };
    let lines: Vec<&str> = scan.code.lines().collect();
    let codes = file
        .strings()
        .filter(|(line, text)| is_code(text) && status_before(&lines, *line).is_some());
    let named = codes.filter_map(|(line, code)| Some((name_before(&lines, line)?, code.to_owned())));
    named.collect()
}

/// The name of the constant whose code stands in a line, or in a line below it.
fn name_before(lines: &[&str], line: usize) -> Option<String> {
    let above = (0..3).filter_map(|up| lines.get(line.checked_sub(1 + up)?));
    let name = |text: &&&str| {
        let (before, _) = text.split_once('=')?;
        let before = before.split(':').next()?.trim();
        let name = before.rsplit(' ').next()?;
        let is_constant = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        is_constant.then(|| name.to_owned())
    };
    above.collect::<Vec<_>>().iter().find_map(name)
}

/// `NAME = 422 "loan.code" { zh: "…", en: "…" }` and `ProblemText::new(422, "loan.code", "…", "…")`.
fn declared(file: &File) -> Vec<ProblemKind> {
    let Some(scan) = &file.scan else { return Vec::new() };
    let lines: Vec<&str> = scan.code.lines().collect();
    let strings: Vec<(usize, &str)> = file.strings().collect();
    let mut found = Vec::new();
    for (index, (line, code)) in strings.iter().enumerate().filter(|(_, (_, text))| is_code(text)) {
        let (Some(status), Some(zh), Some(en)) = (
            status_before(&lines, *line),
            strings.get(index + 1),
            strings.get(index + 2),
        ) else {
            continue;
        };
        let text = |raw: &str| raw.replace("\\\"", "\"").replace('|', "\\|");
        found.push(ProblemKind {
            code: (*code).to_owned(),
            status,
            zh: text(zh.1),
            en: text(en.1),
        });
    }
    found
}

/// The error status that stands right before the first string of a line, or at the end of the line above.
fn status_before(lines: &[&str], line: usize) -> Option<String> {
    let own = lines.get(line - 1)?.split('"').next()?.trim();
    let before = if own.is_empty() {
        lines.get(line.checked_sub(2)?)?.trim()
    } else {
        own
    };
    let before = before.trim_end_matches(',');
    let status = before.get(before.len().checked_sub(3)?..)?;
    let is_status = matches!(status.parse(), Ok(400_u16..=599));
    let stands_alone = !before[..before.len() - 3].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    (is_status && stands_alone).then(|| status.to_owned())
}

fn is_code(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    text.split_once('.')
        .is_some_and(|(capability, sentence)| word(capability) && word(sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"
problems! {
    pub PROBLEMS;
    NOT_FOUND = 404 "loan.not_found" { zh: "没有这笔借据", en: "There is no such loan" }
    EXCEEDS = 422 "loan.exceeds"
        { zh: "超过 {payoff}", en: "Exceeds {payoff}" }
}
const OLD: ProblemText = ProblemText::new(
    409,
    "loan.closed",
    "已结清",
    "Closed",
);
const READ: Permission = Permission("loan.read");
"#;

    #[test]
    fn declared_kinds_are_found_and_permissions_are_not() {
        let kinds = collect(&Tree::of(&[("crates/loan/src/api/problem.rs", SOURCE)]));
        let found: Vec<(&str, &str, &str)> = kinds
            .iter()
            .map(|k| (k.code.as_str(), k.status.as_str(), k.en.as_str()))
            .collect();
        let expected = [
            ("loan.closed", "409", "Closed"),
            ("loan.exceeds", "422", "Exceeds {payoff}"),
            ("loan.not_found", "404", "There is no such loan"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_table_is_replaced_and_the_rest_stays() {
        let kinds = collect(&Tree::of(&[("crates/loan/src/api/problem.rs", SOURCE)]));
        let text = format!("# API\n{BEGIN}old\n{END}\nrest\n");
        let written = with_table(&text, &kinds).unwrap();
        assert!(written.starts_with("# API\n") && written.ends_with("\nrest\n") && !written.contains("old"));
        assert!(written.contains("| `loan.closed` | 409 | 已结清 | Closed |"));
        assert_eq!(with_table(&written, &kinds).unwrap(), written);
        assert_eq!(with_table("# API\n", &kinds), None);
    }
}
