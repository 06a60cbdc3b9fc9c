//! What the machine offers: cargo's optional helpers and, on Debian, the system packages that tests need.

use crate::postgres;
use crate::run::{Failure, announce, cargo, run};
use crate::tools;
use std::path::{Path, PathBuf};

/// Test runner, used when it is there.
pub fn has_nextest() -> bool {
    cargo().args(["nextest", "--version"]).succeeds()
}

/// Licence and duplicate check, used when it is there.
pub fn has_deny() -> bool {
    cargo().args(["deny", "--version"]).succeeds()
}

/// The browser for the journeys: $CHROMIUM, else the first known name on PATH.
pub fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .filter(|path| tools::is_program(path));
    named.or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(tools::find)
    })
}

/// What a part of the tests needs from the system.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    Postgres,
    Chromium,
    ChineseFont,
}

impl Need {
    fn debian_package(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::Chromium => "chromium",
            Self::ChineseFont => "fonts-wqy-zenhei",
        }
    }

    fn elsewhere(self) -> &'static str {
        match self {
            Self::Postgres => {
                "PostgreSQL 15 or later (initdb and pg_ctl on PATH): `apt-get install postgresql`, `dnf install postgresql-server`, `brew install postgresql@16`"
            }
            Self::Chromium => {
                "Chromium (or set CHROMIUM): `apt-get install chromium`, `dnf install chromium`, `brew install --cask chromium`"
            }
            Self::ChineseFont => {
                "a font with Chinese characters: `apt-get install fonts-wqy-zenhei`, `dnf install wqy-zenhei-fonts`"
            }
        }
    }

    fn is_met(self) -> bool {
        match self {
            Self::Postgres => postgres::programs().is_some(),
            Self::Chromium => chromium().is_some(),
            Self::ChineseFont => has_chinese_font(),
        }
    }
}

/// Makes sure of the needs: as root on Debian by installing, elsewhere by saying how.
pub fn ensure(needs: &[Need]) -> Result<(), Failure> {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    if Path::new("/etc/debian_version").is_file() && is_root() {
        let names = missing.iter().map(|need| need.debian_package());
        announce("installing what the tests need and this machine lacks");
        apt().arg("update").go()?;
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(names)
            .go()?;
    }
    let missing: Vec<&str> = self::missing(needs).into_iter().map(Need::elsewhere).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the tests need what this machine lacks:\n  - {}",
        missing.join("\n  - ")
    )))
}

/// True when this program runs as the superuser.
pub fn is_root() -> bool {
    run("id").arg("-u").text().is_some_and(|text| text.trim() == "0")
}

fn missing(needs: &[Need]) -> Vec<Need> {
    needs.iter().copied().filter(|need| !need.is_met()).collect()
}

/// RUNLEVEL=1 keeps Debian from starting a cluster of its own: ours is private and ends with the tests.
fn apt() -> crate::run::Run {
    run("apt-get")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("RUNLEVEL", "1")
}

fn has_chinese_font() -> bool {
    if cfg!(not(target_os = "linux")) {
        return true; // macOS and Windows bring one
    }
    let listed = run("fc-list")
        .arg(":lang=zh")
        .text()
        .is_some_and(|text| !text.trim().is_empty());
    listed || Path::new("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc").is_file()
}
