use kernel::{Timestamp, UserId};

use crate::domain::AccessRefusal;

/// Where a proposed change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalState {
    /// It waits for somebody else.
    Pending,
    /// It was approved and carried out.
    Approved,
    /// Somebody else said no.
    Rejected,
    /// Its maker took it back.
    Withdrawn,
    /// Nobody decided in time.
    Expired,
}

impl ProposalState {
    /// All states.
    pub const ALL: [ProposalState; 5] = [
        ProposalState::Pending,
        ProposalState::Approved,
        ProposalState::Rejected,
        ProposalState::Withdrawn,
        ProposalState::Expired,
    ];

    /// The stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            ProposalState::Pending => "pending",
            ProposalState::Approved => "approved",
            ProposalState::Rejected => "rejected",
            ProposalState::Withdrawn => "withdrawn",
            ProposalState::Expired => "expired",
        }
    }

    /// The state of a code, with time run out or not.
    #[must_use]
    pub fn parse(code: &str, expires_at: Timestamp, now: Timestamp) -> Option<ProposalState> {
        let state = ProposalState::ALL.into_iter().find(|state| state.code() == code)?;
        let over = state == ProposalState::Pending && now >= expires_at;
        Some(if over { ProposalState::Expired } else { state })
    }
}

/// Who made a proposal, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its maker.
    pub maker: UserId,
    /// The maker's login.
    pub maker_login: String,
    /// Where it stands now.
    pub state: ProposalState,
}

impl Proposal {
    /// Whether somebody may approve or reject it: neither its maker nor the maker's deputy.
    ///
    /// # Errors
    /// [`AccessRefusal::ProposalDecided`], [`AccessRefusal::CheckerIsMaker`].
    pub fn check_decision(&self, by: UserId, on_behalf_of: Option<&str>) -> Result<(), AccessRefusal> {
        self.check_open()?;
        if by == self.maker || on_behalf_of == Some(self.maker_login.as_str()) {
            return Err(AccessRefusal::CheckerIsMaker);
        }
        Ok(())
    }

    /// Whether its maker may take it back.
    ///
    /// # Errors
    /// [`AccessRefusal::ProposalDecided`], [`AccessRefusal::NotMaker`].
    pub fn check_withdrawal(&self, by: UserId) -> Result<(), AccessRefusal> {
        self.check_open()?;
        if by == self.maker {
            Ok(())
        } else {
            Err(AccessRefusal::NotMaker)
        }
    }

    fn check_open(&self) -> Result<(), AccessRefusal> {
        match self.state {
            ProposalState::Pending => Ok(()),
            state => Err(AccessRefusal::ProposalDecided { state: state.code() }),
        }
    }
}
