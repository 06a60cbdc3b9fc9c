use crate::answered::Answered;
use axum::Router;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::{Method, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use serde_json::Value;
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// What stands in for the network: calls go to the router at once.
pub(crate) struct Wire {
    router: Router,
    runtime: Runtime,
}

impl Wire {
    pub(crate) fn new(router: Router) -> Self {
        Self {
            router: router.layer(from_fn(tell_route)),
            runtime: Builder::new_current_thread().enable_all().build().expect("a runtime"),
        }
    }

    pub(crate) fn call(&self, method: Method, uri: &str, headers: &[(&str, &str)], body: &Value) -> Answered {
        let body = match body {
            Value::Null => Body::empty(),
            body => Body::from(body.to_string()),
        };
        self.send(method, uri, headers, body)
    }

    pub(crate) fn send(&self, method: Method, uri: &str, headers: &[(&str, &str)], body: Body) -> Answered {
        let told = method.clone();
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a sound request");
        self.runtime.block_on(async {
            let answered = self
                .router
                .clone()
                .oneshot(request)
                .await
                .expect("a router never fails");
            let route = answered.extensions().get::<MatchedPath>().cloned();
            let answered = Answered::read(answered).await;
            if let (Some(route), Some(code)) = (route, answered.json["code"].as_str()) {
                assert_declared(&told, route.as_str(), answered.status.as_u16(), code);
            }
            answered
        })
    }
}

/// Keeps the route of a request with its answer.
async fn tell_route(request: Request<Body>, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

/// The document as it is committed.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../docs/openapi.json")).expect("the committed document is JSON")
});

/// Every problem that any test meets stands in the document, at its operation and status. Routes of tests alone do not stand there.
fn assert_declared(method: &Method, route: &str, status: u16, code: &str) {
    let operation = &DOCUMENT["paths"][route][method.as_str().to_lowercase()];
    if status < 400 || operation.is_null() || code == "platform.method_not_allowed" {
        return;
    }
    let answer = &operation["responses"][status.to_string()];
    let answer = answer["$ref"]
        .as_str()
        .and_then(|to| DOCUMENT.pointer(&to[1..]))
        .unwrap_or(answer);
    let listed = answer["x-problem-codes"]
        .as_array()
        .is_some_and(|codes| codes.iter().any(|one| one == code));
    assert!(
        listed,
        "{method} {route} answered {status} {code}, which docs/openapi.json does not list there: run `cargo xtask openapi`; if it \
         is still missing, no name leads from the handler to it (xtask/src/refusals)"
    );
}
