use super::column::{Column, ColumnKind};
use super::entity::Entity;
use super::fault::CellFault;
use super::record::Record;
use kernel::CivilDate;

/// Branches, each after the one above it. Their key is the code.
pub const ORGANISATIONS: Entity = Entity {
    key: "organisations",
    zh: "机构",
    en: "Organisations",
    permission: "access.write",
    commands: &["access.open_organisation"],
    take_in: "import.take_in_organisations",
    columns: &[
        Column::text("code", ("机构代码", "Code"), "SH01").must(),
        Column::text("name_zh", ("中文名称", "Chinese name"), "上海分行").must(),
        Column::text("name_en", ("英文名称", "English name"), "Shanghai branch").must(),
        Column::text("parent", ("上级机构", "Above it"), "0001").must().means(
            "上级机构代码，须已存在或在前面的行",
            "Code of the organisation above: there already, or in an earlier row",
        ),
        Column::text("opened_on", ("开业日期", "Opened on"), "2020-01-01").of(ColumnKind::Date),
    ],
};

/// An organisation as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationLine {
    /// Its place in the file.
    pub line: u32,
    /// Code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Code of the organisation above.
    pub parent: String,
    /// Since when it is open.
    pub opened_on: Option<CivilDate>,
}

/// Reads a row.
///
/// # Errors
/// All cells that cannot be read.
pub fn organisation_line(mut row: Record<'_>) -> Result<OrganisationLine, Vec<CellFault>> {
    let (code, name_zh, name_en) = (row.text("code"), row.text("name_zh"), row.text("name_en"));
    let (parent, opened_on) = (row.text("parent"), row.date("opened_on"));
    let (line, faulty) = (row.number(), row.is_faulty());
    match (code, name_zh, name_en, parent) {
        (Some(code), Some(name_zh), Some(name_en), Some(parent)) if !faulty => Ok(OrganisationLine {
            line,
            code: code.to_owned(),
            name_zh: name_zh.to_owned(),
            name_en: name_en.to_owned(),
            parent: parent.to_owned(),
            opened_on,
        }),
        _ => Err(row.faults()),
    }
}
