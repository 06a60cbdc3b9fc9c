use std::collections::{BTreeMap, BTreeSet};

use kernel::{DataScope, OrgId};

use crate::domain::AccessRefusal;

/// The code of an organisation: 1 to 16 letters, digits, dots and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrganisationCode(String);

impl OrganisationCode {
    /// Trims the text.
    ///
    /// # Errors
    /// [`AccessRefusal::OrganisationCodeInvalid`].
    pub fn parse(text: &str) -> Result<OrganisationCode, AccessRefusal> {
        let code = text.trim();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
        if (1..=16).contains(&code.len()) && code.bytes().all(allowed) {
            Ok(OrganisationCode(code.to_owned()))
        } else {
            Err(AccessRefusal::OrganisationCodeInvalid)
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which organisation stands below which; the root is the head office.
#[derive(Debug, Clone, Default)]
pub struct OrganisationTree {
    parents: BTreeMap<OrgId, Option<OrgId>>,
    children: BTreeMap<OrgId, Vec<OrgId>>,
}

impl OrganisationTree {
    /// A tree of organisations and their parents.
    #[must_use]
    pub fn of(organisations: impl IntoIterator<Item = (OrgId, Option<OrgId>)>) -> OrganisationTree {
        let mut tree = OrganisationTree::default();
        for (organisation, parent) in organisations {
            tree.parents.insert(organisation, parent);
            if let Some(parent) = parent {
                tree.children.entry(parent).or_default().push(organisation);
            }
        }
        tree
    }

    /// Whether it stands at the top.
    #[must_use]
    pub fn is_root(&self, organisation: OrgId) -> bool {
        self.parents.get(&organisation) == Some(&None)
    }

    /// An organisation and all below it.
    #[must_use]
    pub fn subtree(&self, top: OrgId) -> BTreeSet<OrgId> {
        let mut found = BTreeSet::from([top]);
        let mut waiting = vec![top];
        while let Some(next) = waiting.pop() {
            for child in self.children.get(&next).into_iter().flatten() {
                if found.insert(*child) {
                    waiting.push(*child);
                }
            }
        }
        found
    }

    /// Whether an organisation may be put below another one: the root stays where it is, and nothing stands below itself.
    ///
    /// # Errors
    /// [`AccessRefusal::OrganisationCircle`].
    pub fn check_move(&self, organisation: OrgId, parent: OrgId) -> Result<(), AccessRefusal> {
        if self.is_root(organisation) || self.subtree(organisation).contains(&parent) {
            return Err(AccessRefusal::OrganisationCircle);
        }
        Ok(())
    }
}

/// How far a role reaches: seen from the user who has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// The rows that the user looks after.
    Own,
    /// All rows of the user's organisation.
    OwnOrganisation,
    /// All rows of the user's organisation and those below it.
    Subtree,
    /// All rows.
    All,
    /// All rows of the organisations that the role lists.
    Custom,
}

impl ScopeKind {
    /// All kinds, from narrow to wide.
    pub const ALL: [ScopeKind; 5] = [
        ScopeKind::Own,
        ScopeKind::OwnOrganisation,
        ScopeKind::Subtree,
        ScopeKind::Custom,
        ScopeKind::All,
    ];

    /// The stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            ScopeKind::Own => "own",
            ScopeKind::OwnOrganisation => "own_organisation",
            ScopeKind::Subtree => "subtree",
            ScopeKind::All => "all",
            ScopeKind::Custom => "custom",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<ScopeKind> {
        ScopeKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The rows that a role reaches for a user of an organisation. The subtree of the root is everything.
    #[must_use]
    pub fn resolve(
        self,
        (login, organisation): (&str, OrgId),
        tree: &OrganisationTree,
        listed: &BTreeSet<OrgId>,
    ) -> DataScope {
        match self {
            ScopeKind::Own => DataScope::own(login),
            ScopeKind::OwnOrganisation => DataScope::organisations([organisation]),
            ScopeKind::Subtree if tree.is_root(organisation) => DataScope::All,
            ScopeKind::Subtree => DataScope::organisations(tree.subtree(organisation)),
            ScopeKind::All => DataScope::All,
            ScopeKind::Custom => DataScope::organisations(listed.iter().copied()),
        }
    }
}
