//! A private PostgreSQL for the tests: made, started and stopped by the run that needs it.

use crate::janitor::Janitor;
use crate::packages;
use crate::run::{Failure, announce, run};
use crate::tools;
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

const OLDEST: u32 = 15;
const USER: &str = "xindai";

/// Nothing here is kept: no write needs to reach the disk.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    "shared_buffers=128MB",
    "listen_addresses=127.0.0.1",
    "log_min_messages=warning",
];

/// A running cluster; dropping it stops the server and removes its files.
pub struct Cluster {
    /// Address of an empty database whose user may create others.
    pub url: String,
    /// The authority of its certificate for `localhost`; empty where openssl is missing and it speaks no TLS.
    pub authority: String,
    _janitor: Janitor,
}

/// The folder with initdb and pg_ctl of the newest installed PostgreSQL that is new enough.
pub fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    if let Ok(versions) = fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    folders.extend(
        run("pg_config")
            .arg("--bindir")
            .text()
            .map(|text| PathBuf::from(text.trim())),
    );
    folders.extend(
        tools::find("initdb")
            .and_then(|file| file.canonicalize().ok())
            .and_then(|file| file.parent().map(Path::to_path_buf)),
    );
    let new_enough = folders
        .into_iter()
        .filter_map(|folder| Some((version(&folder)?, folder)));
    new_enough
        .filter(|(version, _)| *version >= OLDEST)
        .max()
        .map(|(_, folder)| folder)
}

fn version(folder: &Path) -> Option<u32> {
    if !tools::is_program(&folder.join("pg_ctl")) {
        return None;
    }
    let text = run(&folder.join("initdb").to_string_lossy()).arg("--version").text()?;
    parse_version(&text)
}

/// "initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)" → 15
fn parse_version(text: &str) -> Option<u32> {
    let number = text.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

impl Cluster {
    /// Makes and starts one on a free loopback port.
    pub fn start(target: &Path) -> Result<Self, Failure> {
        let programs = programs().ok_or_else(|| Failure::new("no PostgreSQL 15 or later was found"))?;
        let owner = if packages::is_root() {
            Some(unprivileged_user()?)
        } else {
            None
        };
        let folder = private_folder(target, "postgres", owner.as_ref())?;
        let password = random_word()?;
        let port = free_port()?;
        let cluster = Preparation {
            programs,
            owner,
            folder,
            port,
        };
        let janitor = cluster.janitor()?;
        cluster.initialise(&password)?;
        let authority = cluster.certify()?;
        cluster.start(!authority.is_empty())?;
        let url = format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres");
        announce(&format!(
            "PostgreSQL is up on 127.0.0.1:{port}, its files in {}",
            cluster.folder.display()
        ));
        Ok(Self {
            url,
            authority,
            _janitor: janitor,
        })
    }
}

struct Preparation {
    programs: PathBuf,
    owner: Option<User>,
    folder: PathBuf,
    port: u16,
}

impl Preparation {
    /// Stops the server and removes the folder; must be able to do so when nothing else is left.
    fn janitor(&self) -> Result<Janitor, Failure> {
        let script = "[ -f \"$2/data/postmaster.pid\" ] && kill -INT \"$(head -n 1 \"$2/data/postmaster.pid\")\"\n\
                      n=0; while [ -f \"$2/data/postmaster.pid\" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done\n\
                      rm -rf \"$2\"";
        Janitor::hire(script, &["", &self.folder.to_string_lossy()])
    }

    fn initialise(&self, password: &str) -> Result<(), Failure> {
        let secret = self.folder.join("password");
        fs::write(&secret, password).map_err(|error| Failure::io("writing", &secret, &error))?;
        self.give_to_owner(&secret)?;
        let mut initdb = self.program("initdb");
        initdb
            .arg("--pgdata")
            .arg(self.folder.join("data"))
            .arg("--pwfile")
            .arg(&secret);
        initdb.args([
            "--username",
            USER,
            "--auth",
            "scram-sha-256",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
            "--no-sync",
        ]);
        self.finish("initdb", initdb)
    }

    /// A certificate for `localhost`, signed by an authority of its own; the authority's file.
    fn certify(&self) -> Result<String, Failure> {
        if tools::find("openssl").is_none() {
            announce("openssl is missing: PostgreSQL is started without TLS");
            return Ok(String::new());
        }
        let names = self.folder.join("names");
        fs::write(&names, "subjectAltName=DNS:localhost\n").map_err(|error| Failure::io("writing", &names, &error))?;
        let key = "-newkey rsa:2048 -nodes";
        for line in [
            format!("req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=xindai-tests"),
            format!("req {key} -keyout server.key -out server.csr -subj /CN=localhost"),
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.crt -days 2 -extfile names"
                .to_owned(),
        ] {
            run("openssl").args(line.split(' ')).dir(&self.folder).output()?;
        }
        for file in ["server.key", "server.crt"] {
            self.give_to_owner(&self.folder.join(file))?;
        }
        Ok(self.folder.join("ca.pem").to_string_lossy().into_owned())
    }

    fn start(&self, has_certificate: bool) -> Result<(), Failure> {
        let mut options = format!(
            "-p {} -c unix_socket_directories='{}'",
            self.port,
            socket_folder(&self.folder)
        );
        for setting in SETTINGS {
            options.push_str(&format!(" -c {setting}"));
        }
        if has_certificate {
            let folder = self.folder.display();
            options.push_str(&format!(
                " -c ssl=on -c ssl_cert_file='{folder}/server.crt' -c ssl_key_file='{folder}/server.key'"
            ));
        }
        let mut pg_ctl = self.program("pg_ctl");
        pg_ctl.args(["start", "--wait", "--timeout", "60"]);
        pg_ctl
            .arg("--pgdata")
            .arg(self.folder.join("data"))
            .arg("--log")
            .arg(self.folder.join("log"));
        pg_ctl.arg("--options").arg(options);
        let started = self.finish("pg_ctl start", pg_ctl);
        started.map_err(|failure| {
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            Failure::new(format!("{}\n{log}", failure.message))
        })
    }

    /// One of PostgreSQL's programs, as the user who may run it.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(&self.folder).stdout(std::process::Stdio::null());
        #[cfg(unix)]
        if let Some(user) = &self.owner {
            use std::os::unix::process::CommandExt;
            command.uid(user.uid).gid(user.gid);
        }
        command
    }

    fn finish(&self, name: &str, mut command: Command) -> Result<(), Failure> {
        announce(name);
        let status = command
            .status()
            .map_err(|error| Failure::new(format!("`{name}` could not be started: {error}")))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!("`{name}` failed ({status})")))
        }
    }

    fn give_to_owner(&self, path: &Path) -> Result<(), Failure> {
        give_to(path, self.owner.as_ref())
    }
}

