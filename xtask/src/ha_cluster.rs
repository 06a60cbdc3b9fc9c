//! A PostgreSQL cluster that fails over by itself: three servers under Patroni, whose leader is agreed on in etcd. Both come from Debian's
//! packages, downloaded and unpacked without being installed.

use crate::janitor::Janitor;
use crate::postgres::{User, free_port, give_to, private_folder, programs, random_word, unprivileged_user};
use crate::run::{Failure, announce, run};
use crate::{packages, tools};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Patroni with what it imports, and etcd.
const DEBIAN: [&str; 14] = [
    "etcd-server",
    "patroni",
    "python3-cdiff",
    "python3-click",
    "python3-dateutil",
    "python3-dnspython",
    "python3-etcd",
    "python3-prettytable",
    "python3-psutil",
    "python3-psycopg2",
    "python3-six",
    "python3-urllib3",
    "python3-wcwidth",
    "python3-yaml",
];
/// Debian's own: the packages hold modules compiled for it.
const PYTHON: &str = "/usr/bin/python3";
const SERVERS: usize = 3;
/// A server or Patroni that was killed is started again after this, as an operator or systemd would.
const DOWN: Duration = Duration::from_secs(4);

/// A running cluster; dropping it stops everything and removes its files.
pub struct Cluster {
    /// The address of an empty database, with all servers.
    pub url: String,
    /// A program that kills the leader: with an odd number its PostgreSQL, with an even one its Patroni too, as when the machine goes.
    pub kill: PathBuf,
    folder: PathBuf,
    keeper: Keeper,
    _janitor: Janitor,
}

struct Place {
    folder: PathBuf,
    owner: Option<User>,
    programs: PathBuf,
    password: String,
    etcd: [u16; 2],
    /// PostgreSQL's port and Patroni's.
    servers: Vec<[u16; 2]>,
}

impl Cluster {
    /// Downloads what is missing, starts it, and waits until a leader has two followers, one of them in step.
    pub fn start(target: &Path) -> Result<Self, Failure> {
        let packages = download(target)?;
        let place = Place::new(target)?;
        let janitor = place.janitor()?;
        place.unpack(&packages)?;
        place.write_settings()?;
        let keeper = Keeper::start(place.commands()?)?;
        let servers: Vec<String> = place
            .servers
            .iter()
            .map(|[port, _]| format!("127.0.0.1:{port}"))
            .collect();
        let cluster = Self {
            url: format!("postgres://postgres:{}@{}/postgres", place.password, servers.join(",")),
            kill: place.folder.join("kill-leader"),
            folder: place.folder,
            keeper,
            _janitor: janitor,
        };
        let ready = run(&cluster.kill.to_string_lossy()).arg("0").go();
        ready.map_err(|failure| cluster.with_log(failure))?;
        announce("a leader and two followers are up");
        Ok(cluster)
    }

    /// The failure with the last lines of Patroni's logs.
    pub fn with_log(&self, failure: Failure) -> Failure {
        let mut message = failure.message;
        for nr in 1..=SERVERS {
            let text = fs::read_to_string(self.folder.join(format!("patroni-{nr}.log"))).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let tail = lines[lines.len().saturating_sub(12)..].join("\n");
            message.push_str(&format!("\nPatroni {nr}:\n{tail}"));
        }
        Failure {
            message,
            code: failure.code,
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.keeper.stop();
    }
}

fn download(target: &Path) -> Result<Vec<PathBuf>, Failure> {
    for program in ["apt-get", "dpkg-deb"] {
        if tools::find(program).is_none() {
            return Err(Failure::new(format!(
                "{program} is missing: the cluster is made of Debian's packages"
            )));
        }
    }
    if !tools::is_program(Path::new(PYTHON)) {
        return Err(Failure::new(format!("{PYTHON} is missing: `apt-get install python3`")));
    }
    let folder = target.join("ha-test");
    fs::create_dir_all(&folder).map_err(|error| Failure::io("making", &folder, &error))?;
    let missing = DEBIAN.iter().filter(|name| found(&folder, name).is_none());
    let missing: Vec<&&str> = missing.collect();
    if !missing.is_empty() {
        run("apt-get").arg("download").args(missing).dir(&folder).go()?;
    }
    DEBIAN
        .iter()
        .map(|name| found(&folder, name).ok_or_else(|| Failure::new(format!("the package {name} was not downloaded"))))
        .collect()
}

fn found(folder: &Path, package: &str) -> Option<PathBuf> {
    let begin = format!("{package}_");
    let files = fs::read_dir(folder).ok()?;
    let mut paths = files.flatten().map(|file| file.path());
    paths.find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(&begin))
    })
}

impl Place {
    fn new(target: &Path) -> Result<Self, Failure> {
        let owner = if packages::is_root() {
            Some(unprivileged_user()?)
        } else {
            None
        };
        let pair = || Ok::<_, Failure>([free_port()?, free_port()?]);
        Ok(Self {
            folder: private_folder(target, "ha", owner.as_ref())?,
            programs: programs().ok_or_else(|| Failure::new("no PostgreSQL 15 or later was found"))?,
            password: random_word()?,
            etcd: pair()?,
            servers: (0..SERVERS).map(|_| pair()).collect::<Result<_, _>>()?,
            owner,
        })
    }

    /// Stops what the pid files name, then removes the folder; must be able to do so when nothing else is left.
    fn janitor(&self) -> Result<Janitor, Failure> {
        let script = "for f in \"$1\"/patroni-*.pid; do [ -f \"$f\" ] && kill -KILL \"$(cat \"$f\")\" 2>/dev/null; done\n\
                      for f in \"$1\"/data-*/postmaster.pid; do [ -f \"$f\" ] && kill -QUIT \"$(head -n 1 \"$f\")\" 2>/dev/null; done\n\
                      [ -f \"$1/etcd.pid\" ] && kill -TERM \"$(cat \"$1/etcd.pid\")\" 2>/dev/null\n\
                      sleep 1; rm -rf \"$1\"";
        Janitor::hire(script, &[&self.folder.to_string_lossy()])
    }

