use crate::app::app;
use access::{Gate, HashCost};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn document() -> Value {
    (**server::api(&Gate::new(HashCost::quick())).openapi).clone()
}

/// Every operation: path, method, itself.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let all = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().expect("a path");
        item.iter()
            .map(move |(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    all.collect()
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"].as_str().map_or(value, |to| {
        document
            .pointer(&to[1..])
            .unwrap_or_else(|| panic!("{to} is not there"))
    })
}

#[test]
fn every_operation_says_what_it_does_who_may_and_how_it_refuses() {
    let document = document();
    let tags: BTreeSet<&str> = document["tags"]
        .as_array()
        .expect("tags")
        .iter()
        .filter_map(|tag| tag["name"].as_str())
        .collect();
    let known: Value = app().anyone().get("/problems").ok();
    let known: BTreeSet<&str> = known["items"]
        .as_array()
        .expect("kinds")
        .iter()
        .filter_map(|kind| kind["code"].as_str())
        .collect();
    for (path, method, operation) in operations(&document) {
        let name = format!("{method} {path}");
        for member in ["summary", "description", "x-permission"] {
            assert!(
                operation[member].as_str().is_some_and(|text| !text.is_empty()),
                "{name}: {member}"
            );
        }
        assert!(
            operation["tags"][0].as_str().is_some_and(|tag| tags.contains(tag)),
            "{name}: tag"
        );
        let answers = operation["responses"].as_object().expect("answers");
        for status in ["429", "500", "503"] {
            assert!(answers.contains_key(status), "{name}: {status}");
        }
        assert!(
            operation["x-permission"] == "public" || (answers.contains_key("401") && answers.contains_key("403")),
            "{name}"
        );
        for (status, answer) in answers {
            let answer = resolved(&document, answer);
            assert!(answer["headers"]["RateLimit-Remaining"].is_object(), "{name} {status}");
            if status.starts_with(['4', '5']) {
                let codes = answer["x-problem-codes"].as_array().expect("codes");
                assert!(
                    !codes.is_empty()
                        && codes
                            .iter()
                            .all(|code| known.contains(code.as_str().unwrap_or_default())),
                    "{name} {status}"
                );
            }
        }
        assert!(operation["responses"]["429"].is_object(), "{name}");
    }
    let limited = resolved(
        &document,
        &document["paths"]["/api/v1/loans"]["get"]["responses"]["429"],
    );
    assert!(limited["headers"]["Retry-After"].is_object());
}

#[test]
fn every_example_is_one_of_its_schema() {
    let document = document();
    let mut seen = 0;
    for (path, method, operation) in operations(&document) {
        let asked = operation.pointer("/requestBody/content").into_iter();
        let answers = operation["responses"].as_object().expect("answers");
        let answered = answers
            .values()
            .filter_map(|answer| resolved(&document, answer).get("content"));
        for content in asked.chain(answered) {
            for (kind, media) in content
                .as_object()
                .expect("media")
                .iter()
                .filter(|(kind, _)| kind.ends_with("json"))
            {
                let example = media
                    .get("example")
                    .unwrap_or_else(|| panic!("{method} {path}: no example of {kind}"));
                let name = format!("{method} {path}");
                assert!(
                    !example.to_string().contains('…'),
                    "{name}: a field has no example: {example}"
                );
                assert_eq!(faults(&document, &media["schema"], example, &name), None);
                seen += 1;
            }
        }
    }
    // Each operation has at least the problems 429, 500 and 503.
    assert!(seen >= 3 * operations(&document).len());
}

