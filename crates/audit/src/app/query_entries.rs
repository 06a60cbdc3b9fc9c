//! The list of the audit trail: its declaration, what it can be asked, its page and its count.
//!
//! The trail has ways of its own to its lines, one for each index (`platform::audit`); a composed search that names who, what or
//! where by one value goes along them, too, and everything else of it is looked at line by line.

use listing::app::{Asked, Conditions, understand};
use listing::{Field, Kind, List, Word};
use platform::audit::{self, Also, AuditEntry, AuditSearch, Part};
use platform::http::Problem;
use platform::predicate::{Condition, Operand, Operator, Predicate};
use platform::{DbError, Tx, business_day};

const AREAS: [Word; 6] = [
    ("sign_in", "登录", "Sign-in"),
    ("export", "导出", "Exports"),
    ("reveal", "敏感信息", "Personal data"),
    ("refusal", "越权", "Refused"),
    ("configuration", "配置", "Configuration"),
    ("business", "业务", "Business"),
];

/// The area of a line in SQL: the same as [`audit::Area::of`], which a test holds.
const AREA: &str = "CASE WHEN action IN ('access.signed_in', 'access.sign_in_failed', 'access.signed_out',
        'access.session_ended', 'access.session_locked', 'access.session_unlocked', 'access.acting_for', 'access.proof_failed',
        'access.recovery_code_used') THEN 'sign_in'
    WHEN action = 'audit.archive_downloaded' OR action LIKE 'export.%' AND action NOT LIKE '%.revealed' THEN 'export'
    WHEN action = 'platform.refused' THEN 'refusal'
    WHEN action LIKE '%.revealed' THEN 'reveal'
    WHEN action LIKE 'access.%' OR action LIKE 'audit.%' OR action LIKE 'notice.%' OR action LIKE 'organisation.%'
        OR action LIKE 'platform.%' OR action LIKE 'preference.%' OR action LIKE 'product.%' OR action LIKE 'reference.%'
        OR action LIKE 'role.%' OR action LIKE 'view.%' THEN 'configuration'
    ELSE 'business' END";

const FIELDS: [Field; 14] = [
    Field::new("seq", ("序号", "Nr"), Kind::Number, "seq"),
    Field::new("at", ("时间", "Time"), Kind::Moment, "recorded_at").ordered(),
    Field::new("actor", ("操作人", "Actor"), Kind::Text, "actor_login").searched(),
    Field::new(
        "on_behalf_of",
        ("代谁操作", "On behalf of"),
        Kind::Text,
        "COALESCE(on_behalf_of, '')",
    )
    .searched(),
    Field::new("via_token", ("令牌", "Token"), Kind::Text, "COALESCE(via_token, '')").searched(),
    Field::new("area", ("类别", "Area"), Kind::Choice(&AREAS), AREA).searched(),
    Field::new("action", ("动作", "Action"), Kind::Text, "action").searched(),
    Field::new("object_kind", ("对象类型", "Object kind"), Kind::Text, "object_kind").searched(),
    Field::new("object_id", ("对象", "Object"), Kind::Text, "object_id").searched(),
    Field::new("address", ("地址", "Address"), Kind::Text, "COALESCE(address, '')").searched(),
    Field::new(
        "sealed",
        ("存证", "Sealed"),
        Kind::Flag,
        "CAST(CASE WHEN seq IS NULL THEN 0 ELSE 1 END AS BIGINT)",
    )
    .searched(),
    Field::new("request_id", ("请求编号", "Request"), Kind::Text, "request_id").searched(),
    Field::new("before", ("变更前", "Before"), Kind::Text, "COALESCE(before_json, '')"),
    Field::new("after", ("变更后", "After"), Kind::Text, "COALESCE(after_json, '')"),
];

/// The list of the audit trail. Who may read it reads all of it.
pub static AUDIT_ENTRIES: List = List {
    name: "audit",
    zh: "审计日志",
    en: "Audit trail",
    read: "audit.read",
    export: "audit.export",
    reveal: None,
    from: "audit_entry",
    id: "id",
    currency: None,
    owners: None,
    fields: &FIELDS,
    order: "-at",
};

/// What the trail is asked for.
#[derive(Debug, Clone)]
pub struct AskedTrail {
    /// Order and composed search.
    pub list: Asked,
    /// By its indexes: the simple filters, and of the composed search what they can find.
    pub search: AuditSearch,
}

/// Understands what the trail is asked for.
///
/// # Errors
/// Problems of order and composed search, or the database's.
pub fn ask_trail(
    tx: &mut Tx,
    search: AuditSearch,
    (sort, composed): (Option<&str>, Option<&str>),
) -> Result<AskedTrail, Problem> {
    let on = business_day::get(tx)?.date();
    let list = understand(&AUDIT_ENTRIES, Conditions::none(), (sort, composed), on)?;
    let mut search = search;
    if let Some(predicate) = &list.search {
        along_indexes(&mut search, predicate);
    }
    Ok(AskedTrail { list, search })
}

/// What a line must have anyway is found by an index, when one value of it is asked for.
fn along_indexes(search: &mut AuditSearch, predicate: &Predicate) {
    match predicate {
        Predicate::All(parts) => parts.iter().for_each(|part| along_indexes(search, part)),
        Predicate::Is(condition) => one_value(search, condition),
        Predicate::Any(_) => {}
    }
}

fn one_value(search: &mut AuditSearch, condition: &Condition) {
    let ([Operand::Text(value)], Operator::Eq | Operator::In) = (condition.operands.as_slice(), condition.operator)
    else {
        return;
    };
    let place = match condition.field {
        "actor" => &mut search.actor,
        "action" => &mut search.action,
        "object_kind" => &mut search.object_kind,
        "object_id" => &mut search.object_id,
        "address" => &mut search.address,
        _ => return,
    };
    place.get_or_insert_with(|| value.clone());
}

impl AskedTrail {
    fn also(&self) -> Also {
        let (sql, params) = self.list.conditions.sql();
        Also {
            sql: sql.to_owned(),
            params: params.to_vec(),
        }
    }

    /// The same as conditions of a list, for its file.
    ///
    /// # Errors
    /// The database's.
    pub fn whole(&self, tx: &mut Tx) -> Result<Asked, DbError> {
        let mut asked = self.list.clone();
        asked
            .conditions
            .and_with(|params| audit::condition(tx, &self.search, params))?;
        Ok(asked)
    }
}

/// At most `limit` lines after a place.
///
/// # Errors
/// The database's.
pub fn list_trail(
    tx: &mut Tx,
    asked: &AskedTrail,
    (after, limit): (Option<(kernel::Timestamp, uuid::Uuid)>, u32),
) -> Result<Vec<AuditEntry>, DbError> {
    let part = Part {
        after,
        limit,
        oldest_first: !asked.list.order.sort.descending,
    };
    audit::search_part(tx, (&asked.search, &asked.also()), &part)
}

/// How many lines there are, counted up to a bound: then possibly more than it.
///
/// # Errors
/// The database's.
pub fn count_trail(tx: &mut Tx, asked: &AskedTrail, most: Option<i64>) -> Result<i64, DbError> {
    audit::count(tx, (&asked.search, &asked.also()), most)
}
