//! The use cases of access.

mod error;
mod secret;
mod password;
mod query;
mod query_roles;
mod store;
mod store_session;
mod gate;
mod create_user;
mod set_password;
mod set_user_active;
mod sign_in;
mod sign_out;

pub use create_user::{NewUser, create_user};
pub use error::AccessError;
pub use gate::{Gate, SignedIn};
pub use password::HashCost;
pub use query::{RoleRow, SessionUser, UserRow, find_session_user, list_roles, list_users};
pub use query_roles::roles_of;
pub use set_password::set_password;
pub use set_user_active::set_user_active;
pub use sign_in::{Credentials, OpenedSession, sign_in};
pub use sign_out::sign_out;
pub use store_session::Grants;
