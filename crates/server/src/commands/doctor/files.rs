//! Folders and files: the data directory, room on the disk, who may read what, keys, certificate, backups.

use super::disk::free_bytes;
use super::finding::{Finding, bad, both, doubtful, good, same, skipped};
use crate::backups;
use crate::site::sqlite_file;
use platform::clock::Clock;
use platform::config::Config;
use platform::http::Certificate;
use platform::keys::{self, FieldKeys};
use std::path::{Path, PathBuf};

const GIB: u64 = 1 << 30;
const MIB: u64 = 1 << 20;
/// A certificate that ends within so many days should be renewed by now.
const RENEW_DAYS: i64 = 14;
/// A backup older than this was forgotten: one a day, and two hours to make it.
const BACKUP_HOURS: i64 = 26;
const HOUR_MS: i64 = 3_600_000;

pub fn data_dir(folder: &Path) -> Finding {
    let shown = folder.display();
    let mend = both(
        format!("以运行服务的用户创建并授权：mkdir -p {shown} && chmod 700 {shown}"),
        format!("make it for the user that runs the server: mkdir -p {shown} && chmod 700 {shown}"),
    );
    if !folder.is_dir() {
        let detail = both(format!("{shown} 不存在"), format!("{shown} does not exist"));
        return bad("data_dir", detail, mend);
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

/// Room for what comes, and on an embedded database for the log that grows while a backup runs.
pub fn disk(config: &Config) -> Finding {
    let Some(free) = free_bytes(&config.data_dir) else {
        return skipped("disk", both("无法得知剩余空间", "the free space is not known"));
    };
    let book = sqlite_file(config).and_then(|file| std::fs::metadata(file).ok());
    let book = book.map_or(0, |meta| meta.len());
    let detail = both(
        format!("剩余 {} MiB，账簿 {} MiB", free / MIB, book / MIB),
        format!("{} MiB are free, the book has {} MiB", free / MIB, book / MIB),
    );
    let mend = both("清理磁盘或换更大的磁盘", "make room, or use a larger disk");
    if free < 100 * MIB {
        return bad("disk", detail, mend);
    }
    if free < GIB.max(book / 4) {
        return doubtful("disk", detail, mend);
    }
    good("disk", detail)
}

/// Whether others on this machine may read what only the server should.
#[cfg(unix)]
pub fn private(config: &Config) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).map(|meta| meta.permissions().mode() & 0o777);
    let mut candidates: Vec<PathBuf> = vec![config.data_dir.clone()];
    candidates.extend(sqlite_file(config));
    candidates.extend(config.tls().map(|(_, key)| key.to_owned()));
    candidates.extend(config.backup_dir.clone());
    // In a folder that is closed to others nothing can be read, whatever its own mode.
    let sheltered = |path: &Path| {
        let folder = path.parent().filter(|folder| *folder != path);
        folder.is_some_and(|folder| mode(folder).is_ok_and(|mode| mode & 0o077 == 0))
    };
    let open: Vec<String> = candidates
        .iter()
        .filter(|path| mode(path).is_ok_and(|mode| mode & 0o007 != 0) && !sheltered(path))
        .map(|path| path.display().to_string())
        .collect();
    if open.is_empty() {
        let detail = both(
            "其他用户读不到数据、私钥与备份",
            "others can read neither data nor keys nor backups",
        );
        return Some(good("permissions", detail));
    }
    let open = open.join(" ");
    Some(doubtful(
        "permissions",
        both(format!("其他用户可读：{open}"), format!("others may read {open}")),
        same(format!("chmod o-rwx {open}")),
    ))
}

#[cfg(not(unix))]
pub fn private(_: &Config) -> Option<Finding> {
    None
}

/// The certificate for HTTPS: whether it loads, fits its key, and for how long it is good.
pub fn certificate(config: &Config) -> Option<Finding> {
    const CODE: &str = "certificate";
    let (file, key) = config.tls()?;
    let shown = file.display();
    let ends_at = match Certificate::load(file, key) {
        Ok(certificate) => certificate.ends_at(),
        Err(cause) => {
            let mend = both(
                "tls_cert 须为完整证书链，tls_key 须为与之相配的私钥（PEM），并可由运行服务的用户读取",
                "tls_cert must hold the chain and tls_key its private key (PEM), readable for the user that runs the server",
            );
            return Some(bad(CODE, same(cause), mend));
        }
    };
    let Some(ends_at) = ends_at else {
        return Some(skipped(
            CODE,
            both(format!("{shown}：有效期未知"), format!("{shown}: its end is not known")),
        ));
    };
    let left = (ends_at.millis() - Clock::system().now().millis()) / (24 * HOUR_MS);
    let detail = both(
        format!("{shown} 有效至 {ends_at}"),
        format!("{shown} is good until {ends_at}"),
    );
    let mend = both(
        "续期证书；文件更换后自动生效",
        "renew it; the new files are taken up by themselves",
    );
    Some(match left {
        ..0 => bad(CODE, detail, mend),
        0..RENEW_DAYS => doubtful(CODE, detail, mend),
        _ => good(CODE, detail),
    })
}

/// When the last backup was made.
pub fn backup_age(config: &Config) -> Finding {
    const CODE: &str = "backup";
    let mend = both(
        "每天运行 xindai backup，并设置 backup_dir",
        "run `xindai backup` every day, and set backup_dir",
    );
    let Some(folder) = &config.backup_dir else {
        return doubtful(CODE, both("未设置 backup_dir", "backup_dir is not set"), mend);
    };
    let shown = folder.display();
    let Some(made_at) = backups::newest(folder) else {
        let detail = both(format!("{shown} 中没有备份"), format!("there is no backup in {shown}"));
        return doubtful(CODE, detail, mend);
    };
    let hours = (Clock::system().now().millis() - made_at) / HOUR_MS;
    let detail = both(
        format!("最近的备份在 {hours} 小时前"),
        format!("the newest backup is {hours} hours old"),
    );
    if hours >= BACKUP_HOURS {
        return doubtful(CODE, detail, mend);
    }
    good(CODE, detail)
}

/// Reads the keys without making one.
pub fn field_key(config: &Config, findings: &mut Vec<Finding>) -> Option<FieldKeys> {
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
