//! Running other programs: each is printed, and a failing one stops the command with its name and exit code.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

/// Why a command stopped, and the exit code to end with.
#[derive(Debug)]
pub struct Failure {
    pub message: String,
    pub code: u8,
}

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
        }
    }

    /// A file operation that went wrong.
    pub fn io(what: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("{what} {}: {error}", path.display()))
    }
}

/// A program about to run.
pub struct Run {
    command: Command,
    shown: String,
}

/// A program with its arguments, in the current directory.
pub fn run(program: &str) -> Run {
    let name = Path::new(program)
        .file_name()
        .and_then(OsStr::to_str)
        .unwrap_or(program);
    Run {
        command: Command::new(program),
        shown: String::from(name),
    }
}

/// The cargo that started this program.
pub fn cargo() -> Run {
    let program = std::env::var("CARGO").unwrap_or_else(|_| String::from("cargo"));
    let mut run = run(&program);
    run.shown = String::from("cargo");
    run
}

impl Run {
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&argument.as_ref().to_string_lossy());
        self.command.arg(argument);
        self
    }

    pub fn args<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(self, arguments: I) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    pub fn dir(mut self, directory: &Path) -> Self {
        self.command.current_dir(directory);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it with its output on the screen.
    pub fn go(mut self) -> Result<(), Failure> {
        announce(&self.shown);
        let status = self.command.status().map_err(|error| self.cannot_start(&error))?;
        if status.success() {
            Ok(())
        } else {
            Err(self.failed(status.code()))
        }
    }

    /// Runs it and returns what it wrote to its standard output.
    pub fn output(mut self) -> Result<Vec<u8>, Failure> {
        announce(&self.shown);
        let output = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| self.cannot_start(&error))?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(self.failed(output.status.code()))
        }
    }

    /// Runs it without a word; true when it could be started and ended well.
    pub fn succeeds(mut self) -> bool {
        let quiet = self
            .command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }

    /// Runs it without a word and returns its standard output, or nothing when it failed.
    pub fn text(mut self) -> Option<String> {
        let quiet = self.command.stdin(Stdio::null()).stderr(Stdio::null());
        let output = quiet.output().ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok()
    }

    /// The command itself, announced, for those who keep the running program.
    pub fn into_command(self) -> Command {
        announce(&self.shown);
        self.command
    }

    /// Becomes the program: keys pressed from now on are its own.
    pub fn become_it(self) -> Result<(), Failure> {
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            let mut this = self;
            announce(&this.shown);
            let error = this.command.exec();
            Err(this.cannot_start(&error))
        }
        #[cfg(not(unix))]
        self.go()
    }

    fn cannot_start(&self, error: &std::io::Error) -> Failure {
        Failure {
            message: format!("`{}` could not be started: {error}", self.shown),
            code: 127,
        }
    }

    fn failed(&self, code: Option<i32>) -> Failure {
        let ended = code.map_or_else(
            || String::from("was ended by a signal"),
            |code| format!("exit code {code}"),
        );
        let code = code
            .and_then(|code| u8::try_from(code).ok())
            .filter(|code| *code != 0)
            .unwrap_or(1);
        Failure {
            message: format!("`{}` failed ({ended})", self.shown),
            code,
        }
    }
}

/// Prints what is about to happen.
pub fn announce(what: &str) {
    println!("+ {what}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_named_with_its_exit_code() {
        let failure = run("sh").args(["-c", "exit 7"]).go().unwrap_err();
        assert_eq!(
            (failure.message.as_str(), failure.code),
            ("`sh -c exit 7` failed (exit code 7)", 7)
        );
    }

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let failure = run("no-such-program-here").go().unwrap_err();
        assert!(
            failure
                .message
                .starts_with("`no-such-program-here` could not be started"),
            "{}",
            failure.message
        );
        assert_eq!(failure.code, 127);
    }

    #[test]
    fn output_is_what_the_program_wrote() {
        assert_eq!(run("sh").args(["-c", "printf hello"]).output().unwrap(), b"hello");
        assert_eq!(run("sh").args(["-c", "exit 1"]).text(), None);
    }
}
