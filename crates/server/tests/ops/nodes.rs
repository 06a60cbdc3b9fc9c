//! Several nodes on one database, behind any balancer: a session that one node opened is known to the other, and so is
//! every answer. On the embedded database, which one program serves at a time, the second node is the first one restarted.

use crate::book::{Scratch, told};
use platform::Backend;
use platform::testing::TestDb;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that runs on the database of the test, with a data directory and a key of its own.
pub struct Node {
    process: Child,
    pub base: String,
    figures: String,
    // Kept open: what it says later must find a reader.
    said: Lines<BufReader<ChildStdout>>,
}

impl Node {
    pub fn start(data: &str, url: &str, settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xindai"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("XINDAI_") {
                command.env_remove(name);
            }
        }
        command.args(["serve", "--listen", "127.0.0.1:0", "--first-day", "2025-01-20"]);
        command.args(["--data-dir", data, "--database-url", url]);
        command.env("LC_ALL", "C").env("XINDAI_METRICS_LISTEN", "127.0.0.1:0");
        command.envs(settings.iter().copied());
        // They are asked again and again.
        command
            .env("XINDAI_RATE_USER_PER_MINUTE", "0")
            .env("XINDAI_RATE_ADDRESS_PER_MINUTE", "0");
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let mut said = BufReader::new(process.stdout.take().expect("piped")).lines();
        let mut address = || {
            let line = said.next().expect("a line").expect("UTF-8");
            let address = line.split(' ').find(|word| word.contains("://"));
            address.unwrap_or_else(|| panic!("an address in {line:?}")).to_owned()
        };
        let (base, figures) = (address(), address());
        Self {
            process,
            base,
            figures,
            said,
        }
    }

    /// The password of the first user, told at the first start only.
    pub fn password(&mut self) -> String {
        let line = self.said.next().expect("a line").expect("UTF-8");
        let (_, rest) = line.split_once("password ").expect("a password");
        rest.split(' ').next().unwrap_or_default().to_owned()
    }

    fn call(&self, method: &str, path: &str, cookie: &str, body: Option<&Value>) -> Answer {
        let request = ureq::request(method, &format!("{}/api/v1{path}", self.base))
            .set("X-Requested-With", "xindai")
            .set("Cookie", cookie)
            .set("Idempotency-Key", "one-and-only");
        let sent = match body {
            Some(body) => request.send_json(body),
            None => request.call(),
        };
        let answer = match sent {
            Ok(answer) | Err(ureq::Error::Status(_, answer)) => answer,
            Err(cause) => panic!("{method} {path}: {cause}"),
        };
        Answer {
            status: answer.status(),
            cookie: answer.header("set-cookie").unwrap_or_default().to_owned(),
            replayed: answer.header("idempotency-replayed").is_some(),
            json: answer.into_json().unwrap_or(Value::Null),
        }
    }

    /// Asks it to stop as a service manager does.
    pub fn stop(mut self) {
        let id = self.process.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        assert!(asked.success() && self.process.wait().expect("it ends").success());
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // Fails when it has ended, as it has when the test went well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Answer {
    status: u16,
    cookie: String,
    replayed: bool,
    json: Value,
}

/// One node and, where the database is a server, another one beside it.
struct Cluster<'a> {
    test: &'a TestDb,
    data: [String; 2],
    nodes: Vec<Node>,
}

impl<'a> Cluster<'a> {
    fn start(scratch: &Scratch, test: &'a TestDb) -> Self {
        let data = [scratch.path("one"), scratch.path("two")];
        let first = Node::start(&data[0], test.url(), &[]);
        std::fs::create_dir_all(&data[1]).expect("a folder");
        let key = |data: &str| std::path::Path::new(data).join("field.key");
        std::fs::copy(key(&data[0]), key(&data[1])).expect("the key is brought to the other node");
        let mut nodes = vec![first];
        if test.backend() == Backend::Postgres {
            nodes.push(Node::start(&data[1], test.url(), &[]));
        }
        Self { test, data, nodes }
    }

    /// The node that a balancer chooses next.
    fn next(&mut self) -> &mut Node {
        match self.test.backend() {
            Backend::Postgres => self.nodes.rotate_left(1),
            Backend::Sqlite => {
                self.nodes.pop().expect("one").stop();
                self.nodes.push(Node::start(&self.data[0], self.test.url(), &[]));
            }
        }
        &mut self.nodes[0]
    }
}

#[test]
fn one_session_goes_from_node_to_node_and_every_answer_is_known_to_all() {
    let scratch = Scratch::new("nodes");
    let test = TestDb::empty();
    let mut cluster = Cluster::start(&scratch, &test);
    let password = cluster.nodes[0].password();
    let credentials = json!({ "login": "admin", "password": password });
    let signed_in = cluster.nodes[0].call("POST", "/session", "", Some(&credentials));
    assert_eq!(signed_in.status, 200, "{}", signed_in.json);
    let cookie = signed_in.cookie.split(';').next().unwrap_or_default().to_owned();

    let customer =
        json!({ "kind": "person", "name": "王小明", "identity_kind": "passport", "identity_number": "E11111111" });
    let created = cluster.next().call("POST", "/customers", &cookie, Some(&customer));
    assert_eq!((created.status, created.replayed), (201, false), "{}", created.json);
    let again = cluster.next().call("POST", "/customers", &cookie, Some(&customer));
    assert_eq!((again.status, again.replayed), (201, true), "{}", again.json);
    assert_eq!(again.json, created.json);
    let id = created.json["id"].as_str().expect("an id").to_owned();
    for _ in 0..2 {
        let node = cluster.next();
        let read = node.call("GET", &format!("/customers/{id}"), &cookie, None);
        assert_eq!((read.status, &read.json["id"]), (200, &json!(id)), "{}", read.json);
        assert_eq!(node.call("GET", "/readiness", "", None).status, 200);
        let figures = ureq::get(&node.figures)
            .call()
            .expect("figures")
            .into_string()
            .expect("text");
        assert!(figures.contains("xindai_up 1\n"), "{figures}");
    }
    let here = cluster.next();
    assert!(here.call("DELETE", "/session", &cookie, None).status < 300);
    assert_eq!(here.call("GET", "/session", &cookie, None).status, 401);
    // Another node remembers for five seconds whom it has just seen.
    let asked = Instant::now();
    while cluster.next().call("GET", "/session", &cookie, None).status != 401 {
        assert!(
            asked.elapsed() < Duration::from_secs(20),
            "signed out at one node is signed out at all"
        );
    }

    for node in std::mem::take(&mut cluster.nodes) {
        node.stop();
    }
    let verify = [
        "verify",
        "--json",
        "--data-dir",
        &cluster.data[1],
        "--database-url",
        test.url(),
    ];
    assert_eq!(told(&verify)["ok"], true);
}
