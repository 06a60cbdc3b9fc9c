//! Which sensitive fields somebody sees, and on which rows: each field has a permission of its own, granted by roles like any other.

use kernel::{DataScope, OrgId};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which fields somebody sees. The default sees none.
#[derive(Debug, Clone)]
pub struct Sight(Option<Arc<BTreeMap<String, DataScope>>>);

impl Default for Sight {
    fn default() -> Self {
        Self::granted(Arc::default())
    }
}

impl Sight {
    /// That of the system itself and of who works at the server: every field of every row.
    #[must_use]
    pub const fn everything() -> Self {
        Self(None)
    }

    /// That of somebody with these permissions.
    #[must_use]
    pub const fn granted(grants: Arc<BTreeMap<String, DataScope>>) -> Self {
        Self(Some(grants))
    }

    /// The rows on which a field is seen.
    #[must_use]
    pub fn of(&self, permission: &str) -> DataScope {
        match &self.0 {
            None => DataScope::All,
            Some(grants) => grants.get(permission).cloned().unwrap_or_default(),
        }
    }

    /// Whether a field of a row of this organisation and officer is seen.
    #[must_use]
    pub fn covers(&self, permission: &str, organisation: OrgId, officer: &str) -> bool {
        match &self.0 {
            None => true,
            Some(grants) => grants
                .get(permission)
                .is_some_and(|scope| scope.covers(organisation, officer)),
        }
    }

    /// Whether a field is seen on every row: asked where what is told does not say to whom it belongs.
    #[must_use]
    pub fn is_whole(&self, permission: &str) -> bool {
        self.of(permission).is_all()
    }

    /// Whether a field is seen on some row.
    #[must_use]
    pub fn sees(&self, permission: &str) -> bool {
        self.0.as_ref().is_none_or(|grants| grants.contains_key(permission))
    }
}

/// A field that only those see who have its permission, as the audit trail and proposals tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuardedField {
    /// The permission: `customer.field_mobile`.
    pub permission: &'static str,
    /// What kind of object has it.
    pub object_kind: &'static str,
    /// The members under which it stands in what is told of the object.
    pub members: &'static [&'static str],
}

/// The guarded fields of a program.
#[derive(Debug, Clone, Default)]
pub struct Guards(Arc<[GuardedField]>);

impl Guards {
    /// These fields.
    #[must_use]
    pub fn of(fields: impl IntoIterator<Item = GuardedField>) -> Self {
        Self(fields.into_iter().collect())
    }

    /// Takes the fields whose permission a reader lacks (`sees`) out of what is told of an object; the names of what was taken out,
    /// sorted.
    #[must_use]
    pub fn conceal(
        &self,
        sees: impl Fn(&str) -> bool,
        object_kind: &str,
        told: &mut [&mut Option<Value>],
    ) -> Vec<String> {
        let mut hidden = Vec::new();
        let of_object = self.0.iter().filter(|field| field.object_kind == object_kind);
        for field in of_object.filter(|field| !sees(field.permission)) {
            for part in told.iter_mut().filter_map(|part| part.as_mut()) {
                take_out(part, field.members, &mut hidden);
            }
        }
        hidden.sort_unstable();
        hidden.dedup();
        hidden
    }

    /// The permissions of all fields.
    #[must_use]
    pub fn permissions(&self) -> Vec<&'static str> {
        self.0.iter().map(|field| field.permission).collect()
    }

    /// The permission of a field that a reader does not see on all rows, if there is one: for what is told as a whole or not at all.
    #[must_use]
    pub fn missing(&self, sight: &Sight) -> Option<&'static str> {
        let missing = self.0.iter().find(|field| !sight.is_whole(field.permission));
        missing.map(|field| field.permission)
    }
}

fn take_out(told: &mut Value, members: &[&str], hidden: &mut Vec<String>) {
    match told {
        Value::Object(object) => {
            for member in members {
                if object.remove(*member).is_some() {
                    hidden.push((*member).to_owned());
                }
            }
            for inner in object.values_mut() {
                take_out(inner, members, hidden);
            }
        }
        Value::Array(items) => {
            for inner in items {
                take_out(inner, members, hidden);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const MOBILE: &str = "customer.field_mobile";

    fn guards() -> Guards {
        Guards::of([GuardedField {
            permission: MOBILE,
            object_kind: "customer",
            members: &["mobile", "mobile_masked"],
        }])
    }

    fn sight_of(scope: DataScope) -> Sight {
        Sight::granted(Arc::new(BTreeMap::from([(MOBILE.to_owned(), scope)])))
    }

    #[test]
    fn what_is_not_seen_is_taken_out_wherever_it_stands() {
        let mut before = None;
        let mut after =
            Some(json!({ "name": "张*", "mobile": "138****8000", "of": [{ "mobile_masked": null, "nr": 1 }] }));
        let hidden = guards().conceal(|_| false, "customer", &mut [&mut before, &mut after]);
        assert_eq!(hidden, ["mobile", "mobile_masked"]);
        assert_eq!(after, Some(json!({ "name": "张*", "of": [{ "nr": 1 }] })));
    }

    #[test]
    fn other_objects_and_who_sees_all_rows_lose_nothing() {
        let told = json!({ "mobile": "138****8000" });
        for (sight, kind) in [
            (Sight::default(), "lender"),
            (Sight::everything(), "customer"),
            (sight_of(DataScope::All), "customer"),
        ] {
            let mut after = Some(told.clone());
            assert!(
                guards()
                    .conceal(|field| sight.is_whole(field), kind, &mut [&mut after])
                    .is_empty()
            );
            assert_eq!(after.as_ref(), Some(&told));
        }
    }

    #[test]
    fn who_sees_a_field_on_some_rows_is_not_told_it_where_rows_have_no_owner() {
        let own = sight_of(DataScope::own("li"));
        assert!(own.sees(MOBILE) && own.covers(MOBILE, OrgId::HEAD_OFFICE, "li"));
        assert!(!own.covers(MOBILE, OrgId::HEAD_OFFICE, "wang"));
        assert_eq!(guards().missing(&own), Some(MOBILE));
        assert_eq!(guards().missing(&Sight::everything()), None);
    }
}
