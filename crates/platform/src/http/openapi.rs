//! The OpenAPI document beyond what handlers say of themselves: who may call, which problems are answered, headers, examples.

use super::answers::{Answers, Shape, is_of_machinery};
use super::lang::Lang;
use super::openapi_example::put_examples;
use super::principal::Permission;
use super::problem::{PROBLEMS, Problem, ProblemText, title};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::openapi::OpenApi;

/// What the document adds to an operation.
pub(super) struct OperationFacts {
    /// Full path with parameters.
    pub path: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// What the caller must be allowed to do.
    pub permission: Permission,
    /// The problems of its capability.
    pub problems: Vec<&'static [ProblemText]>,
}

const TAGS: &[(&str, &str)] = &[
    (
        "access",
        "Sign-in, users, roles, organisations, duties, authority, changes that wait for a second person",
    ),
    ("audit", "Who did what, when and to what"),
    ("close", "The business day and its close"),
    ("customer", "Persons and companies"),
    ("export", "Lists as files"),
    ("import", "Customers and loans taken over from files"),
    ("ledger", "Accounts, journal entries, balances"),
    (
        "loan",
        "Loans: booking, disbursement, repayment, reversal, schedule, events",
    ),
    ("platform", "Whether the program is well, and what it can refuse"),
    ("preference", "What users arrange for themselves"),
    ("product", "Loan products in versions"),
    (
        "reference",
        "Master data in versions: calendars, working days, published rates",
    ),
    ("report", "Figures"),
    (
        "setup",
        "The first start: institution, branches, administrator, products",
    ),
];

const ABOUT: &str = "Calls that change something need the header `X-Requested-With: xindai`. `x-permission` of an operation \
    names the permission it needs. Errors are problem documents (RFC 9457) with stable codes, in Chinese or English by \
    `Accept-Language`; each error answer lists the codes with which the operation can refuse, and `GET /api/v1/problems` \
    gives all of them with their texts. Commands take an `Idempotency-Key` and may be sent again; `dry_run=true` shows what \
    would happen. Lists answer pages: pass `next_cursor` back as `cursor`. Every answer carries `RateLimit-Limit`, \
    `RateLimit-Remaining` and `RateLimit-Reset` where the number of requests is limited.";

/// Completes a document made from the handlers.
pub(super) fn complete(handlers: &OpenApi, operations: &[OperationFacts], known: &Answers) -> Value {
    let mut document = serde_json::to_value(handlers).expect("an OpenAPI document is JSON");
    document["info"]["description"] = ABOUT.into();
    document["info"]["license"] = json!({ "name": "Apache-2.0", "identifier": "Apache-2.0" });
    document["servers"] = json!([{ "url": "/", "description": "This server" }]);
    document["components"]["headers"] = headers();
    let mut used_tags = BTreeSet::new();
    let mut answers = Map::new();
    for facts in operations {
        let operation = &mut document["paths"][&facts.path][facts.method.to_lowercase()];
        let tag = operation["tags"][0].as_str().unwrap_or("platform").to_owned();
        describe(operation, facts);
        constrain_parameters(operation);
        add_headers(operation);
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        let codes = codes_by_status(&id, operation, facts, known);
        for status in statuses(&shape_of(operation, facts), &codes) {
            let name = put_answer(&mut answers, &id, status, &codes[&status]);
            let reference = format!("#/components/responses/{name}");
            operation["responses"][status.to_string()] = json!({ "$ref": reference });
        }
        used_tags.insert(tag);
    }
    document["components"]["responses"] = Value::Object(answers);
    let about = |tag: &String| {
        TAGS.iter()
            .find(|(name, _)| name == tag)
            .map_or("", |(_, about)| *about)
    };
    let tags = used_tags.iter();
    document["tags"] = tags
        .map(|tag| json!({ "name": tag, "description": about(tag) }))
        .collect();
    put_examples(&mut document);
    document
}

fn describe(operation: &mut Value, facts: &OperationFacts) {
    let mut parts: Vec<String> = operation["description"]
        .as_str()
        .map(str::to_owned)
        .into_iter()
        .collect();
    parts.push(match facts.permission {
        Permission::PUBLIC => "Open to anyone.".to_owned(),
        Permission::SIGNED_IN => "For any user who is signed in.".to_owned(),
        Permission::IN_PERSON => "For any user who is signed in, in person: no token does it.".to_owned(),
        Permission::EVEN_LOCKED => {
            "For any user who is signed in, in person, even while the screen of the session is locked.".to_owned()
        }
        Permission(name) => format!("Needs the permission `{name}`."),
    });
    if has_parameter(operation, "Idempotency-Key") {
        parts.push(
            "May be sent again with the same `Idempotency-Key`; `dry_run=true` does the same and takes it back."
                .to_owned(),
        );
    }
    if has_parameter(operation, "cursor") {
        parts.push("Answers a page; `next_cursor` fetches the next one.".to_owned());
    }
    operation["description"] = parts.join("\n\n").into();
}

/// What every parameter of a kind must look like, told once here.
fn constrain_parameters(operation: &mut Value) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let schema = match parameter["name"].as_str() {
            Some("Idempotency-Key") => {
                json!({ "type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]{1,128}$" })
            }
            Some("dry_run") => json!({ "type": "boolean", "default": false }),
            _ => continue,
        };
        parameter["schema"] = schema;
    }
}

fn has_parameter(operation: &Value, name: &str) -> bool {
    parameters(operation).any(|parameter| parameter["name"] == name)
}