    fn unpack(&self, packages: &[PathBuf]) -> Result<(), Failure> {
        let root = self.folder.join("root");
        for package in packages {
            run("dpkg-deb").arg("-x").arg(package).arg(&root).go()?;
        }
        Ok(())
    }

    fn write_settings(&self) -> Result<(), Failure> {
        for (index, ports) in self.servers.iter().enumerate() {
            self.write(&format!("patroni-{}.yml", index + 1), &self.patroni(index + 1, *ports))?;
        }
        let nodes: Vec<String> = self
            .servers
            .iter()
            .enumerate()
            .map(|(index, [_, api])| format!("({api}, {})", index + 1))
            .collect();
        let script = include_str!("../ha-test/kill-leader.py")
            .replace("@FOLDER@", &self.folder.to_string_lossy())
            .replace("@NODES@", &nodes.join(", "));
        let kill = self.folder.join("kill-leader");
        fs::write(&kill, script).map_err(|error| Failure::io("writing", &kill, &error))?;
        run("chmod").arg("700").arg(&kill).go()
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(|error| Failure::io("writing", &path, &error))?;
        give_to(&path, self.owner.as_ref())
    }

    fn patroni(&self, nr: usize, [port, api]: [u16; 2]) -> String {
        include_str!("../ha-test/patroni.yml")
            .replace("@NR@", &nr.to_string())
            .replace("@PORT@", &port.to_string())
            .replace("@API@", &api.to_string())
            .replace("@ETCD@", &self.etcd[0].to_string())
            .replace("@FOLDER@", &self.folder.to_string_lossy())
            .replace("@PROGRAMS@", &self.programs.to_string_lossy())
            .replace("@PASSWORD@", &self.password)
    }

    /// Everything that runs, each with the name of its log and pid file.
    fn commands(&self) -> Result<Vec<(PathBuf, Command)>, Failure> {
        let root = self.folder.join("root/usr");
        let [client, peer] = self.etcd.map(|port| format!("http://127.0.0.1:{port}"));
        let mut etcd = self.command(&root.join("bin/etcd"));
        etcd.arg("--data-dir").arg(self.folder.join("etcd"));
        etcd.args(["--listen-client-urls", &client, "--advertise-client-urls", &client]);
        etcd.args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer]);
        etcd.args(["--initial-cluster", &format!("default={peer}")]);
        let mut all = vec![(self.folder.join("etcd"), etcd)];
        for nr in 1..=SERVERS {
            let mut patroni = self.command(Path::new(PYTHON));
            patroni
                .arg(root.join("bin/patroni"))
                .arg(self.folder.join(format!("patroni-{nr}.yml")));
            patroni.env("PYTHONPATH", root.join("lib/python3/dist-packages"));
            all.push((self.folder.join(format!("patroni-{nr}")), patroni));
        }
        Ok(all)
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).stdin(Stdio::null());
        #[cfg(unix)]
        if let Some(user) = &self.owner {
            use std::os::unix::process::CommandExt;
            command.uid(user.uid).gid(user.gid);
        }
        command
    }
}

/// Starts programs, and starts again what has ended.
struct Keeper {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    fn start(commands: Vec<(PathBuf, Command)>) -> Result<Self, Failure> {
        let mut running = Vec::new();
        for (name, mut command) in commands {
            let child = launch(&name, &mut command)?;
            running.push((name, command, child));
        }
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            while !asked.load(Ordering::SeqCst) {
                for (name, command, child) in &mut running {
                    if !matches!(child.try_wait(), Ok(Some(_))) {
                        continue;
                    }
                    std::thread::sleep(DOWN);
                    match launch(name, command) {
                        Ok(again) => *child = again,
                        Err(failure) => eprintln!("xtask: {}", failure.message),
                    }
                }
                std::thread::sleep(Duration::from_millis(200));
            }
            for (_, _, child) in &mut running {
                if let Err(error) = child.kill().and_then(|()| child.wait().map(drop)) {
                    eprintln!("xtask: stopping the cluster: {error}");
                }
            }
        });
        Ok(Self {
            stop,
            thread: Some(thread),
        })
    }

    fn stop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            eprintln!("xtask: the keeper of the cluster ended by a panic");
        }
    }
}

fn launch(name: &Path, command: &mut Command) -> Result<Child, Failure> {
    let log = name.with_extension("log");
    let open = || File::options().create(true).append(true).open(&log);
    let (out, err) = open()
        .and_then(|out| Ok((out, open()?)))
        .map_err(|error| Failure::io("writing", &log, &error))?;
    let child = command.stdout(out).stderr(err).spawn();
    let child = child.map_err(|error| Failure::io("starting", name, &error))?;
    let pid = name.with_extension("pid");
    fs::write(&pid, child.id().to_string()).map_err(|error| Failure::io("writing", &pid, &error))?;
    Ok(child)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_found_by_its_whole_name() {
        let folder = std::env::temp_dir().join(format!("xtask-packages-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("python3-etcd-doc_1_all.deb"), "").unwrap();
        assert_eq!(found(&folder, "python3-etcd"), None);
        fs::write(folder.join("python3-etcd_0.4.5-4_all.deb"), "").unwrap();
        assert!(found(&folder, "python3-etcd").is_some());
        fs::remove_dir_all(&folder).unwrap();
    }
}
