//! `cargo xtask fuzz-api`: schemathesis sends generated requests, sound and unsound, to every endpoint of the real binary and compares
//! each answer with the OpenAPI document: status, type, headers, body, problem code; nothing may answer 500 or more.

use crate::janitor::Janitor;
use crate::run::{Failure, run};
use crate::server::Server;
use crate::{tools, workspace};
use std::path::{Path, PathBuf};

/// The release whose findings this repository has mended; a newer one may look closer.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";
const LOANS: &str = "60";
/// The callers, and their share of the time in percent. The demo's own logins stand in the document's examples, and generated
/// sign-ins with wrong passwords lock them out.
const CALLERS: [(&str, &str, u64); 2] = [("fuzz.admin", "administrator", 70), ("fuzz.clerk", "clerk", 30)];
const PASSWORD: &str = "Fuzz-the-api-1";
const SECONDS: u64 = 240;

pub fn fuzz(arguments: &[String]) -> Result<(), Failure> {
    let seconds = seconds(arguments)?;
    let binary = workspace::build_server(false)?.to_string_lossy().into_owned();
    let folder = workspace::target_dir()?.join("fuzz-api");
    std::fs::create_dir_all(&folder).map_err(|error| Failure::io("making", &folder, &error))?;
    let schemathesis = schemathesis(&folder)?;
    let data = folder.join(format!("book-{}", std::process::id()));
    let _remover = Janitor::hire("rm -rf \"$1\"", &[&data.to_string_lossy()])?;
    make_book(&binary, &data)?;
    let settings = [
        ("XINDAI_RATE_SIGN_IN_PER_MINUTE", "0"),
        ("XINDAI_RATE_USER_PER_MINUTE", "0"),
        ("XINDAI_RATE_ADDRESS_PER_MINUTE", "0"),
    ];
    let server = Server::start(&binary, &data, &folder.join("server.log"), &settings)?;
    let document = folder.join("openapi.json");
    let text = run(&binary).arg("openapi").output()?;
    std::fs::write(&document, text).map_err(|error| Failure::io("writing", &document, &error))?;
    for (login, _, share) in CALLERS {
        let allowed = (seconds * share / 100).max(10);
        let tested = ask(&schemathesis, &server.url, &document, login, allowed);
        tested.map_err(|failure| server.with_log(failure))?;
    }
    println!("fuzz-api: nothing answered 500 or more, and every answer was as documented");
    Ok(())
}

fn ask(program: &Path, url: &str, document: &Path, login: &str, seconds: u64) -> Result<(), Failure> {
    let here = workspace::root().join("xtask/fuzz-api");
    run(&program.to_string_lossy())
        .arg("--config-file")
        .arg(here.join("schemathesis.toml"))
        .arg("run")
        .arg(document)
        .args(["--url", url, "--no-color", "--max-time", &seconds.to_string()])
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONPATH", &here)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("FUZZ_URL", url)
        .env("FUZZ_LOGIN", login)
        .env("FUZZ_PASSWORD", PASSWORD)
        .dir(document.parent().unwrap_or(document))
        .go()
}

fn make_book(binary: &str, data: &Path) -> Result<(), Failure> {
    run(binary)
        .args(["demo", "--no-serve", "--loans", LOANS, "--data"])
        .arg(data)
        .dir(&workspace::root())
        .go()?;
    for (login, role, _) in CALLERS {
        run(binary)
            .args(["user", "add", login, "--role", role, "--data"])
            .arg(data)
            .env("XINDAI_PASSWORD", PASSWORD)
            .go()?;
    }
    Ok(())
}

/// Installs schemathesis under target/ unless this very release is there.
fn schemathesis(folder: &Path) -> Result<PathBuf, Failure> {
    let place = folder.join("python");
    let program = place.join("bin/st");
    let stamp = place.join("release");
    if std::fs::read_to_string(&stamp).is_ok_and(|release| release == SCHEMATHESIS) && tools::is_program(&program) {
        return Ok(program);
    }
    run("python3").args(["-m", "venv", "--clear"]).arg(&place).go()?;
    run(&place.join("bin/pip").to_string_lossy())
        .args(["install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS])
        .go()?;
    std::fs::write(&stamp, SCHEMATHESIS).map_err(|error| Failure::io("writing", &stamp, &error))?;
    Ok(program)
}

/// `--seconds N`: for all callers together.
fn seconds(arguments: &[String]) -> Result<u64, Failure> {
    match arguments {
        [] => Ok(SECONDS),
        [name, value] if name == "--seconds" => value
            .parse()
            .map_err(|_| Failure::new(format!("--seconds {value}: a number of seconds is needed"))),
        _ => Err(Failure::new("cargo xtask fuzz-api [--seconds N]")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_an_option() {
        let of = |words: &[&str]| seconds(&words.iter().map(|word| String::from(*word)).collect::<Vec<_>>());
        assert_eq!(of(&[]).unwrap(), 240);
        assert_eq!(of(&["--seconds", "30"]).unwrap(), 30);
        assert!(of(&["--seconds", "soon"]).is_err());
        assert!(of(&["--minutes", "1"]).is_err());
    }
}
