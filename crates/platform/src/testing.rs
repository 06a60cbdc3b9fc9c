//! A database per test: a temporary SQLite file, or a schema of its own in the PostgreSQL named by `TEST_DATABASE_URL`.

use crate::db::Db;
use crate::db_options::{Backend, DbOptions};
use crate::migrations::{self, Migration};
use std::path::PathBuf;
use uuid::Uuid;

/// A migrated database that is removed when this is dropped. Panics when it cannot be made: a test has nothing else to do.
pub struct TestDb {
    db: Option<Db>,
    url: String,
    place: Place,
}

enum Place {
    Folder(PathBuf),
    Schema { server: String, name: String },
}

impl TestDb {
    /// A migrated database on the engine of this test run.
    #[must_use]
    pub fn new() -> TestDb {
        TestDb::migrated(migrations::all())
    }

    /// The same with other steps.
    #[must_use]
    pub fn migrated(steps: &[Migration]) -> TestDb {
        let test = TestDb::empty();
        test.db()
            .migrate(steps)
            .expect("the migrations run on an empty database");
        test
    }

    /// The same without any table.
    #[must_use]
    pub fn empty() -> TestDb {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) if !server.is_empty() => TestDb::on_postgres(server),
            _ => TestDb::empty_sqlite(),
        }
    }

    /// A migrated SQLite database whatever the engine of this test run.
    #[must_use]
    pub fn sqlite() -> TestDb {
        let test = TestDb::empty_sqlite();
        test.db()
            .migrate(migrations::all())
            .expect("the migrations run on an empty database");
        test
    }

    /// An empty SQLite database whatever the engine of this test run.
    #[must_use]
    pub fn empty_sqlite() -> TestDb {
        let folder = std::env::temp_dir().join(format!("xindai-test-{}", Uuid::now_v7().simple()));
        std::fs::create_dir_all(&folder).expect("the temporary folder takes a folder");
        let url = format!("sqlite:{}", folder.join("test.db").display());
        TestDb::opened(url, Place::Folder(folder))
    }

    fn on_postgres(server: String) -> TestDb {
        let name = format!("test_{}", Uuid::now_v7().simple());
        let admin = Db::open(&server, options()).expect("TEST_DATABASE_URL can be reached");
        admin
            .write(|tx| tx.batch(&format!("CREATE SCHEMA {name}")))
            .expect("its user may create schemas");
        let mark = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{mark}options=-csearch_path%3D{name}");
        TestDb::opened(url, Place::Schema { server, name })
    }

    fn opened(url: String, place: Place) -> TestDb {
        let db = Db::open(&url, options()).expect("an empty database opens");
        TestDb {
            db: Some(db),
            url,
            place,
        }
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        self.db.as_ref().expect("present until dropped")
    }

    /// Its address, for another [`Db::open`].
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The engine under it.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.db().backend()
    }

    /// Closes this handle and opens the database anew, as after a restart. Clones made before stay open.
    pub fn reopen(&mut self) {
        self.db = None;
        self.db = Some(Db::open(&self.url, options()).expect("the database opens again"));
    }
}

impl Default for TestDb {
    fn default() -> Self {
        TestDb::new()
    }
}

impl std::ops::Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        self.db()
    }
}

/// Small, and without waiting for the disk: nothing here outlives the test.
fn options() -> DbOptions {
    DbOptions {
        synchronous_off_for_bench: true,
        pg_connections: 8,
        ..DbOptions::default()
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        self.db = None;
        match &self.place {
            Place::Folder(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            Place::Schema { server, name } => {
                if let Ok(admin) = Db::open(server, options()) {
                    let _ = admin.write(|tx| tx.batch(&format!("DROP SCHEMA {name} CASCADE")));
                }
            }
        }
    }
}
