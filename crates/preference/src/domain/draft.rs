use super::error::PreferenceRefusal;
use serde_json::Value;

/// The most bytes of a draft.
pub const DRAFT_BYTES: usize = 32 * 1024;
/// The most drafts of one user.
pub const DRAFTS_OF_A_USER: i64 = 50;

/// What somebody has typed into a form and not sent: the form's own JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftContent(Value);

impl DraftContent {
    /// The content, if it is not too large.
    ///
    /// # Errors
    /// [`PreferenceRefusal::DraftTooLarge`].
    pub fn of(content: Value) -> Result<Self, PreferenceRefusal> {
        if content.to_string().len() > DRAFT_BYTES {
            return Err(PreferenceRefusal::DraftTooLarge { most: DRAFT_BYTES });
        }
        Ok(Self(content))
    }

    /// The content as JSON.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.0
    }
}
