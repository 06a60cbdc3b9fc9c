//! Nothing in the repository may know the machine on which it was written.

use super::Finding;
use super::tree::Tree;

/// Written in parts, so that this file does not find itself.
const FOLDERS: &[&str] = &[
    concat!("/", "work"),
    concat!("/", "root"),
    concat!("/", "home"),
    concat!("/", "Users"),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(folder) = FOLDERS.iter().find(|folder| names(line, folder)) {
                findings.push(Finding::new(
                    &file.path,
                    index + 1,
                    format!("an absolute path of one machine: `{folder}`"),
                ));
            }
        }
    }
    findings
}

/// The folder as the start of a path: before it nothing that belongs to a path, after it nothing or a slash.
fn names(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let part_of_path = |c: char| c.is_alphanumeric() || "_-./:}~$@".contains(c);
        let before = line[..at].chars().next_back().is_some_and(part_of_path);
        let after = line[at + folder.len()..].chars().next();
        let ends = after.is_none_or(|c| c == '/' || (!c.is_alphanumeric() && !"_-.".contains(c)));
        !before && ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_paths_are_found_and_routes_are_not() {
        let folder = FOLDERS[0];
        assert!(names(&format!("cp {folder}/x y"), folder) && names(&format!("\"{folder}\""), folder));
        assert!(!names("GET /workflow/tasks", folder) && !names(&format!("api{folder}/x"), folder));
        let tree = Tree::of(&[("docs/a.md", &format!("fine\nsee {folder}/main\n"))]);
        assert_eq!(
            check(&tree).into_iter().map(|finding| finding.line).collect::<Vec<_>>(),
            [2]
        );
    }
}
