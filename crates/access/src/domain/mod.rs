//! The rules of access. Pure: knows no clock, chance, database or network.
//!
//! Invariants:
//! 1. A sign-in tells nothing about which logins exist: failures are counted by what was typed, known or not.
//! 2. An attempt is counted before its password is looked at, so that guesses sent together cannot outrun the count.
//! 3. A session is alive while it is used often enough and is not too old; nothing revives it.
//! 4. A user has at least one role.
//! 5. A code of the second factor is taken once.
//! 7. Who an identity provider says somebody is counts only under its signature, for this program and this attempt.
//! 6. A token may do nothing that its user may not do at the moment.
#![deny(missing_docs)]

mod error;
mod policy;
mod attempt;
mod session;
mod totp;
mod sign_on;
mod id_token;
mod token;
mod address;
mod user;
mod organisation;
mod role;
mod post;
mod duty;
mod proposal;

#[cfg(test)]
mod tests;

pub use address::AddressList;
pub use attempt::Attempts;
pub use duty::{AuthorityLimit, DutyConflict, RoleDuties, authority, find_conflict};
pub use error::AccessRefusal;
pub use id_token::{Expected, Identity, SigningKeys, TokenFault, check_subject};
pub use organisation::{OrganisationCode, OrganisationTree, ScopeKind};
pub(crate) use policy::lock_screen_minutes;
pub use policy::{POLICY_BOUNDS, PolicyBound, SignInPolicy};
pub use post::{PostRefusal, post_code};
pub use proposal::{Proposal, ProposalState};
pub use role::{Period, RoleCode};
pub use session::{SessionTimes, SignInMethod};
pub use sign_on::{SIGN_ON_MINUTES, SignOnRefusal, SignOnSecret};
pub use token::{TOKEN_PREFIX, TOKENS_MAX, TokenTimes, check_token_scope, parse_token, token_end};
pub use totp::{TotpSecret, parse_recovery_code, recovery_code};
pub use user::{Login, UserName};
