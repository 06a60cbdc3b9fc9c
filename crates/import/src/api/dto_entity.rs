//! What can be imported, on the wire.

use crate::domain::{Choice, Column, ColumnKind, Entity};
use serde::Serialize;
use utoipa::ToSchema;

/// One of the values of a column.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportChoice)]
pub(crate) struct ChoiceDto {
    /// The value.
    #[schema(example = "person")]
    pub code: &'static str,
    /// In Chinese.
    #[schema(example = "个人")]
    pub zh: &'static str,
    /// In English.
    #[schema(example = "Person")]
    pub en: &'static str,
}

impl From<&Choice> for ChoiceDto {
    fn from(choice: &Choice) -> Self {
        let Choice { code, zh, en } = *choice;
        Self { code, zh, en }
    }
}

/// A column that files may have.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportColumn)]
pub(crate) struct ColumnDto {
    /// Stable name, accepted as a heading.
    #[schema(example = "identity_number")]
    pub key: &'static str,
    /// Chinese heading.
    #[schema(example = "证件号码")]
    pub zh: &'static str,
    /// English heading.
    #[schema(example = "Identity number")]
    pub en: &'static str,
    /// What its cells hold: `text`, `amount`, `rate`, `whole`, `date` or `choice`.
    #[schema(example = "text")]
    pub kind: &'static str,
    /// The values of a choice.
    pub choices: Vec<ChoiceDto>,
    /// Whether every row must have it.
    pub required: bool,
    /// A cell that is accepted.
    #[schema(example = "110101199003071233")]
    pub example: &'static str,
    /// Its meaning in Chinese.
    pub means_zh: &'static str,
    /// Its meaning in English.
    pub means_en: &'static str,
}

impl From<&Column> for ColumnDto {
    fn from(column: &Column) -> Self {
        let choices = match column.kind {
            ColumnKind::Choice(choices) => choices,
            _ => &[],
        };
        Self {
            key: column.key,
            zh: column.zh,
            en: column.en,
            kind: column.kind.name(),
            choices: choices.iter().map(ChoiceDto::from).collect(),
            required: column.required,
            example: column.example,
            means_zh: column.means_zh,
            means_en: column.means_en,
        }
    }
}

/// A kind of thing that can be imported.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportEntity)]
pub(crate) struct EntityDto {
    /// Stable name.
    #[schema(example = "customers")]
    pub key: &'static str,
    /// Chinese name.
    #[schema(example = "客户")]
    pub zh: &'static str,
    /// English name.
    #[schema(example = "Customers")]
    pub en: &'static str,
    /// The permission that is needed beside `import.run`.
    #[schema(example = "customer.write")]
    pub permission: &'static str,
    /// Its columns in the order of the template.
    pub columns: Vec<ColumnDto>,
}

impl From<&Entity> for EntityDto {
    fn from(entity: &Entity) -> Self {
        Self {
            key: entity.key,
            zh: entity.zh,
            en: entity.en,
            permission: entity.permission,
            columns: entity.columns.iter().map(ColumnDto::from).collect(),
        }
    }
}

/// What the caller can import.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportEntities)]
pub(crate) struct EntitiesDto {
    /// In the order in which a lender brings them.
    pub items: Vec<EntityDto>,
}
