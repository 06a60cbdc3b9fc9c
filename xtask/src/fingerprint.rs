//! One number for the content of many files: tells whether something must be built again.

use crate::run::Failure;
use std::path::Path;

/// FNV-1a over the names and contents of all files below `root`, skipping folders and files whose name is in `skip`.
pub fn of_folder(root: &Path, skip: &[&str]) -> Result<String, Failure> {
    let mut files = Vec::new();
    collect(root, skip, &mut files)?;
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let path = root.join(&file);
        let content = std::fs::read(&path).map_err(|error| Failure::io("reading", &path, &error))?;
        hash = fnv1a(hash, file.as_bytes());
        hash = fnv1a(hash, &(content.len() as u64).to_le_bytes());
        hash = fnv1a(hash, &content);
    }
    Ok(format!("{hash:016x}"))
}

/// The same for one file.
pub fn of_file(path: &Path) -> Result<String, Failure> {
    let content = std::fs::read(path).map_err(|error| Failure::io("reading", path, &error))?;
    Ok(format!("{:016x}", fnv1a(0xcbf2_9ce4_8422_2325, &content)))
}

fn collect(folder: &Path, skip: &[&str], files: &mut Vec<String>) -> Result<(), Failure> {
    let mut pending = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = pending.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| Failure::io("reading", &folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::io("reading", &folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if skip.contains(&name.as_str()) {
                continue;
            }
            if entry.path().is_dir() {
                pending.push((entry.path(), format!("{prefix}{name}/")));
            } else {
                files.push(format!("{prefix}{name}"));
            }
        }
    }
    Ok(())
}

fn fnv1a(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_with_content_and_ignores_what_is_skipped() {
        let folder = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("src")).unwrap();
        std::fs::create_dir_all(folder.join("dist")).unwrap();
        std::fs::write(folder.join("src/a.ts"), "one").unwrap();
        let first = of_folder(&folder, &["dist"]).unwrap();
        std::fs::write(folder.join("dist/out.js"), "built").unwrap();
        assert_eq!(of_folder(&folder, &["dist"]).unwrap(), first);
        std::fs::write(folder.join("src/a.ts"), "two").unwrap();
        assert_ne!(of_folder(&folder, &["dist"]).unwrap(), first);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
