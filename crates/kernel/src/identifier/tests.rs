use proptest::prelude::*;

use super::*;

fn length(min: usize, max: usize, actual: usize) -> Option<IdentifierError> {
    Some(IdentifierError::Length { min, max, actual })
}

fn character(position: usize) -> Option<IdentifierError> {
    Some(IdentifierError::Character { position })
}

const CHECK: Option<IdentifierError> = Some(IdentifierError::CheckDigit);
const REGION: Option<IdentifierError> = Some(IdentifierError::Region);
const BIRTH: Option<IdentifierError> = Some(IdentifierError::BirthDate);

#[test]
fn resident_ids_name_what_is_wrong() {
    for (text, error) in [
        ("11010519491231002X", None), // sample of the standard
        ("11010519491231002x", None),
        ("110101199003071233", None),
        ("440305198802290043", None), // leap day
        (" 110101 19900307 1233 ", None),
        ("１１０１０１１９９００３０７１２３３", None), // full width
        ("", length(18, 18, 0)),
        ("110105491231002", length(18, 18, 15)),
        ("11010119900307123A", character(18)),
        ("1101011990O3071233", character(11)),
        ("010101199003071233", character(1)),
        ("一10101199003071233", character(1)),
        ("160101199003071233", REGION),
        ("970101199003071233", REGION),
        ("440305198902290043", BIRTH), // 1989 had no 29 February
        ("110101199013071233", BIRTH),
        ("110101000003071233", BIRTH),
        ("110101199003071234", CHECK),
        ("11010119900307123X", CHECK),
    ] {
        assert_eq!(ResidentId::parse(text).err(), error, "{text}");
    }
}

#[test]
fn a_resident_id_tells_birth_sex_and_age() {
    let date = |text| CivilDate::parse(text).expect("a date of the test");
    let id = ResidentId::parse("440305198802290043").expect("a valid number");
    assert_eq!(id.birth_date(), date("1988-02-29"));
    assert!(!id.is_male());
    assert!(
        ResidentId::parse("110101199003071233")
            .expect("a valid number")
            .is_male()
    );
    for (on, age) in [
        ("1988-02-28", None),
        ("1988-02-29", Some(0)),
        ("2006-02-28", Some(17)),
        ("2006-03-01", Some(18)),
        ("2008-02-28", Some(19)),
        ("2008-02-29", Some(20)),
    ] {
        assert_eq!(id.age_on(date(on)), age, "{on}");
    }
}

#[test]
fn unified_credit_codes_name_what_is_wrong() {
    for (text, error) in [
        ("91350100M000100Y43", None),
        ("91310000MA1FL0007C", None),
        ("91310000ma1fl0007c", None),
        ("91310000MA1FL0007", length(18, 18, 17)),
        ("91310000MA1FI0007C", character(13)), // the letter I is not used
        ("9131A000MA1FL0007C", character(5)),
        ("91310000MA1FL0007D", CHECK),
        ("91310000MA1FL0008C", CHECK),
    ] {
        assert_eq!(UnifiedCreditCode::parse(text).err(), error, "{text}");
    }
}

#[test]
fn organisation_codes_name_what_is_wrong() {
    for (text, error) in [
        ("M000100Y4", None),
        ("M000100Y-4", None),
        ("D2143569X", None),
        ("123456788", None),
        ("D2143569", length(9, 9, 8)),
        ("D2143569Y", character(9)),
        ("D2143_69X", character(6)),
        ("D21435690", CHECK),
        ("D2143568X", CHECK),
    ] {
        assert_eq!(OrganisationCode::parse(text).err(), error, "{text}");
    }
}

#[test]
fn bank_cards_name_what_is_wrong() {
    for (text, error) in [
        ("6222021234567890128", None),
        ("6217000010000000011", None),
        ("6250000000000012", None),
        ("6222 0212 3456 7890 128", None),
        ("622202123456", length(13, 19, 12)),
        ("62220212345678901280", length(13, 19, 20)),
        ("622202123456789012X", character(19)),
        ("6222021234567890129", CHECK),
    ] {
        assert_eq!(BankCard::parse(text).err(), error, "{text}");
    }
}

