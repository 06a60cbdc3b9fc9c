//! `cargo xtask package`: the Debian package, and its test: installed into a root of its own and run from there.

use crate::janitor::Janitor;
use crate::packages::is_root;
use crate::run::{Failure, announce, run};
use crate::{tools, web, workspace};
use std::fs;
use std::path::{Path, PathBuf};

/// How `systemd-analyze security` may rate a service at most: 0 is closed, 100 is open.
const EXPOSURE: &str = "20";

/// Where each file of `packaging/debian` goes, and its mode.
const FILES: [(&str, &str, u32); 6] = [
    ("xindai.toml", "etc/xindai/xindai.toml", 0o640),
    ("xindai.service", "usr/lib/systemd/system/xindai.service", 0o644),
    (
        "xindai-backup.service",
        "usr/lib/systemd/system/xindai-backup.service",
        0o644,
    ),
    (
        "xindai-backup.timer",
        "usr/lib/systemd/system/xindai-backup.timer",
        0o644,
    ),
    ("copyright", "usr/share/doc/xindai/copyright", 0o644),
    ("conffiles", "DEBIAN/conffiles", 0o644),
];
const SCRIPTS: [&str; 3] = ["postinst", "prerm", "postrm"];

/// Builds the release package into `target/package`.
pub fn package(arguments: &[String]) -> Result<(), Failure> {
    if let Some(unknown) = arguments.first() {
        return Err(Failure::new(format!("unknown argument `{unknown}`")));
    }
    tools::need_for_building()?;
    web::build()?;
    let binary = workspace::build_server(true)?;
    let package = build(&binary, &["-Zxz"])?;
    announce(&format!("{} is the package", package.display()));
    Ok(())
}

/// The same of the program as tests build it, installed into an empty root, examined and run from there.
pub fn test() -> Result<(), Failure> {
    if tools::find("dpkg-deb").is_none() {
        announce("the Debian package is not tested: this system has no dpkg-deb");
        return Ok(());
    }
    let binary = workspace::build_server(false)?;
    let package = build(&binary, &["-Zgzip", "-z1"])?;
    let root = workspace::target_dir()?.join(format!("package-root-{}", std::process::id()));
    let _remover = Janitor::hire("rm -rf \"$1\"", &[&root.to_string_lossy()])?;
    install(&package, &root)?;
    look(&root)?;
    try_program(&root)?;
    announce("the Debian package holds what it should, installs and runs");
    Ok(())
}

/// Puts the files of the package together and packs them.
fn build(binary: &Path, compression: &[&str]) -> Result<PathBuf, Failure> {
    let target = workspace::target_dir()?;
    let stage = target.join(format!("package-stage-{}", std::process::id()));
    let _remover = Janitor::hire("rm -rf \"$1\"", &[&stage.to_string_lossy()])?;
    let (sources, root) = (workspace::root().join("packaging/debian"), workspace::root());
    put(binary, &stage.join("usr/bin/xindai"), 0o755)?;
    for (name, to, mode) in FILES {
        put(&sources.join(name), &stage.join(to), mode)?;
    }
    for name in SCRIPTS {
        put(&sources.join(name), &stage.join("DEBIAN").join(name), 0o755)?;
    }
    for (name, to) in [("docs/OPERATIONS.md", "OPERATIONS.md"), ("CHANGELOG.md", "changelog")] {
        put(&root.join(name), &stage.join("usr/share/doc/xindai").join(to), 0o644)?;
    }
    let (version, architecture) = (version()?, word("dpkg", &["--print-architecture"])?);
    let control = read(&sources.join("control"))?
        .replace("@VERSION@", &version)
        .replace("@ARCHITECTURE@", &architecture)
        .replace("@LIBC@", libc()?.as_str())
        .replace("@SIZE@", &(length(binary)? / 1024 + 200).to_string());
    let file = stage.join("DEBIAN/control");
    fs::write(&file, control).map_err(|error| Failure::io("writing", &file, &error))?;
    mode(&file, 0o644)?;
    let folder = target.join("package");
    fs::create_dir_all(&folder).map_err(|error| Failure::io("making", &folder, &error))?;
    let package = folder.join(format!("xindai_{version}_{architecture}.deb"));
    let pack = run("dpkg-deb")
        .args(["--build", "--root-owner-group"])
        .args(compression);
    pack.arg(&stage).arg(&package).go()?;
    Ok(package)
}

