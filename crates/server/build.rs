//! The web UI is embedded from `web/dist`. Where it was not built the folder is made empty, so that the server compiles
//! without Node; it then answers pages with a note on how to build the UI.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    std::fs::create_dir_all(&dist)?;
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
