//! The lender of the list bench: branches, officers and customers, users who see more or less of them, and a book of loans
//! that belongs to all of them.

use crate::error::BenchError;
use crate::measure::book::{self, BookPlan, LoanOwner};
use crate::program::{LOGIN, Program};
use access::app::{OrganisationDraft, RoleDraft, list_organisations, open_organisation, save_role};
use customer::app::Owner;
use customer::{CustomerDraft, CustomerKind, IdentityKind, Intake, NewCustomer};
use kernel::{Actor, BusinessDate, CustomerId, Timestamp};
use platform::clock::Clock;
use platform::config::Config;
use platform::keys::{FieldKeys, source};
use platform::{CommandContext, Db, DbOptions, migrations};
use std::path::Path;

/// Branches: eight below each of six regions.
const REGIONS: usize = 6;
const BRANCHES_OF_A_REGION: usize = 8;
/// Officers of a branch.
const OFFICERS: usize = 5;
/// Loans of one customer.
const LOANS_OF_A_CUSTOMER: u32 = 4;
/// Customers of one transaction.
const CHUNK: u32 = 5000;

/// A user of the bench with the kind of data scope that the role gives.
pub(super) struct Reader {
    pub login: &'static str,
    pub scope: &'static str,
    role: &'static str,
    organisation: &'static str,
}

/// One user for each kind of scope. The officer has about one loan in 240, a branch one in 48, a region one in 6.
pub(super) const READERS: [Reader; 6] = [
    Reader {
        login: LOGIN,
        scope: "all",
        role: "administrator",
        organisation: "0001",
    },
    Reader {
        login: "officer0000",
        scope: "own",
        role: "bench_own",
        organisation: "B00",
    },
    Reader {
        login: "bench_branch",
        scope: "own_organisation",
        role: "clerk",
        organisation: "B01",
    },
    Reader {
        login: "bench_region",
        scope: "subtree",
        role: "manager",
        organisation: "R2",
    },
    Reader {
        login: "bench_some",
        scope: "custom_3_organisations",
        role: "bench_some",
        organisation: "0001",
    },
    Reader {
        login: "bench_many",
        scope: "custom_40_organisations",
        role: "bench_many",
        organisation: "0001",
    },
];

/// Makes the lender and its book unless the data directory holds them.
pub(super) fn furnish(program: &Program, folder: &Path, loans: u32) -> Result<(), BenchError> {
    let fast = || DbOptions {
        synchronous_off_for_bench: true,
        writer_cache_kib: 512 * 1024,
        ..DbOptions::default()
    };
    let db = Db::open(program.database_url(), fast())?;
    db.migrate(migrations::all())?;
    // Another run's data are used again only when that run came to its end of making them.
    let whole = folder.join("furnished");
    if whole.exists() {
        return Ok(());
    }
    book::open_day(&db)?;
    // The first command makes the keys.
    program.add_user()?;
    let mut config = Config::default();
    config.data_dir = folder.to_path_buf();
    let keys = FieldKeys::of_source(source(&config)).map_err(|error| BenchError::Broken(error.to_string()))?;
    let owners = open_branches(&db)?;
    for reader in &READERS[1..] {
        program.add_reader(reader.login, reader.role, reader.organisation)?;
    }
    let customers = take_in(&db, &keys, &owners, (loans / LOANS_OF_A_CUSTOMER).max(1))?;
    book::make(
        &db,
        BookPlan {
            loans,
            scattered: false,
            owners: &owners,
            customers: &customers,
        },
    )?;
    std::fs::write(&whole, "").map_err(BenchError::io(whole.display().to_string()))
}

fn broken(error: impl std::fmt::Display) -> BenchError {
    BenchError::Broken(error.to_string())
}

/// Opens the branches and makes the roles; tells who may own a loan.
fn open_branches(db: &Db) -> Result<Vec<LoanOwner>, BenchError> {
    let branches = (0..REGIONS * BRANCHES_OF_A_REGION).map(|nr| format!("B{nr:02}"));
    let branches: Vec<String> = branches.collect();
    db.write(|tx| -> Result<(), BenchError> {
        let context = CommandContext::system("bench", Clock::system().now());
        tx.act_as(&context.actor, &context.request_id, context.now);
        let mut open = |code: &str, parent: &str| -> Result<(), BenchError> {
            let draft = OrganisationDraft {
                code: code.to_owned(),
                name_zh: code.to_owned(),
                name_en: code.to_owned(),
                parent: Some(parent.to_owned()),
                opened_on: None,
                closed_on: None,
            };
            open_organisation(tx, &draft).map(|_| ()).map_err(broken)
        };
        for region in 0..REGIONS {
            open(&format!("R{region}"), "0001")?;
        }
        for (nr, branch) in branches.iter().enumerate() {
            open(branch, &format!("R{}", nr / BRANCHES_OF_A_REGION))?;
        }
        for (code, scope, organisations) in [
            ("bench_own", "own", &branches[..0]),
            ("bench_some", "custom", &branches[10..13]),
            ("bench_many", "custom", &branches[4..44]),
        ] {
            let role = RoleDraft {
                code: code.to_owned(),
                name_zh: code.to_owned(),
                name_en: code.to_owned(),
                data_scope: scope.to_owned(),
                organisations: organisations.to_vec(),
                permissions: ["loan.read", "customer.read"].map(str::to_owned).into(),
                addresses: None,
            };
            save_role(tx, &context, (&role, true)).map_err(broken)?;
        }
        Ok(())
    })?;
    let rows = db.read(list_organisations)?;
    let mut owners = Vec::new();
    for (nr, branch) in branches.iter().enumerate() {
        let row = rows.iter().find(|row| row.code == *branch);
        let org = row.ok_or_else(|| broken("a branch is missing"))?.id;
        owners.extend((0..OFFICERS).map(|officer| LoanOwner {
            org,
            officer: format!("officer{nr:02}{officer:02}"),
        }));
    }
    Ok(owners)
}

/// The name of a customer of the bench.
pub(super) fn customer_name(nr: u32) -> String {
    format!("Benchmark {nr:07}")
}

fn take_in(db: &Db, keys: &FieldKeys, owners: &[LoanOwner], count: u32) -> Result<Vec<CustomerId>, BenchError> {
    let on = BusinessDate(book::opening_day());
    let at = Timestamp::from_millis(i64::from(book::opening_day().days()) * 86_400_000);
    let mut all = Vec::with_capacity(count as usize);
    for (turn, first) in (0..count).step_by(CHUNK as usize).enumerate() {
        let of = &owners[turn % owners.len()];
        let owner = Owner {
            org_id: of.org,
            officer: of.officer.clone(),
        };
        let drafts: Result<Vec<NewCustomer>, BenchError> = (first..(first + CHUNK).min(count))
            .map(|nr| {
                let draft = CustomerDraft {
                    kind: CustomerKind::Person,
                    name: &customer_name(nr),
                    identity_kind: IdentityKind::Passport,
                    identity_number: &format!("E{nr:08}"),
                    mobile: None,
                    profile: customer::Profile::default(),
                };
                NewCustomer::check(&draft, on.date()).map_err(broken)
            })
            .collect();
        let drafts = drafts?;
        all.extend(db.write(|tx| -> Result<_, BenchError> {
            tx.act_as(&Actor::system(), "bench", at);
            customer::app::create_customers(tx, keys, Intake { on, at, owner: &owner }, &drafts).map_err(broken)
        })?);
    }
    Ok(all)
}
