use crate::failure::{Failure, PASSWORD_MISSING};
use crate::settings::{PASSWORD_VARIABLE, Settings};
use crate::site::Site;
use access::app::UserRow;
use access::{Gate, HashCost, NewUser};
use clap::{Args, Subcommand};
use kernel::Timestamp;
use platform::CommandContext;
use platform::http::Problem;
use serde_json::{Value, json};
use std::io::{BufRead, IsTerminal, Write};
use std::process::{Command, Stdio};

/// Options of `xindai user`.
#[derive(Debug, Args)]
pub struct UserArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Create a user; the password is asked for, read from standard input, or taken from XINDAI_PASSWORD
    Add {
        /// The name to sign in with
        login: String,
        /// The name others see; the login when absent
        #[arg(long)]
        name: Option<String>,
        /// Code of a role: administrator, clerk, manager, auditor; may be given several times
        #[arg(long = "role", required = true, value_name = "CODE")]
        roles: Vec<String>,
        /// Code of the organisation; the head office when absent
        #[arg(long, value_name = "CODE")]
        organisation: Option<String>,
        #[command(flatten)]
        settings: Settings,
    },
    /// List the users
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        settings: Settings,
    },
    /// Give a user another password, read as with `add`; ends the user's sessions
    #[command(alias = "password")]
    ResetPassword {
        /// The name to sign in with
        login: String,
        #[command(flatten)]
        settings: Settings,
    },
    /// Take a user's second factor away, when app and recovery codes are lost
    ResetSecondFactor {
        /// The name to sign in with
        login: String,
        #[command(flatten)]
        settings: Settings,
    },
    /// Let a user in from everywhere again: empties its list of allowed addresses and those of its roles
    AllowEverywhere {
        /// The name to sign in with
        login: String,
        #[command(flatten)]
        settings: Settings,
    },
    /// Let a disabled user sign in again
    Enable {
        /// The name to sign in with
        login: String,
        #[command(flatten)]
        settings: Settings,
    },
    /// Stop a user from signing in; ends the user's sessions
    Disable {
        /// The name to sign in with
        login: String,
        #[command(flatten)]
        settings: Settings,
    },
}

/// Creates, lists and changes users.
pub fn user(args: UserArgs, out: &mut dyn Write) -> Result<(), Failure> {
    match args.action {
        Action::Add {
            login,
            name,
            roles,
            organisation,
            settings,
        } => {
            let office = Office::open(&settings)?;
            let new = NewUser {
                name: name.unwrap_or_else(|| login.clone()),
                login,
                password: read_password(out)?,
                roles,
                organisation,
            };
            let made = access::create_user(&office.site.db, &office.gate, &office.context, &new)?;
            Ok(writeln!(out, "created {}", made.value.login)?)
        }
        Action::List { json, settings } => list(&Office::open(&settings)?, json, out),
        Action::ResetPassword { login, settings } => {
            let office = Office::open(&settings)?;
            let password = read_password(out)?;
            access::app::set_password(&office.site.db, &office.gate, &office.context, &login, &password)?;
            Ok(writeln!(out, "the password of {login} is changed")?)
        }
        Action::ResetSecondFactor { login, settings } => {
            let office = Office::open(&settings)?;
            access::app::reset_second_factor(&office.site.db, &office.context, &login)?;
            Ok(writeln!(out, "{login} signs in without a code")?)
        }
        Action::AllowEverywhere { login, settings } => {
            let office = Office::open(&settings)?;
            access::app::allow_everywhere(&office.site.db, &office.context, &login)?;
            Ok(writeln!(out, "{login} may call from everywhere")?)
        }
        Action::Enable { login, settings } => set_active(&settings, &login, true, out),
        Action::Disable { login, settings } => set_active(&settings, &login, false, out),
    }
}

/// What every action needs.
struct Office {
    site: Site,
    gate: Gate,
    context: CommandContext,
}

impl Office {
    fn open(settings: &Settings) -> Result<Self, Failure> {
        let site = Site::open_existing(settings.load(None)?)?;
        let context = CommandContext::system("command-line", site.clock.now());
        Ok(Self {
            site,
            gate: Gate::new(HashCost::default()),
            context,
        })
    }
}

fn set_active(settings: &Settings, login: &str, is_active: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let office = Office::open(settings)?;
    access::app::set_user_active(&office.site.db, &office.gate, &office.context, login, is_active)?;
    let state = if is_active { "may sign in" } else { "may not sign in" };
    Ok(writeln!(out, "{login} {state}")?)
}

fn list(office: &Office, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    const AT_ONCE: i64 = 200;
    let mut users: Vec<UserRow> = Vec::new();
    loop {
        let after = users.last().map(|user| user.login.clone()).unwrap_or_default();
        let more = office.site.db.read(|tx| access::app::list_users(tx, &after, AT_ONCE))?;
        if more.is_empty() {
            break;
        }
        users.extend(more);
    }
    if json {
        let items: Vec<Value> = users.iter().map(shown).collect();
        serde_json::to_writer(&mut *out, &json!({ "items": items }))?;
        return Ok(writeln!(out)?);
    }
    writeln!(out, "{:<20} {:<8} {:<30} name", "login", "active", "roles")?;
    for user in users {
        let active = if user.is_active { "yes" } else { "no" };
        let roles = user.roles.join(",");
        writeln!(out, "{:<20} {active:<8} {roles:<30} {}", user.login, user.name)?;
    }
    Ok(())
}

fn shown(user: &UserRow) -> Value {
    json!({
        "id": user.id,
        "login": user.login,
        "name": user.name,
        "organisation": user.organisation,
        "roles": user.roles,
        "active": user.is_active,
        "created_at": Timestamp::from_millis(user.created_at),
        "last_sign_in_at": user.last_sign_in_at.map(Timestamp::from_millis),
    })
}

/// Never from the command line, where other users of the machine could see it.
fn read_password(out: &mut dyn Write) -> Result<String, Failure> {
    let missing = || Failure(Problem::of(PASSWORD_MISSING));
    if let Ok(password) = std::env::var(PASSWORD_VARIABLE) {
        return if password.is_empty() {
            Err(missing())
        } else {
            Ok(password)
        };
    }
    let stdin = std::io::stdin();
    let terminal = stdin.is_terminal();
    if terminal {
        write!(out, "Password: ")?;
        out.flush()?;
    }
    let hidden = terminal && echo(false);
    let mut line = String::new();
    let read = stdin.lock().read_line(&mut line);
    if hidden {
        echo(true);
        writeln!(out)?;
    }
    read?;
    let password = line.trim_end_matches(['\n', '\r']);
    if password.is_empty() {
        return Err(missing());
    }
    Ok(password.to_owned())
}

/// Switches the echo of the terminal; whether that worked.
fn echo(on: bool) -> bool {
    let mode = if on { "echo" } else { "-echo" };
    let switched = Command::new("stty").arg(mode).stdin(Stdio::inherit()).status();
    switched.is_ok_and(|status| status.success())
}
