use super::blocking::blocking;
use super::principal::{Permission, Principal};
use super::problem::Problem;
use super::request_id::RequestId;
use super::state::AppState;
use crate::tx::AuditLine;
use axum::extract::Request;
use kernel::Actor;
use serde_json::json;

/// The longest part of a path that the audit trail keeps, in characters.
const PATH_KEPT: usize = 200;

/// Somebody signed in tried what they are not permitted: travels with the answer and is noted in the audit trail.
#[derive(Debug, Clone)]
pub(super) struct Refused {
    actor: Actor,
    permission: &'static str,
    request_id: String,
    method: String,
    path: String,
}

impl Refused {
    pub(super) fn of(principal: &Principal, permission: Permission, request: &Request) -> Self {
        Self {
            actor: principal.actor.clone(),
            permission: permission.0,
            request_id: RequestId::of(request.extensions()),
            method: request.method().to_string(),
            path: request.uri().path().chars().take(PATH_KEPT).collect(),
        }
    }

    /// Writes the line. The caller is refused all the same when that fails; the log says so.
    pub(super) async fn note(self, state: AppState) {
        let noted = blocking(move || {
            let now = state.clock.now();
            state.db.write(|tx| {
                tx.act_as(&self.actor, &self.request_id, now);
                tx.audit(AuditLine {
                    action: "platform.refused",
                    object_kind: "permission",
                    object_id: self.permission.to_owned(),
                    before: None,
                    after: Some(json!({ "method": self.method, "path": self.path })),
                });
                Ok::<_, Problem>(())
            })
        });
        if let Err(problem) = noted.await {
            tracing::error!(code = problem.code(), "a refusal could not be noted in the audit trail");
        }
    }
}
