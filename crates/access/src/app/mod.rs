//! The use cases of access.

mod error;
mod secret;
mod password;
mod query;
mod query_label;
mod query_list;
mod query_roles;
mod query_waiting;
mod store;
mod store_policy;
mod store_session;
mod store_factor;
mod store_organisation;
mod store_role;
mod store_post;
mod store_deputy;
mod store_address;
mod store_identity;
mod store_token;
mod store_check;
mod store_pending;
mod duties;
mod signed_in;
mod gate;
mod prove;
mod create_user;
mod invite_user;
mod take_over;
mod change_user;
mod save_role;
mod save_organisation;
mod save_post;
mod deputies;
mod save_checks;
mod change_policy;
mod address;
mod pending;
mod set_password;
mod change_password;
mod set_user_active;
mod second_factor;
mod tokens;
mod provider;
mod open_session;
mod link_identity;
mod lock_screen;
mod sign_in;
mod sign_on;
mod sign_out;

#[cfg(test)]
mod id_token_tests;

pub use address::allow_everywhere;
pub use change_password::{NewPassword, change_password, issue_password};
pub use change_policy::{PolicyDraft, change_policy, told as policy_told};
pub use change_user::{UserChange, change_user, told as user_told};
pub use create_user::{NewUser, UserDraft, create_service_user, create_user, create_without_password};
pub use deputies::{Appointment, act_for, appoint_deputy, revoke_deputy};
pub use error::AccessError;
pub use gate::{Arrival, Gate, Pass};
pub use invite_user::{NoPassword, invite_user};
pub use link_identity::{identity_of, link_identity};
pub use lock_screen::{Proof, lock_session, unlock_session};
pub use open_session::OpenedSession;
pub use password::HashCost;
pub use pending::{PendingDesk, Proposed};
pub use provider::{DiscoveryFault, examine_provider};
pub use query::{OrganisationLabel, SessionUser, UserRow, find_session_user, find_user, list_users};
pub use query_list::{LISTED, USERS, ask_users, listed_user};
pub use query_roles::roles_of;
pub use query_waiting::{count_decided, count_waiting, line_of, password_age};
pub use save_checks::{
    AddedDuty, AuthorityDraft, CheckRuleDraft, add_authority, add_duty_conflict, remove_authority,
    remove_duty_conflict, save_check_rule,
};
pub use save_organisation::{OrganisationDraft, change_organisation, open_organisation};
pub use save_post::{PostDraft, add_post, change_post};
pub use save_role::{RoleDraft, save_role, told as role_told};
pub use second_factor::{
    FactorState, begin_second_factor, confirm_second_factor, count_sealed_second_factors, find_second_factor,
    remove_second_factor, reseal_second_factors, reset_second_factor,
};
pub use set_password::set_password;
pub use set_user_active::set_user_active;
pub use sign_in::{Credentials, sign_in};
pub use sign_on::{BegunSignOn, Returned, begin_sign_on, finish_sign_on, provider_sign_out};
pub use sign_out::{end_replaced, end_session, sign_out};
pub use signed_in::SignedIn;
pub use store_check::{
    AuthorityRow, CheckRuleRow, DutyHolder, DutyRow, list_authority_limits, list_check_rules, list_duty_conflicts,
    organisations_above,
};
pub use store_deputy::{DeputyRow, list_absent, list_deputies};
pub use store_identity::IdentityRow;
pub use store_organisation::{OrganisationRow, head_office, list_organisations};
pub use store_pending::{Desk, PendingRow, find as find_pending, list_pending};
pub use store_policy::{PolicyRow, get_policy_row, list_policies};
pub use store_post::{PostRow, list_posts};
pub use store_role::{PermissionRow, RoleRow, list_permissions, list_roles, whole_book_permissions};
pub use store_session::{Grants, OnlineRow, list_sessions};
pub use store_token::{TokenRow, list_tokens};
pub use take_over::{FirstAdministrator, prepare_administrator, take_over};
pub use tokens::{MadeToken, TokenDraft, list_own_tokens, make_own_token, make_service_token, revoke_token};
