//! Where things are: the root of the repository and the build's target directory.

use crate::run::{Failure, cargo};
use std::path::{Path, PathBuf};

/// The root of the repository: the folder above this package, or above the current one.
pub fn root() -> PathBuf {
    let from_cargo = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let start = from_cargo
        .or_else(|| std::env::current_dir().ok())
        .unwrap_or_else(|| PathBuf::from("."));
    let is_root = |folder: &&Path| folder.join("Cargo.toml").is_file() && folder.join("crates").is_dir();
    start
        .ancestors()
        .find(is_root)
        .map_or_else(|| start.clone(), Path::to_path_buf)
}

/// Cargo's target directory, wherever it was configured.
pub fn target_dir() -> Result<PathBuf, Failure> {
    let metadata = metadata()?;
    let folder = metadata["target_directory"].as_str();
    folder
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("cargo metadata names no target directory"))
}

/// The names of the workspace's packages.
pub fn package_names() -> Result<Vec<String>, Failure> {
    let metadata = metadata()?;
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    Ok(packages
        .iter()
        .filter_map(|package| package["name"].as_str().map(String::from))
        .collect())
}

/// Builds the server and returns the path of the binary. `release` as the demo runs it, otherwise as tests do.
pub fn build_server(release: bool) -> Result<PathBuf, Failure> {
    let mut build = cargo().dir(&root()).args(["build", "--package", "xindai-server"]);
    if release {
        build = build.arg("--release");
    }
    build.go()?;
    let profile = if release { "release" } else { "debug" };
    Ok(target_dir()?
        .join(profile)
        .join(format!("xindai{}", std::env::consts::EXE_SUFFIX)))
}

fn metadata() -> Result<serde_json::Value, Failure> {
    let text = cargo()
        .dir(&root())
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .text();
    let text = text.ok_or_else(|| Failure::new("`cargo metadata` failed"))?;
    serde_json::from_str(&text).map_err(|error| Failure::new(format!("cargo metadata: {error}")))
}
