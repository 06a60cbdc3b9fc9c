//! `kernel` and every `domain` are pure: no floating point, clock, chance, `async`, SQL, HTTP, no `platform`.

use super::Finding;
use super::tree::{File, Tree, words};

const FORBIDDEN: &[(&str, &str)] = &[
    ("f32", "floating point; use Money, AnnualRate or integers"),
    ("f64", "floating point; use Money, AnnualRate or integers"),
    ("async", "pure code does not wait"),
    ("await", "pure code does not wait"),
    ("SystemTime", "a clock; pass the time in"),
    ("Instant", "a clock; pass the time in"),
    ("now_v7", "time and chance; pass the id in"),
    ("new_v4", "chance; pass the id in"),
    ("rand", "chance; pass it in"),
    ("platform", "machinery; app brings it"),
    ("rusqlite", "a database"),
    ("tokio", "a runtime"),
    ("tokio_postgres", "a database"),
    ("axum", "HTTP"),
    ("utoipa", "HTTP; wire types stand in api/dto.rs"),
];

/// Models of the decision engine may compute with floating point; they never touch money.
const FLOATS_ALLOWED: &str = "crates/decision/src/domain/model";

pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|file| is_pure(file))
        .flat_map(check_file)
        .collect()
}

fn is_pure(file: &File) -> bool {
    let domain = file
        .below_src()
        .is_some_and(|below| below.starts_with("domain/") || below == "domain.rs");
    domain || file.path.starts_with("crates/kernel/src/")
}

fn check_file(file: &File) -> Vec<Finding> {
    let floats_allowed = file.path.starts_with(FLOATS_ALLOWED);
    let mut findings = Vec::new();
    for (number, line) in file.code_lines() {
        for (word, why) in FORBIDDEN {
            let float = *word == "f32" || *word == "f64";
            if words(line).any(|found| found == *word) && !(float && floats_allowed) {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    format!("`{word}` in pure code: {why}"),
                ));
            }
        }
        if has_float_literal(line) && !floats_allowed {
            findings.push(Finding::new(
                &file.path,
                number,
                "a floating point literal in pure code",
            ));
        }
    }
    findings
}

/// `1.5`, but not `x.0.1`, `0..5` or `v1.5`.
fn has_float_literal(line: &str) -> bool {
    let characters: Vec<char> = line.chars().collect();
    let digit = |index: usize| characters.get(index).is_some_and(char::is_ascii_digit);
    let starts = |index: usize| {
        let before = index.checked_sub(1).map(|before| characters[before]);
        digit(index) && !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.')
    };
    (0..characters.len()).filter(|index| starts(*index)).any(|start| {
        let length = characters[start..]
            .iter()
            .take_while(|c| c.is_ascii_digit() || **c == '_')
            .count();
        characters.get(start + length) == Some(&'.') && digit(start + length + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&Tree::of(&[(path, text)]))
            .into_iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn floats_clocks_and_machinery_are_found_in_domain_and_kernel_only() {
        let text = "fn a(x: f64) {}\nasync fn b() {}\nuse platform::Tx;\nlet t = std::time::Instant::now();\n";
        assert_eq!(lines("crates/loan/src/domain/accrual.rs", text), [1, 2, 3, 4]);
        assert_eq!(lines("crates/kernel/src/money.rs", text), [1, 2, 3, 4]);
        assert!(lines("crates/loan/src/app/repay.rs", text).is_empty());
    }

    #[test]
    fn float_literals_are_told_from_tuples_and_ranges() {
        assert!(has_float_literal("let x = 0.5;") && has_float_literal("f(1_000.25)"));
        assert!(!has_float_literal("x.0.1 + y.0 + (0..5).sum() + 1.max(2)"));
    }

    #[test]
    fn comments_strings_and_tests_may_say_what_they_like() {
        let text = "/// not f64\nconst A: &str = \"f64 1.5\";\n#[cfg(test)]\nmod tests {\n    fn a(x: f64) {}\n}\n";
        assert!(lines("crates/kernel/src/money.rs", text).is_empty());
    }
}
