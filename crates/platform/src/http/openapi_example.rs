//! Examples of requests and answers, put together from the examples of their fields.

use serde_json::{Map, Value, json};

/// Schemas refer to each other in circles (composed conditions): deeper than this nothing is shown.
const DEEPEST: usize = 8;

/// Gives every JSON body of the document an example.
pub(super) fn put_examples(document: &mut Value) {
    let schemas = document["components"]["schemas"].clone();
    let operations = document["paths"].as_object_mut().into_iter().flatten();
    for (_, operation) in operations.flat_map(|(_, item)| item.as_object_mut().into_iter().flatten()) {
        if let Some(content) = operation.pointer_mut("/requestBody/content") {
            put_example(content, &schemas);
        }
        for (_, answer) in operation["responses"].as_object_mut().into_iter().flatten() {
            if let Some(content) = answer.get_mut("content") {
                put_example(content, &schemas);
            }
        }
    }
}

fn put_example(content: &mut Value, schemas: &Value) {
    if let Some(media) = content.get_mut("application/json")
        && media.get("example").is_none()
    {
        media["example"] = example(&media["schema"], schemas, 0);
    }
}

/// A value of a schema: its example, its default, its first choice, or put together from its parts.
fn example(schema: &Value, schemas: &Value, depth: usize) -> Value {
    if let Some(given) = schema.get("example").or_else(|| schema["examples"].get(0)) {
        return given.clone();
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|text| text.rsplit('/').next()) {
        return example(&schemas[name], schemas, depth);
    }
    if let Some(given) = schema
        .get("default")
        .or_else(|| schema.get("const"))
        .or_else(|| schema["enum"].get(0))
    {
        return given.clone();
    }
    let parts = |name: &str| schema[name].as_array().cloned();
    if let Some(parts) = parts("allOf") {
        let mut whole = Map::new();
        for part in &parts {
            if let Value::Object(fields) = example(part, schemas, depth) {
                whole.extend(fields);
            }
        }
        whole.extend(fields_of(schema, schemas, depth));
        return Value::Object(whole);
    }
    if let Some(choices) = parts("oneOf").or_else(|| parts("anyOf")) {
        let real = choices.iter().find(|choice| choice["type"] != "null");
        return real.map_or(Value::Null, |choice| example(choice, schemas, depth));
    }
    let kinds = schema["type"]
        .as_array()
        .cloned()
        .unwrap_or_else(|| vec![schema["type"].clone()]);
    match kinds[0].as_str() {
        Some("object") => Value::Object(fields_of(schema, schemas, depth)),
        Some("array") if depth >= DEEPEST => json!([]),
        Some("array") if schema["items"].is_object() => json!([example(&schema["items"], schemas, depth + 1)]),
        // A field that may be absent is absent unless somebody gave it an example.
        _ if kinds.iter().any(|kind| kind == "null") => Value::Null,
        Some("array") => json!([]),
        Some("boolean") => json!(false),
        Some("integer") => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
        Some("number") => json!(0.5),
        Some("string") => text(schema),
        _ => json!({}),
    }
}

fn fields_of(schema: &Value, schemas: &Value, depth: usize) -> Map<String, Value> {
    if depth >= DEEPEST {
        return Map::new();
    }
    let fields = schema["properties"].as_object().into_iter().flatten();
    fields
        .map(|(name, field)| (name.clone(), example(field, schemas, depth + 1)))
        .collect()
}

fn text(schema: &Value) -> Value {
    match schema["format"].as_str() {
        Some("uuid") => json!("01900000-0000-7000-8000-000000000001"),
        Some("date") => json!("2025-01-20"),
        Some("date-time") => json!("2025-01-20T08:30:00.000Z"),
        _ => json!(schema["description"].as_str().unwrap_or("…").trim_end_matches('.')),
    }
}
