use crate::app::PreferenceError;
use crate::domain::PreferenceRefusal;
use platform::http::Problem;

platform::problems! {
    /// Every problem of preference.
    pub PROBLEMS;
    PLACE_INVALID = 422 "preference.name_of_place_invalid"
        { zh: "表格或表单的名称须为 1 至 64 个小写字母、数字或连字符",
          en: "The name of a table or form has 1 to 64 lower-case letters, digits or hyphens" }
    COLUMN_INVALID = 422 "preference.column_invalid"
        { zh: "列名 {field} 不合规或重复", en: "The column {field} is not allowed or stands twice" }
    WIDTH_OUTSIDE = 422 "preference.width_outside"
        { zh: "列宽须为 {least} 至 {most} 像素", en: "A column is {least} to {most} pixels wide" }
    TOO_MANY_COLUMNS = 422 "preference.too_many_columns"
        { zh: "一张表最多 {most} 列", en: "A table has at most {most} columns" }
    PAGE_SIZE_OUTSIDE = 422 "preference.page_size_outside"
        { zh: "每页须为 1 至 {most} 行", en: "A page has 1 to {most} rows" }
    SORT_INVALID = 422 "preference.sort_invalid"
        { zh: "排序字段不合规", en: "The order is not a field's name" }
    VIEW_NAME_INVALID = 422 "preference.view_name_invalid"
        { zh: "视图名称须为 1 至 40 个字符", en: "The name of a view has 1 to 40 characters" }
    FILTER_INVALID = 422 "preference.filter_invalid"
        { zh: "筛选条件 {name} 过长，或超过 {most} 个", en: "The filter {name} is too long, or there are more than {most}" }
    DRAFT_TOO_LARGE = 422 "preference.draft_too_large"
        { zh: "草稿最多 {most} 字节", en: "A draft has at most {most} bytes" }
    ROLE_UNKNOWN = 422 "preference.role_unknown"
        { zh: "没有角色 {role}", en: "There is no role {role}" }
    VIEW_NAME_TAKEN = 409 "preference.view_name_taken"
        { zh: "已有名为“{name}”的视图", en: "There is a view named {name} already" }
    TOO_MANY = 409 "preference.too_many"
        { zh: "最多保存 {most} 个，请先删除不用的", en: "No more than {most} can be kept; delete some first" }
    VIEW_UNKNOWN = 404 "preference.view_not_found"
        { zh: "没有这个视图，或未与您共享", en: "There is no such view, or it is not shared with you" }
    VIEW_OF_ANOTHER = 403 "preference.view_of_another"
        { zh: "只有创建者可以修改视图；可另存为自己的视图", en: "Only its owner changes a view; save it as your own instead" }
    CHANGED_MEANWHILE = 409 "preference.changed_meanwhile"
        { zh: "内容已在别处被修改，请刷新后再试", en: "It was changed elsewhere meanwhile; load it again" }
    DRAFT_UNKNOWN = 404 "preference.draft_not_found"
        { zh: "没有草稿", en: "There is no draft" }
}

impl From<PreferenceError> for Problem {
    fn from(error: PreferenceError) -> Problem {
        match error {
            PreferenceError::Refused(refusal) => refused(refusal),
            PreferenceError::Command(error) => error.into(),
            PreferenceError::Db(error) => error.into(),
            PreferenceError::Key(_) | PreferenceError::Stored(_) => Problem::internal(&error),
        }
    }
}

impl From<PreferenceRefusal> for Problem {
    fn from(refusal: PreferenceRefusal) -> Problem {
        refused(refusal)
    }
}

fn refused(refusal: PreferenceRefusal) -> Problem {
    match refusal {
        PreferenceRefusal::PlaceNameInvalid => Problem::of(PLACE_INVALID),
        PreferenceRefusal::ColumnInvalid { place } => {
            Problem::of(COLUMN_INVALID).field(format!("layout.columns[{place}].key"))
        }
        PreferenceRefusal::WidthOutside { place, least, most } => Problem::of(WIDTH_OUTSIDE)
            .field(format!("layout.columns[{place}].width"))
            .with("least", least)
            .with("most", most),
        PreferenceRefusal::TooManyColumns { most } => {
            Problem::of(TOO_MANY_COLUMNS).field("layout.columns").with("most", most)
        }
        PreferenceRefusal::PageSizeOutside { most } => Problem::of(PAGE_SIZE_OUTSIDE)
            .field("layout.page_size")
            .with("most", most),
        PreferenceRefusal::SortInvalid => Problem::of(SORT_INVALID).field("layout.sort"),
        PreferenceRefusal::ViewNameInvalid => Problem::of(VIEW_NAME_INVALID).field("name"),
        PreferenceRefusal::FilterInvalid { name, most } => Problem::of(FILTER_INVALID)
            .field("filters")
            .with("name", name)
            .with("most", most),
        PreferenceRefusal::DraftTooLarge { most } => Problem::of(DRAFT_TOO_LARGE).field("content").with("most", most),
        PreferenceRefusal::RoleUnknown { code } => Problem::of(ROLE_UNKNOWN).field("shared_with").with("role", code),
        PreferenceRefusal::ViewNameTaken { name } => Problem::of(VIEW_NAME_TAKEN).field("name").with("name", name),
        PreferenceRefusal::TooMany { most } => Problem::of(TOO_MANY).with("most", most),
        PreferenceRefusal::ViewUnknown => Problem::of(VIEW_UNKNOWN),
        PreferenceRefusal::ViewOfAnother => Problem::of(VIEW_OF_ANOTHER),
        PreferenceRefusal::ChangedMeanwhile => Problem::of(CHANGED_MEANWHILE).field("version"),
        PreferenceRefusal::DraftUnknown => Problem::of(DRAFT_UNKNOWN),
    }
}
