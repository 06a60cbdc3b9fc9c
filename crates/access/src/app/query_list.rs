//! The list of users: its declaration and its simple filters.

use super::query::{UserRow, user_of};
use listing::app::{Asked, Conditions, understand};
use listing::{Field, Kind, List};
use platform::http::Problem;
use platform::{DbError, Row, Tx, business_day};

macro_rules! roles {
    () => {
        "COALESCE((SELECT string_agg(r.code, ' ') FROM user_role ur JOIN role r ON r.id = ur.role_id
            WHERE ur.user_id = u.id), '')"
    };
}

/// What [`listed_user`] reads: the columns of a user, then the roles.
pub const LISTED: &str = concat!(
    "u.id, u.login, u.name, o.name_zh, u.is_active, u.created_at, u.last_sign_in_at, o.code, u.post_code,
        f.confirmed_at, u.is_service, u.allowed_addresses, ",
    roles!()
);

const FIELDS: [Field; 11] = [
    Field::new("login", ("登录名", "Login"), Kind::Text, "u.login")
        .searched()
        .ordered(),
    Field::new("name", ("姓名", "Name"), Kind::Text, "u.name").searched(),
    Field::new("organisation", ("机构", "Organisation"), Kind::Text, "o.name_zh").in_english("o.name_en"),
    Field::new(
        "organisation_code",
        ("机构代码", "Organisation's code"),
        Kind::Text,
        "o.code",
    )
    .searched(),
    Field::new("roles", ("角色", "Roles"), Kind::Text, roles!()),
    Field::new("active", ("可登录", "May sign in"), Kind::Flag, "u.is_active").searched(),
    Field::new("service", ("服务用户", "Service user"), Kind::Flag, "u.is_service").searched(),
    Field::new(
        "second_factor",
        ("双因素", "Second factor"),
        Kind::Flag,
        "CASE WHEN f.confirmed_at IS NULL THEN 0 ELSE 1 END",
    )
    .searched(),
    Field::new("last", ("最近登录", "Last sign-in"), Kind::Moment, "u.last_sign_in_at").ordered(),
    Field::new("created", ("创建时间", "Created at"), Kind::Moment, "u.created_at").ordered(),
    Field::new(
        "role",
        ("角色", "Role"),
        Kind::Among(
            "EXISTS (SELECT 1 FROM user_role ur JOIN role r ON r.id = ur.role_id WHERE ur.user_id = u.id AND {})",
        ),
        "r.code",
    )
    .searched()
    .unseen(),
];

/// The list of users.
pub static USERS: List = List {
    name: "users",
    zh: "用户",
    en: "Users",
    read: "access.read",
    export: "access.export",
    reveal: None,
    from: "app_user u JOIN organisation o ON o.id = u.org_id LEFT JOIN second_factor f ON f.user_id = u.id",
    id: "u.id",
    currency: None,
    owners: None,
    fields: &FIELDS,
    order: "login",
};

/// Understands what the list is asked for; `search` is the beginning of a login, or a whole name.
///
/// # Errors
/// Problems of order and composed search, or the database's.
pub fn ask_users(
    tx: &mut Tx,
    search: Option<&str>,
    (sort, composed): (Option<&str>, Option<&str>),
) -> Result<Asked, Problem> {
    let mut conditions = Conditions::none();
    if let Some(text) = search.map(str::trim).filter(|text| !text.is_empty()) {
        let end = format!("{text}\u{10FFFF}");
        conditions.and(
            "((u.login >= ? AND u.login < ?) OR u.name = ?)",
            platform::values![text, end, text],
        );
    }
    understand(&USERS, conditions, (sort, composed), business_day::get(tx)?.date())
}

/// Reads a user with the roles.
///
/// # Errors
/// None of its own.
pub fn listed_user(row: &Row) -> Result<UserRow, DbError> {
    let mut user = user_of(row);
    user.roles = row.text(12).split_whitespace().map(str::to_owned).collect();
    user.roles.sort();
    Ok(user)
}
