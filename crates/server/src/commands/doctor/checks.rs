//! The examinations, in the order in which one needs the other.

use super::disk::free_bytes;
use crate::failure::Failure;
use crate::settings::Settings;
use crate::site::{missing_furniture, sqlite_file};
use platform::config::{Config, redact_url};
use platform::http::Lang;
use platform::installation::{self, UsedKey};
use platform::keys::{self, FieldKeys};
use platform::{Db, DbOptions, business_day, migrations};
use serde::Serialize;
use std::path::Path;

/// How an examination ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Ok,
    /// Works, but somebody should look.
    Warning,
    /// Does not work.
    Failed,
    /// Could not be examined.
    Skipped,
}

impl State {
    /// The word at the beginning of a line.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "FAILED",
            Self::Skipped => "skipped",
        }
    }
}

/// A text in Chinese and English.
pub type Told = (String, String);

/// What an examination found.
#[derive(Debug)]
pub struct Finding {
    /// Stable code.
    pub code: &'static str,
    /// How it ended.
    pub state: State,
    /// What was found.
    pub detail: Told,
    /// What to do about it.
    pub mend: Option<Told>,
}

fn both(zh: impl Into<String>, en: impl Into<String>) -> Told {
    (zh.into(), en.into())
}

fn same(text: impl ToString) -> Told {
    (text.to_string(), text.to_string())
}

fn good(code: &'static str, detail: Told) -> Finding {
    Finding {
        code,
        state: State::Ok,
        detail,
        mend: None,
    }
}

fn bad(code: &'static str, detail: Told, mend: Told) -> Finding {
    Finding {
        code,
        state: State::Failed,
        detail,
        mend: Some(mend),
    }
}

fn of_failure(code: &'static str, failure: &Failure, mend: Told) -> Finding {
    bad(code, (failure.0.detail(Lang::Zh), failure.0.detail(Lang::En)), mend)
}

/// Examines everything that can be examined.
pub fn examine(settings: &Settings) -> Vec<Finding> {
    let config = match settings.load(None) {
        Ok(config) => config,
        Err(failure) => {
            let mend = both("改正该配置项后重试", "mend that key and try again");
            return vec![of_failure("config", &failure, mend)];
        }
    };
    let mut findings = vec![good("config", both("配置可用", "the configuration can be used"))];
    findings.push(data_dir(&config.data_dir));
    findings.push(disk(&config.data_dir));
    let keys = key_source(&config, &mut findings);
    findings.extend(database(&config, keys.as_ref()));
    findings
}

fn data_dir(folder: &Path) -> Finding {
    let shown = folder.display();
    let mend = both(
        format!("以运行服务的用户创建并授权：mkdir -p {shown} && chmod 700 {shown}"),
        format!("make it for the user that runs the server: mkdir -p {shown} && chmod 700 {shown}"),
    );
    if !folder.is_dir() {
        return bad(
            "data_dir",
            both(format!("{shown} 不存在"), format!("{shown} does not exist")),
            mend,
        );
    }
    // Trying is the only test that is right for every system and owner.
    let trial = folder.join(format!(".doctor-{}", std::process::id()));
    let written = std::fs::write(&trial, b"x").and_then(|()| std::fs::remove_file(&trial));
    match written {
        Ok(()) => good(
            "data_dir",
            both(format!("{shown} 可写"), format!("{shown} can be written")),
        ),
        Err(cause) => bad("data_dir", same(format!("{shown}: {cause}")), mend),
    }
}

fn disk(folder: &Path) -> Finding {
    const GIB: u64 = 1 << 30;
    const MIB: u64 = 1 << 20;
    let Some(free) = free_bytes(folder) else {
        return Finding {
            state: State::Skipped,
            ..good("disk", both("无法得知剩余空间", "the free space is not known"))
        };
    };
    let detail = both(
        format!("剩余 {} MiB", free / MIB),
        format!("{} MiB are free", free / MIB),
    );
    let mend = || both("清理磁盘或换更大的磁盘", "make room, or use a larger disk");
    match free {
        GIB.. => good("disk", detail),
        _ if free >= 100 * MIB => Finding {
            state: State::Warning,
            mend: Some(mend()),
            ..good("disk", detail)
        },
        _ => bad("disk", detail, mend()),
    }
}

/// Reads the keys without making one.
fn key_source(config: &Config, findings: &mut Vec<Finding>) -> Option<FieldKeys> {
    const CODE: &str = "field_key";
    let (file, source) = (config.key_file(), keys::source(config));
    let shown = source.origin();
    let of_file = config.field_key().is_none() && config.key_command.is_none();
    if of_file && !file.exists() {
        let detail = both(format!("{shown} 不存在"), format!("{shown} does not exist"));
        let mend = both(
            "首次启动时自动生成；已有数据时请从备份恢复",
            "the first start makes it; when there is data, restore it from its backup",
        );
        findings.push(bad(CODE, detail, mend));
        return None;
    }
    match FieldKeys::of_source(source) {
        Ok(keys) => {
            let prints: Vec<String> = keys
                .fingerprints()
                .into_iter()
                .map(|(version, print)| format!("{version}:{print}"))
                .collect();
            let prints = prints.join(", ");
            findings.push(good(
                CODE,
                both(
                    format!("密钥 {prints}（{shown}）"),
                    format!("keys {prints} from {shown}"),
                ),
            ));
            Some(keys)
        }
        Err(cause) => {
            let mend = if of_file {
                both(
                    format!("chmod 600 {shown}；每行须为 64 个十六进制字符，第二个密钥起前加版本号（2:…）"),
                    format!(
                        "chmod 600 {shown}; each line must hold 64 hexadecimal digits, from the second key on with 2: in front"
                    ),
                )
            } else {
                both(
                    "检查该命令或环境变量能否给出密钥",
                    "look whether that command or variable gives the keys",
                )
            };
            findings.push(bad(CODE, same(cause), mend));
            None
        }
    }
}