fn has_parameter_in(operation: &Value, place: &str) -> bool {
    parameters(operation).any(|parameter| parameter["in"] == place)
}

fn parameters(operation: &Value) -> impl Iterator<Item = &Value> {
    operation["parameters"].as_array().into_iter().flatten()
}

const RATE: [&str; 3] = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

fn headers() -> Value {
    let header = |about: &str, schema: Value| json!({ "description": about, "schema": schema });
    let count = || json!({ "type": "integer", "minimum": 0 });
    json!({
        "RateLimit-Limit": header("Requests that the caller may send in a minute; absent where they are not limited", count()),
        "RateLimit-Remaining": header("Requests that are left now", count()),
        "RateLimit-Reset": header("Seconds until the allowance is full again", count()),
        "Retry-After": header("Seconds until the next request is let in", json!({ "type": "integer", "minimum": 1 })),
        "X-Request-Id": header("Number of the request, also in the log", json!({ "type": "string" })),
        "Idempotency-Replayed": header("`true` when this is the stored answer of an earlier call with the same key",
            json!({ "type": "string", "enum": ["true"] })),
    })
}

fn refer_headers(names: &[&str]) -> Value {
    let pairs = names.iter().map(|name| {
        let reference = format!("#/components/headers/{name}");
        ((*name).to_owned(), json!({ "$ref": reference }))
    });
    Value::Object(pairs.collect())
}

fn add_headers(operation: &mut Value) {
    let mut names = RATE.to_vec();
    names.push("X-Request-Id");
    if has_parameter(operation, "Idempotency-Key") {
        names.push("Idempotency-Replayed");
    }
    let answers = operation["responses"].as_object_mut().into_iter().flatten();
    for (_, answer) in answers {
        answer["headers"] = refer_headers(&names);
    }
}

/// The codes of an operation by status: those of the machinery that its shape lets in, and its own; those of its whole capability
/// when nobody told which.
fn codes_by_status(id: &str, operation: &Value, facts: &OperationFacts, known: &Answers) -> Codes {
    let mut codes = Codes::new();
    let shape = shape_of(operation, facts);
    let machinery = PROBLEMS.iter().filter(|text| shape.admits(text));
    let own: Vec<ProblemText> = match known.of_operation(id) {
        Some(own) => own.filter(|text| !is_of_machinery(text)).copied().collect(),
        None => facts.problems.iter().copied().flatten().copied().collect(),
    };
    for text in machinery.copied().chain(own) {
        codes.entry(text.status).or_default().insert(text.code, text);
    }
    codes
}

fn shape_of(operation: &Value, facts: &OperationFacts) -> Shape {
    Shape {
        has_body: operation["requestBody"].is_object(),
        has_path: has_parameter_in(operation, "path"),
        has_query: has_parameter_in(operation, "query"),
        has_cursor: has_parameter(operation, "cursor"),
        has_sort: has_parameter(operation, "sort"),
        is_repeatable: has_parameter(operation, "Idempotency-Key"),
        changes: facts.method != "GET",
        permission: facts.permission,
    }
}

/// Kinds of problems by status and code.
type Codes = BTreeMap<u16, BTreeMap<&'static str, ProblemText>>;

/// The statuses with which an operation of this shape can refuse.
fn statuses(shape: &Shape, codes: &Codes) -> Vec<u16> {
    codes
        .keys()
        .copied()
        .filter(|status| shape.can_answer(*status))
        .collect()
}

/// Puts an error answer among the shared ones and returns its name: that of one with the same codes, else of the machinery or of the
/// operation that was first to need it.
fn put_answer(
    answers: &mut Map<String, Value>,
    operation: &str,
    status: u16,
    codes: &BTreeMap<&'static str, ProblemText>,
) -> String {
    let listed: Value = codes.keys().copied().collect();
    let ending = format!(".{status}");
    let mut shared = answers.iter().filter(|(name, _)| name.ends_with(&ending));
    if let Some((name, _)) = shared.find(|(_, answer)| answer["x-problem-codes"] == listed) {
        return name.clone();
    }
    let is_machinery = codes.values().all(is_of_machinery);
    let names = [if is_machinery { "platform" } else { operation }, operation].map(|first| format!("{first}{ending}"));
    let name = names
        .iter()
        .find(|name| !answers.contains_key(*name))
        .unwrap_or(&names[1])
        .clone();
    answers.insert(name.clone(), error_answer(status, codes, listed));
    name
}

fn error_answer(status: u16, codes: &BTreeMap<&'static str, ProblemText>, listed: Value) -> Value {
    let mut names = RATE.to_vec();
    names.push("X-Request-Id");
    if [429, 503].contains(&status) {
        names.push("Retry-After");
    }
    let whole = codes.values().find(|text| !text.zh.contains('{'));
    let shown = whole.or_else(|| codes.values().next()).copied().map(Problem::of);
    let example = shown.map(|problem| problem.to_json(Lang::Zh, Some("0c5cf2a1f5a24d0e")));
    let narrowed = json!({ "type": "object", "properties": {
        "status": { "type": "integer", "enum": [status] },
        "code": { "type": "string", "enum": listed },
    } });
    json!({
        "description": title(status, Lang::En),
        "headers": refer_headers(&names),
        "x-problem-codes": listed,
        "content": { "application/problem+json": {
            "schema": { "allOf": [{ "$ref": "#/components/schemas/Problem" }, narrowed] },
            "example": example,
        } },
    })
}
