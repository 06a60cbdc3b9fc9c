//! Where keys come from: an outside system, so a port with an adapter for each kind.

use super::KeyError;
use super::ring::new_line;
use crate::config::Config;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Keeps the keys and tells them when asked. Keys are added here, never changed.
pub trait KeySource: Send + Sync {
    /// The text with the keys: lines `VERSION:64 hexadecimal digits`.
    ///
    /// # Errors
    /// [`KeyError`] when they cannot be had.
    fn read(&self) -> Result<String, KeyError>;

    /// Its name in messages.
    fn origin(&self) -> String;

    /// Adds a line to the text.
    ///
    /// # Errors
    /// [`KeyError::NotOurs`] where keys are kept by somebody else.
    fn add(&self, _line: &str) -> Result<(), KeyError> {
        Err(KeyError::NotOurs(self.origin()))
    }
}

/// The source that the settings name: `XINDAI_FIELD_KEY`, else `key_command`, else the key file.
#[must_use]
pub fn source(config: &Config) -> Box<dyn KeySource> {
    match (config.field_key(), &config.key_command) {
        (Some(text), _) => Box::new(GivenKeys::new(text, "XINDAI_FIELD_KEY")),
        (None, Some(command)) => Box::new(KeyCommand(command.clone())),
        (None, None) => Box::new(KeyFile(config.key_file())),
    }
}

/// Whether the source that the settings name has been set up: a key file that is not there yet would be made with a new key.
#[must_use]
pub fn exist(config: &Config) -> bool {
    config.field_key().is_some() || config.key_command.is_some() || config.key_file().exists()
}

/// Keys given as text, by the environment.
pub struct GivenKeys {
    text: String,
    origin: String,
}

impl GivenKeys {
    /// Keys from a text; `origin` names its place in messages.
    #[must_use]
    pub fn new(text: &str, origin: &str) -> Self {
        Self {
            text: text.to_owned(),
            origin: origin.to_owned(),
        }
    }
}

impl KeySource for GivenKeys {
    fn read(&self) -> Result<String, KeyError> {
        Ok(self.text.clone())
    }

    fn origin(&self) -> String {
        self.origin.clone()
    }
}

/// Keys in a file that only its owner may read. The file is made with a new key when it does not exist.
pub struct KeyFile(pub PathBuf);

impl KeySource for KeyFile {
    fn read(&self) -> Result<String, KeyError> {
        if !self.0.exists() {
            create(&self.0).map_err(|cause| self.failed(cause))?;
        }
        check_mode(&self.0)?;
        fs::read_to_string(&self.0).map_err(|cause| self.failed(cause))
    }

    fn origin(&self) -> String {
        self.0.display().to_string()
    }

    /// Writes the whole text anew beside the file and puts it in its place: it is never half written.
    fn add(&self, line: &str) -> Result<(), KeyError> {
        let mut text = self.read()?;
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(line);
        let put = || {
            let draft = draft(&self.0, &text)?;
            fs::rename(draft, &self.0)?;
            fs::File::open(&self.0)?.sync_all()
        };
        put().map_err(|cause: std::io::Error| self.failed(cause))
    }
}

impl KeyFile {
    fn failed(&self, cause: std::io::Error) -> KeyError {
        KeyError::File {
            path: self.0.clone(),
            cause,
        }
    }
}

/// Keys told by a program on its standard output: the client of a key service, a hardware module, a password manager. It is
/// asked at the start, and when a field names a version that is not known yet.
pub struct KeyCommand(pub String);

/// A key service that has not answered by then is taken for dead.
const PATIENCE: Duration = Duration::from_secs(30);

impl KeySource for KeyCommand {
    fn read(&self) -> Result<String, KeyError> {
        self.ask().map_err(|reason| KeyError::Service {
            command: self.0.clone(),
            reason,
        })
    }

    fn origin(&self) -> String {
        format!("`{}`", self.0)
    }
}

impl KeyCommand {
    fn ask(&self) -> Result<String, String> {
        let mut words = self.0.split_whitespace();
        let program = words.next().ok_or("it names no program")?;
        let mut command = Command::new(program);
        command
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(|cause| cause.to_string())?;
        let mut said = child.stdout.take().ok_or("it has no output")?;
        // Read beside the waiting: a program with much to say would wait for a reader.
        let reader = std::thread::spawn(move || {
            let mut text = String::new();
            said.read_to_string(&mut text).map(|_| text)
        });
        let begun = Instant::now();
        let status = loop {
            match child.try_wait().map_err(|cause| cause.to_string())? {
                Some(status) => break status,
                None if begun.elapsed() > PATIENCE => {
                    // Fails when it ended this moment.
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(format!("no answer within {} seconds", PATIENCE.as_secs()));
                }
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        let text = reader.join().map_err(|_| "its output cannot be read")?;
        match status.success() {
            true => text.map_err(|cause| cause.to_string()),
            false => Err(status.to_string()),
        }
    }
}

/// Writes the first key beside the file and links it into place: the file is whole or absent, and never overwritten.
fn create(file: &Path) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = draft(file, &new_line(1))?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Err(cause) if cause.kind() != std::io::ErrorKind::AlreadyExists => Err(cause),
        _ => Ok(()),
    }
}

fn draft(file: &Path, text: &str) -> std::io::Result<PathBuf> {
    let draft = file.with_extension(format!("draft-{}", Uuid::now_v7()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(&draft)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    Ok(draft)
}

#[cfg(unix)]
fn check_mode(file: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let meta = fs::metadata(file).map_err(|cause| KeyError::File {
        path: file.to_owned(),
        cause,
    })?;
    let mode = meta.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(KeyError::FileTooOpen {
            path: file.to_owned(),
            mode,
        })
    }
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> Result<(), KeyError> {
    Ok(())
}