fn database(config: &Config, keys: Option<&FieldKeys>) -> Vec<Finding> {
    const CODE: &str = "database";
    let shown = redact_url(&config.database_url());
    let start = || both("运行一次 xindai serve", "run `xindai serve` once");
    if sqlite_file(config).is_some_and(|file| !file.is_file()) {
        let detail = both(format!("{shown} 尚不存在"), format!("{shown} does not exist yet"));
        return vec![bad(CODE, detail, start())];
    }
    let opened = Db::open(&config.database_url(), DbOptions::default());
    let looked = opened.and_then(|db| migrations::pending(&db, migrations::all()).map(|pending| (db, pending)));
    let (db, pending) = match looked {
        Ok(looked) => looked,
        Err(cause) => {
            let mend = both(
                "检查 database_url、数据库服务是否运行、用户权限",
                "look at database_url, whether the server runs, and the rights of its user",
            );
            return vec![bad(CODE, same(cause), mend)];
        }
    };
    let mut findings = vec![good(CODE, both(format!("可达：{shown}"), format!("reached: {shown}")))];
    if !pending.is_empty() {
        let steps = pending.join(", ");
        findings.push(bad(
            "schema",
            both(format!("缺少 {steps}"), format!("{steps} missing")),
            start(),
        ));
        return findings;
    }
    findings.push(good("schema", both("结构为最新", "the schema is up to date")));
    findings.extend(keys.map(|keys| key_of(&db, keys)));
    findings.extend(furniture(&db));
    findings
}

fn key_of(db: &Db, keys: &FieldKeys) -> Finding {
    const CODE: &str = "key_of_data";
    let here = keys.fingerprints();
    let used = match db.read(installation::list_keys) {
        Ok(used) => used,
        Err(cause) => return bad(CODE, same(cause), both("见上", "see above")),
    };
    let is_here = |key: &UsedKey| here.contains(&(key.version, key.fingerprint.clone()));
    let mut living = used.iter().filter(|key| key.retired_at.is_none());
    if let Some(missing) = living.clone().find(|key| !is_here(key)) {
        let (version, print) = (missing.version, &missing.fingerprint);
        return bad(
            CODE,
            both(
                format!("数据库使用第 {version} 版密钥 {print}，这里没有"),
                format!("the database uses key {version}:{print}, which is not here"),
            ),
            both("换回原密钥文件", "put the former key file back"),
        );
    }
    let active = used.last().map_or(0, |key| key.version);
    if living.any(|key| key.version != active) {
        return Finding {
            state: State::Warning,
            mend: Some(both(
                "运行 xindai keys rotate，完成后 xindai keys retire",
                "run `xindai keys rotate`, then `xindai keys retire`",
            )),
            ..good(CODE, both("密钥轮换尚未完成", "a rotation of keys is not finished"))
        };
    }
    match used.is_empty() {
        true => good(CODE, both("尚未记录密钥", "no key is remembered yet")),
        false => good(CODE, both("密钥与数据库相符", "the keys are those of this database")),
    }
}

fn furniture(db: &Db) -> Vec<Finding> {
    let start = || both("运行一次 xindai serve", "run `xindai serve` once");
    let missing = match db.read(missing_furniture) {
        Ok(missing) => missing,
        Err(failure) => return vec![of_failure("seeds", &failure, both("见 verify", "run `xindai verify`"))],
    };
    let seeded = |code, missing: bool, (zh, en): (&str, &str)| {
        if missing {
            bad(code, both(format!("{zh}为空"), format!("no {en}")), start())
        } else {
            good(code, both(format!("{zh}已初始化"), format!("{en} present")))
        }
    };
    let mut findings = vec![
        seeded("chart", missing.chart, ("会计科目表", "chart of accounts")),
        seeded("products", missing.products, ("产品", "products")),
    ];
    findings.push(match db.read(business_day::state) {
        Ok(day) if day.closing => Finding {
            state: State::Warning,
            mend: Some(both(
                "若无日终在运行，请执行 xindai close 续跑",
                "unless a close is running, run `xindai close` to take it up",
            )),
            ..good(
                "business_day",
                both(
                    format!("{} 的日终未完成", day.business_date),
                    format!("the close of {} is not finished", day.business_date),
                ),
            )
        },
        Ok(day) => good("business_day", same(day.business_date)),
        Err(_) => bad("business_day", both("未设置", "not set"), start()),
    });
    findings.push(match db.read(|tx| access::app::list_users(tx, "", 1)) {
        Ok(users) if !users.is_empty() => good("users", both("已有用户", "there are users")),
        Ok(_) => bad(
            "users",
            both("没有用户", "there is no user"),
            both(
                "xindai user add LOGIN --role administrator",
                "xindai user add LOGIN --role administrator",
            ),
        ),
        Err(cause) => bad("users", same(cause), both("见上", "see above")),
    });
    findings
}
