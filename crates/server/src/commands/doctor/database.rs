//! The database: reached, of the right version and schema, durable, with the right keys and the clock of this machine.

use super::finding::{Finding, State, Told, bad, both, doubtful, good, of_failure, same};
use super::rates;
use crate::site::{missing_furniture, sqlite_file};
use platform::clock::Clock;
use platform::config::{Config, redact_url};
use platform::demo_mark;
use platform::installation::{self, UsedKey};
use platform::keys::FieldKeys;
use platform::{Backend, Db, DbOptions, audit, business_day, migrations, server_facts};

/// Clocks that differ by more confuse whoever reads the trail.
const CLOCK_WARN_MS: i64 = 5_000;
/// Clocks that differ by more break leases: two nodes may then do one job.
const CLOCK_FAIL_MS: i64 = 20_000;

pub fn examine(config: &Config, keys: Option<&FieldKeys>) -> Vec<Finding> {
    const CODE: &str = "database";
    let shown = redact_url(&config.database_url());
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
    if db.backend() == Backend::Postgres {
        findings.extend(server(&db));
    }
    findings.push(schema(&db, &pending));
    if findings
        .iter()
        .any(|finding| finding.code == "schema" && finding.state == State::Failed)
    {
        return findings;
    }
    findings.push(clock(&db));
    findings.extend(keys.map(|keys| key_of(&db, keys)));
    findings.extend(furniture(&db));
    findings
}

fn start() -> Told {
    both(
        "运行 xindai serve，登录后完成系统初始化",
        "run `xindai serve`, sign in and set the lender up",
    )
}

fn schema(db: &Db, pending: &[&str]) -> Finding {
    let known = migrations::all().last().map_or(0, |step| step.number);
    let last = db.read(migrations::last_applied).ok().flatten();
    if let Some((_, name)) = last.filter(|(number, _)| *number > known) {
        return bad(
            "schema",
            both(
                format!("数据库已有 {name}，本程序不认识"),
                format!("the database has {name}, which this program does not know"),
            ),
            both("使用更新的程序", "use the newer program that made it"),
        );
    }
    if pending.is_empty() {
        return good("schema", both("结构为最新", "the schema is up to date"));
    }
    let steps = pending.join(", ");
    bad(
        "schema",
        both(format!("缺少 {steps}"), format!("{steps} missing")),
        both(
            "先备份，再运行 xindai migrate（--check 可先试）",
            "make a backup, then run `xindai migrate` (`--check` tries it first)",
        ),
    )
}

/// What a PostgreSQL must be so that what was acknowledged stays.
fn server(db: &Db) -> Vec<Finding> {
    const CODE: &str = "postgres";
    let facts = match db.read(server_facts::read) {
        Ok(facts) => facts,
        Err(cause) => {
            return vec![bad(
                CODE,
                same(cause),
                both("检查用户权限", "look at the rights of its user"),
            )];
        }
    };
    let mut findings = Vec::new();
    let mut wrong = |zh: String, en: String, mend: &str| findings.push(bad(CODE, both(zh, en), same(mend)));
    if facts.major < server_facts::OLDEST {
        let (major, oldest) = (facts.major, server_facts::OLDEST);
        wrong(
            format!("版本 {major}，需要 {oldest} 或更高"),
            format!("version {major}, needed is {oldest} or later"),
            "pg_upgrade",
        );
    }
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        if facts.is_off(setting) {
            wrong(
                format!("{setting} = off：断电会丢失或损坏数据"),
                format!("{setting} = off: a power cut loses or breaks data"),
                &format!("ALTER SYSTEM SET {setting} = on; SELECT pg_reload_conf();"),
            );
        }
    }
    if facts.encoding != "UTF8" {
        let encoding = &facts.encoding;
        wrong(
            format!("编码为 {encoding}"),
            format!("the encoding is {encoding}"),
            "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
        );
    }
    if facts.in_recovery {
        wrong(
            "这是只读备机".to_owned(),
            "this is a standby, which cannot be written".to_owned(),
            "target_session_attrs=read-write",
        );
    }
    let wanted = DbOptions::default().pg_connections as i64;
    if facts.connections < wanted * 2 {
        let most = facts.connections;
        findings.push(doubtful(
            CODE,
            both(
                format!("max_connections = {most}，每个节点最多用 {wanted} 个"),
                format!("max_connections = {most}, and each node uses up to {wanted}"),
            ),
            same("ALTER SYSTEM SET max_connections = 100;"),
        ));
    }
    if findings.is_empty() {
        findings.push(good(
            CODE,
            both(
                format!("版本 {}，设置合适", facts.major),
                format!("version {}, sound settings", facts.major),
            ),
        ));
    }
    findings
}

/// Whether this machine's clock can be believed: against the server's, and against what was written last.
fn clock(db: &Db) -> Finding {
    const CODE: &str = "clock";
    let mend = both(
        "开启时间同步：timedatectl set-ntp true",
        "let the clock be set: timedatectl set-ntp true",
    );
    let (last, there) =
        match db.read(|tx| Ok::<_, platform::DbError>((audit::last_recorded(tx)?, server_facts::clock(tx)?))) {
            Ok(read) => read,
            Err(cause) => return bad(CODE, same(cause), both("见上", "see above")),
        };
    let now = Clock::system().now();
    if let Some(last) = last.filter(|last| last.millis() > now.millis() + CLOCK_WARN_MS) {
        let detail = both(
            format!("最近的审计记录在 {last}，时钟却是 {now}"),
            format!("the last audit line is of {last}, but the clock says {now}"),
        );
        return bad(CODE, detail, mend);
    }
    let apart = there.map_or(0, |there| (there.millis() - now.millis()).abs());
    let detail = both(
        format!("{now}，与数据库相差 {apart} 毫秒"),
        format!("{now}, {apart} ms from the database"),
    );
    match apart {
        CLOCK_FAIL_MS.. => bad(CODE, detail, mend),
        CLOCK_WARN_MS.. => doubtful(CODE, detail, mend),
        _ if there.is_some() => good(CODE, detail),
        _ => good(CODE, same(now)),
    }
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
        seeded("reference", missing.reference, ("日历", "calendar of working days")),
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
    findings.extend(rates::examine(db));
    findings.extend(demo(db));
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

/// A demo's book that was begun and is not complete: its program was killed, or still works on it.
fn demo(db: &Db) -> Option<Finding> {
    let mark = db.read(demo_mark::find).ok().flatten().filter(|mark| !mark.made)?;
    let day = mark.day;
    Some(doubtful(
        "demo",
        both(
            format!("演示数据生成到 {day} 时中断，或仍在生成"),
            format!("the making of the demo data stopped at {day}, or still goes on"),
        ),
        both(
            "以管理员登录并点“继续生成”（命令行生成的：再次运行 xindai demo），或换一个空的数据目录重新开始",
            "sign in as an administrator and press `Go on` (made on the command line: run `xindai demo` again), or begin anew in an empty data directory",
        ),
    ))
}