#[test]
fn mobiles_name_what_is_wrong() {
    for (text, error) in [
        ("13812348000", None),
        ("+86 138-1234-8000", None),
        ("008613812348000", None),
        ("19212348000", None),
        ("1381234800", length(11, 11, 10)),
        ("23812348000", character(1)),
        ("12812348000", character(2)),
        ("1381234800a", character(11)),
    ] {
        assert_eq!(Mobile::parse(text).err(), error, "{text}");
    }
    assert_eq!(Mobile::parse("+8613812348000").expect("valid").as_str(), "13812348000");
}

#[test]
fn debug_shows_the_mask_only() {
    let id = ResidentId::parse("110101199003071233").expect("a valid number");
    assert_eq!(format!("{id:?}"), "ResidentId(110***********1233)");
    let card = BankCard::parse("6222021234567890128").expect("a valid number");
    assert_eq!(format!("{card:?}"), "BankCard(622202*********0128)");
}

/// Tries every character of `charset` in the last place; exactly one makes the number valid.
fn complete<T>(body: &str, charset: &str, parse: impl Fn(&str) -> Result<T, IdentifierError>) -> String {
    let valid: Vec<String> = charset
        .chars()
        .map(|c| format!("{body}{c}"))
        .filter(|n| parse(n).is_ok())
        .collect();
    assert_eq!(valid.len(), 1, "one check character for {body}");
    valid.into_iter().next().expect("just counted")
}

/// The number with the digit at `index` raised by `by` modulo ten; unchanged where no digit stands.
fn with_other_digit(number: &str, index: usize, by: u8) -> Option<String> {
    let mut bytes = number.as_bytes().to_vec();
    let digit = bytes[index].checked_sub(b'0').filter(|digit| *digit < 10)?;
    bytes[index] = b'0' + (digit + by) % 10;
    String::from_utf8(bytes).ok()
}

proptest! {
    #[test]
    fn a_resident_id_with_its_check_digit_parses_and_no_changed_digit_does(
        (days, sequence, index, by) in (0_i32..20_000, 0_u32..1000, 0_usize..18, 1_u8..10)
    ) {
        let (year, month, day) = CivilDate::from_days(days).ymd();
        let number = complete(&format!("110101{year:04}{month:02}{day:02}{sequence:03}"), "0123456789X", ResidentId::parse);
        prop_assert_eq!(ResidentId::parse(&number).expect("completed").birth_date().days(), days);
        if let Some(changed) = with_other_digit(&number, index, by) {
            prop_assert!(ResidentId::parse(&changed).is_err(), "{}", changed);
        }
    }

    #[test]
    fn a_credit_code_with_its_check_digit_parses_and_no_changed_digit_does(
        (body, index, by) in ("9[123][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", 0_usize..18, 1_u8..10)
    ) {
        let number = complete(&body, "0123456789ABCDEFGHJKLMNPQRTUWXY", UnifiedCreditCode::parse);
        if let Some(changed) = with_other_digit(&number, index, by) {
            prop_assert!(UnifiedCreditCode::parse(&changed).is_err(), "{}", changed);
        }
    }

    #[test]
    fn an_organisation_code_with_its_check_digit_parses_and_no_changed_digit_does(
        (body, index, by) in ("[0-9A-Z]{8}", 0_usize..9, 1_u8..10)
    ) {
        let number = complete(&body, "0123456789X", OrganisationCode::parse);
        if let Some(changed) = with_other_digit(&number, index, by) {
            prop_assert!(OrganisationCode::parse(&changed).is_err(), "{}", changed);
        }
    }

    #[test]
    fn a_card_with_its_check_digit_parses_and_no_changed_digit_does(
        (body, index, by) in ("62[0-9]{10,16}", 0_usize..13, 1_u8..10)
    ) {
        let number = complete(&body, "0123456789", BankCard::parse);
        let changed = with_other_digit(&number, index, by).expect("only digits");
        prop_assert_eq!(BankCard::parse(&changed), Err(IdentifierError::CheckDigit));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,24}") {
        let _ = (ResidentId::parse(&text), UnifiedCreditCode::parse(&text), OrganisationCode::parse(&text));
        let _ = (BankCard::parse(&text), Mobile::parse(&text));
        let _ = (crate::mask_name(&text), crate::mask_identity(&text), crate::mask_bank_card(&text));
    }
}
