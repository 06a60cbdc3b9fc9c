//! Traces: what the real program delivers to a collector over HTTP, and that a collector which is away harms nothing.

use crate::book::Scratch;
use crate::nodes::Node;
use platform::testing::TestDb;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

/// A collector on this machine: keeps what it is sent.
struct Collector {
    endpoint: String,
    bodies: Arc<Mutex<Vec<String>>>,
}

impl Collector {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let endpoint = format!("http://{}", listener.local_addr().expect("bound"));
        let bodies = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&bodies);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || {
                    while let Some(body) = answer(&stream) {
                        kept.lock().unwrap_or_else(PoisonError::into_inner).push(body);
                    }
                });
            }
        });
        Self { endpoint, bodies }
    }

    /// Everything so far: as text, and the spans in it.
    fn told(&self) -> (String, Vec<Value>) {
        let bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        let mut spans = Vec::new();
        for body in bodies.iter() {
            let sent: Value = serde_json::from_str(body).expect("OTLP is JSON");
            let resource = &sent["resourceSpans"][0];
            assert_eq!(
                resource["resource"]["attributes"][0],
                json!({ "key": "service.name", "value": { "stringValue": "xindai" } })
            );
            spans.extend(
                resource["scopeSpans"][0]["spans"]
                    .as_array()
                    .cloned()
                    .unwrap_or_default(),
            );
        }
        (bodies.concat(), spans)
    }
}

/// Reads one request and answers it; `None` when the other side has gone.
fn answer(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut line) = (0, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let head = line.trim_end().to_ascii_lowercase();
        if let Some(value) = head.strip_prefix("content-length: ") {
            length = value.parse().expect("a length");
        }
        if head.starts_with("post ") {
            assert_eq!(head, "post /v1/traces http/1.1");
        }
        if head.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let mut out = stream;
    out.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}")
        .ok()?;
    Some(String::from_utf8(body).expect("UTF-8"))
}

fn attribute<'a>(span: &'a Value, name: &str) -> &'a Value {
    let all = span["attributes"].as_array().expect("attributes");
    let found = all.iter().find(|one| one["key"] == name);
    found.map_or(&Value::Null, |one| &one["value"])
}

/// Signs in, and makes a customer within somebody's trace.
fn work(node: &mut Node) {
    let call = |path: &str| ureq::post(&format!("{}/api/v1{path}", node.base)).set("X-Requested-With", "xindai");
    let (sign_in, customer) = (call("/session"), call("/customers"));
    let password = node.password();
    let signed_in = sign_in
        .send_json(json!({ "login": "admin", "password": password }))
        .expect("signed in");
    let cookie = signed_in
        .header("set-cookie")
        .and_then(|text| text.split(';').next())
        .expect("a cookie");
    let made = customer
        .set("Cookie", cookie)
        .set("Idempotency-Key", "one")
        .set("traceparent", &format!("00-{TRACE}-{CALLER}-01"))
        .send_json(json!({ "kind": "person", "name": "欧阳明月", "identity_kind": "passport", "identity_number": "E87654321" }));
    assert_eq!(made.expect("a customer").status(), 201);
}

#[test]
fn a_request_its_command_and_its_transaction_are_told_in_the_trace_of_the_caller() {
    let (scratch, test, collector) = (Scratch::new("traces"), TestDb::empty(), Collector::start());
    let settings = [("XINDAI_OTLP_ENDPOINT", collector.endpoint.as_str())];
    let mut node = Node::start(&scratch.path("data"), test.url(), &settings);
    work(&mut node);
    // What waits is delivered before the program ends.
    node.stop();
    let (text, spans) = collector.told();
    let of_trace: Vec<&Value> = spans.iter().filter(|span| span["traceId"] == TRACE).collect();
    let named = |name: &str| {
        let found = of_trace.iter().find(|span| span["name"] == name);
        *found.unwrap_or_else(|| panic!("no span {name}: {of_trace:?}"))
    };
    let (request, command) = (
        named("POST /api/v1/customers"),
        named("command customer.create_customer"),
    );
    assert_eq!(
        (&request["parentSpanId"], &request["kind"]),
        (&json!(CALLER), &json!(2))
    );
    assert_eq!(
        attribute(request, "http.response.status_code"),
        &json!({ "intValue": "201" })
    );
    assert_eq!(command["parentSpanId"], request["spanId"]);
    let transaction = of_trace.iter().find(|span| span["name"] == "transaction write");
    let transaction = transaction.expect("the command's transaction");
    assert_eq!(transaction["parentSpanId"], command["spanId"]);
    assert_eq!(attribute(transaction, "xindai.done"), &json!({ "boolValue": true }));
    let nanos = |span: &Value, end: &str| {
        span[end]
            .as_str()
            .and_then(|text| text.parse::<u128>().ok())
            .expect("a moment")
    };
    assert!(nanos(request, "startTimeUnixNano") <= nanos(transaction, "startTimeUnixNano"));
    assert!(nanos(transaction, "endTimeUnixNano") <= nanos(request, "endTimeUnixNano"));
    // Signing in has a trace of its own.
    let sign_in = spans
        .iter()
        .find(|span| span["name"] == "POST /api/v1/session")
        .expect("the sign-in");
    assert!(sign_in["traceId"] != TRACE && sign_in["parentSpanId"] == "");
    for personal in ["欧阳", "E87654321", "admin", "password", "xindai_session"] {
        assert!(!text.contains(personal), "{personal} left the program");
    }
}

#[test]
fn a_collector_that_is_away_disturbs_nobody() {
    let (scratch, test) = (Scratch::new("no-collector"), TestDb::empty());
    let gone = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("http://{}", gone.local_addr().expect("bound"));
    drop(gone);
    let mut node = Node::start(
        &scratch.path("data"),
        test.url(),
        &[("XINDAI_OTLP_ENDPOINT", &endpoint)],
    );
    work(&mut node);
    node.stop();
}
