//! Wire types.

use crate::app::{KeptDraft, LayoutRow, ViewRow};
use crate::domain::{ColumnLayout, Density, Pin, PreferenceRefusal, SavedView, TableLayout, ViewContent, ViewName};
use kernel::Timestamp;
use platform::http::wire;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The side to which a column is pinned.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ColumnPin)]
pub(crate) enum PinDto {
    /// Before all columns that are not pinned.
    Left,
    /// After them.
    Right,
}

/// How much room a row has.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TableDensity)]
pub(crate) enum DensityDto {
    /// Many rows on a screen.
    Compact,
    /// More room around each.
    Roomy,
}

/// One column as its reader wants it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ColumnLayout)]
pub(crate) struct ColumnDto {
    /// Which column: 1 to 64 of a-z, 0-9 and underscore.
    #[schema(example = "overdue_amount")]
    pub key: String,
    /// Whether it is seen.
    pub shown: bool,
    /// Where it is pinned; null lets it scroll.
    pub pin: Option<PinDto>,
    /// Width in pixels, 40 to 1,200; null is the table's own.
    #[schema(example = 132)]
    pub width: Option<u32>,
}

/// How a reader wants a table; what is absent is as the table comes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TableLayout)]
pub(crate) struct LayoutDto {
    /// In the order in which they stand, at most 100. Columns that are not listed follow as the table has them.
    #[serde(default)]
    pub columns: Vec<ColumnDto>,
    /// Density.
    pub density: Option<DensityDto>,
    /// Rows of a page, 1 to 200.
    #[schema(example = 50)]
    pub page_size: Option<u32>,
    /// One list that scrolls instead of pages.
    #[serde(default)]
    pub continuous: bool,
    /// The order of rows when nothing else is asked: a field, with a minus from large to small.
    #[schema(example = "-dpd")]
    pub sort: Option<String>,
}

impl From<LayoutDto> for TableLayout {
    fn from(dto: LayoutDto) -> Self {
        let column = |column: ColumnDto| ColumnLayout {
            key: column.key,
            shown: column.shown,
            pin: column.pin.map(|pin| match pin {
                PinDto::Left => Pin::Left,
                PinDto::Right => Pin::Right,
            }),
            width: column.width,
        };
        Self {
            columns: dto.columns.into_iter().map(column).collect(),
            density: dto.density.map(|density| match density {
                DensityDto::Compact => Density::Compact,
                DensityDto::Roomy => Density::Roomy,
            }),
            page_size: dto.page_size,
            continuous: dto.continuous,
            sort: dto.sort,
        }
    }
}

impl From<TableLayout> for LayoutDto {
    fn from(layout: TableLayout) -> Self {
        let column = |column: ColumnLayout| ColumnDto {
            key: column.key,
            shown: column.shown,
            pin: column.pin.map(|pin| match pin {
                Pin::Left => PinDto::Left,
                Pin::Right => PinDto::Right,
            }),
            width: column.width,
        };
        Self {
            columns: layout.columns.into_iter().map(column).collect(),
            density: layout.density.map(|density| match density {
                Density::Compact => DensityDto::Compact,
                Density::Roomy => DensityDto::Roomy,
            }),
            page_size: layout.page_size,
            continuous: layout.continuous,
            sort: layout.sort,
        }
    }
}

/// A layout to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = KeepLayout)]
pub(crate) struct KeepLayoutRequest {
    /// The layout.
    pub layout: LayoutDto,
}

/// A layout with the table it is for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptLayout)]
pub(crate) struct KeptLayoutDto {
    /// The table.
    #[schema(example = "loans")]
    pub table: String,
    /// The layout.
    pub layout: LayoutDto,
}

impl From<LayoutRow> for KeptLayoutDto {
    fn from(row: LayoutRow) -> Self {
        Self {
            table: row.table,
            layout: row.layout.into(),
        }
    }
}

/// All layouts of the caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptLayouts)]
pub(crate) struct KeptLayoutsDto {
    /// By table.
    pub items: Vec<KeptLayoutDto>,
}

/// Which views.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ViewQuery {
    /// The table.
    #[param(example = "loans")]
    pub table: String,
}

