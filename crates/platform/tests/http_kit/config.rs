use platform::config::{Config, ConfigError, ConfigSources, LogFormat, redact_url};
use std::path::PathBuf;
use uuid::Uuid;

/// Settings from a file's text, environment variables and the command line.
fn load(file: &str, environment: &[(&str, &str)], command_line: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let path = std::env::temp_dir().join(format!("xindai-config-{}.toml", Uuid::now_v7()));
    std::fs::write(&path, file).expect("written");
    let owned = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let sources = ConfigSources {
        file: Some(path.clone()),
        environment: owned(environment),
        command_line: owned(command_line),
    };
    let config = Config::load(&sources);
    std::fs::remove_file(&path).expect("removed");
    config
}

fn error(file: &str, environment: &[(&str, &str)], command_line: &[(&str, &str)]) -> String {
    load(file, environment, command_line).expect_err("refused").to_string()
}

#[test]
fn without_any_setting_the_defaults_hold() {
    let config = load("", &[("PATH", "/bin")], &[]).expect("defaults");
    assert_eq!(config.listen.to_string(), "127.0.0.1:7180");
    assert_eq!(config.database_url(), "sqlite:var/xindai.db");
    assert_eq!(config.key_file(), PathBuf::from("var/field.key"));
    assert_eq!(config.session_idle_minutes, 30);
    assert_eq!(config.body_limit_bytes, 2_097_152);
    assert_eq!(config.field_key(), None);
}

#[test]
fn the_environment_beats_the_file_and_the_command_line_beats_both() {
    let file = "institution = \"甲\"\nsession_idle_minutes = 10\nlog_format = \"json\"\nsecure_cookie = true\n";
    let environment = [
        ("XINDAI_INSTITUTION", "乙"),
        ("XINDAI_SESSION_IDLE_MINUTES", "20"),
        ("XINDAI_CONFIG", "x.toml"),
    ];
    let config = load(
        file,
        &environment,
        &[("session_idle_minutes", "25"), ("listen", "0.0.0.0:80")],
    )
    .expect("valid");
    assert_eq!(config.institution, "乙");
    assert_eq!(config.session_idle_minutes, 25);
    assert_eq!(config.listen.to_string(), "0.0.0.0:80");
    assert_eq!(config.log_format, LogFormat::Json);
    assert!(config.secure_cookie);
}

#[test]
fn an_unknown_key_is_named_wherever_it_stands() {
    assert_eq!(
        error("databse_url = 'x'", &[], &[]),
        "unknown configuration key databse_url in file"
    );
    assert_eq!(
        error("", &[("XINDAI_DATABSE_URL", "x")], &[]),
        "unknown configuration key XINDAI_DATABSE_URL in environment"
    );
    assert_eq!(
        error("", &[], &[("port", "80")]),
        "unknown configuration key port in command line"
    );
    assert_eq!(
        error("field_key = 'x'", &[], &[]),
        "unknown configuration key field_key in file"
    );
}

#[test]
fn a_wrong_value_names_its_key() {
    for (file, key) in [
        ("session_idle_minutes = 0", "session_idle_minutes"),
        ("session_idle_minutes = 'ten'", "session_idle_minutes"),
        ("listen = 'everywhere'", "listen"),
        ("log_format = 'xml'", "log_format"),
        ("database_url = 'mysql://x'", "database_url"),
        ("body_limit_bytes = 1", "body_limit_bytes"),
        ("request_timeout_seconds = 0", "request_timeout_seconds"),
    ] {
        let text = error(file, &[], &[]);
        assert!(text.starts_with(&format!("configuration key {key}: ")), "{text}");
    }
    assert!(error("", &[("XINDAI_BODY_LIMIT_BYTES", "big")], &[]).contains("body_limit_bytes"));
    assert!(error("", &[("XINDAI_SECURE_COOKIE", "yes")], &[]).contains("secure_cookie"));
}

#[test]
fn a_broken_or_missing_file_is_told_without_quoting_it() {
    let text = error("database_url = 'postgres://u:hunter2@h", &[], &[]);
    assert!(text.contains("not valid TOML") && !text.contains("hunter2"), "{text}");
    let missing = ConfigSources {
        file: Some(PathBuf::from("/nonexistent/x.toml")),
        ..Default::default()
    };
    assert!(
        Config::load(&missing)
            .expect_err("missing")
            .to_string()
            .contains("/nonexistent/x.toml")
    );
}

