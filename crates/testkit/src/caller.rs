use crate::answered::Answered;
use crate::wire::Wire;
use axum::body::Body;
use axum::http::Method;
use serde_json::Value;

/// Somebody who calls the API, signed in or not.
pub struct Caller<'a> {
    wire: &'a Wire,
    headers: Vec<(String, String)>,
}

impl<'a> Caller<'a> {
    pub(crate) fn new(wire: &'a Wire, cookie: Option<&str>) -> Self {
        let headers = cookie.map(|cookie| ("cookie".to_owned(), cookie.to_owned()));
        Self {
            wire,
            headers: headers.into_iter().collect(),
        }
    }

    /// The same caller with one more header on every call: `Idempotency-Key`, `Accept-Language`.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Caller<'a> {
        let mut headers = self.headers.clone();
        headers.push((name.to_owned(), value.to_owned()));
        Caller {
            wire: self.wire,
            headers,
        }
    }

    /// GET below `/api/v1`.
    #[must_use]
    pub fn get(&self, uri: &str) -> Answered {
        self.send(Method::GET, uri, &Value::Null)
    }

    /// POST below `/api/v1`.
    #[must_use]
    pub fn post(&self, uri: &str, body: &Value) -> Answered {
        self.send(Method::POST, uri, body)
    }

    /// DELETE below `/api/v1`.
    #[must_use]
    pub fn delete(&self, uri: &str) -> Answered {
        self.send(Method::DELETE, uri, &Value::Null)
    }

    /// Any call below `/api/v1`, as a page of ours would make it; no body when it is null.
    #[must_use]
    pub fn send(&self, method: Method, uri: &str, body: &Value) -> Answered {
        let headers = self.headers_with("application/json");
        self.wire.call(method, &format!("/api/v1{uri}"), &headers, body)
    }

    /// POST of a file below `/api/v1`.
    #[must_use]
    pub fn post_file(&self, uri: &str, content: &[u8]) -> Answered {
        let headers = self.headers_with("application/octet-stream");
        let body = Body::from(content.to_vec());
        self.wire.send(Method::POST, &format!("/api/v1{uri}"), &headers, body)
    }

    fn headers_with(&self, content_type: &'static str) -> Vec<(&str, &str)> {
        let mut headers = vec![
            ("x-requested-with", "xindai"),
            ("content-type", content_type),
            ("accept-language", "en"),
        ];
        headers.retain(|(name, _)| !self.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)));
        headers.extend(self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        headers
    }
}