/// The first way in which a value is none of a schema: the words of JSON Schema that our documents use.
fn faults(document: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    let schema = resolved(document, schema);
    let all = |name: &str| schema[name].as_array().cloned();
    if let Some(parts) = all("allOf")
        && let Some(fault) = parts.iter().find_map(|part| faults(document, part, value, place))
    {
        return Some(fault);
    }
    if let Some(choices) = all("oneOf").or_else(|| all("anyOf"))
        && choices
            .iter()
            .all(|choice| faults(document, choice, value, place).is_some())
    {
        return Some(format!("{place}: {value} is none of {choices:?}"));
    }
    if let Some(allowed) = all("enum")
        && !allowed.contains(value)
    {
        return Some(format!("{place}: {value} is not among {allowed:?}"));
    }
    let kinds = all("type").unwrap_or_else(|| vec![schema["type"].clone()]);
    if !schema["type"].is_null() && !kinds.iter().any(|kind| is_of(value, kind.as_str().unwrap_or_default())) {
        return Some(format!("{place}: {value} is not of type {kinds:?}"));
    }
    if let Some(number) = value.as_i64() {
        let least = schema["minimum"].as_i64().is_some_and(|least| number < least);
        let most = schema["maximum"].as_i64().is_some_and(|most| number > most);
        if least || most {
            return Some(format!("{place}: {number} is out of range"));
        }
    }
    if let Some(items) = value.as_array() {
        return items
            .iter()
            .enumerate()
            .find_map(|(i, item)| faults(document, &schema["items"], item, &format!("{place}[{i}]")));
    }
    let fields = value.as_object()?;
    let missing = all("required")
        .unwrap_or_default()
        .into_iter()
        .find(|name| !fields.contains_key(name.as_str().unwrap_or_default()));
    if let Some(name) = missing {
        return Some(format!("{place}: {name} is missing"));
    }
    fields
        .iter()
        .find_map(|(name, field)| match schema["properties"].get(name) {
            Some(known) => faults(document, known, field, &format!("{place}.{name}")),
            None if schema["additionalProperties"] == false => Some(format!("{place}.{name} is unknown")),
            None => None,
        })
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

#[test]
fn every_example_of_a_request_is_understood() {
    let app = app();
    let document = document();
    let manager = app.sign_in("manager");
    for (path, method, operation) in operations(&document) {
        let Some(example) = operation.pointer("/requestBody/content/application~1json/example") else {
            continue;
        };
        let uri = path.replacen("/api/v1", "", 1).replace("{business_date}", "2025-01-20");
        let parts = uri.split('/').map(|part| {
            if part.starts_with('{') {
                "01900000-0000-7000-8000-000000000001"
            } else {
                part
            }
        });
        let uri = parts.collect::<Vec<_>>().join("/");
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
        let answered = manager.send(method, &uri, example);
        let code = answered.json["code"].as_str().unwrap_or_default();
        assert!(
            !code.starts_with("platform.") && code != "access.not_signed_in",
            "{uri}: {} {example}",
            answered.json
        );
    }
}

#[test]
fn the_problem_kinds_are_told_with_their_texts() {
    let kinds = app().anyone().get("/problems").ok();
    let closed = json!({ "code": "loan.closed", "status": 409, "zh": "借据已结清", "en": "The loan is closed: nothing is owed any more" });
    assert!(kinds["items"].as_array().expect("kinds").contains(&closed));
}

#[test]
fn an_unknown_currency_of_the_cockpit_is_refused() {
    let refused = app().sign_in("manager").get("/cockpit?currency=XYZ");
    assert_eq!(refused.problem(), (400, "report.currency_unknown"));
    assert_eq!(refused.json["currency"], "XYZ");
}

#[test]
fn the_audit_chain_has_no_place_before_its_first() {
    let app = app();
    let auditor = app.sign_in("auditor");
    for seq in [0, -1, i64::MIN] {
        assert_eq!(auditor.get(&format!("/audit-entries/{seq}")).status, 404, "{seq}");
    }
}

#[test]
fn an_operation_lists_its_own_codes_and_not_those_of_its_neighbours() {
    let document = document();
    let codes = |pointer: &str, method: &str, status: &str| -> BTreeSet<String> {
        let answer = &document["paths"][pointer][method]["responses"][status];
        let listed = resolved(&document, answer)["x-problem-codes"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        listed
            .iter()
            .filter_map(|code| code.as_str().map(str::to_owned))
            .collect()
    };
    let repay = codes("/api/v1/loans/{id}/repayments", "post", "422");
    for own in [
        "loan.prepayment_too_small",
        "loan.value_date_in_future",
        "platform.idempotency_key_reused",
    ] {
        assert!(repay.contains(own), "{own} is missing: {repay:?}");
    }
    for other in [
        "loan.customer_unknown",
        "loan.close_out_of_range",
        "loan.number_invalid",
        "platform.sort_invalid",
    ] {
        assert!(!repay.contains(other), "{other} is no answer to a repayment");
    }
    let close = codes("/api/v1/close-runs", "post", "422");
    assert!(
        close.contains("loan.close_out_of_range") && !close.contains("loan.prepayment_too_small"),
        "{close:?}"
    );
    assert_eq!(
        codes("/api/v1/health", "get", "503"),
        ["platform.timeout", "platform.unavailable"].map(str::to_owned).into()
    );
}
