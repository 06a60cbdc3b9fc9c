//! What acts are about.

/// What acts are about, as an auditor asks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Signing in and out, and failing to.
    SignIn,
    /// Lists and papers taken out.
    Export,
    /// Personal data looked at unmasked.
    Reveal,
    /// What was tried without being permitted.
    Refusal,
    /// Users, roles, rules, products, master data.
    Configuration,
    /// All other acts: customers, loans, books, closes.
    Business,
}

impl Area {
    /// Every area, in the order in which they are offered.
    pub const ALL: [Area; 6] = [
        Area::SignIn,
        Area::Export,
        Area::Reveal,
        Area::Refusal,
        Area::Configuration,
        Area::Business,
    ];

    /// Its code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Export => "export",
            Self::Reveal => "reveal",
            Self::Refusal => "refusal",
            Self::Configuration => "configuration",
            Self::Business => "business",
        }
    }

    /// The area of an action.
    #[must_use]
    pub fn of(action: &str) -> Area {
        match action {
            "access.signed_in"
            | "access.sign_in_failed"
            | "access.signed_out"
            | "access.session_ended"
            | "access.session_locked"
            | "access.session_unlocked"
            | "access.acting_for"
            | "access.proof_failed"
            | "access.recovery_code_used" => Self::SignIn,
            "audit.archive_downloaded" => Self::Export,
            "platform.refused" => Self::Refusal,
            _ if action.ends_with(".revealed") => Self::Reveal,
            _ => match action.split('.').next().unwrap_or_default() {
                "export" => Self::Export,
                "access" | "audit" | "notice" | "organisation" | "platform" | "preference" | "product"
                | "reference" | "role" | "view" => Self::Configuration,
                _ => Self::Business,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Area;

    #[test]
    fn every_action_has_one_area() {
        let cases = [
            ("access.signed_in", Area::SignIn),
            ("access.sign_in_failed", Area::SignIn),
            ("access.user_created", Area::Configuration),
            ("audit.archive_downloaded", Area::Export),
            ("audit.archived", Area::Configuration),
            ("customer.revealed", Area::Reveal),
            ("customer.created", Area::Business),
            ("export.downloaded", Area::Export),
            ("loan.repaid", Area::Business),
            ("platform.refused", Area::Refusal),
            ("product.activated", Area::Configuration),
        ];
        for (action, area) in cases {
            assert_eq!(Area::of(action), area, "{action}");
        }
    }
}
