//! The real program: started on a data directory of its own, asked over loopback, and ended by its process id.

use crate::client::Client;
use crate::error::BenchError;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The user of benches and crash tests, made anew in every data directory.
pub(crate) const LOGIN: &str = "bench";
const PASSWORD: &str = "Loopback-only-1";

/// How long the program may take to begin to serve.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder that is removed in the end.
pub(crate) struct Workplace(PathBuf);

impl Workplace {
    /// An empty folder below `base`, or below the folder for temporary files.
    pub(crate) fn new(base: Option<&Path>, name: &str) -> Result<Self, BenchError> {
        let base = base.map_or_else(std::env::temp_dir, Path::to_path_buf);
        let folder = base.join(format!("xindai-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(BenchError::io(folder.display().to_string()))?;
        Ok(Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program with its data.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    binary: PathBuf,
    data: PathBuf,
    database_url: String,
}

impl Program {
    /// The program at `binary` on a data directory and its SQLite file, or another database.
    pub(crate) fn new(binary: &Path, data: &Path, database_url: Option<&str>) -> Self {
        Self {
            binary: binary.to_path_buf(),
            data: data.to_path_buf(),
            database_url: database_url
                .map_or_else(|| format!("sqlite:{}", data.join("xindai.db").display()), str::to_owned),
        }
    }

    /// The program that a bench was told to use: this one when it was told nothing.
    pub(crate) fn binary(told: Option<&PathBuf>) -> Result<PathBuf, BenchError> {
        told.map_or_else(
            || std::env::current_exe().map_err(BenchError::io("the running program")),
            |binary| Ok(binary.clone()),
        )
    }

    /// The address of its database.
    pub(crate) fn database_url(&self) -> &str {
        &self.database_url
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(words).arg("--data-dir").arg(&self.data);
        command.arg("--database-url").arg(&self.database_url);
        command.env("XINDAI_LOG_LEVEL", "warn").stdin(Stdio::null());
        // What is measured is the program, not the allowance of one user.
        for limit in ["ADDRESS", "USER", "SIGN_IN"] {
            command.env(format!("XINDAI_RATE_{limit}_PER_MINUTE"), "0");
        }
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Result<Output, BenchError> {
        let output = self.command(words).env("XINDAI_PASSWORD", PASSWORD).output();
        output.map_err(BenchError::io(self.binary.display().to_string()))
    }

    /// Makes the user of the bench in a furnished database.
    pub(crate) fn add_user(&self) -> Result<(), BenchError> {
        self.add_reader(LOGIN, "administrator", "0001")
    }

    /// Makes a user with a role in an organisation, with the password of all users of benches.
    pub(crate) fn add_reader(&self, login: &str, role: &str, organisation: &str) -> Result<(), BenchError> {
        let words = ["user", "add", login, "--role", role, "--organisation", organisation];
        let made = self.run(&words)?;
        if made.status.success() {
            Ok(())
        } else {
            Err(BenchError::Server(String::from_utf8_lossy(&made.stderr).into_owned()))
        }
    }

    /// Starts it on a free port of loopback and waits until it serves.
    pub(crate) fn serve(&self) -> Result<Serving, BenchError> {
        self.serve_as("serve.log")
    }

    /// The same, writing its log to a file of that name in the data directory: several nodes may share the directory.
    pub(crate) fn serve_as(&self, log_name: &str) -> Result<Serving, BenchError> {
        let begun = Instant::now();
        let log = std::fs::File::create(self.data.join(log_name)).map_err(BenchError::io(log_name))?;
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let child = command.stdout(Stdio::piped()).stderr(log).spawn();
        let mut child = child.map_err(BenchError::io(self.binary.display().to_string()))?;
        let lines = child.stdout.take().map(BufReader::new);
        let mut serving = Serving {
            child,
            address: String::new(),
            begun,
        };
        let Some(mut lines) = lines else {
            return Err(BenchError::Server("it has no output".to_owned()));
        };
        let mut line = String::new();
        while serving.address.is_empty() {
            line.clear();
            let read = lines.read_line(&mut line).map_err(BenchError::io("its output"))?;
            if read == 0 {
                let log = std::fs::read_to_string(self.data.join(log_name)).unwrap_or_default();
                return Err(BenchError::Server(format!("it ended before it served: {log}")));
            }
            if let Some((_, address)) = line.trim_end().split_once("http://") {
                serving.address = address.to_owned();
            }
        }
        // What else it says is read to its end, so that it never waits for a reader.
        std::thread::spawn(move || while lines.read_line(&mut String::new()).is_ok_and(|read| read > 0) {});
        serving.wait_until_healthy()?;
        Ok(serving)
    }
}

/// The program while it serves. Dropping it kills it.
pub(crate) struct Serving {
    child: Child,
    address: String,
    begun: Instant,
}

impl Serving {
    fn wait_until_healthy(&self) -> Result<(), BenchError> {
        loop {
            match Client::new(&self.address).get("/api/v1/health") {
                Ok(reply) if reply.status == 200 => return Ok(()),
                Ok(reply) => return Err(reply.unexpected()),
                Err(error) if self.begun.elapsed() > PATIENCE => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(1)),
            }
        }
    }

    /// How long it has been running.
    pub(crate) fn age(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Its process id.
    pub(crate) fn id(&self) -> String {
        self.child.id().to_string()
    }

    /// A signed-in client.
    pub(crate) fn client(&self) -> Result<Client, BenchError> {
        self.client_of(LOGIN)
    }

    /// A client of another user, see [`Program::add_reader`].
    pub(crate) fn client_of(&self, login: &str) -> Result<Client, BenchError> {
        let mut client = self.visitor();
        client.sign_in(login, PASSWORD)?;
        Ok(client)
    }

    /// A client without a session.
    pub(crate) fn visitor(&self) -> Client {
        Client::new(&self.address)
    }

    /// Kills it at once, as a failing machine would.
    pub(crate) fn kill(mut self) -> Result<(), BenchError> {
        self.child.kill().map_err(BenchError::io("kill"))?;
        self.child.wait().map_err(BenchError::io("wait"))?;
        Ok(())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
