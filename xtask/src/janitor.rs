//! What must be stopped whatever happens: a shell holds the other end of a pipe and cleans up when the pipe closes, be it because
//! the work is done or because this program was killed.

use crate::run::Failure;
use std::process::{Child, Command, Stdio};

/// Runs its script once, when it is dropped or when this program ends.
pub struct Janitor {
    shell: Child,
}

impl Janitor {
    /// `script` is a shell script that sees `arguments` as $1, $2, … It starts only when the janitor is let go.
    pub fn hire(script: &str, arguments: &[&str]) -> Result<Self, Failure> {
        // Ctrl-C goes to the whole group of processes: the janitor must outlive it.
        let script = format!("trap '' INT TERM HUP\nread -r _\n{script}");
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(script)
            .arg("janitor")
            .args(arguments)
            .stdin(Stdio::piped());
        let shell = command
            .spawn()
            .map_err(|error| Failure::new(format!("`sh` could not be started: {error}")))?;
        Ok(Self { shell })
    }
}

impl Drop for Janitor {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        if let Err(error) = self.shell.wait() {
            eprintln!("xtask: cleaning up: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_runs_when_the_janitor_is_let_go_and_not_before() {
        let file = std::env::temp_dir().join(format!("xtask-janitor-{}", std::process::id()));
        let janitor = Janitor::hire("printf %s \"$2\" > \"$1\"", &[&file.to_string_lossy(), "done"]).unwrap();
        assert!(!file.exists());
        drop(janitor);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "done");
        std::fs::remove_file(&file).unwrap();
    }
}
