//! Users and customers of the demo.

use crate::DemoError;
use access::{AccessError, AccessRefusal, Gate, HashCost, NewUser, create_user};
use customer::app::{LoanCount, count_loans, create_customers, list_customer_labels, recognise};
use customer::{CustomerDraft, CustomerKind, IdentityKind, Intake, NewCustomer, Profile};
use kernel::{Actor, BusinessDate, CustomerId, Timestamp};
use platform::keys::FieldKeys;
use platform::{CommandContext, Db, Tx};

/// The password of every demo login.
pub const PASSWORD: &str = "Xindai-demo-1";

/// Demo logins with their names and roles.
pub const LOGINS: [(&str, &str, &str); 4] = [
    ("admin", "系统管理员", "administrator"),
    ("clerk", "信贷员", "clerk"),
    ("manager", "支行经理", "manager"),
    ("auditor", "审计员", "auditor"),
];

/// Creates the demo's logins.
///
/// # Errors
/// What the use case refuses.
pub fn create_logins(db: &Db, now: Timestamp) -> Result<(), DemoError> {
    let gate = Gate::new(HashCost::default());
    for (login, name, role) in LOGINS {
        let user = NewUser {
            login: login.to_owned(),
            name: name.to_owned(),
            password: PASSWORD.to_owned(),
            roles: vec![role.to_owned()],
            organisation: None,
        };
        match create_user(db, &gate, &CommandContext::system("demo", now), &user) {
            // Of the first start, and ended by whoever set the lender up: it stays as it is.
            Ok(_) | Err(AccessError::Refused(AccessRefusal::LoginTaken { .. })) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Somebody who borrows in the demo.
#[derive(Debug, Clone)]
pub struct Borrower {
    /// Name.
    pub name: String,
    /// Person or company.
    pub kind: CustomerKind,
    /// Identity document.
    pub identity: (IdentityKind, String),
    /// Industry and region.
    pub profile: Profile,
}

/// Customers of one transaction.
const CHUNK: usize = 2000;

/// Creates customers; returns their ids and masked names in the same order. Those who are there already, of a making that was
/// interrupted, are met.
///
/// # Errors
/// What the use case refuses.
pub fn create_borrowers(
    db: &Db,
    keys: &FieldKeys,
    (on, at): (BusinessDate, Timestamp),
    borrowers: &[Borrower],
) -> Result<Vec<(CustomerId, String)>, DemoError> {
    let mut all = Vec::with_capacity(borrowers.len());
    let owner = customer::app::Owner::head_office();
    for chunk in borrowers.chunks(CHUNK) {
        let checked = chunk.iter().map(|b| check(b, on)).collect::<Result<Vec<_>, _>>()?;
        let made = db.write(|tx| -> Result<_, DemoError> {
            tx.act_as(&Actor::system(), "demo", at);
            let known = recognise(tx, keys, &checked)?;
            let fresh = checked.iter().zip(&known).filter(|(_, known)| known.is_none());
            let fresh: Vec<NewCustomer> = fresh.map(|(customer, _)| customer.clone()).collect();
            let mut made = create_counted(tx, keys, Intake { on, at, owner: &owner }, &fresh)?.into_iter();
            let ids = known
                .iter()
                .filter_map(|known| known.as_ref().map(|known| known.id).or_else(|| made.next()));
            let ids: Vec<CustomerId> = ids.collect();
            let labels = list_customer_labels(tx, &ids)?;
            let name = |id: &CustomerId| labels.get(id).map_or_else(String::new, |label| label.name.clone());
            Ok(ids.iter().map(|id| (*id, name(id))).collect::<Vec<_>>())
        })?;
        all.extend(made);
    }
    Ok(all)
}

/// Creates customers who will have a loan each.
fn create_counted(
    tx: &mut Tx,
    keys: &FieldKeys,
    intake: Intake<'_>,
    fresh: &[NewCustomer],
) -> Result<Vec<CustomerId>, DemoError> {
    if fresh.is_empty() {
        return Ok(Vec::new());
    }
    let ids = create_customers(tx, keys, intake, fresh)?;
    let count = |id: &CustomerId| LoanCount {
        customer_id: *id,
        loans: 1,
    };
    let counts: Vec<LoanCount> = ids.iter().map(count).collect();
    count_loans(tx, &counts)?;
    Ok(ids)
}

fn check(borrower: &Borrower, on: BusinessDate) -> Result<NewCustomer, DemoError> {
    let draft = CustomerDraft {
        kind: borrower.kind,
        name: &borrower.name,
        identity_kind: borrower.identity.0,
        identity_number: &borrower.identity.1,
        mobile: None,
        profile: borrower.profile.clone(),
    };
    NewCustomer::check(&draft, on.date()).map_err(|refusal| DemoError::Customer(refusal.into()))
}
