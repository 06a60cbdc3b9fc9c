use std::collections::BTreeSet;

use kernel::{CivilDate, DataScope, OrgId, Timestamp, UserId};
use uuid::Uuid;

use super::sign_on::challenge;
use super::*;

const POLICY: SignInPolicy = SignInPolicy {
    password_min_length: 8,
    password_min_kinds: 3,
    lock_after_failures: 5,
    lock_minutes: 30,
    session_minutes: 720,
    password_history: 5,
    password_max_days: 90,
    max_sessions: 10,
    session_idle_minutes: 30,
    token_max_days: 365,
    lock_screen_minutes: 15,
};

fn minute(minutes: i64) -> Timestamp {
    Timestamp::from_millis(minutes * 60_000)
}

#[test]
fn logins_are_short_plain_and_lower_case() {
    for (text, login) in [
        ("clerk", Some("clerk")),
        (" Clerk.01 ", Some("clerk.01")),
        ("a-b_c", Some("a-b_c")),
        ("ab", None),
        ("1clerk", None),
        ("cl erk", None),
        ("柜员一号", None),
        ("", None),
        ("abcdefghijklmnopqrstuvwxyz0123456", None),
    ] {
        assert_eq!(Login::parse(text).ok().as_ref().map(Login::as_str), login, "{text:?}");
    }
}

#[test]
fn names_are_trimmed_and_bounded() {
    for (text, valid) in [
        ("王敏", true),
        (" Li Na ", true),
        ("", false),
        ("  ", false),
        ("a\nb", false),
    ] {
        assert_eq!(UserName::parse(text).is_ok(), valid, "{text:?}");
    }
    assert!(UserName::parse(&"名".repeat(64)).is_ok());
    assert_eq!(UserName::parse(&"名".repeat(65)), Err(AccessRefusal::NameInvalid));
}

#[test]
fn passwords_are_long_and_mixed_enough() {
    let login = Login::parse("clerk").expect("a valid login");
    let length = Some(AccessRefusal::PasswordLength { min: 8 });
    let simple = Some(AccessRefusal::PasswordTooSimple { kinds: 3 });
    for (password, refusal) in [
        ("Xindai-demo-1", None),
        ("abcDEF123", None),
        ("abc DEF ghi", None),
        ("信贷Abc-系统长", None),
        ("Ab1-", length.clone()),
        ("", length),
        ("abcdefghij", simple.clone()),
        ("abcdefgh12", simple),
        ("My-Clerk-01", Some(AccessRefusal::PasswordContainsLogin)),
    ] {
        assert_eq!(POLICY.check_password(&login, password).err(), refusal, "{password:?}");
    }
    assert!(
        POLICY.check_password(&login, &"Ab1".repeat(43)).is_err(),
        "129 characters"
    );
}

#[test]
fn five_failures_lock_a_login_out_for_half_an_hour() {
    let mut attempts = Attempts::default();
    for _ in 0..5 {
        attempts = attempts.count(minute(10), &POLICY).expect("the first five are heard");
    }
    assert_eq!(attempts.locked_until, Some(minute(40)));
    assert_eq!(
        attempts.count(minute(39), &POLICY),
        Err(AccessRefusal::LockedOut { until: minute(40) })
    );
    let afresh = attempts.count(minute(40), &POLICY).expect("the lock-out is over");
    assert_eq!((afresh.failures, afresh.locked_until), (1, None));
}

#[test]
fn failures_far_apart_are_forgotten() {
    let mut attempts = Attempts::default();
    for nr in 0..20 {
        attempts = attempts.count(minute(nr * 30), &POLICY).expect("never locked out");
        assert_eq!(attempts.failures, 1);
    }
    let next = attempts.count(minute(19 * 30 + 29), &POLICY).expect("heard");
    assert_eq!(next.failures, 2);
}

#[test]
fn a_session_ends_when_idle_or_old() {
    let session = SessionTimes::starting(minute(0), &POLICY);
    assert!(session.is_alive(minute(29), 30));
    assert!(!session.is_alive(minute(30), 30));
    let used = SessionTimes {
        last_seen_at: minute(719),
        ..session
    };
    assert!(used.is_alive(minute(719), 30));
    assert!(!used.is_alive(minute(720), 30));
    assert!(!session.wants_touch(Timestamp::from_millis(59_999)));
    assert!(session.wants_touch(minute(1)));
}

