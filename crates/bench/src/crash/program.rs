//! The real program as a process on a data directory of its own.

use super::client::Client;
use crate::error::BenchError;
use crate::options::CrashOptions;
use kernel::CivilDate;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The login and password of the demo's book.
const LOGIN: (&str, &str) = ("admin", "Xindai-demo-1");

/// The program, its data directory and database.
pub struct Program {
    binary: PathBuf,
    data: PathBuf,
    database_url: Option<String>,
}

impl Program {
    /// Makes a small book to work on, and serves it once.
    pub fn with_book(options: &CrashOptions) -> Result<(Self, Served), BenchError> {
        let data = options.data.clone().unwrap_or_else(|| {
            std::env::temp_dir().join(format!("xindai-crash-{}-{}", std::process::id(), options.seed))
        });
        let program = Self {
            binary: options.binary.clone(),
            data,
            database_url: options.database_url.clone(),
        };
        let loans = options.loans.unwrap_or(150).to_string();
        program
            .run(&["demo", "--no-serve", "--loans", &loans])
            .map_err(BenchError::Broken)?;
        let served = program.serve()?;
        Ok((program, served))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(arguments)
            .arg("--data-dir")
            .arg(&self.data)
            .env("XINDAI_LOG_LEVEL", "error");
        if let Some(url) = &self.database_url {
            command.arg("--database-url").arg(url);
        }
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<(), String> {
        let output = self.command(arguments).output().map_err(|e| e.to_string())?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stderr, output.stdout].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Err(format!(
            "{} failed: {} {}",
            arguments.join(" "),
            said[0].trim(),
            said[1].trim()
        ))
    }

    /// Recomputes everything; says what is wrong.
    pub fn verify(&self) -> Result<(), String> {
        self.run(&["verify", "--json"])
    }

    /// Starts serving and waits, a bounded time, for the first answer.
    pub fn serve(&self) -> Result<Served, BenchError> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr());
        let address = free.map_err(BenchError::io("a free port"))?;
        let listen = address.to_string();
        let mut command = self.command(&["serve", "--listen", &listen]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut served = Served {
            child: child.map_err(BenchError::io(self.binary.display().to_string()))?,
            base: format!("http://{listen}"),
        };
        for _ in 0..600 {
            if TcpStream::connect(address).is_ok() {
                return Ok(served);
            }
            if let Ok(Some(status)) = served.child.try_wait() {
                return Err(BenchError::Broken(format!("the program ended by itself: {status}")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(BenchError::Broken("the program does not answer".to_owned()))
    }

    /// Removes the data directory.
    pub fn remove_data(&self) {
        // A folder left behind does no harm.
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// The program while it serves; killed when dropped.
pub struct Served {
    child: Child,
    base: String,
}

impl Served {
    /// Signs in.
    pub fn client(&self) -> Result<Client, BenchError> {
        Client::sign_in(&self.base, LOGIN.0, LOGIN.1)
    }

    /// The business date.
    pub fn day(&self) -> Result<CivilDate, BenchError> {
        CivilDate::parse(&self.client()?.business_date()?).map_err(|e| BenchError::Server(e.to_string()))
    }

    /// Kills the program, as a failing machine would.
    pub fn kill(mut self) -> Result<(), BenchError> {
        self.stop().map_err(BenchError::io("kill"))
    }

    fn stop(&mut self) -> std::io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(|_| ())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.stop();
    }
}