/// As the superuser by dpkg itself, with its scripts; otherwise the files only.
fn install(package: &Path, root: &Path) -> Result<(), Failure> {
    if !is_root() {
        return run("dpkg-deb").arg("--extract").arg(package).arg(root).go();
    }
    let admin = root.join("var/lib/dpkg");
    for folder in ["info", "updates", "triggers"] {
        let folder = admin.join(folder);
        fs::create_dir_all(&folder).map_err(|error| Failure::io("making", &folder, &error))?;
    }
    let status = admin.join("status");
    fs::write(&status, "").map_err(|error| Failure::io("writing", &status, &error))?;
    let dpkg = run("dpkg").arg(format!("--root={}", root.display()));
    // What it depends on is in the real root, not in this one; scripts see DPKG_ROOT.
    let dpkg = dpkg.args(["--force-depends", "--force-script-chrootless", "--install"]);
    dpkg.arg(package).go()?;
    let shown = run("dpkg")
        .arg(format!("--root={}", root.display()))
        .args(["--status", "xindai"])
        .text();
    match shown.is_some_and(|text| text.contains("Status: install ok installed")) {
        true => Ok(()),
        false => Err(Failure::new("dpkg does not show the package as installed")),
    }
}

/// The files are there with their modes, and systemd finds the service closed.
fn look(root: &Path) -> Result<(), Failure> {
    let mut expected = vec![(root.join("usr/bin/xindai"), 0o755)];
    let files = FILES.iter().filter(|(_, to, _)| !to.starts_with("DEBIAN"));
    expected.extend(files.map(|(_, to, mode)| (root.join(to), *mode)));
    for (file, wanted) in expected {
        let found = mode_of(&file)?;
        if found != wanted {
            return Err(Failure::new(format!(
                "{} has mode {found:o}, not {wanted:o}",
                file.display()
            )));
        }
    }
    if tools::find("systemd-analyze").is_none() {
        announce("systemd-analyze is not here: the unit files are not examined");
        return Ok(());
    }
    let units = root.join("usr/lib/systemd/system");
    for unit in ["xindai.service", "xindai-backup.service"] {
        let security = run("systemd-analyze").args(["security", "--offline=yes", "--no-pager"]);
        security
            .arg(format!("--threshold={EXPOSURE}"))
            .arg(units.join(unit))
            .go()?;
    }
    Ok(())
}

/// A book is made with the installed program, and its doctor finds nothing that does not work.
fn try_program(root: &Path) -> Result<(), Failure> {
    let program = root.join("usr/bin/xindai").to_string_lossy().into_owned();
    let (data, settings) = (root.join("var/lib/xindai"), root.join("etc/xindai/try.toml"));
    // The settings as they come, in this root.
    let text = read(&root.join("etc/xindai/xindai.toml"))?
        .replace("\"/var/", &format!("\"{}/var/", root.display()))
        .replace("127.0.0.1:7180", "127.0.0.1:0");
    fs::write(&settings, text).map_err(|error| Failure::io("writing", &settings, &error))?;
    let demo = run(&program)
        .args(["demo", "--no-serve", "--loans", "3", "--data"])
        .arg(&data);
    demo.dir(&workspace::root()).go()?;
    for command in ["backup", "doctor", "verify"] {
        run(&program).arg(command).arg("--config").arg(&settings).go()?;
    }
    Ok(())
}

fn put(from: &Path, to: &Path, wanted: u32) -> Result<(), Failure> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::io("making", folder, &error))?;
    }
    fs::copy(from, to).map_err(|error| Failure::io("copying", from, &error))?;
    mode(to, wanted)
}

#[cfg(unix)]
fn mode(file: &Path, wanted: u32) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    let set = fs::set_permissions(file, fs::Permissions::from_mode(wanted));
    set.map_err(|error| Failure::io("changing the mode of", file, &error))
}

#[cfg(unix)]
fn mode_of(file: &Path) -> Result<u32, Failure> {
    use std::os::unix::fs::PermissionsExt;
    let meta = fs::metadata(file).map_err(|error| Failure::io("looking at", file, &error))?;
    Ok(meta.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(_: &Path, _: u32) -> Result<(), Failure> {
    Ok(())
}

#[cfg(not(unix))]
fn mode_of(_: &Path) -> Result<u32, Failure> {
    Err(Failure::new("Debian packages are made on Debian"))
}

fn read(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(|error| Failure::io("reading", file, &error))
}

fn length(file: &Path) -> Result<u64, Failure> {
    let meta = fs::metadata(file).map_err(|error| Failure::io("looking at", file, &error))?;
    Ok(meta.len())
}

/// The version of the workspace.
fn version() -> Result<String, Failure> {
    let manifest = read(&workspace::root().join("Cargo.toml"))?;
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
    let version = line.and_then(|rest| rest.split('"').next());
    version
        .map(str::to_owned)
        .ok_or_else(|| Failure::new("Cargo.toml names no version"))
}

/// The C library that this machine builds against: an older one may lack what the program uses.
fn libc() -> Result<String, Failure> {
    let told = word("getconf", &["GNU_LIBC_VERSION"])?;
    told.split_whitespace()
        .nth(1)
        .map(str::to_owned)
        .ok_or_else(|| Failure::new("the C library is not glibc"))
}

fn word(program: &str, arguments: &[&str]) -> Result<String, Failure> {
    let text = run(program).args(arguments).text();
    text.map(|text| text.trim().to_owned())
        .ok_or_else(|| Failure::new(format!("`{program}` is needed: Debian packages are made on Debian")))
}