fn org(number: u128) -> OrgId {
    OrgId(Uuid::from_u128(number))
}

/// 1 is the head office; 2 and 3 stand below it, 4 below 2.
fn tree() -> OrganisationTree {
    OrganisationTree::of([
        (org(1), None),
        (org(2), Some(org(1))),
        (org(3), Some(org(1))),
        (org(4), Some(org(2))),
    ])
}

#[test]
fn a_scope_reaches_as_far_as_its_kind_says() {
    let listed = BTreeSet::from([org(3)]);
    let resolve = |kind: ScopeKind, at| kind.resolve(("li", org(at)), &tree(), &listed);
    for (kind, at, scope) in [
        (ScopeKind::Own, 2, DataScope::own("li")),
        (ScopeKind::OwnOrganisation, 2, DataScope::organisations([org(2)])),
        (ScopeKind::Subtree, 2, DataScope::organisations([org(2), org(4)])),
        (ScopeKind::Subtree, 4, DataScope::organisations([org(4)])),
        (ScopeKind::Subtree, 1, DataScope::All),
        (ScopeKind::Custom, 2, DataScope::organisations([org(3)])),
        (ScopeKind::All, 4, DataScope::All),
    ] {
        assert_eq!(resolve(kind, at), scope, "{kind:?} at {at}");
        assert_eq!(ScopeKind::parse(kind.code()), Some(kind));
    }
}

#[test]
fn an_organisation_never_stands_below_itself() {
    let circle = Err(AccessRefusal::OrganisationCircle);
    for (moved, parent, outcome) in [
        (4, 3, Ok(())),
        (2, 3, Ok(())),
        (2, 4, circle.clone()),
        (2, 2, circle.clone()),
        (1, 2, circle),
    ] {
        assert_eq!(
            tree().check_move(org(moved), org(parent)),
            outcome,
            "{moved} below {parent}"
        );
    }
}

#[test]
fn a_period_has_a_day_at_least_a_year_at_most_and_is_not_over() {
    let day = |text: &str| CivilDate::parse(text).expect("a date");
    for (from, to, fine) in [
        ("2025-01-20", "2025-01-21", true),
        ("2025-01-01", "2025-01-21", true),
        ("2025-01-20", "2025-01-20", false),
        ("2025-01-01", "2025-01-20", false),
        ("2025-01-20", "2026-01-21", true),
        ("2025-01-20", "2026-01-22", false),
    ] {
        assert_eq!(
            Period::of(day(from), day(to), day("2025-01-20")).is_ok(),
            fine,
            "{from} {to}"
        );
    }
}

#[test]
fn of_a_role_the_most_particular_limit_holds_and_of_several_roles_the_highest() {
    let limit = |role: &str, product: Option<&str>, organisation: Option<&str>, limit_minor| AuthorityLimit {
        role: role.to_owned(),
        product: product.map(str::to_owned),
        organisation: organisation.map(str::to_owned),
        limit_minor,
    };
    let limits = [
        limit("manager", None, None, 100),
        limit("manager", Some("P03"), None, 50),
        limit("manager", None, Some("01"), 200),
        limit("manager", None, Some("0101"), 20),
        limit("manager", Some("P03"), Some("0101"), 30),
        limit("director", None, None, 1_000),
    ];
    let most = |roles: &[&str], product, above: &[&str]| {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        let above: Vec<String> = above.iter().map(|code| (*code).to_owned()).collect();
        authority(&limits, &roles, product, &above)
    };
    let here = ["0101", "01", "0001"];
    for (roles, product, above, expected) in [
        (&["manager"][..], Some("P01"), &["02", "0001"][..], Some(100)),
        (&["manager"], Some("P03"), &["02", "0001"], Some(50)),
        (&["manager"], Some("P01"), &["0102", "01", "0001"], Some(200)),
        (&["manager"], Some("P01"), &here, Some(20)),
        (&["manager"], Some("P03"), &here, Some(30)),
        (&["manager", "director"], Some("P03"), &here, Some(1_000)),
        (&["clerk"], Some("P03"), &here, None),
    ] {
        assert_eq!(most(roles, product, above), expected, "{roles:?} {product:?} {above:?}");
    }
}

