//! A book of ten loans, and the command line in process.

use platform::config::{Config, ConfigSources};
use platform::{Db, DbOptions};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A folder of this test's own that goes away with it.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("xindai-ops-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a command in process: exit code, standard output, standard error.
pub fn xindai(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = server::run(
        std::iter::once("xindai").chain(arguments.iter().copied()),
        &mut out,
        &mut err,
    );
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    (code, text(out), text(err))
}

#[track_caller]
pub fn told(arguments: &[&str]) -> Value {
    let (code, out, err) = xindai(arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{arguments:?} {out}");
    serde_json::from_str(&out).expect("JSON")
}

#[track_caller]
pub fn refused(arguments: &[&str], code: &str) {
    let (exit, _, err) = xindai(arguments);
    assert!(
        exit == 1 && err.starts_with(&format!("error[{code}]: ")),
        "{arguments:?}: {err}"
    );
}

/// A book of ten loans in a data directory, in the database named or in the directory's own.
pub fn book(scratch: &Scratch, url: Option<&str>) -> String {
    let data = scratch.path("data");
    let mut settings = vec![("data_dir".to_owned(), data.clone())];
    settings.extend(url.map(|url| ("database_url".to_owned(), url.to_owned())));
    let site = site(settings);
    let first = kernel::BusinessDate::parse("2025-01-20").expect("a date");
    site.furnish(first).expect("furniture");
    let mut rows = String::from(
        "number,product,principal,annual_rate,periods,disbursed_on,customer_name,identity_kind,identity_number\n",
    );
    for n in 0..10 {
        rows.push_str(&format!(
            "A{n},P03,12000.00,0.06,12,2024-12-20,王小明,passport,E1111111{n}\n"
        ));
    }
    let loans = scratch.path("book.csv");
    std::fs::write(&loans, rows).expect("a file");
    let mut import = vec!["import", &loans, "--data-dir", &data, "--json"];
    import.extend(url.into_iter().flat_map(|url| ["--database-url", url]));
    assert_eq!(told(&import)["files"][0]["created"], 10);
    data
}

pub fn open(data: &str) -> Db {
    let file = Path::new(data).join("xindai.db");
    Db::open(&format!("sqlite:{}", file.display()), DbOptions::default()).expect("the book opens")
}

pub fn count(db: &Db, table: &str) -> i64 {
    let counted = db.read(|tx| tx.query_one(&format!("SELECT count(*) FROM {table}"), &[]));
    counted.expect("a table").int(0)
}

/// An opened installation with these settings.
pub fn site(settings: Vec<(String, String)>) -> server::Site {
    let config = Config::load(&ConfigSources {
        command_line: settings,
        ..ConfigSources::default()
    });
    server::Site::open(config.expect("sound settings")).expect("a site")
}
