//! The doctor: a sound installation has nothing to mend; every fault is found and told with what to do about it.

use crate::book::{Scratch, book, open, told, xindai};
use access::{Gate, HashCost, NewUser};
use platform::CommandContext;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// An installation with a settings file; tests change one thing and ask what is found.
struct Patient {
    scratch: Scratch,
    settings: String,
}

impl Patient {
    /// A book, a user, private folders, a certificate, a fresh backup.
    fn sound(name: &str) -> Self {
        let scratch = Scratch::new(name);
        let data = book(&scratch, None);
        add_user(&data);
        publish(&scratch, &data, "2025-01-20");
        let backups = scratch.path("backups");
        let _ = told(&["backup", "--to", &backups, "--data-dir", &data, "--json"]);
        let (cert, key) = (scratch.path("cert.pem"), scratch.path("key.pem"));
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
        std::fs::write(&cert, made.cert.pem()).expect("written");
        std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
        mode(key.as_ref(), 0o600);
        let settings = format!(
            "data_dir = {data:?}\nlisten = \"127.0.0.1:0\"\nbackup_dir = {backups:?}\ntls_cert = {cert:?}\ntls_key = {key:?}\n"
        );
        Self { scratch, settings }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.scratch.0.join(name)
    }

    /// State and whether there is a way to mend it, by code; the whole report.
    fn examined(&self) -> (BTreeMap<String, (String, bool)>, Value) {
        self.examined_with(&self.settings)
    }

    fn examined_with(&self, settings: &str) -> (BTreeMap<String, (String, bool)>, Value) {
        let file = self.scratch.path("xindai.toml");
        std::fs::write(&file, settings).expect("written");
        let (code, out, err) = xindai(&["doctor", "--config", &file, "--json"]);
        let report: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(code == 0, report["ok"] == true, "{err}");
        let checks = report["checks"].as_array().into_iter().flatten();
        let found = checks.map(|check| {
            let text = |name: &str| check[name].as_str().unwrap_or_default().to_owned();
            (text("code"), (text("state"), check["mend"].is_string()))
        });
        (found.collect(), report)
    }

    #[track_caller]
    fn assert_found(&self, settings: &str, code: &str, state: &str) {
        let (found, report) = self.examined_with(settings);
        assert_eq!(found.get(code), Some(&(state.to_owned(), true)), "{code}: {report:#}");
    }

    /// Changes the book from outside.
    fn change(&self, sql: &str) {
        let changed = open(&self.scratch.path("data")).write(|tx| tx.execute(sql, &[]));
        assert!(changed.expect("a sound statement") > 0, "{sql}");
    }
}

fn add_user(data: &str) {
    let new = NewUser {
        login: "somebody".to_owned(),
        name: "Somebody".to_owned(),
        password: "Sound-and-safe-1".to_owned(),
        roles: vec!["clerk".to_owned()],
        organisation: None,
    };
    let context = CommandContext::system("test", kernel::Timestamp::from_millis(1_737_360_000_000));
    access::create_user(&open(data), &Gate::new(HashCost::quick()), &context, &new).expect("a user");
}

/// Records the LPR of a month, in which it did not move.
fn publish(scratch: &Scratch, data: &str, on: &str) {
    let rates = scratch.path("rates.csv");
    let row = |code: &str, rate: &str| format!("{code},{on},{rate},全国银行间同业拆借中心\n");
    let rows = [row("lpr_1y", "3.10%"), row("lpr_5y", "3.60%")].concat();
    std::fs::write(&rates, format!("benchmark,published_on,annual_rate,source\n{rows}")).expect("a file");
    let taken = told(&["import", &rates, "--entity", "rates", "--data-dir", data, "--json"]);
    assert_eq!(taken["files"][0]["created"], 2, "{taken}");
}

#[test]
fn rates_that_nobody_has_entered_for_two_months_are_told() {
    let patient = Patient::sound("rates");
    let settings = patient.settings.clone();
    let day = |text: &str| kernel::CivilDate::parse(text).expect("a date").days();
    let move_to = |text: &str| patient.change(&format!("UPDATE business_day SET business_date = {}", day(text)));
    move_to("2025-03-20");
    assert_eq!(patient.examined().0["rates"].0, "ok");
    move_to("2025-03-21");
    patient.assert_found(&settings, "rates", "warning");
    // Before LPR was published at all nothing can be missed.
    move_to("2019-08-19");
    assert_eq!(patient.examined().0.get("rates"), None);
}

#[cfg(unix)]
fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("changed");
}

