//! The real binary: started, used and stopped as a lender does.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

/// A place of this test's own.
fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("xindai-binary-{}-{name}", std::process::id()))
}

/// The real binary over a data directory, with a password in its environment and nothing else of ours.
fn program(arguments: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xindai"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("XINDAI_") {
            command.env_remove(name);
        }
    }
    command.args(arguments).arg("--data-dir").arg(data);
    command.env("LC_ALL", "C").env("XINDAI_PASSWORD", "Sound-and-safe-1");
    command
}

fn run(arguments: &[&str], data: &Path) -> Output {
    program(arguments, data).output().expect("the binary runs")
}

/// The first line that a command of the real binary prints on standard error when it fails.
#[track_caller]
fn refusal(arguments: &[&str], data: &Path) -> String {
    let output = run(arguments, data);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The JSON that a command of the real binary prints when it succeeds.
#[track_caller]
fn told(arguments: &[&str], data: &Path) -> Value {
    let output = run(arguments, data);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {err}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// A server that runs, and what it said at its first start: its address and the first user's password.
struct Server {
    process: Child,
    address: String,
    password: String,
    // Kept open: what the server says later must find a reader.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Server {
    fn start(data: &Path) -> Self {
        let mut command = program(&["serve", "--listen", "127.0.0.1:0", "--first-day", "2025-01-20"], data);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("the binary starts");
        let mut said = BufReader::new(process.stdout.take().expect("piped")).lines();
        let mut word_after = |marker: &str| {
            let line = said.next().expect("a line").expect("UTF-8");
            let (_, rest) = line
                .split_once(marker)
                .unwrap_or_else(|| panic!("{marker:?} in {line:?}"));
            rest.split(' ').next().unwrap_or_default().to_owned()
        };
        let (address, password) = (word_after("http://"), word_after("password "));
        Self {
            process,
            address,
            password,
            _said: said,
        }
    }

    fn post(&self, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        let length = body.len();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: x\r\nX-Requested-With: xindai\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .expect("the request is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the answer is read");
        answer
    }

    /// Asks it to stop as a service manager does.
    fn stop(mut self) {
        let id = self.process.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        assert!(asked.success());
        assert!(
            self.process.wait().expect("it ends").success(),
            "asked to stop, it ends well"
        );
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Fails when it has ended, as it has when the test went well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_schedule_is_printed() {
    let line = "schedule --method annuity --principal 120000 --rate 0.06 --periods 12 --start 2025-01-20 --json";
    let mut command = Command::new(env!("CARGO_BIN_EXE_xindai"));
    let output = command.args(line.split(' ')).output().expect("the binary runs");
    assert!(output.status.success() && output.stderr.is_empty());
    let plan: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(plan["totals"]["interest"], "3935.66");
}

#[test]
fn commands_that_need_a_book_say_when_there_is_none() {
    let folder = scratch("absent");
    for command in ["verify", "close"] {
        let err = refusal(&[command], &folder);
        assert!(err.starts_with("error[cli.no_database]: "), "{err}");
    }
    assert!(!folder.exists(), "a mistyped folder is not made");
}

const BOOK: &str = "\
number,product,principal,annual_rate,periods,disbursed_on,customer_name,identity_kind,identity_number
A1,P03,12000.00,0.06,12,2024-12-20,王小明,passport,E11111111
A2,P03,6000.00,0.06,6,2024-12-20,王小明,passport,E11111111
";

/// First start, first user, a book from files, two days closed, everything verified: what a new lender does.
#[test]
fn a_new_lender_starts_imports_closes_and_verifies() {
    let folder = scratch("lender");
    let server = Server::start(&folder);
    let credentials = format!(r#"{{"login":"admin","password":"{}"}}"#, server.password);
    let signed_in = server.post("/api/v1/session", &credentials);
    assert!(signed_in.starts_with("HTTP/1.1 200"), "{signed_in}");
    let refused = server.post("/api/v1/session", r#"{"login":"admin","password":"x"}"#);
    assert!(refused.starts_with("HTTP/1.1 401"), "{refused}");
    server.stop();

    assert_eq!(told(&["doctor", "--json"], &folder)["ok"], true);
    users(&folder);
    import(&folder);
    let closed = told(&["close", "--until", "2025-01-22", "--json"], &folder);
    assert_eq!(closed["days_closed"], 2);
    assert_eq!(closed["business_date"], "2025-01-22");
    let verified = told(&["verify", "--json"], &folder);
    let checks = verified["checks"].as_array().expect("checks");
    assert!(verified["ok"] == true && checks.len() >= 9, "{verified}");
    let replay = checks.iter().find(|check| check["code"] == "loan.replay");
    assert_eq!(replay.expect("a check of replay")["items"], 2);
    std::fs::remove_dir_all(folder).expect("the folder can be removed");
}

fn users(folder: &Path) {
    let add = ["user", "add", "clerk.wang", "--role", "clerk"];
    assert!(run(&add, folder).status.success());
    let again = refusal(&add, folder);
    assert!(again.starts_with("error[access.login_taken]: "), "{again}");
    assert!(run(&["user", "reset-password", "clerk.wang"], folder).status.success());
    assert!(run(&["user", "disable", "clerk.wang"], folder).status.success());
    let users = told(&["user", "list", "--json"], folder);
    let shown: Vec<Value> = users["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|user| json!([user["login"], user["active"]]))
        .collect();
    assert_eq!(shown, [json!(["admin", true]), json!(["clerk.wang", false])]);
}

fn import(folder: &Path) {
    let (loans, paid) = (folder.join("book.csv"), folder.join("paid.csv"));
    let write = |file: &Path, text: &str| std::fs::write(file, text).expect("the folder can be written");
    write(&loans, &BOOK.replace("P03,6000", "P99,6000"));
    write(&paid, "number,value_date,amount\nA1,2025-01-20,1032.80\n");
    let (loans_name, paid_name) = (loans.display().to_string(), paid.display().to_string());
    let import = ["import", &loans_name, "--repayments", &paid_name, "--json"];
    let err = refusal(&import, folder);
    assert!(
        err.starts_with("error[cli.import_refused]: 1 rows of ") && err.contains("row 3: ") && err.contains("P99"),
        "{err}"
    );
    write(&loans, BOOK);
    let tried = told(&[&import[..], &["--dry-run"]].concat(), folder);
    let expected = |dry_run: bool, (created, unchanged): (u32, u32)| {
        let file = |entity: &str, file: &str, rows: u32| json!({ "entity": entity, "file": file, "rows": rows, "created": rows * created, "unchanged": rows * unchanged });
        json!({ "files": [file("loans", &loans_name, 2), file("repayments", &paid_name, 1)], "dry_run": dry_run })
    };
    assert_eq!(tried, expected(true, (1, 0)));
    assert_eq!(told(&import, folder), expected(false, (1, 0)));
    assert_eq!(told(&import, folder), expected(false, (0, 1)));
    let errors = folder.join("errors.csv");
    write(&loans, &BOOK.replace("A1,P03", "A1,P04"));
    let errors_name = errors.display().to_string();
    let with_errors = [&import[..], &["--errors", &errors_name]].concat();
    assert!(refusal(&with_errors, folder).contains("row 2: "));
    let rows = std::fs::read_to_string(errors).expect("a file");
    assert!(rows.contains("A1,P04,12000.00") && !rows.contains("A2,P03"), "{rows}");
}

/// Verification fails, and its first difference is in this check.
#[track_caller]
fn assert_found(folder: &Path, code: &str) {
    let output = run(&["verify", "--json"], folder);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let checks = told["checks"].as_array().expect("checks");
    let wrong = checks.iter().find(|check| check["ok"] == false).expect("a difference");
    assert_eq!(wrong["code"], code, "{told}");
    let err = String::from_utf8_lossy(&output.stderr);
    let expected = format!("error[cli.verification_failed]: Verification failed: {code}: ");
    assert!(err.starts_with(&expected), "{err}");
}

#[test]
fn what_was_changed_from_outside_is_found() {
    let folder = scratch("changed");
    Server::start(&folder).stop();
    let loans = folder.join("book.csv");
    std::fs::write(&loans, BOOK).expect("the folder can be written");
    let _ = told(&["import", &loans.display().to_string(), "--json"], &folder);
    let _ = told(&["close", "--json"], &folder);
    assert_eq!(told(&["verify", "--json"], &folder)["ok"], true);
    let url = format!("sqlite:{}", folder.join("xindai.db").display());
    let change = |sql: &str| {
        let db = platform::Db::open(&url, platform::DbOptions::default()).expect("the database opens");
        let changed = db.write(|tx| tx.execute(sql, &[])).expect("a sound statement");
        assert!(changed > 0, "{sql}");
    };
    change("UPDATE audit_entry SET actor_login = 'nobody' WHERE seq = 2");
    assert_found(&folder, "audit.chain");
    change("UPDATE loan SET suspense = suspense + 1 WHERE number = 'A2'");
    assert_found(&folder, "loan.subledger");
    change("UPDATE posting SET amount_minor = amount_minor + 1 WHERE amount_minor > 0");
    assert_found(&folder, "ledger.entries_balanced");
    std::fs::remove_dir_all(folder).expect("the folder can be removed");
}

#[test]
fn an_address_in_use_is_told() {
    let folder = scratch("listen");
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let err = refusal(&["serve", "--listen", &address], &folder);
    assert!(
        err.starts_with("error[cli.listen]: ") && err.contains(&address),
        "{err}"
    );
    std::fs::remove_dir_all(folder).expect("the folder can be removed");
}

#[test]
fn the_doctor_says_what_is_wrong_and_how_to_mend_it() {
    let folder = scratch("patient");
    let output = run(&["doctor", "--json"], &folder);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let checks = told["checks"].as_array().expect("checks");
    let failed: Vec<&Value> = checks.iter().filter(|check| check["state"] == "failed").collect();
    let codes: Vec<&str> = failed.iter().filter_map(|check| check["code"].as_str()).collect();
    assert_eq!(codes, ["data_dir", "field_key", "database"]);
    assert!(failed.iter().all(|check| check["mend"].is_string()), "{told}");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error[cli.unhealthy]: "));
    assert!(!folder.exists(), "looking changes nothing");
}

#[test]
fn another_field_key_is_noticed_before_anything_is_written() {
    let folder = scratch("key");
    Server::start(&folder).stop();
    std::fs::write(folder.join("field.key"), "07".repeat(32)).expect("the folder can be written");
    let err = refusal(&["user", "list"], &folder);
    assert!(err.starts_with("error[cli.field_key_differs]: "), "{err}");
    std::fs::remove_dir_all(folder).expect("the folder can be removed");
}
