use crate::api::router_with;
use crate::failure::{Failure, LISTEN};
use crate::housekeeping;
use crate::meter::Meter;
use crate::settings::Settings;
use crate::site::{Site, refresh_keys};
use crate::ticker::Ticker;
use access::{AccessError, AccessRefusal, Gate, HashCost, NewUser};
use clap::Args;
use kernel::BusinessDate;
use loan::Roster;
use platform::config::Config;
use platform::demo_mark;
use platform::http::{AppState, Certificate, Lang, Problem, TlsListener, shutdown_signal};
use platform::{AuditSealer, Backend, CommandContext, jobs, logging};
use rand::Rng;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

/// Running requests may take this long to finish when the program is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Pause between two looks at what others may have changed: keys in use, files.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Pause between two rounds of housekeeping.
const TIDY_EVERY: Duration = Duration::from_secs(3600);

/// Options of `xindai serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    settings: Settings,
    /// Address to serve on
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Set a new installation up at once, with all products and this first business day, instead of on the screen
    #[arg(long, value_name = "DATE", value_parser = BusinessDate::parse)]
    first_day: Option<BusinessDate>,
}

/// Serves until it is asked to stop.
pub fn serve(args: &ServeArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let config = args.settings.load(args.listen)?;
    // Traces that wait are delivered when the program ends.
    let _traces = logging::start(&config).map_err(|reason| Failure::argument("log_level", reason))?;
    let site = Site::open(config)?;
    match args.first_day {
        Some(first_day) => site.furnish(first_day)?,
        None => site.complete()?,
    }
    if site.db.backend() == Backend::Sqlite {
        // A close that was killed can be started again at once instead of when its lease runs out.
        site.db.write(jobs::release_all)?;
    }
    serve_site(&site, out)
}

/// Serves an opened installation until it is asked to stop.
pub fn serve_site(site: &Site, out: &mut dyn Write) -> Result<(), Failure> {
    let listener = listen(site.config.listen)?;
    let address = listener.local_addr()?;
    let gate = Gate::new(HashCost::default());
    let state = site.state();
    let meter = Meter::new(state.clone());
    let roster = Roster::default();
    let router = meter.around(router_with(state.clone(), &gate, roster.clone()));
    let watched = site.config.metrics_listen.map(listen).transpose()?;
    let certificate = certificate(&site.config)?;
    let scheme = if certificate.is_some() { "https" } else { "http" };
    writeln!(out, "Xindai serves on {scheme}://{address}")?;
    if let Some(watched) = &watched {
        writeln!(out, "Its figures are on http://{}/metrics", watched.local_addr()?)?;
    }
    if site.db.read(demo_mark::find)?.is_some_and(|mark| !mark.made) {
        writeln!(
            out,
            "The demo data is not complete: its making was interrupted. Sign in as an administrator to go on with it; `xindai doctor` says more."
        )?;
    }
    out.flush()?;
    let _sealer = AuditSealer::start(site.db.clone(), Duration::from_secs(1));
    let _housekeeping = housekeeping::start(site.db.clone(), site.clock.clone(), TIDY_EVERY, site.config.outbox_days);
    let _keys = watch_keys(site);
    let _certificate = certificate.clone().map(watch_certificate);
    let first_user = {
        let state = state.clone();
        std::thread::spawn(move || first_user(&state, &gate))
    };
    let rostered = {
        let db = site.db.clone();
        std::thread::spawn(move || {
            // The first list would wait for it; when this fails, that list tells why.
            if let Err(error) = roster.catch_up(&db) {
                tracing::error!(%error, "the roster of loans cannot be made");
            }
        })
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        if let Some(watched) = watched {
            let figures = axum::serve(tokio::net::TcpListener::from_std(watched)?, meter.router());
            // Ends with the runtime.
            tokio::spawn(figures.into_future());
        }
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (progress, stop) = (state.progress, shutdown_signal());
        match certificate {
            Some(certificate) => {
                let listener = TlsListener::new(listener, certificate)?;
                platform::http::serve(listener, router, progress, GRACE, stop).await
            }
            None => platform::http::serve(listener, router, progress, GRACE, stop).await,
        }
    });
    runtime.shutdown_timeout(GRACE);
    if first_user.join().is_err() || rostered.join().is_err() {
        tracing::error!("what was to be done at the start ended by a panic");
    }
    Ok(served?)
}

/// The certificate that the settings name.
fn certificate(config: &Config) -> Result<Option<Arc<Certificate>>, Failure> {
    let loaded = config
        .tls()
        .map(|(certificate, key)| Certificate::load(certificate, key));
    Ok(loaded.transpose()?.map(Arc::new))
}

/// Takes up a certificate that somebody has renewed.
fn watch_certificate(certificate: Arc<Certificate>) -> Ticker {
    Ticker::start(LOOK_EVERY, move || match certificate.reload() {
        Ok(false) => {}
        Ok(true) => tracing::info!("the renewed certificate is in use"),
        Err(cause) => tracing::error!(%cause, "the renewed certificate cannot be used; the former one stays"),
    })
}

/// Notices a rotation of keys that another process has begun.
fn watch_keys(site: &Site) -> Ticker {
    let (db, keys) = (site.db.clone(), site.keys.clone());
    Ticker::start(LOOK_EVERY, move || {
        if let Err(failure) = refresh_keys(&db, &keys) {
            tracing::error!(reason = failure.line(Lang::En), "the field keys in use cannot be had");
        }
    })
}

fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    let opened = TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    opened.map_err(|cause| {
        let problem = Problem::of(LISTEN).with("address", address.to_string());
        Failure(problem.with("reason", cause.to_string()))
    })
}

/// On a start without any user: makes `admin` with a password that is shown once and kept nowhere.
fn first_user(state: &AppState, gate: &Gate) {
    let known = state.db.read(|tx| access::app::list_users(tx, "", 1));
    match known {
        Ok(users) if users.is_empty() => {}
        Ok(_) => return,
        Err(cause) => return tracing::error!(%cause, "users cannot be read"),
    }
    let password = random_password();
    let new = NewUser {
        login: "admin".to_owned(),
        name: "管理员".to_owned(),
        password: password.clone(),
        roles: vec!["administrator".to_owned()],
        organisation: None,
    };
    let context = CommandContext::system("first-start", state.clock.now());
    match access::create_user(&state.db, gate, &context, &new) {
        Ok(_) => println!("First start: sign in as admin with password {password} (shown only now)"),
        // Another node made it at the same moment.
        Err(AccessError::Refused(AccessRefusal::LoginTaken { .. })) => {}
        Err(cause) => tracing::error!(%cause, "the first user cannot be made"),
    }
}

/// Four groups of four characters that are not mistaken for each other: about 93 bits.
fn random_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut random = rand::rngs::OsRng;
    loop {
        let letters: Vec<char> = (0..16)
            .map(|_| char::from(LETTERS[random.gen_range(0..LETTERS.len())]))
            .collect();
        let has = |kind: fn(&char) -> bool| letters.iter().any(kind);
        if has(char::is_ascii_lowercase) && has(char::is_ascii_uppercase) && has(char::is_ascii_digit) {
            let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
            return groups.join("-");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_password_meets_the_policy_and_never_repeats() {
        let (one, other) = (random_password(), random_password());
        assert_eq!(one.len(), 19);
        assert_ne!(one, other);
        for kind in [char::is_lowercase, char::is_uppercase, char::is_numeric] {
            assert!(one.chars().any(kind), "{one}");
        }
    }
}