#[test]
fn nobody_decides_about_their_own_proposal_nor_about_that_of_whom_they_stand_in_for() {
    let user = |number| UserId(Uuid::from_u128(number));
    let proposal = |state| Proposal {
        maker: user(1),
        maker_login: "li".to_owned(),
        state,
    };
    let pending = proposal(ProposalState::Pending);
    assert_eq!(pending.check_decision(user(2), None), Ok(()));
    assert_eq!(
        pending.check_decision(user(1), None),
        Err(AccessRefusal::CheckerIsMaker)
    );
    assert_eq!(
        pending.check_decision(user(2), Some("li")),
        Err(AccessRefusal::CheckerIsMaker)
    );
    assert_eq!(pending.check_withdrawal(user(1)), Ok(()));
    assert_eq!(pending.check_withdrawal(user(2)), Err(AccessRefusal::NotMaker));
    for state in [
        ProposalState::Approved,
        ProposalState::Rejected,
        ProposalState::Withdrawn,
        ProposalState::Expired,
    ] {
        let decided = Err(AccessRefusal::ProposalDecided { state: state.code() });
        assert_eq!(proposal(state).check_decision(user(2), None), decided);
    }
    assert_eq!(
        ProposalState::parse("pending", minute(60), minute(59)),
        Some(ProposalState::Pending)
    );
    assert_eq!(
        ProposalState::parse("pending", minute(60), minute(60)),
        Some(ProposalState::Expired)
    );
    assert_eq!(
        ProposalState::parse("approved", minute(60), minute(60)),
        Some(ProposalState::Approved)
    );
}

#[test]
fn a_password_is_over_age_after_ninety_days() {
    let day = 24 * 60;
    assert!(!POLICY.is_over_age(minute(0), minute(90 * day - 1)));
    assert!(POLICY.is_over_age(minute(0), minute(90 * day)));
    let ageless = SignInPolicy {
        password_max_days: 0,
        ..POLICY
    };
    assert!(!ageless.is_over_age(minute(0), minute(10_000 * day)));
}

/// GB/T 22239-2019 8.1.4.1 as the third grade is commonly asked for: 8 characters, 3 kinds, history 5, 90 days, 5 failures,
/// at least 10 minutes, idle at most 30 minutes.
#[test]
fn a_policy_weaker_than_the_third_grade_is_refused_by_the_name_of_the_number() {
    assert_eq!(POLICY.check_bounds(), Ok(()));
    type Weaken = fn(&mut SignInPolicy);
    let weaker: [(&str, Weaken); 8] = [
        ("password_min_length", |p| p.password_min_length = 7),
        ("password_min_kinds", |p| p.password_min_kinds = 2),
        ("password_history", |p| p.password_history = 4),
        ("password_max_days", |p| p.password_max_days = 91),
        ("password_max_days", |p| p.password_max_days = 0),
        ("lock_after_failures", |p| p.lock_after_failures = 6),
        ("lock_minutes", |p| p.lock_minutes = 9),
        ("session_idle_minutes", |p| p.session_idle_minutes = 31),
    ];
    for (field, weaken) in weaker {
        let mut policy = POLICY;
        weaken(&mut policy);
        let Err(AccessRefusal::PolicyOutOfBounds(bound)) = policy.check_bounds() else {
            panic!("{field} is too weak");
        };
        assert_eq!((bound.field, bound.rule), (field, "GB/T 22239-2019 8.1.4.1"));
    }
    let mut policy = POLICY;
    policy.max_sessions = 0;
    assert!(
        matches!(policy.check_bounds(), Err(AccessRefusal::PolicyOutOfBounds(bound)) if bound.field == "max_sessions")
    );
}

#[test]
fn the_challenge_is_that_of_rfc_7636_appendix_b() {
    assert_eq!(
        challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
    let (one, other) = (SignOnSecret::new("a".repeat(64)), SignOnSecret::new("b".repeat(64)));
    let all = |secret: &SignOnSecret| [secret.state(), secret.nonce(), secret.verifier(), secret.challenge()];
    let mut seen = Vec::from(all(&one));
    seen.extend(all(&other));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 8, "none of them is another");
    assert_eq!(one.verifier().len(), 64, "RFC 7636 4.1: 43 to 128 characters");
}
