//! How organisations are named in the lists of other capabilities.

/// An expression for a column of the organisation whose id stands in another, empty without such an organisation:
/// `access::organisation_label!("code", "c.org_id")`; `code`, `name_zh` and `name_en` are offered.
#[macro_export]
macro_rules! organisation_label {
    ("code", $id:literal) => {
        concat!(
            "COALESCE((SELECT o.code FROM organisation o WHERE o.id = ",
            $id,
            "), '')"
        )
    };
    ("name_zh", $id:literal) => {
        concat!(
            "COALESCE((SELECT o.name_zh FROM organisation o WHERE o.id = ",
            $id,
            "), '')"
        )
    };
    ("name_en", $id:literal) => {
        concat!(
            "COALESCE((SELECT o.name_en FROM organisation o WHERE o.id = ",
            $id,
            "), '')"
        )
    };
}
