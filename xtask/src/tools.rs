//! The programs that must be there before anything can be built.

use crate::run::{Failure, run};
use std::path::{Path, PathBuf};

/// The oldest Node that the web UI's packages accept.
const NODE: (u32, u32) = (20, 19);

/// Stops with the list of what is missing and the command that gets each.
pub fn need_for_building() -> Result<(), Failure> {
    let mut missing = Vec::new();
    if !run("cargo").arg("--version").succeeds() {
        missing.push(
            "cargo: install Rust from https://rustup.rs, or `apt-get install rustup && rustup default stable`".into(),
        );
    }
    if find("cc").or_else(|| find("gcc")).or_else(|| find("clang")).is_none() {
        missing.push("a C compiler (the embedded database is compiled): `apt-get install build-essential`, on macOS `xcode-select --install`".into());
    }
    match node_version() {
        None => missing.push(node_hint("node")),
        Some(version) if version < NODE => {
            missing.push(node_hint(&format!("node (found {}.{})", version.0, version.1)))
        }
        Some(_) => {}
    }
    if !run("npm").arg("--version").succeeds() {
        missing.push(String::from("npm: comes with Node, or `apt-get install npm`"));
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "these are missing:\n  - {}",
        missing.join("\n  - ")
    )))
}

/// The program's path when it is on PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| is_program(file))
}

/// True for a file that exists (whether it may be run shows when it is).
pub fn is_program(file: &Path) -> bool {
    file.is_file()
}

fn node_hint(what: &str) -> String {
    format!(
        "{what}: Node {}.{} or later from https://nodejs.org, or `apt-get install nodejs npm` where that is new enough",
        NODE.0, NODE.1
    )
}

fn node_version() -> Option<(u32, u32)> {
    parse_node_version(&run("node").arg("--version").text()?)
}

fn parse_node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_compared_as_numbers() {
        assert_eq!(parse_node_version("v20.20.2\n"), Some((20, 20)));
        assert!(parse_node_version("v9.11.1") < Some(NODE));
        assert!(parse_node_version("v100.0.0") > Some(NODE));
        assert_eq!(parse_node_version("unknown"), None);
    }

    #[test]
    fn the_shell_is_found_and_nonsense_is_not() {
        assert!(find("sh").is_some());
        assert_eq!(find("no-such-program-here"), None);
    }
}
