//! The measurement of a backup, in its small form: what it says of the backup must hold, whatever the figures are.

use crate::book::Scratch;
use platform::Backend;
use platform::testing::TestDb;
use serde_json::Value;
use std::process::Command;

#[test]
fn a_backup_made_while_repayments_run_has_every_payment_that_was_acknowledged_before() {
    let (scratch, test) = (Scratch::new("bench"), TestDb::empty());
    let mut command = Command::new(env!("CARGO_BIN_EXE_xindai"));
    command.args([
        "bench",
        "backup",
        "--json",
        "--loans",
        "120",
        "--clients",
        "3",
        "--seconds",
        "1",
    ]);
    command.arg("--data").arg(&scratch.0);
    if test.backend() == Backend::Postgres {
        command.arg("--database-url").arg(test.url());
    }
    let made = command.output().expect("the binary runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let told: Value = serde_json::from_slice(&made.stdout).expect("JSON");
    let figures = &told["figures"];
    assert_eq!(
        (&told["bench"], figures["loans"].as_f64()),
        (&Value::from("backup"), Some(120.0))
    );
    assert!(figures["acknowledged_before"].as_f64() > Some(0.0), "{figures}");
    for name in [
        "backup_seconds",
        "backup_mb",
        "restore_and_verify_seconds",
        "verify_seconds",
        "p99_ms_with",
        "p99_ms_without",
    ] {
        assert!(figures[name].as_f64() > Some(0.0), "{name}: {figures}");
    }
}
