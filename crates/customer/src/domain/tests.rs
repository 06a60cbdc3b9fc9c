use kernel::{CivilDate, CustomerId, IdentifierError};
use uuid::Uuid;

use super::*;

fn today() -> CivilDate {
    CivilDate::parse("2025-01-20").expect("a date of the tests")
}

const NOTHING_SAID: Profile = Profile {
    industry: None,
    region: None,
};

const ZHANG: CustomerDraft<'_> = CustomerDraft {
    kind: CustomerKind::Person,
    name: "张小三",
    identity_kind: IdentityKind::ResidentId,
    identity_number: "110101199003071233",
    mobile: Some("138 1234 8000"),
    profile: NOTHING_SAID,
};

const MILL: CustomerDraft<'_> = CustomerDraft {
    kind: CustomerKind::Company,
    name: "青禾面粉有限公司",
    identity_kind: IdentityKind::UnifiedCreditCode,
    identity_number: "91310000MA1FL0007C",
    mobile: None,
    profile: NOTHING_SAID,
};

#[test]
fn a_sound_draft_becomes_a_customer() {
    let zhang = NewCustomer::check(&ZHANG, today()).expect("sound");
    assert_eq!(zhang.name.shown(zhang.kind), "张*三");
    assert_eq!(zhang.identity.masked(), "110***********1233");
    assert_eq!(zhang.mobile.map(|m| m.masked()), Some("138****8000".to_owned()));

    let mill = NewCustomer::check(&MILL, today()).expect("sound");
    assert_eq!(mill.name.shown(mill.kind), "青禾面粉有限公司");
    assert_eq!(mill.mobile, None);
}

#[test]
fn a_draft_is_refused_for_its_first_fault() {
    use CustomerRefusal::{IdentityInvalid, IdentityKindMismatch, MobileInvalid, NameInvalid};
    use IdentityKind::{Other, Passport, ResidentId, UnifiedCreditCode};
    let long = "名".repeat(101);
    let other_kind = |identity_kind, identity_number| CustomerDraft {
        identity_kind,
        identity_number,
        ..ZHANG
    };
    let length = |min, max, actual| IdentityInvalid(IdentifierError::Length { min, max, actual });
    for (draft, refusal) in [
        (
            CustomerDraft {
                name: "  ",
                identity_number: "",
                ..ZHANG
            },
            NameInvalid,
        ),
        (CustomerDraft { name: &long, ..ZHANG }, NameInvalid),
        (
            CustomerDraft {
                name: "张\u{7}三",
                ..ZHANG
            },
            NameInvalid,
        ),
        (
            other_kind(UnifiedCreditCode, "91310000MA1FL0007C"),
            IdentityKindMismatch,
        ),
        (
            CustomerDraft {
                identity_kind: ResidentId,
                ..MILL
            },
            IdentityKindMismatch,
        ),
        (
            CustomerDraft {
                identity_kind: Passport,
                ..MILL
            },
            IdentityKindMismatch,
        ),
        (
            other_kind(ResidentId, "110101199003071234"),
            IdentityInvalid(IdentifierError::CheckDigit),
        ),
        (other_kind(Passport, "E123"), length(5, 20, 4)),
        (
            other_kind(Passport, "E12 45678"),
            IdentityInvalid(IdentifierError::Character { position: 4 }),
        ),
        (other_kind(Other, " "), length(1, 40, 0)),
        (
            CustomerDraft {
                mobile: Some("12812348000"),
                ..ZHANG
            },
            MobileInvalid(IdentifierError::Character { position: 2 }),
        ),
    ] {
        assert_eq!(NewCustomer::check(&draft, today()), Err(refusal));
    }
}

#[test]
fn a_resident_is_born_and_not_older_than_anybody() {
    let born = Err(CustomerRefusal::IdentityInvalid(IdentifierError::BirthDate));
    for (on, sound) in [
        ("1990-03-06", false),
        ("1990-03-07", true),
        ("2111-03-06", true),
        ("2111-03-07", false),
    ] {
        let on = CivilDate::parse(on).expect("a date of the table");
        let checked = NewCustomer::check(&ZHANG, on);
        assert!(if sound { checked.is_ok() } else { checked == born }, "{on}");
    }
}

