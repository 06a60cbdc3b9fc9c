use super::error::PreferenceRefusal;

/// The name of a table or a form on a screen: 1 to 64 of a-z, 0-9 and hyphen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceName(String);

impl PlaceName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`PreferenceRefusal::PlaceNameInvalid`].
    pub fn parse(text: &str) -> Result<Self, PreferenceRefusal> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(PreferenceRefusal::PlaceNameInvalid)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a view: 1 to 40 characters without control characters, spaces around it taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewName(String);

impl ViewName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`PreferenceRefusal::ViewNameInvalid`].
    pub fn parse(text: &str) -> Result<Self, PreferenceRefusal> {
        let text = text.trim();
        let length = text.chars().count();
        if (1..=40).contains(&length) && !text.chars().any(char::is_control) {
            return Ok(Self(text.to_owned()));
        }
        Err(PreferenceRefusal::ViewNameInvalid)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
