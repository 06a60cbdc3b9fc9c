//! The walk of docs/API.md, done as it stands there: a strict reader of its few lines of shell sends the calls to the whole program and
//! compares the answers with those shown.

use crate::app::app;
use axum::http::Method;
use serde_json::Value;
use std::collections::BTreeMap;
use testkit::{Answered, PASSWORD, TestApp};

const PAGE: &str = include_str!("../../../../docs/API.md");
const URL: &str = "http://server";

struct Walker {
    app: TestApp,
    /// Cookies by the name of their file.
    jars: BTreeMap<String, String>,
    variables: BTreeMap<String, String>,
    last: Option<Answered>,
    calls: usize,
    compared: usize,
}

#[test]
fn the_walk_of_the_page_goes_as_it_is_written() {
    let (_, walk) = PAGE.split_once("\n## A walk\n").expect("the walk");
    let (walk, _) = walk.split_once("\n## ").expect("what follows it");
    let app = app();
    let mut walker = Walker {
        app,
        jars: BTreeMap::new(),
        variables: [("URL", URL), ("PASSWORD", PASSWORD)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        last: None,
        calls: 0,
        compared: 0,
    };
    for fence in walk.split("\n```").skip(1).step_by(2) {
        match fence.split_once('\n').expect("a fence has a first line") {
            ("sh", lines) => lines.replace("\\\n", " ").lines().for_each(|line| walker.line(line)),
            ("json", shown) => walker.compare(shown),
            (other, _) => panic!("a fence of {other:?}"),
        }
    }
    assert_eq!((walker.calls, walker.compared), (17, 9));
}

impl Walker {
    /// `[NAME=$(]curl … [| jq -r '…')]   # status`
    fn line(&mut self, line: &str) {
        let (command, expected) = line.rsplit_once("# ").unwrap_or_else(|| panic!("no status: {line}"));
        let command = command.trim();
        let captured = command.split_once("=$(").map(|(name, rest)| {
            let rest = rest.strip_suffix(')').unwrap_or_else(|| panic!("no end: {line}"));
            let (curl, filter) = rest
                .rsplit_once(" | jq -r ")
                .unwrap_or_else(|| panic!("no filter: {line}"));
            (name.to_owned(), curl, filter.trim_matches('\'').to_owned())
        });
        let answered = self.curl(captured.as_ref().map_or(command, |(_, curl, _)| curl));
        let replayed = expected.strip_suffix(" Idempotency-Replayed");
        assert_eq!(
            answered.status.as_str(),
            replayed.unwrap_or(expected),
            "{line}: {}",
            answered.json
        );
        assert_eq!(
            answered.header("idempotency-replayed") == "true",
            replayed.is_some(),
            "{line}"
        );
        if let Some((name, _, filter)) = captured {
            let value = filtered(&answered.json, &filter);
            self.variables.insert(name, value);
        }
        self.last = Some(answered);
    }

    fn curl(&mut self, command: &str) -> Answered {
        let mut words = self.words(command).into_iter();
        assert_eq!(words.next().as_deref(), Some("curl"), "{command}");
        let (mut headers, mut body, mut address) = (Vec::new(), None, None);
        let (mut send, mut keep) = (None, None);
        while let Some(word) = words.next() {
            let mut next = || {
                words
                    .next()
                    .unwrap_or_else(|| panic!("{word} needs a value: {command}"))
            };
            match word.as_str() {
                "-s" => {}
                "-b" => send = Some(next()),
                "-c" => keep = Some(next()),
                "-d" => body = Some(next()),
                "-H" => {
                    let header = next();
                    let (name, value) = header.split_once(": ").unwrap_or_else(|| panic!("no header: {header}"));
                    headers.push((name.to_owned(), value.to_owned()));
                }
                option if option.starts_with('-') => panic!("curl {option} is not known here"),
                _ => assert!(address.replace(word).is_none(), "two addresses: {command}"),
            }
        }
        if let Some(jar) = send {
            let cookie = self
                .jars
                .get(&jar)
                .unwrap_or_else(|| panic!("no cookies in {jar}: {command}"));
            headers.push(("cookie".to_owned(), cookie.clone()));
        }
        let address = address.unwrap_or_else(|| panic!("no address: {command}"));
        let path = address
            .strip_prefix(URL)
            .unwrap_or_else(|| panic!("another server: {address}"));
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let body = body.map_or(Value::Null, |text| {
            serde_json::from_str(&text).unwrap_or_else(|cause| panic!("{cause}: {text}"))
        });
        let answered = self.app.call(method, path, &headers, &body);
        if let Some(jar) = keep {
            let cookie = answered.header("set-cookie").split(';').next().unwrap_or_default();
            self.jars.insert(jar, cookie.to_owned());
        }
        self.calls += 1;
        answered
    }

    /// Words as a shell makes them: nothing changes between single quotes; between double ones `\"` and `$NAME` do.
    fn words(&self, command: &str) -> Vec<String> {
        let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
        let mut letters = command.chars().peekable();
        while let Some(letter) = letters.next() {
            match (quote, letter) {
                (None, ' ') => words.extend(word.take()),
                (None, '\'' | '"') => {
                    quote = Some(letter);
                    word.get_or_insert_default();
                }
                (Some(open), _) if open == letter => quote = None,
                (Some('"'), '\\') => word.get_or_insert_default().extend(letters.next()),
                (Some('"'), '$') => {
                    let mut name = String::new();
                    while let Some(letter) = letters.next_if(char::is_ascii_uppercase) {
                        name.push(letter);
                    }
                    let value = self
                        .variables
                        .get(&name)
                        .unwrap_or_else(|| panic!("${name} is not set: {command}"));
                    word.get_or_insert_default().push_str(value);
                }
                (None, '$' | '|' | '\\') => panic!("{letter} outside quotes: {command}"),
                _ => word.get_or_insert_default().push(letter),
            }
        }
        assert!(quote.is_none(), "an open quote: {command}");
        words.extend(word);
        words
    }

    fn compare(&mut self, shown: &str) {
        let shown: Value = serde_json::from_str(shown).unwrap_or_else(|cause| panic!("{cause}: {shown}"));
        let answered = self.last.as_ref().expect("a call before");
        assert_eq!(difference(&shown, &answered.json, ""), None, "{}", answered.json);
        self.compared += 1;
    }
}

/// `.a.b` or `.items[]|select(.code=="P03").id`
fn filtered(json: &Value, filter: &str) -> String {
    let (from, path) = match filter.split_once("[]|select(.") {
        None => (json.clone(), filter),
        Some((list, rest)) => {
            let (test, path) = rest.split_once(')').expect("the end of select");
            let (name, value) = test.split_once("==").expect("a comparison");
            let rows = at(json, list).as_array().cloned().unwrap_or_default();
            let mut rows = rows.into_iter();
            let found = rows.find(|row| row[name] == value.trim_matches('"'));
            (found.unwrap_or_else(|| panic!("{filter} finds nothing")), path)
        }
    };
    let value = at(&from, path);
    value
        .as_str()
        .unwrap_or_else(|| panic!("{filter} is no text in {from}"))
        .to_owned()
}

fn at<'a>(json: &'a Value, path: &str) -> &'a Value {
    path.split('.').skip(1).fold(json, |value, name| &value[name])
}

/// Where an answer has something else than shown: it may have more members, and rows behind those shown.
fn difference(shown: &Value, answered: &Value, place: &str) -> Option<String> {
    match (shown, answered) {
        (Value::String(text), _) if text == "…" => answered.is_null().then(|| format!("{place} is missing")),
        (Value::Object(fields), Value::Object(_)) => fields
            .iter()
            .find_map(|(name, value)| difference(value, &answered[name], &format!("{place}.{name}"))),
        (Value::Array(items), Value::Array(others)) if items.len() <= others.len() => items
            .iter()
            .zip(others)
            .enumerate()
            .find_map(|(nr, (item, other))| difference(item, other, &format!("{place}[{nr}]"))),
        _ => (shown != answered).then(|| format!("{place}: shown {shown}, answered {answered}")),
    }
}
