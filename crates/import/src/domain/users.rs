use super::column::Column;
use super::entity::Entity;
use super::fault::CellFault;
use super::record::Record;

/// Staff. Their key is the login. They cannot sign in before somebody issues a password.
pub const USERS: Entity = Entity {
    key: "users",
    zh: "用户",
    en: "Users",
    permission: "access.write",
    commands: &["access.create_user"],
    take_in: "import.take_in_users",
    columns: &[
        Column::text("login", ("登录名", "Login"), "wang.li").must(),
        Column::text("name", ("姓名", "Name"), "王丽").must(),
        Column::text("roles", ("角色", "Roles"), "clerk").must().means(
            "角色代码，多个以分号隔开；不相容的角色会被退回",
            "Codes of roles, between semicolons; roles that exclude each other are refused",
        ),
        Column::text("organisation", ("所属机构", "Organisation"), "0001").means(
            "机构代码，缺省为总部",
            "Code of the organisation; the head office when absent",
        ),
    ],
};

/// A user as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserLine {
    /// Its place in the file.
    pub line: u32,
    /// The name to sign in with.
    pub login: String,
    /// The name others see.
    pub name: String,
    /// Codes of roles, in order, each once.
    pub roles: Vec<String>,
    /// Code of the organisation.
    pub organisation: Option<String>,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn user_line(mut row: Record<'_>) -> Result<UserLine, Vec<CellFault>> {
    let (login, name, roles) = (row.text("login"), row.text("name"), row.text("roles"));
    let organisation = row.text("organisation").map(str::to_owned);
    let (line, faulty) = (row.number(), row.is_faulty());
    match (login, name, roles) {
        (Some(login), Some(name), Some(roles)) if !faulty => Ok(UserLine {
            line,
            login: login.to_owned(),
            name: name.to_owned(),
            roles: roles_of(roles),
            organisation,
        }),
        _ => Err(row.faults()),
    }
}

fn roles_of(text: &str) -> Vec<String> {
    let parts = text
        .split([';', '；', ',', '，', '、', ' '])
        .filter(|part| !part.is_empty());
    let mut roles: Vec<String> = parts.map(str::to_owned).collect();
    roles.sort();
    roles.dedup();
    roles
}
