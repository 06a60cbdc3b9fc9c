//! What the booking of rows works with, whatever they are.

use super::error::{ImportError, Result};
use crate::domain::ImportRefusal;
use access::app::{OrganisationRow, find_user, list_organisations};
use customer::FIELD_IDENTITY;
use customer::app::Owner;
use kernel::{Actor, BusinessDate, OrgId};
use ledger::AccountingCache;
use platform::keys::FieldKeys;
use platform::{CommandContext, Tx, business_day};
use std::collections::HashMap;

/// Hears how far a batch is, and says whether to go on.
pub type Tell<'a> = &'a dyn Fn(&mut Tx, usize) -> Result<()>;

/// What the booking of rows works with.
pub struct Desk<'a> {
    /// The keys of identity fields.
    pub keys: &'a FieldKeys,
    /// Who imports, where, and which rows they may touch: with the permission to create one of them.
    pub context: &'a CommandContext,
    /// Chart and posting rules.
    pub books: &'a AccountingCache,
    /// Told after every few rows.
    pub tell: Tell<'a>,
}

impl Desk<'_> {
    /// Whether who imports may be told that a customer of this owner has a document: inside the scope, and with the identity seen.
    pub(super) fn may_recognise(&self, owner: &Owner) -> bool {
        let (organisation, officer) = (owner.org_id, owner.officer.as_str());
        self.context.scope.covers(organisation, officer)
            && self.context.sight.covers(FIELD_IDENTITY, organisation, officer)
    }
}

/// Organisations and logins that rows name, each looked up once.
pub struct Owners {
    organisations: HashMap<String, OrganisationRow>,
    officers: HashMap<String, bool>,
    /// The business date.
    pub today: BusinessDate,
}

/// Why a row cannot belong to whom it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnerFault {
    /// No open organisation has this code, or it lies outside the caller's scope.
    OrganisationUnknown(String),
    /// No user has this login.
    OfficerUnknown(String),
}

impl Owners {
    /// Reads all organisations.
    ///
    /// # Errors
    /// The database's.
    pub fn load(tx: &mut Tx) -> Result<Self> {
        let organisations = list_organisations(tx)?.into_iter().map(|row| (row.code.clone(), row));
        Ok(Self {
            organisations: organisations.collect(),
            officers: HashMap::new(),
            today: business_day::get(tx)?,
        })
    }

    /// Organisation and officer of a row: those of whoever imports where it names none.
    ///
    /// # Errors
    /// The database's; what is wrong with the row is inside.
    pub fn of(
        &mut self,
        tx: &mut Tx,
        context: &CommandContext,
        (organisation, officer): (Option<&str>, Option<&str>),
    ) -> Result<std::result::Result<(OrgId, String), OwnerFault>> {
        let org = match organisation {
            None => context.org,
            Some(code) => match self.organisations.get(code) {
                Some(row) if row.closed_on.is_none_or(|closed| closed > self.today.date()) => row.id,
                _ => return Ok(Err(OwnerFault::OrganisationUnknown(code.to_owned()))),
            },
        };
        // The system imports for nobody in particular.
        let own = if context.actor == Actor::system() {
            ""
        } else {
            &context.actor.login
        };
        let login = officer.unwrap_or(own).to_owned();
        if let Some(named) = officer
            && !self.has_officer(tx, named)?
        {
            return Ok(Err(OwnerFault::OfficerUnknown(login)));
        }
        if !context.scope.covers(org, &login) {
            let named = organisation.unwrap_or_default().to_owned();
            return Ok(Err(OwnerFault::OrganisationUnknown(named)));
        }
        Ok(Ok((org, login)))
    }

    fn has_officer(&mut self, tx: &mut Tx, login: &str) -> Result<bool> {
        if let Some(known) = self.officers.get(login) {
            return Ok(*known);
        }
        let known = find_user(tx, login)?.is_some();
        self.officers.insert(login.to_owned(), known);
        Ok(known)
    }
}

impl From<customer::CustomerError> for ImportError {
    fn from(error: customer::CustomerError) -> Self {
        use customer::CustomerError as E;
        match error {
            E::Db(error) => error.into(),
            E::Key(error) => error.into(),
            E::Command(error) => error.into(),
            E::Number(refusal) => Self::Inside(refusal.to_string()),
            // Rows are checked one by one before they are written together.
            E::Refused(_) => ImportRefusal::Overtaken.into(),
        }
    }
}
