use import::app::{State, find_batch};
use kernel::DataScope;
use platform::http::Routes;
use serde_json::Value;
use std::time::{Duration, Instant};
use testkit::{Answered, Caller, TestApp};
use uuid::Uuid;

fn routes() -> Routes {
    import::import_routes().merge(customer::routes())
}

pub fn app() -> TestApp {
    TestApp::of_routes(routes)
}

/// Sends a file; the answer.
pub fn send(caller: &Caller<'_>, entity: &str, content: &[u8]) -> Answered {
    caller.post_file(&format!("/imports?entity={entity}&file_name=rows.csv"), content)
}

/// Sends a file that can be read; the import's id.
#[track_caller]
pub fn sent(caller: &Caller<'_>, entity: &str, content: &str) -> String {
    let preview = send(caller, entity, content.as_bytes()).ok();
    preview["import"]["id"].as_str().expect("an id").to_owned()
}

/// The import once its run has ended: it runs on a thread of its own, and is asked for until then.
#[track_caller]
pub fn settled(app: &TestApp, caller: &Caller<'_>, id: &str) -> Value {
    let batch = Uuid::parse_str(id).expect("an id");
    let patience = Instant::now() + Duration::from_secs(120);
    while Instant::now() < patience {
        let find = |tx: &mut platform::Tx| find_batch(tx, &DataScope::All, batch, app.state.clock.now());
        let found = app.state.db.read(find).expect("an import");
        if !matches!(found.state, State::Queued | State::Running) {
            return caller.get(&format!("/imports/{id}")).ok();
        }
        std::thread::yield_now();
    }
    panic!("the import {id} does not end")
}

/// Runs an import to its end.
#[track_caller]
pub fn run(app: &TestApp, caller: &Caller<'_>, id: &str, dry_run: bool) -> Value {
    let asked = caller.post(&format!("/imports/{id}/run?dry_run={dry_run}"), &Value::Null);
    assert_eq!(asked.status, 202, "{}", asked.json);
    settled(app, caller, id)
}

/// Sends a file and takes it in; the ended import.
#[track_caller]
pub fn import(app: &TestApp, caller: &Caller<'_>, entity: &str, content: &str) -> Value {
    let id = sent(caller, entity, content);
    run(app, caller, &id, false)
}

/// State, created, unchanged, refused.
pub fn figures(import: &Value) -> (&str, i64, i64, i64) {
    let count = |name: &str| import[name].as_i64().expect("a count");
    let state = import["state"].as_str().expect("a state");
    (state, count("created"), count("unchanged"), count("refused"))
}

/// Row, column and code of each error of an import.
pub fn errors(caller: &Caller<'_>, id: &str) -> Vec<(i64, String, String)> {
    let page = caller.get(&format!("/imports/{id}/errors?limit=200")).ok();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = page["items"].as_array().expect("a page");
    items
        .iter()
        .map(|one| {
            (
                one["row"].as_i64().expect("a row"),
                text(&one["column"]),
                text(&one["code"]),
            )
        })
        .collect()
}

pub fn id_of(import: &Value) -> &str {
    import["id"].as_str().expect("an id")
}
