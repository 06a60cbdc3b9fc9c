use crate::domain::ageing::Ageing;
use kernel::CivilDate;

fn ageing() -> Ageing {
    Ageing::on(CivilDate::parse("2025-01-20").unwrap())
}

#[test]
fn days_past_due_fall_into_the_bands_of_the_2023_rule() {
    // cn.md §3.4 and §4.1: the days on which a band begins and ends.
    for (dpd, bucket, class) in [
        (-1, "C", "normal"),
        (0, "C", "normal"),
        (1, "M1", "special_mention"),
        (30, "M1", "special_mention"),
        (31, "M2", "special_mention"),
        (61, "M3", "special_mention"),
        (90, "M3", "special_mention"),
        (91, "M4", "substandard"),
        (121, "M5", "substandard"),
        (180, "M6", "substandard"),
        (181, "M7+", "substandard"),
        (270, "M7+", "substandard"),
        (271, "M7+", "doubtful"),
        (360, "M7+", "doubtful"),
        (361, "M7+", "loss"),
    ] {
        assert_eq!(
            (ageing().bucket(dpd), ageing().class(dpd)),
            (bucket, class),
            "{dpd} days"
        );
    }
}

#[test]
fn bands_meet_without_gap_and_the_last_is_open() {
    for bands in [ageing().buckets, ageing().classes] {
        assert_eq!(bands[0].dpd_from, 0);
        for pair in bands.windows(2) {
            assert_eq!(pair[0].dpd_to, Some(pair[1].dpd_from));
        }
        assert_eq!(bands[bands.len() - 1].dpd_to, None);
    }
    assert_eq!(
        ageing().band("M2").map(|b| (b.dpd_from, b.dpd_to)),
        Some((31, Some(61)))
    );
    assert_eq!(ageing().band("M8"), None);
}

#[test]
fn a_day_before_the_rule_uses_its_first_version() {
    assert_eq!(Ageing::on(CivilDate::parse("2015-03-01").unwrap()), ageing());
}
