//! `xindai keys`: the keys of identity fields, told apart by versions; the highest that the database uses is the one for
//! writing.

use crate::failure::{Failure, KEY_IN_USE, KEY_NOT_NEWER};
use crate::rotation::{count_by_version, reseal_all};
use crate::settings::Settings;
use crate::site::{Site, refresh_keys};
use clap::{Args, Subcommand};
use kernel::Timestamp;
use platform::http::Problem;
use platform::installation::{self, UsedKey};
use platform::{AuditLine, CommandContext, DbError, Tx, run_command};
use serde::Serialize;
use serde_json::json;
use std::io::{IsTerminal, Write};

/// A server that runs has noticed a rotation by then: it looks every ten seconds.
const NOTICED_MS: i64 = 60_000;
/// A rotation that still finds fields under a former key after so many rounds says so.
const ROUNDS: usize = 3;

/// Options of `xindai keys`.
#[derive(Debug, Args)]
pub struct KeysArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Which keys are known, and how many rows are under each
    List(Plain),
    /// Print a line with a new key, for a key service or the environment; nothing is changed
    New(Plain),
    /// Add a new key to the key file; it is not used before `rotate`
    Add(Plain),
    /// Write everything anew under the newest key, in batches, while others work; run it again when it was interrupted
    Rotate {
        /// Rows in one transaction
        #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        batch: u32,
        #[command(flatten)]
        plain: Plain,
    },
    /// Stop using a former key under which there is nothing left
    Retire {
        /// Its version
        #[arg(value_name = "VERSION")]
        key: u8,
        #[command(flatten)]
        plain: Plain,
    },
}

