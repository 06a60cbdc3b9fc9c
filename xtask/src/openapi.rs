//! The OpenAPI document: generated from the code, committed, compared.

use crate::run::{Failure, run};
use crate::{problems, refusals, web, workspace};
use std::path::{Path, PathBuf};

/// Where `npm run api` writes the client's types.
const CLIENT: &str = "src/shared/api/schema.d.ts";

/// `cargo xtask openapi`: writes the table of problem codes, docs/openapi.json, and the web client from it.
pub fn write() -> Result<(), Failure> {
    problems::write()?;
    refusals::write()?;
    let document = generate()?;
    let path = committed();
    std::fs::write(&path, document).map_err(|error| Failure::io("writing", &path, &error))?;
    run("npm").args(["run", "api"]).dir(&web::packages()?).go()
}

/// The committed document equals the code's.
pub fn compare() -> Result<(), Failure> {
    let fresh = generate()?;
    let path = committed();
    let stored = std::fs::read(&path).map_err(|error| Failure::io("reading", &path, &error))?;
    if stored == fresh {
        return Ok(());
    }
    let line = first_difference(&String::from_utf8_lossy(&stored), &String::from_utf8_lossy(&fresh));
    Err(Failure::new(format!(
        "docs/openapi.json differs from the code at line {line}; run `cargo xtask openapi`, read the difference, commit it"
    )))
}

/// The web client is the one that the committed document gives.
pub fn compare_client(web: &Path) -> Result<(), Failure> {
    let path = web.join(CLIENT);
    let stored = std::fs::read(&path).map_err(|error| Failure::io("reading", &path, &error))?;
    run("npm").args(["run", "api"]).dir(web).go()?;
    let fresh = std::fs::read(&path).map_err(|error| Failure::io("reading", &path, &error))?;
    if stored == fresh {
        return Ok(());
    }
    std::fs::write(&path, stored).map_err(|error| Failure::io("restoring", &path, &error))?;
    Err(Failure::new(format!(
        "web/{CLIENT} differs from docs/openapi.json; run `cargo xtask openapi` and commit it"
    )))
}

fn committed() -> PathBuf {
    workspace::root().join("docs/openapi.json")
}

fn generate() -> Result<Vec<u8>, Failure> {
    let binary = workspace::build_server(false)?;
    let mut document = run(&binary.to_string_lossy()).arg("openapi").output()?;
    if document.last() != Some(&b'\n') {
        document.push(b'\n');
    }
    Ok(document)
}

fn first_difference(left: &str, right: &str) -> usize {
    let same = left
        .lines()
        .zip(right.lines())
        .take_while(|(left, right)| left == right)
        .count();
    same + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_differing_line_is_counted_from_one() {
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), 2);
        assert_eq!(first_difference("a\n", "a\nb\n"), 2);
        assert_eq!(first_difference("x", "y"), 1);
    }
}
