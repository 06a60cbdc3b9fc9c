//! `cargo xtask ha-test`: three PostgreSQL under Patroni and etcd, two nodes of the real binary on them, the leader killed under load and in
//! closes of business. Everything runs on loopback and ends with this command.

use crate::ha_cluster::Cluster;
use crate::run::{Failure, run};
use crate::workspace;

/// `--release` chooses the optimised build; all other arguments go to `xindai failover`.
pub fn ha_test(arguments: &[String]) -> Result<(), Failure> {
    let release = arguments.iter().any(|argument| argument == "--release");
    let rest = arguments.iter().filter(|argument| *argument != "--release");
    let binary = workspace::build_server(release)?;
    let cluster = Cluster::start(&workspace::target_dir()?)?;
    let tested = run(&binary.to_string_lossy())
        .args(["failover", "--database-url", &cluster.url, "--kill"])
        .arg(&cluster.kill)
        .args(rest)
        .dir(&workspace::root())
        .go();
    tested.map_err(|failure| cluster.with_log(failure))
}