#[test]
fn a_sound_installation_has_nothing_to_mend() {
    let (mut found, report) = Patient::sound("sound").examined();
    let codes: Vec<&str> = found.keys().map(String::as_str).collect();
    let expected = [
        "backup",
        "business_day",
        "certificate",
        "chart",
        "clock",
        "config",
        "data_dir",
        "database",
        "disk",
        "field_key",
        "key_of_data",
        "listen",
        "permissions",
        "products",
        "rates",
        "reference",
        "schema",
        "users",
    ];
    assert_eq!(codes, expected);
    // The room on the machine of this test is its own affair.
    found.remove("disk");
    let sound = |(state, mend): &(String, bool)| state == "ok" && !mend;
    assert!(found.values().all(sound), "{report:#}");
}

#[test]
fn faults_of_files_are_found() {
    let patient = Patient::sound("files");
    let settings = patient.settings.clone();
    mode(&patient.path("data"), 0o755);
    patient.assert_found(&settings, "permissions", "warning");
    mode(&patient.path("data"), 0o700);
    patient.assert_found(&settings.replace("key.pem", "cert.pem"), "certificate", "failed");
    let (backups, _) = settings.split_once("backup_dir").expect("the setting");
    patient.assert_found(backups, "backup", "warning");
    let backup = std::fs::read_dir(patient.path("backups"))
        .expect("a folder")
        .next()
        .expect("one");
    let manifest = backup.expect("a backup").path().join("manifest.json");
    let text = std::fs::read_to_string(&manifest).expect("a manifest");
    let (_, rest) = text.split_once("\"made_at_ms\": ").expect("a moment");
    let at = rest.split(',').next().expect("a number");
    std::fs::write(&manifest, text.replace(at, "1577836800000")).expect("written");
    patient.assert_found(&settings, "backup", "warning");
    std::fs::write(patient.path("data/field.key"), "07".repeat(32)).expect("written");
    patient.assert_found(&settings, "key_of_data", "failed");
    mode(&patient.path("data/field.key"), 0o644);
    patient.assert_found(&settings, "field_key", "failed");
}

#[test]
fn faults_of_settings_and_addresses_are_found() {
    let patient = Patient::sound("addresses");
    let settings = patient.settings.clone();
    patient.assert_found(&format!("{settings}log_level = \"a=b=c\"\n"), "config", "failed");
    let (plain, _) = settings.split_once("tls_cert").expect("the setting");
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    // Somebody listens there and hangs up.
    let other = std::thread::spawn(move || taken.accept().map(|_| ()));
    patient.assert_found(&plain.replace("127.0.0.1:0", &address), "listen", "failed");
    assert!(other.join().expect("no panic").is_ok());
    patient.assert_found(&plain.replace("127.0.0.1:0", "0.0.0.0:0"), "https", "warning");
    patient.assert_found(&plain.replace("127.0.0.1:0", "192.0.2.1:80"), "listen", "failed");
    let open = format!("{settings}metrics_listen = \"0.0.0.0:0\"\n");
    patient.assert_found(&open, "metrics_listen", "warning");
}

#[test]
fn faults_of_the_database_are_found() {
    let patient = Patient::sound("database");
    let settings = patient.settings.clone();
    // As if the clock had been set back by a year since.
    patient.change("UPDATE audit_entry SET recorded_at = recorded_at + 4102444800000");
    patient.assert_found(&settings, "clock", "failed");
    patient.change("UPDATE business_day SET closing = 1");
    patient.assert_found(&settings, "business_day", "warning");
    patient.change("INSERT INTO field_key (version, fingerprint, since) VALUES (2, 'another', 0)");
    patient.assert_found(&settings, "key_of_data", "failed");
    patient.change("INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (9999, 'later', 'x', 0)");
    patient.assert_found(&settings, "schema", "failed");
}

#[test]
fn an_identity_provider_is_asked_about_itself() {
    let patient = Patient::sound("doctor-oidc");
    let provider = testkit::IdentityProvider::start();
    let with = |issuer: &str| {
        format!(
            "{}oidc_issuer = {issuer:?}\noidc_name = \"IdP\"\noidc_client_id = \"xindai\"\noidc_redirect_url = \"https://bank.example/sign-on\"\n",
            patient.settings
        )
    };
    let (found, report) = patient.examined_with(&with(provider.issuer()));
    assert_eq!(found.get("oidc"), Some(&("ok".to_owned(), false)), "{report:#}");
    assert!(
        report.to_string().contains("https://bank.example/sign-on"),
        "{report:#}"
    );
    // The same provider under another name for itself: its tokens would not be believed.
    let other = format!("{}/", provider.issuer());
    patient.assert_found(&with(&other), "oidc", "failed");
    let nobody = {
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        format!("http://{}", free.local_addr().expect("its address"))
    };
    patient.assert_found(&with(&nobody), "oidc", "failed");
}
