//! The real binary serving a book, for what drives it from outside.

use crate::janitor::Janitor;
use crate::postgres::free_port;
use crate::run::{Failure, announce, run};
use crate::workspace;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// The real binary, serving a book on a free loopback port; dropping it ends it.
pub struct Server {
    /// Where it answers: `http://127.0.0.1:…`.
    pub url: String,
    log: PathBuf,
    process: Child,
    janitor: Option<Janitor>,
}

impl Server {
    /// Starts it over the book in `data` with settings of the environment, and waits until it answers.
    pub fn start(program: &str, data: &Path, log: &Path, settings: &[(&str, &str)]) -> Result<Self, Failure> {
        let port = free_port()?;
        let writer = File::create(log).map_err(|error| Failure::io("writing", log, &error))?;
        let errors = writer
            .try_clone()
            .map_err(|error| Failure::io("writing", log, &error))?;
        let serve = run(program)
            .arg("serve")
            .arg("--data")
            .arg(data)
            .arg("--listen")
            .arg(format!("127.0.0.1:{port}"));
        let quiet = serve
            .env("RUST_BACKTRACE", "0")
            .env("XINDAI_LOG_LEVEL", "warn")
            .env("NO_COLOR", "1");
        let set = settings.iter().fold(quiet, |run, (name, value)| run.env(name, value));
        let mut command = set.dir(&workspace::root()).into_command();
        command.stdout(writer).stderr(errors);
        let process = command
            .spawn()
            .map_err(|error| Failure::new(format!("`xindai serve` could not be started: {error}")))?;
        let id = process.id().to_string();
        let janitor = Some(Janitor::hire("kill -TERM \"$1\" 2>/dev/null", &[&id])?);
        let mut server = Self {
            url: format!("http://127.0.0.1:{port}"),
            log: log.to_path_buf(),
            process,
            janitor,
        };
        match server.wait_until_ready(port) {
            Ok(()) => Ok(server),
            Err(failure) => Err(server.with_log(failure)),
        }
    }

    fn wait_until_ready(&mut self, port: u16) -> Result<(), Failure> {
        let step = Duration::from_millis(50);
        let mut waited = Duration::ZERO;
        while waited < PATIENCE {
            if let Ok(Some(status)) = self.process.try_wait() {
                return Err(Failure::new(format!("`xindai serve` ended early ({status})")));
            }
            if is_ready(port) {
                announce(&format!("serving on {}", self.url));
                return Ok(());
            }
            std::thread::sleep(step);
            waited += step;
        }
        Err(Failure::new(format!(
            "`xindai serve` did not answer within {} s",
            PATIENCE.as_secs()
        )))
    }

    /// The failure with the last lines that the server wrote.
    pub fn with_log(&self, failure: Failure) -> Failure {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let tail = lines[lines.len().saturating_sub(30)..].join("\n");
        let message = format!("{}\nlast lines of {}:\n{tail}", failure.message, self.log.display());
        Failure {
            message,
            code: failure.code,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.janitor.take()); // asks the server to end
        for _ in 0..200 {
            if matches!(self.process.try_wait(), Ok(Some(_)) | Err(_)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        if let Err(error) = self.process.kill().and_then(|()| self.process.wait().map(drop)) {
            eprintln!("xtask: stopping the server: {error}");
        }
    }
}

/// True when the health endpoint answers 200.
fn is_ready(port: u16) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else {
        return false;
    };
    let request = "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let mut answer = [0_u8; 12];
    let asked = stream
        .set_read_timeout(Some(Duration::from_secs(2)))
        .and_then(|()| stream.write_all(request.as_bytes()));
    asked.and_then(|()| stream.read_exact(&mut answer)).is_ok() && &answer == b"HTTP/1.1 200"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn a_port_where_nobody_listens_is_not_ready() {
        assert!(!is_ready(free_port().unwrap()));
    }

    #[test]
    fn a_server_that_answers_200_is_ready() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let answering = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0_u8; 512];
            let read = stream.read(&mut request).unwrap();
            assert!(request[..read].starts_with(b"GET /api/v1/health "));
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                .unwrap();
        });
        assert!(is_ready(port));
        answering.join().unwrap();
    }
}
