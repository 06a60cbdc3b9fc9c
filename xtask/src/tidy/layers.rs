//! Inside a capability: api → app → domain. Another capability's `app` is open to `app`, its `api` to nobody but the wiring.

use super::Finding;
use super::tree::{File, Tree};

/// Those who put routes together or drive the whole.
const WIRING: &[&str] = &["server", "testkit", "demo", "bench"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut names: Vec<&str> = tree.files.iter().filter_map(File::crate_name).collect();
    names.sort_unstable();
    names.dedup();
    tree.rust_files().flat_map(|file| check_file(file, &names)).collect()
}

fn check_file(file: &File, names: &[&str]) -> Vec<Finding> {
    let (Some(own), Some(below)) = (file.crate_name(), file.below_src()) else {
        return Vec::new();
    };
    let layer = below.split(['/', '.']).next().unwrap_or_default();
    let mut forbidden: Vec<(String, String)> = Vec::new();
    match layer {
        "domain" => {
            forbidden.extend(inside("app", "domain decides, app does"));
            forbidden.extend(inside("api", "domain knows no wire"));
            for other in names.iter().filter(|other| **other != own) {
                forbidden.push((
                    format!("{other}::app::"),
                    String::from("domain may use another capability's domain only"),
                ));
            }
        }
        "app" => forbidden.extend(inside("api", "wire types never enter app")),
        _ => {}
    }
    if !WIRING.contains(&own) {
        for other in names
            .iter()
            .filter(|other| **other != own && !["platform", "kernel"].contains(*other))
        {
            forbidden.push((
                format!("{other}::api::"),
                String::from("a capability's api is for nobody else"),
            ));
        }
    }
    let lines = file.code_lines();
    let hits = lines.filter_map(|(number, line)| {
        let (name, why) = forbidden.iter().find(|(name, _)| names_path(line, name))?;
        Some(Finding::new(
            &file.path,
            number,
            format!("`{name}` may not be named here: {why}"),
        ))
    });
    hits.collect()
}

fn inside(layer: &str, why: &str) -> [(String, String); 2] {
    let path = |start: &str| (format!("{start}::{layer}::"), why.to_owned());
    [path("crate"), path("super::super")]
}

/// True when the path stands in the line, not as the end of a longer name.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(files: &[(&str, &str)]) -> Vec<(String, usize)> {
        check(&Tree::of(files))
            .into_iter()
            .map(|finding| (finding.path, finding.line))
            .collect()
    }

    #[test]
    fn domain_names_neither_app_nor_api_and_app_does_not_name_api() {
        let domain = (
            "crates/loan/src/domain/loan.rs",
            "use crate::domain::terms::Terms;\nuse crate::app::repay::Repay;\n",
        );
        let app = (
            "crates/loan/src/app/repay.rs",
            "use crate::domain::loan::Loan;\nuse crate::api::dto::RepayDto;\n",
        );
        let api = ("crates/loan/src/api/routes.rs", "use crate::app::repay::Repay;\n");
        assert_eq!(
            lines(&[domain, app, api]),
            [(domain.0.to_owned(), 2), (app.0.to_owned(), 2)]
        );
    }

    #[test]
    fn another_capabilitys_api_is_closed_and_its_app_is_open_to_app() {
        let ledger = ("crates/ledger/src/lib.rs", "pub mod api;\n");
        let app = (
            "crates/loan/src/app/post.rs",
            "use ledger::app::post::post;\nuse ledger::api::dto::EntryDto;\n",
        );
        let server = (
            "crates/server/src/lib.rs",
            "use ledger::api::routes;\nlet x = ledger::api::routes::all();\n",
        );
        assert_eq!(lines(&[ledger, app, server]), [(app.0.to_owned(), 2)]);
    }

    #[test]
    fn words_in_comments_do_not_count() {
        assert!(lines(&[("crates/loan/src/domain/loan.rs", "// crate::app::repay calls this\n")]).is_empty());
    }
}