/// What a view is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SaveView)]
pub(crate) struct SaveViewRequest {
    /// The table.
    #[schema(example = "loans")]
    pub table: String,
    /// Its name, 1 to 40 characters; no two views of a user and table have the same.
    #[schema(example = "本周到期")]
    pub name: String,
    /// Code of the role whose users see it too; needs the permission `view.share`.
    #[schema(example = "clerk")]
    pub shared_with: Option<String>,
    /// Filters as the address of the list has them, at most 40.
    #[serde(default)]
    #[schema(example = json!({"status": "overdue"}))]
    pub filters: BTreeMap<String, String>,
    /// Columns, density, page size and order.
    #[serde(default)]
    pub layout: LayoutDto,
}

/// What a view becomes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChangeView)]
pub(crate) struct ChangeViewRequest {
    /// The version that its owner saw.
    pub version: i64,
    /// Its name, 1 to 40 characters.
    #[schema(example = "本周到期")]
    pub name: String,
    /// Code of the role whose users see it too; needs the permission `view.share`.
    pub shared_with: Option<String>,
    /// Filters as the address of the list has them, at most 40.
    #[serde(default)]
    pub filters: BTreeMap<String, String>,
    /// Columns, density, page size and order.
    #[serde(default)]
    pub layout: LayoutDto,
}

/// Name, role, filters and layout as a view that can be saved.
pub(crate) fn view_of(
    name: &str,
    shared_with: Option<String>,
    filters: BTreeMap<String, String>,
    layout: LayoutDto,
) -> Result<SavedView, PreferenceRefusal> {
    let content = ViewContent {
        filters,
        layout: layout.into(),
    };
    Ok(SavedView {
        name: ViewName::parse(name)?,
        shared_with,
        content: content.checked()?,
    })
}

/// A view as the caller sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SavedView)]
pub(crate) struct ViewDto {
    /// Id.
    pub id: Uuid,
    /// The table.
    #[schema(example = "loans")]
    pub table: String,
    /// Its name.
    #[schema(example = "本周到期")]
    pub name: String,
    /// Login of who saved it.
    #[schema(example = "manager")]
    pub owner: String,
    /// Whether that is the caller, who may then change it.
    pub mine: bool,
    /// Code of the role whose users see it too.
    pub shared_with: Option<String>,
    /// Whether the caller's list opens with it.
    pub is_default: bool,
    /// Filters as the address of the list has them.
    pub filters: BTreeMap<String, String>,
    /// Columns, density, page size and order.
    pub layout: LayoutDto,
    /// Counts the changes.
    pub version: i64,
    /// When it was last changed.
    #[schema(value_type = wire::Timestamp)]
    pub changed_at: Timestamp,
}

impl From<ViewRow> for ViewDto {
    fn from(row: ViewRow) -> Self {
        Self {
            id: row.id,
            table: row.table,
            name: row.name,
            owner: row.owner,
            mine: row.mine,
            shared_with: row.shared_with,
            is_default: row.is_default,
            filters: row.content.filters,
            layout: row.content.layout.into(),
            version: row.version,
            changed_at: Timestamp::from_millis(row.changed_at),
        }
    }
}

/// Views of a table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SavedViews)]
pub(crate) struct ViewsDto {
    /// The caller's own, then those shared with one of their roles; each by name.
    pub items: Vec<ViewDto>,
}

/// The view with which a list opens.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChooseDefaultView)]
pub(crate) struct ChooseDefaultRequest {
    /// The view; null opens the list as it comes.
    pub view_id: Option<Uuid>,
}

/// A draft to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = KeepDraft)]
pub(crate) struct KeepDraftRequest {
    /// The version that was seen; 0 when there was none.
    pub version: i64,
    /// The form's own JSON, at most 32 KiB.
    #[schema(value_type = Object)]
    pub content: serde_json::Value,
}

/// A draft after it was kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DraftVersion)]
pub(crate) struct DraftVersionDto {
    /// Its version now.
    pub version: i64,
}

/// A draft as its user left it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
pub(crate) struct DraftDto {
    /// The form's own JSON.
    #[schema(value_type = Object)]
    pub content: serde_json::Value,
    /// Counts the changes.
    pub version: i64,
    /// When it was last kept.
    #[schema(value_type = wire::Timestamp)]
    pub changed_at: Timestamp,
}

impl From<KeptDraft> for DraftDto {
    fn from(draft: KeptDraft) -> Self {
        Self {
            content: draft.content,
            version: draft.version,
            changed_at: draft.changed_at,
        }
    }
}
