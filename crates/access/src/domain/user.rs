use std::fmt;

use crate::domain::AccessRefusal;

const NAME_MAX_LENGTH: usize = 64;

/// The name a user signs in with: 3 to 32 of a-z, 0-9, dot, hyphen, underscore, beginning with a letter. Lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

impl Login {
    /// Trims and lowers the text.
    ///
    /// # Errors
    /// [`AccessRefusal::LoginInvalid`].
    pub fn parse(text: &str) -> Result<Login, AccessRefusal> {
        let login = text.trim().to_ascii_lowercase();
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
        let begins_with_letter = login.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        if (3..=32).contains(&login.len()) && begins_with_letter && login.bytes().all(allowed) {
            Ok(Login(login))
        } else {
            Err(AccessRefusal::LoginInvalid)
        }
    }

    /// The login.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a user as others see it: 1 to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserName(String);

impl UserName {
    /// Trims the text.
    ///
    /// # Errors
    /// [`AccessRefusal::NameInvalid`].
    pub fn parse(text: &str) -> Result<UserName, AccessRefusal> {
        let name = text.trim();
        let length = name.chars().count();
        if length == 0 || length > NAME_MAX_LENGTH || name.chars().any(char::is_control) {
            return Err(AccessRefusal::NameInvalid);
        }
        Ok(UserName(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
