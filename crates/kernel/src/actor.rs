use crate::id::UserId;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;

/// Who acts: a signed-in user, or the system itself in a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The user's id; all zero for the system.
    pub user_id: UserId,
    /// The name the user signs in with; `system` for the system.
    pub login: String,
    /// The login of whom it acts for: somebody absent whose deputy it is, or the maker of a change that it approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// The address from which it acts, for the audit trail; `None` for the system and on the command line. Never serialized.
    #[serde(skip)]
    pub address: Option<IpAddr>,
    /// Name of the token with which a program acts as the user; `None` when the user acts in person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl Actor {
    /// The system itself: close of business, imports, migrations.
    #[must_use]
    pub fn system() -> Self {
        Self {
            user_id: UserId(Uuid::nil()),
            login: "system".to_owned(),
            on_behalf_of: None,
            address: None,
            token: None,
        }
    }
}
