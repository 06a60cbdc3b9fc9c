use crate::answered::Answered;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::Value;
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
            router,
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
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a sound request");
        self.runtime.block_on(async {
            let answered = self.router.clone().oneshot(request).await;
            Answered::read(answered.expect("a router never fails")).await
        })
    }
}