#[test]
fn secrets_never_show() {
    let key = "ab".repeat(32);
    let environment = [
        ("XINDAI_FIELD_KEY", key.as_str()),
        ("XINDAI_DATABASE_URL", "postgres://app:hunter2@db:5432/x"),
    ];
    let config = load("", &environment, &[]).expect("valid");
    assert_eq!(config.field_key(), Some(key.as_str()));
    assert_eq!(config.database_url(), "postgres://app:hunter2@db:5432/x");
    for shown in [config.to_string(), format!("{config:?}"), format!("{config:#?}")] {
        assert!(shown.contains("postgres://app:***@db:5432/x"), "{shown}");
        assert!(!shown.contains("hunter2") && !shown.contains("abab"), "{shown}");
    }
}

#[test]
fn an_address_is_shown_without_its_password() {
    for (url, shown) in [
        ("postgres://u:p@ss@h/d", "postgres://u:***@h/d"),
        ("postgres://u@h/d", "postgres://u@h/d"),
        (
            "postgres://h/d?user=u&password=p&sslmode=require",
            "postgres://h/d?user=u&password=***&sslmode=require",
        ),
        ("sqlite:var/x.db", "sqlite:var/x.db"),
    ] {
        assert_eq!(redact_url(url), shown);
    }
}

#[test]
fn https_needs_both_files_and_sends_cookies_over_nothing_else() {
    assert!(error("", &[("XINDAI_TLS_CERT", "a.pem")], &[]).contains("tls_key"));
    let both = [("XINDAI_TLS_CERT", "a.pem"), ("XINDAI_TLS_KEY", "b.pem")];
    let config = load("", &both, &[]).expect("sound");
    assert_eq!(config.tls(), Some(("a.pem".as_ref(), "b.pem".as_ref())));
    assert!(config.secure_cookie);
}

#[test]
fn a_list_stands_between_commas_in_the_environment() {
    let config = load("", &[("XINDAI_TRUSTED_PROXIES", "10.0.0.1, ::1")], &[]).expect("sound");
    assert_eq!(config.trusted_proxies.len(), 2);
    let config = load("trusted_proxies = [\"10.0.0.1\"]", &[], &[]).expect("sound");
    assert_eq!(config.trusted_proxies.len(), 1);
    assert!(error("", &[("XINDAI_TRUSTED_PROXIES", "proxy")], &[]).contains("trusted_proxies"));
}

const PROVIDER: &str = "oidc_issuer = 'https://id.example.com'\noidc_name = '统一身份认证'\noidc_client_id = 'xindai'
    oidc_redirect_url = 'https://xindai.example.com/sign-on'\n";

#[test]
fn an_identity_provider_is_configured_whole_or_not_at_all() {
    let config = load(PROVIDER, &[("XINDAI_OIDC_CLIENT_SECRET", "s3cret")], &[]).expect("valid");
    let provider = config.sign_on().expect("a provider");
    assert_eq!(
        (provider.issuer.as_str(), provider.clock_skew_seconds),
        ("https://id.example.com", 60)
    );
    assert_eq!(
        provider.client_secret.as_ref().map(|secret| secret.reveal()),
        Some("s3cret")
    );
    assert!(
        !format!("{config} {config:?} {provider:?}").contains("s3cret"),
        "it never shows"
    );
    assert!(load("", &[], &[]).expect("valid").sign_on().is_none());
    for (file, key) in [
        ("oidc_name = 'x'".to_owned(), "oidc_name"),
        (PROVIDER.replace("oidc_name", "# "), "oidc_name"),
        (PROVIDER.replace("oidc_client_id", "# "), "oidc_client_id"),
        (PROVIDER.replace("https://id.", "http://id."), "oidc_issuer"),
        (
            PROVIDER.replace(".com'\noidc_name", ".com?a=b'\noidc_name"),
            "oidc_issuer",
        ),
        (
            PROVIDER.replace("https://xindai.", "http://xindai."),
            "oidc_redirect_url",
        ),
        (PROVIDER.replace("/sign-on", "/login"), "oidc_redirect_url"),
        (
            format!("{PROVIDER}oidc_clock_skew_seconds = 301"),
            "oidc_clock_skew_seconds",
        ),
        (
            format!("{PROVIDER}oidc_client_secret_file = '/no/such/file'"),
            "oidc_client_secret_file",
        ),
        (
            format!("{PROVIDER}oidc_client_secret = 'x'"),
            "oidc_client_secret in file",
        ),
    ] {
        let told = error(&file, &[], &[]);
        assert!(told.contains(&format!("key {key}")), "{file}: {told}");
    }
    let both = [
        ("XINDAI_OIDC_CLIENT_SECRET", "s3cret"),
        ("XINDAI_OIDC_CLIENT_SECRET_FILE", "/x"),
    ];
    assert!(error(PROVIDER, &both, &[]).contains("oidc_client_secret_file"));
}
