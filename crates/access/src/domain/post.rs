use thiserror::Error;

use crate::domain::role::RoleCode;

/// Why a post is not saved, or not given to somebody. In order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PostRefusal {
    /// A code of another length or with other characters than 2 to 32 of a-z, 0-9, underscore.
    #[error("the code of the post has a form that is not allowed")]
    CodeInvalid,
    /// Another post has this code.
    #[error("the post code {code:?} is taken")]
    Taken {
        /// The code as given.
        code: String,
    },
    /// No post has this code.
    #[error("there is no post {code:?}")]
    Unknown {
        /// The code as given.
        code: String,
    },
    /// A retired post is given to nobody any more.
    #[error("the post {code:?} is retired")]
    Retired {
        /// The code as given.
        code: String,
    },
}

/// The code of a post, which is formed like that of a role.
///
/// # Errors
/// [`PostRefusal::CodeInvalid`].
pub fn post_code(text: &str) -> Result<String, PostRefusal> {
    let code = RoleCode::parse(text).map_err(|_| PostRefusal::CodeInvalid)?;
    Ok(code.as_str().to_owned())
}