/// Under target/ when the server's user can get there, else in the temporary folder.
pub fn private_folder(target: &Path, what: &str, owner: Option<&User>) -> Result<PathBuf, Failure> {
    let name = format!("xindai-{what}-{}", std::process::id());
    let mut last = None;
    for parent in [target.to_path_buf(), std::env::temp_dir()] {
        let folder = parent.join(&name);
        fs::create_dir_all(&folder).map_err(|error| Failure::io("making", &folder, &error))?;
        give_to(&folder, owner)?;
        if may_write(&folder, owner) {
            return Ok(folder);
        }
        let removed = fs::remove_dir_all(&folder);
        last = removed.err();
    }
    Err(Failure::new(format!(
        "no folder that PostgreSQL's user can write to {last:?}"
    )))
}

fn may_write(folder: &Path, owner: Option<&User>) -> bool {
    let mut touch = Command::new("touch");
    touch.arg(folder.join("probe")).stderr(std::process::Stdio::null());
    #[cfg(unix)]
    if let Some(user) = owner {
        use std::os::unix::process::CommandExt;
        touch.uid(user.uid).gid(user.gid);
    }
    touch.status().is_ok_and(|status| status.success())
}

#[cfg(unix)]
pub fn give_to(path: &Path, owner: Option<&User>) -> Result<(), Failure> {
    use std::os::unix::fs::{PermissionsExt, chown};
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(|error| Failure::io("protecting", path, &error))?;
    let Some(user) = owner else { return Ok(()) };
    chown(path, Some(user.uid), Some(user.gid)).map_err(|error| Failure::io("giving away", path, &error))
}

#[cfg(not(unix))]
pub fn give_to(_path: &Path, _owner: Option<&User>) -> Result<(), Failure> {
    Ok(())
}

/// A socket's path may have about 100 characters; longer ones go without a socket.
fn socket_folder(folder: &Path) -> String {
    let path = folder.to_string_lossy().into_owned();
    if path.len() > 80 { String::new() } else { path }
}

/// Who runs PostgreSQL where this program runs as root.
pub struct User {
    pub uid: u32,
    pub gid: u32,
}

/// PostgreSQL refuses to run as root: its own user, else nobody.
pub fn unprivileged_user() -> Result<User, Failure> {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let found = ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| parse_user(&users, name));
    found.ok_or_else(|| Failure::new("PostgreSQL refuses to run as root, and there is no user postgres or nobody"))
}

fn parse_user(users: &str, name: &str) -> Option<User> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some(User {
        uid: fields.next()?.parse().ok()?,
        gid: fields.next()?.parse().ok()?,
    })
}

/// A loopback port that was free a moment ago.
pub fn free_port() -> Result<u16, Failure> {
    let listener = TcpListener::bind(("127.0.0.1", 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address
        .map(|address| address.port())
        .map_err(|error| Failure::new(format!("no free port: {error}")))
}

pub fn random_word() -> Result<String, Failure> {
    let mut bytes = [0_u8; 16];
    let source = Path::new("/dev/urandom");
    let read = fs::File::open(source).and_then(|mut file| file.read_exact(&mut bytes));
    read.map_err(|error| Failure::io("reading", source, &error))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_every_packager_are_read() {
        assert_eq!(
            parse_version("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(parse_version("initdb (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_version("initdb\n"), None);
    }

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let users = "root:x:0:0::/:/bin/sh\nnobody2:x:7:7::/:\nnobody:x:65534:65533::/:\n";
        let user = parse_user(users, "nobody").unwrap();
        assert_eq!((user.uid, user.gid), (65534, 65533));
        assert!(parse_user(users, "postgres").is_none());
    }
}
