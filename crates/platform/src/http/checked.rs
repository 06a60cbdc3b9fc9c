use super::principal::Permission;
use super::problem::Problem;
use crate::command::CommandContext;
use crate::tx::Tx;
use kernel::{Money, OrgId};
use serde_json::Value;
use std::sync::Arc;

/// A command that can be proposed by one person and carried out by the approval of another.
#[derive(Clone)]
pub struct CheckedCommand {
    /// Its name, the same as in `run_command`.
    pub name: &'static str,
    /// What its maker must be allowed to do.
    pub permission: Permission,
    /// The very code of the command, in the transaction of the approval or of a preview.
    pub run: CheckedRun,
}

/// Reads the content of a proposal and does what it asks for.
pub type CheckedRun = Arc<dyn Fn(&mut Tx, &CommandContext, &Value) -> Result<Carried, Problem> + Send + Sync>;

/// What a command did, as its checker judges it.
#[derive(Debug, Clone)]
pub struct Carried {
    /// The kind of object: `loan`.
    pub object_kind: &'static str,
    /// Which one, as screens address it.
    pub object_id: String,
    /// How people name it.
    pub label: String,
    /// To whom it belongs: organisation and officer.
    pub owner: (OrgId, String),
    /// Code of the product, for limits by product.
    pub product: Option<String>,
    /// The amount at stake, for limits of authority.
    pub amount: Option<Money>,
    /// The object before.
    pub before: Option<Value>,
    /// The object after.
    pub after: Option<Value>,
    /// The command's answer.
    pub outcome: Value,
}

/// Reads the content of a proposal.
///
/// # Errors
/// `platform.body_invalid` with the field to blame.
pub fn content_of<T: serde::de::DeserializeOwned>(content: &Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(content).map_err(|error| {
        let reason = error.inner().to_string();
        Problem::of(super::problem::BODY_INVALID)
            .field(error.path().to_string())
            .with("reason", reason)
    })
}
