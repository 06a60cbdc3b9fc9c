//! The files that git knows or would know, in memory.

use super::scan::{Scan, scan};
use crate::run::{Failure, run};
use std::path::Path;

/// One file; those that are not text are left out.
pub struct File {
    pub path: String,
    pub text: String,
    /// Of Rust files.
    pub scan: Option<Scan>,
}

/// All files, by path.
pub struct Tree {
    pub files: Vec<File>,
}

impl Tree {
    /// Tracked files and new ones that are not ignored.
    pub fn load(root: &Path) -> Result<Self, Failure> {
        let listed = run("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .dir(root)
            .text();
        let listed = listed.ok_or_else(|| Failure::new("`git ls-files` failed: tidy needs a git checkout"))?;
        let mut paths: Vec<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        let files = paths.into_iter().filter_map(|path| {
            let text = std::fs::read_to_string(root.join(path)).ok()?;
            Some(File::new(path, text))
        });
        Ok(Self { files: files.collect() })
    }

    /// A tree for tests.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self {
            files: files
                .iter()
                .map(|(path, text)| File::new(path, (*text).to_owned()))
                .collect(),
        }
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    }

    /// The Rust files of the product (not of xtask).
    pub fn rust_files(&self) -> impl Iterator<Item = &File> {
        self.files
            .iter()
            .filter(|file| file.path.starts_with("crates/") && file.scan.is_some())
    }
}

impl File {
    fn new(path: &str, text: String) -> Self {
        let is_rust = Path::new(path).extension().is_some_and(|extension| extension == "rs");
        let scan = is_rust.then(|| scan(&text));
        Self {
            path: path.to_owned(),
            text,
            scan,
        }
    }

    /// The crate's folder name: `loan` of `crates/loan/src/lib.rs`.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// The path below the crate's `src/`.
    pub fn below_src(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("crates/")?;
        rest.split_once('/')?.1.strip_prefix("src/")
    }

    /// True when the whole file is test code.
    pub fn is_test(&self) -> bool {
        let folders = ["/tests/", "/benches/"];
        folders.iter().any(|folder| self.path.contains(folder)) || self.path.ends_with("/tests.rs")
    }

    /// The lines that are code of the product: (number from 1, text without comments and without what stands in strings).
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let whole_file = self.is_test();
        let scan = self.scan.as_ref().filter(|_| !whole_file);
        scan.into_iter().flat_map(|scan| {
            let numbered = scan.code.lines().enumerate().map(|(index, line)| (index + 1, line));
            numbered.filter(|(number, _)| !scan.is_test_line(*number))
        })
    }

    /// The string literals of the product's code: (line, content).
    pub fn strings(&self) -> impl Iterator<Item = (usize, &str)> {
        let whole_file = self.is_test();
        let scan = self.scan.as_ref().filter(|_| !whole_file);
        scan.into_iter().flat_map(|scan| {
            let all = scan.strings.iter().map(|(line, text)| (*line, text.as_str()));
            all.filter(|(line, _)| !scan.is_test_line(*line))
        })
    }
}

/// The words (identifiers) of a line of code.
pub fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}
