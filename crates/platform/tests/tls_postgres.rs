//! TLS to a real PostgreSQL: `cargo xtask postgres` starts one with a certificate for `localhost` and names its authority.

use platform::{Db, DbOptions};
use std::path::PathBuf;

/// Address over the name of the certificate, address over another name, and the authority; `None` without such a server.
fn server() -> Option<(String, String, String)> {
    let (url, authority) = (
        std::env::var("TEST_DATABASE_URL").ok()?,
        std::env::var("TEST_DATABASE_CA").ok()?,
    );
    Some((url.replace("@127.0.0.1:", "@localhost:"), url, authority))
}

fn open(url: &str, mode: &str, authority: &str) -> Result<Db, String> {
    let opened = Db::open(
        &format!("{url}?sslmode={mode}&sslrootcert={authority}"),
        DbOptions::default(),
    );
    opened.map_err(|cause| cause.to_string())
}

#[test]
fn a_server_is_reached_over_tls_when_its_certificate_and_name_are_right() {
    let Some((named, _, authority)) = server() else { return };
    for mode in ["verify-full", "require"] {
        let db = open(&named, mode, &authority).expect("the authority is trusted");
        let row = db.read(|tx| {
            let sql = "SELECT version, ssl::int::bigint FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
            tx.query_one(sql, &[])
        });
        let row = row.expect("the server tells");
        assert_eq!(row.int(1), 1, "{mode}");
        assert!(row.text(0).starts_with("TLSv1."), "{mode}: {}", row.text(0));
    }
}

#[test]
fn another_authority_and_another_name_are_refused_and_say_why() {
    let Some((named, elsewhere, authority)) = server() else {
        return;
    };
    let other = std::env::temp_dir().join(format!("xindai-other-ca-{}.pem", std::process::id()));
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    std::fs::write(&other, made.cert.pem()).expect("written");
    let wrong = open(&named, "verify-full", &other.display().to_string())
        .err()
        .unwrap_or_default();
    assert!(
        wrong.contains("certificate") && wrong.contains("UnknownIssuer"),
        "{wrong}"
    );
    let misnamed = open(&elsewhere, "verify-full", &authority).err().unwrap_or_default();
    assert!(
        misnamed.contains("certificate") && misnamed.contains("127.0.0.1"),
        "{misnamed}"
    );
    let _: Result<(), _> = std::fs::remove_file(PathBuf::from(&other));
}