#[derive(Debug, Args)]
struct Plain {
    /// Print JSON: {"keys":[{"version","fingerprint","state","known","rows","since","retired_at"}],"rewritten"}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Serialize)]
struct Report {
    keys: Vec<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rewritten: Option<u64>,
}

/// What is known of one key.
#[derive(Serialize)]
struct Line {
    version: u8,
    fingerprint: String,
    /// `offered` (not used yet), `active` (the one for writing), `former` or `retired`.
    state: &'static str,
    /// Whether the key itself is here.
    known: bool,
    rows: u64,
    since: Option<String>,
    retired_at: Option<String>,
}

/// Runs one of the verbs.
pub fn keys(args: &KeysArgs, out: &mut dyn Write) -> Result<(), Failure> {
    match &args.verb {
        Verb::List(plain) => report(&open(plain)?, plain, None, out),
        Verb::New(plain) => {
            let (_, line) = open(plain)?.keys.new_line()?;
            Ok(write!(out, "{line}")?)
        }
        Verb::Add(plain) => {
            let site = open(plain)?;
            site.keys.add()?;
            report(&site, plain, None, out)
        }
        Verb::Rotate { batch, plain } => rotate(*batch, plain, out),
        Verb::Retire { key, plain } => retire(*key, plain, out),
    }
}

fn open(plain: &Plain) -> Result<Site, Failure> {
    Site::open_existing(plain.settings.load(None)?)
}

fn rotate(batch: u32, plain: &Plain, out: &mut dyn Write) -> Result<(), Failure> {
    let site = open(plain)?;
    let newest = site.keys.fingerprints().pop();
    let active = site.keys.version();
    match newest {
        Some((version, print)) if version > active => begin(&site, version, &print)?,
        // A rotation that was interrupted goes on; without one there is nothing to do.
        _ if count_by_version(&site.db)?.keys().all(|version| *version == active) => {
            return Err(Failure(Problem::of(KEY_NOT_NEWER).with("version", active)));
        }
        _ => {}
    }
    let noisy = !plain.json && std::io::stderr().is_terminal();
    let mut rewritten = 0;
    for _ in 0..ROUNDS {
        let so_far = rewritten;
        rewritten += reseal_all(&site.db, &site.keys, i64::from(batch), &mut |rows| {
            if noisy {
                eprint!("\r{:>10}\u{1b}[K", so_far + rows);
            }
        })?;
        // What a server wrote under the former key before it noticed is found in the next round.
        if count_by_version(&site.db)?
            .keys()
            .all(|version| *version == site.keys.version())
        {
            break;
        }
    }
    if noisy {
        eprintln!();
    }
    note(&site, "keys.rotated", site.keys.version(), |_| Ok(()))?;
    report(&site, plain, Some(rewritten), out)
}

fn begin(site: &Site, version: u8, fingerprint: &str) -> Result<(), Failure> {
    note(site, "keys.rotation_begun", version, |tx| {
        installation::begin_key(tx, version, fingerprint, site.clock.now())
    })?;
    refresh_keys(&site.db, &site.keys)
}

fn retire(version: u8, plain: &Plain, out: &mut dyn Write) -> Result<(), Failure> {
    let site = open(plain)?;
    let in_use = |reason: String| {
        let problem = Problem::of(KEY_IN_USE).with("version", version);
        Err(Failure(problem.with("reason", reason)))
    };
    if version == site.keys.version() {
        return in_use("it is the one for writing".to_owned());
    }
    let used = site.db.read(installation::list_keys)?;
    let begun = used.last().map_or(Timestamp::from_millis(0), |key| key.since);
    if site.clock.now().millis() - begun.millis() < NOTICED_MS {
        return in_use("the rotation began less than a minute ago, servers may still write under it".to_owned());
    }
    match count_by_version(&site.db)?.get(&version) {
        Some(rows) => return in_use(format!("{rows} rows are under it; run `xindai keys rotate`")),
        None => note(&site, "keys.retired", version, |tx| {
            installation::retire_key(tx, version, site.clock.now()).map(|_| ())
        })?,
    }
    report(&site, plain, None, out)
}

/// Does something to a key and writes it into the audit trail.
fn note(
    site: &Site,
    action: &'static str,
    version: u8,
    work: impl Fn(&mut Tx) -> Result<(), DbError>,
) -> Result<(), Failure> {
    let context = CommandContext::system("xindai-keys", site.clock.now());
    let noted = run_command::<_, Failure, _>(&site.db, &context, action, &version, |tx| {
        work(tx)?;
        tx.audit(AuditLine {
            action,
            object_kind: "field_key",
            object_id: version.to_string(),
            before: None,
            after: Some(json!({ "version": version })),
        });
        Ok(version)
    });
    noted.map(|_| ())
}

fn report(site: &Site, plain: &Plain, rewritten: Option<u64>, out: &mut dyn Write) -> Result<(), Failure> {
    let report = Report {
        keys: lines(site)?,
        rewritten,
    };
    if plain.json {
        return super::print_figures(&report, true, out);
    }
    for Line {
        version,
        fingerprint,
        state,
        known,
        rows,
        ..
    } in &report.keys
    {
        let place = if *known { "" } else { "  (not here)" };
        writeln!(out, "{version:>3}  {fingerprint}  {state:<8} {rows:>10}{place}")?;
    }
    if let Some(rows) = rewritten {
        writeln!(out, "rewritten {rows}")?;
    }
    Ok(())
}

fn lines(site: &Site) -> Result<Vec<Line>, Failure> {
    let used = site.db.read(installation::list_keys)?;
    let counted = count_by_version(&site.db)?;
    let here = site.keys.fingerprints();
    let active = site.keys.version();
    let mut lines: Vec<Line> = used.iter().map(|key| used_line(key, active)).collect();
    for (version, fingerprint) in &here {
        match lines.iter_mut().find(|line| line.version == *version) {
            Some(line) => line.known = true,
            None => lines.push(Line {
                version: *version,
                fingerprint: fingerprint.clone(),
                state: "offered",
                known: true,
                rows: 0,
                since: None,
                retired_at: None,
            }),
        }
    }
    for line in &mut lines {
        line.rows = counted.get(&line.version).copied().unwrap_or(0);
    }
    lines.sort_by_key(|line| line.version);
    Ok(lines)
}

fn used_line(key: &UsedKey, active: u8) -> Line {
    Line {
        version: key.version,
        fingerprint: key.fingerprint.clone(),
        state: match key.retired_at {
            Some(_) => "retired",
            None if key.version == active => "active",
            None => "former",
        },
        known: false,
        rows: 0,
        since: Some(key.since.to_string()),
        retired_at: key.retired_at.map(|at| at.to_string()),
    }
}
