use super::*;
use kernel::Timestamp;

const DAY: i64 = 86_400_000;

fn text(title: &str, text: &str) -> NoticeText {
    NoticeText {
        title: title.to_owned(),
        text: text.to_owned(),
    }
}

fn notice() -> Notice {
    Notice {
        zh: text("停机维护", "今晚 22:00 起停机两小时。"),
        en: NoticeText::default(),
        importance: Importance::Normal,
        audience: Audience::default(),
        shown_from: DAY,
        shown_until: Some(2 * DAY),
    }
}

#[test]
fn one_whole_language_is_enough() {
    assert!(notice().checked().is_ok());
    let english = Notice {
        zh: NoticeText::default(),
        en: text("Maintenance", "Down tonight."),
        ..notice()
    };
    assert!(english.checked().is_ok());
    let none = Notice {
        zh: text("  ", ""),
        ..notice()
    };
    assert_eq!(none.checked(), Err(NoticeRefusal::LanguageMissing));
    let half = Notice {
        en: text("Maintenance", ""),
        ..notice()
    };
    assert_eq!(half.checked(), Err(NoticeRefusal::LanguageHalf { field: "text_en" }));
}

#[test]
fn lengths_are_counted_in_characters() {
    let longest = Notice {
        zh: text(&"字".repeat(TITLE_LENGTH), "文"),
        ..notice()
    };
    assert!(longest.checked().is_ok());
    let longer = Notice {
        zh: text(&"字".repeat(TITLE_LENGTH + 1), "文"),
        ..notice()
    };
    assert_eq!(
        longer.checked(),
        Err(NoticeRefusal::TitleInvalid {
            field: "title_zh",
            most: TITLE_LENGTH
        })
    );
    let page = Notice {
        zh: text("题", &"字".repeat(TEXT_LENGTH + 1)),
        ..notice()
    };
    assert_eq!(
        page.checked(),
        Err(NoticeRefusal::TextInvalid {
            field: "text_zh",
            most: TEXT_LENGTH
        })
    );
    let bell = Notice {
        zh: text("题\u{7}", "文"),
        ..notice()
    };
    assert_eq!(
        bell.checked(),
        Err(NoticeRefusal::TitleInvalid {
            field: "title_zh",
            most: TITLE_LENGTH
        })
    );
}

#[test]
fn a_notice_ends_after_it_begins_or_never() {
    let backwards = Notice {
        shown_until: Some(DAY),
        ..notice()
    };
    assert_eq!(backwards.checked(), Err(NoticeRefusal::PeriodInvalid));
    assert!(
        Notice {
            shown_until: None,
            ..notice()
        }
        .checked()
        .is_ok()
    );
}

#[test]
fn codes_of_an_audience_stand_once_and_in_order() {
    let audience = Audience {
        roles: vec!["clerk".into(), "auditor".into(), "clerk".into()],
        organisations: vec![],
    };
    let checked = Notice { audience, ..notice() }
        .checked()
        .expect("the audience is small");
    assert_eq!(checked.audience.roles, ["auditor", "clerk"]);
    let roles = (0..=ROLES_OF_A_NOTICE).map(|n| format!("role-{n}")).collect();
    let crowd = Notice {
        audience: Audience {
            roles,
            organisations: vec![],
        },
        ..notice()
    };
    assert_eq!(
        crowd.checked(),
        Err(NoticeRefusal::AudienceTooLarge {
            field: "roles",
            most: ROLES_OF_A_NOTICE
        })
    );
}

#[test]
fn the_first_moment_is_shown_and_the_last_is_not() {
    let at = |now: i64| ShownState::at(Timestamp::from_millis(now), (DAY, Some(2 * DAY)), false);
    assert_eq!(at(DAY - 1), ShownState::Waiting);
    assert_eq!(at(DAY), ShownState::Shown);
    assert_eq!(at(2 * DAY - 1), ShownState::Shown);
    assert_eq!(at(2 * DAY), ShownState::Ended);
    assert_eq!(
        ShownState::at(Timestamp::from_millis(DAY), (DAY, None), true),
        ShownState::Withdrawn
    );
}

#[test]
fn a_password_warns_in_its_last_fortnight() {
    // Set on day 0 and good for 90 days: on day 75 fifteen are left, on day 76 fourteen.
    let left = |day: i64| days_until_change(Timestamp::from_millis(0), 90, Timestamp::from_millis(day * DAY));
    assert_eq!(left(75), None);
    assert_eq!(left(76), Some(14));
    assert_eq!(left(90), Some(0));
    assert_eq!(left(200), Some(0));
    assert_eq!(
        days_until_change(Timestamp::from_millis(0), 0, Timestamp::from_millis(900 * DAY)),
        None
    );
}

#[test]
fn only_news_can_be_seen_away() {
    assert_eq!(ToDoKind::parse_news("close_done"), Ok(ToDoKind::CloseDone));
    let task = NoticeRefusal::ToDoUnknown {
        code: "close_failed".into(),
    };
    assert_eq!(ToDoKind::parse_news("close_failed"), Err(task));
}
