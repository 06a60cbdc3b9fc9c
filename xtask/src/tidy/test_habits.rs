//! No ignored test and no test that sleeps, in Rust and in the browser journeys.

use super::Finding;
use super::tree::{File, Tree};

const RUST: &[(&str, &str)] = &[(
    "#[ignore",
    "an ignored test: mend it or assert what it does today with a FIXME",
)];
const SLEEPS: &[&str] = &["thread::sleep(", "time::sleep("];
const BROWSER: &[(&str, &str)] = &[
    ("waitForTimeout(", "a journey that sleeps: wait for what should appear"),
    (".skip(", "a skipped journey"),
    (".only(", "a journey that silences the others"),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let rust = tree
        .files
        .iter()
        .filter(|file| file.scan.is_some())
        .flat_map(check_rust);
    let journeys = tree.files.iter().filter(|file| file.path.starts_with("web/e2e/"));
    rust.chain(journeys.flat_map(|file| hits(file, BROWSER, &file.text)))
        .collect()
}

fn check_rust(file: &File) -> Vec<Finding> {
    let Some(scan) = &file.scan else { return Vec::new() };
    let mut findings = hits(file, RUST, &scan.code);
    for (index, line) in scan.code.lines().enumerate() {
        let in_test = file.is_test() || scan.is_test_line(index + 1);
        if in_test && SLEEPS.iter().any(|sleep| line.contains(sleep)) {
            findings.push(Finding::new(
                &file.path,
                index + 1,
                "a test that sleeps: wait for what should happen, or move the clock",
            ));
        }
    }
    findings
}

fn hits(file: &File, habits: &[(&str, &str)], text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for (_, why) in habits.iter().filter(|(word, _)| line.contains(word)) {
            findings.push(Finding::new(&file.path, index + 1, *why));
        }
    }
    findings
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
    fn ignored_and_sleeping_tests_are_found() {
        assert_eq!(
            lines(
                "crates/loan/tests/it/repay.rs",
                "#[test]\n#[ignore]\nfn a() {\n    std::thread::sleep(d);\n}\n"
            ),
            [2, 4]
        );
        assert_eq!(
            lines(
                "web/e2e/login.test.mjs",
                "await page.waitForTimeout(500)\ntest.skip('x')\n"
            ),
            [1, 2]
        );
    }

    #[test]
    fn product_code_may_wait() {
        assert!(lines("crates/platform/src/job.rs", "fn a() { std::thread::sleep(d); }\n").is_empty());
    }
}
