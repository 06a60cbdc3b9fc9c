//! The web UI: its packages and its build, each only when something changed.

use crate::fingerprint;
use crate::run::{Failure, announce, run};
use crate::workspace;
use std::path::{Path, PathBuf};

/// Not part of what the build reads.
const NOT_SOURCES: &[&str] = &[
    "node_modules",
    "dist",
    "e2e",
    "test-results",
    "screenshots",
    ".source-hash",
];
const BUILD_STAMP: &str = "dist/.source-hash";
const PACKAGES_STAMP: &str = "node_modules/.lock-hash";

/// The folder of the web UI.
pub fn folder() -> Result<PathBuf, Failure> {
    let folder = workspace::root().join("web");
    if folder.join("package.json").is_file() {
        return Ok(folder);
    }
    Err(Failure::new("web/package.json is missing: this checkout is incomplete"))
}

/// Installs the packages of package-lock.json unless these very ones are installed.
pub fn packages() -> Result<PathBuf, Failure> {
    let folder = folder()?;
    let hash = fingerprint::of_file(&folder.join("package-lock.json"))?;
    let stamp = folder.join(PACKAGES_STAMP);
    if read(&stamp) == hash {
        announce("npm ci: skipped, the packages of package-lock.json are installed");
        return Ok(folder);
    }
    run("npm").args(["ci", "--no-audit", "--no-fund"]).dir(&folder).go()?;
    write(&stamp, &hash)?;
    Ok(folder)
}

/// Builds web/dist unless it was built from the same sources.
pub fn build() -> Result<(), Failure> {
    let folder = folder()?;
    let hash = fingerprint::of_folder(&folder, NOT_SOURCES)?;
    let stamp = folder.join(BUILD_STAMP);
    if read(&stamp) == hash && folder.join("dist/index.html").is_file() {
        announce("npm run build: skipped, web/dist was built from these sources");
        return Ok(());
    }
    packages()?;
    run("npm").args(["run", "build"]).dir(&folder).go()?;
    write(&stamp, &hash)
}

fn read(stamp: &Path) -> String {
    std::fs::read_to_string(stamp).unwrap_or_default()
}

fn write(stamp: &Path, hash: &str) -> Result<(), Failure> {
    std::fs::write(stamp, hash).map_err(|error| Failure::io("writing", stamp, &error))
}