#[test]
fn a_number_follows_from_the_id() {
    for (id, number) in [
        (0, "C0000000000"),
        (31, "C000000000Z"),
        (32, "C0000000010"),
        (u128::MAX, "CZZZZZZZZZZ"),
        (0x0194_7f3a_2b1c_7d4e_8f90_a1b2_c3d4_e5f6, "C51PB1X9SFP"),
    ] {
        assert_eq!(CustomerNumber::of(CustomerId(Uuid::from_u128(id))).as_str(), number);
    }
}

#[test]
fn names_compare_without_spaces_dots_and_case() {
    for (a, b) in [
        ("John  Smith", "johnsmith"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("ＡＢＣ公司", "abc公司"),
    ] {
        assert_eq!(name_form(a), name_form(b));
    }
    assert_ne!(name_form("张三"), name_form("张三三"));
}

#[test]
fn debug_tells_nothing() {
    let zhang = NewCustomer::check(&ZHANG, today()).expect("sound");
    let text = format!("{zhang:?}");
    for secret in ["张小三", "199003", "12348000"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn identities_compare_without_separators_and_case() {
    assert_eq!(identity_form("lc-000 123"), "LC000123");
    assert_eq!(identity_form(" 11010519491231002x "), "11010519491231002X");
}

#[test]
fn a_beginning_of_a_number_is_a_prefix_only_when_it_is_long_enough() {
    for (text, prefix) in [
        ("C51PB1X9SFP", Some("C51PB1X9SFP")),
        (" c51p ", Some("C51P")),
        ("C51", None),
        ("2025-0", Some("2025-0")),
        ("C5 P", None),
        ("Clark", Some("CLARK")),
        ("C5_P", None),
        ("51张", None),
    ] {
        assert_eq!(number_prefix(text).as_deref(), prefix, "{text:?}");
    }
}

#[test]
fn every_kind_has_words_in_its_delivered_list_and_no_other_has() {
    let codes = |list| -> Vec<&str> {
        let known = reference::seed::dictionary(list).expect("a delivered list");
        known.entries.iter().map(|entry| entry.code.as_str()).collect()
    };
    assert_eq!(codes("customer_kind"), CustomerKind::ALL.map(CustomerKind::as_str));
    assert_eq!(codes("identity_kind"), IdentityKind::ALL.map(IdentityKind::as_str));
}

#[test]
fn what_a_profile_leaves_open_may_be_anything() {
    let known = Profile::of(Some("C13"), Some("3302"));
    for (said, held) in [
        ((None, None), true),
        ((Some(" C13 "), Some("")), true),
        ((Some("C13"), Some("3301")), false),
    ] {
        assert_eq!(known.holds(&Profile::of(said.0, said.1)), held, "{said:?}");
    }
}

#[test]
fn numbers_of_travel_permits_have_their_own_shape() {
    let number = |kind, number| {
        let draft = CustomerDraft {
            identity_kind: kind,
            identity_number: number,
            ..ZHANG
        };
        NewCustomer::check(&draft, today()).map(|new| new.identity.number().to_owned())
    };
    let at = |position| {
        Err(CustomerRefusal::IdentityInvalid(IdentifierError::Character {
            position,
        }))
    };
    let length = |min, max, actual| {
        let fault = IdentifierError::Length { min, max, actual };
        Err(CustomerRefusal::IdentityInvalid(fault))
    };
    let (hk_macao, taiwan) = (IdentityKind::HkMacaoPermit, IdentityKind::TaiwanPermit);
    assert_eq!(number(hk_macao, "h12345678"), Ok("H12345678".to_owned()));
    assert_eq!(number(hk_macao, "H1234567A"), at(9));
    assert_eq!(number(hk_macao, "C12345678"), at(1));
    assert_eq!(number(hk_macao, "H1234567"), length(9, 11, 8));
    assert_eq!(number(taiwan, "12345678"), Ok("12345678".to_owned()));
    assert_eq!(number(taiwan, "1234567"), length(8, 10, 7));
}
