//! Spans as the JSON of OTLP 1.x (opentelemetry-proto, `ExportTraceServiceRequest`).

use crate::spans::{Attribute, Finished};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// The request that delivers these spans. `instance` tells one process from another.
pub(super) fn request(spans: &[Finished], instance: &str) -> Value {
    let resource = [
        ("service.name", "xindai"),
        ("service.version", env!("CARGO_PKG_VERSION")),
        ("service.instance.id", instance),
    ];
    let resource: Vec<Value> = resource
        .iter()
        .map(|(name, text)| attribute(name, &Attribute::Text((*text).to_owned())))
        .collect();
    let spans: Vec<Value> = spans.iter().map(span).collect();
    json!({ "resourceSpans": [{
        "resource": { "attributes": resource },
        "scopeSpans": [{ "scope": { "name": "xindai" }, "spans": spans }],
    }] })
}

fn span(span: &Finished) -> Value {
    let told = |name: &str| {
        span.attributes
            .iter()
            .find(|(one, _)| *one == name)
            .map(|(_, value)| value)
    };
    // SPAN_KIND_INTERNAL, _SERVER, _CLIENT.
    let kind = match span.name {
        "request" => 2,
        "transaction" => 3,
        _ => 1,
    };
    let name = match (told("http.request.method"), told("http.route"), told("xindai.name")) {
        (Some(Attribute::Text(method)), Some(Attribute::Text(route)), _) => format!("{method} {route}"),
        (_, _, Some(Attribute::Text(name))) => format!("{} {name}", span.name),
        _ => span.name.to_owned(),
    };
    let failed = matches!(told("http.response.status_code"), Some(Attribute::Number(500..)));
    let attributes: Vec<Value> = span
        .attributes
        .iter()
        .map(|(name, value)| attribute(name, value))
        .collect();
    json!({
        "traceId": format!("{:032x}", span.context.trace),
        "spanId": format!("{:016x}", span.context.span),
        "parentSpanId": span.parent.map(|parent| format!("{parent:016x}")).unwrap_or_default(),
        "flags": 1,
        "name": name,
        "kind": kind,
        "startTimeUnixNano": nanos(span.begun),
        "endTimeUnixNano": nanos(span.ended),
        "attributes": attributes,
        // STATUS_CODE_UNSET, _ERROR.
        "status": { "code": if failed { 2 } else { 0 } },
    })
}

fn attribute(name: &str, value: &Attribute) -> Value {
    let value = match value {
        Attribute::Text(text) => json!({ "stringValue": text }),
        // Numbers of 64 bits are text in the JSON of protocol buffers.
        Attribute::Number(number) => json!({ "intValue": number.to_string() }),
        Attribute::Switch(is) => json!({ "boolValue": is }),
    };
    json!({ "key": name, "value": value })
}

fn nanos(moment: SystemTime) -> String {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_nanos().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spans::SpanContext;
    use std::time::Duration;

    #[test]
    fn a_span_is_written_as_the_protocol_has_it() {
        let context = SpanContext::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").unwrap();
        let begun = UNIX_EPOCH + Duration::from_nanos(1_737_360_000_000_000_001);
        let finished = Finished {
            name: "request",
            context,
            parent: Some(7),
            begun,
            ended: begun + Duration::from_millis(2),
            attributes: vec![
                ("http.request.method", Attribute::Text("GET".to_owned())),
                ("http.route", Attribute::Text("/api/v1/loans/{id}".to_owned())),
                ("http.response.status_code", Attribute::Number(503)),
            ],
        };
        let request = request(&[finished], "one");
        let span = &request["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
        assert_eq!(span["traceId"], "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!(
            (&span["spanId"], &span["parentSpanId"]),
            (&json!("00f067aa0ba902b7"), &json!("0000000000000007"))
        );
        assert_eq!(
            (&span["name"], &span["kind"]),
            (&json!("GET /api/v1/loans/{id}"), &json!(2))
        );
        assert_eq!(span["startTimeUnixNano"], "1737360000000000001");
        assert_eq!(span["endTimeUnixNano"], "1737360000002000001");
        assert_eq!(
            span["attributes"][2],
            json!({ "key": "http.response.status_code", "value": { "intValue": "503" } })
        );
        assert_eq!(span["status"]["code"], 2);
    }
}
