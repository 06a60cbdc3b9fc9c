use crate::date::{CivilDate, DateError};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A moment in UTC, in milliseconds since 1970-01-01; for audit and knowledge time only, never for interest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment `millis` milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339: `2025-01-20T08:30:00Z`, with up to milliseconds, or with an offset as in `2025-01-20T16:30:00+08:00`.
    ///
    /// # Errors
    /// [`DateError`] when the text has another shape or there is no such moment.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        Self::read(text).ok_or_else(|| DateError(text.to_owned()))
    }

    fn read(text: &str) -> Option<Self> {
        let day = CivilDate::parse(text.get(..10)?).ok()?;
        let time = text.get(10..)?.strip_prefix(['T', 't'])?;
        let zone = time.find(['Z', 'z', '+', '-'])?;
        let (clock, offset) = time.split_at(zone);
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
        let [hour, minute, second] = clock.split(':').collect::<Vec<_>>().try_into().ok()?;
        let seconds = two(hour, 24)? * 3600 + two(minute, 60)? * 60 + two(second, 60)?;
        if fraction.is_empty() || fraction.len() > 3 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let millis: i64 = format!("{fraction:0<3}").parse().ok()?;
        let ahead = match (offset.get(..1)?, offset.get(1..)?) {
            ("Z" | "z", "") => 0,
            (sign, offset) => {
                let (hours, minutes) = offset.split_once(':')?;
                let minutes = two(hours, 24)? * 60 + two(minutes, 60)?;
                if sign == "-" { -minutes } else { minutes }
            }
        };
        let days = i64::from(day.days());
        Some(Self((days * 86_400 + seconds - ahead * 60) * 1000 + millis))
    }
}

/// Two digits, less than a limit.
fn two(text: &str, limit: i64) -> Option<i64> {
    let number = (text.len() == 2 && text.bytes().all(|digit| digit.is_ascii_digit())).then(|| text.parse().ok())??;
    (number < limit).then_some(number)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.div_euclid(1000);
        let day = i32::try_from(seconds.div_euclid(86_400)).unwrap_or(i32::MAX / 2);
        let s = seconds.rem_euclid(86_400);
        let date = CivilDate::from_days(day);
        write!(
            f,
            "{date}T{:02}:{:02}:{:02}.{:03}Z",
            s / 3600,
            s / 60 % 60,
            s % 60,
            self.0.rem_euclid(1000)
        )
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_timestamp_prints_as_rfc_3339() {
        assert_eq!(
            Timestamp::from_millis(1_763_763_782_005).to_string(),
            "2025-11-21T22:23:02.005Z"
        );
    }

    #[test]
    fn moments_are_read_with_their_offset() {
        let cases = [
            ("2025-11-21T22:23:02.005Z", 1_763_763_782_005),
            ("2025-11-22T06:23:02.005+08:00", 1_763_763_782_005),
            ("2025-11-21T17:53:02-04:30", 1_763_763_782_000),
            ("1970-01-01T00:00:00.5z", 500),
        ];
        for (text, millis) in cases {
            assert_eq!(Timestamp::parse(text).unwrap().millis(), millis, "{text}");
        }
        for bad in [
            "2025-11-21",
            "2025-11-21T22:23Z",
            "2025-11-21T24:00:00Z",
            "2025-11-21T22:60:00Z",
            "2025-11-21T22:23:02",
            "2025-11-21T22:23:02.Z",
            "2025-11-21T22:23:02.0005Z",
            "2025-11-21T22:23:02+0800",
            "2025-02-30T00:00:00Z",
            "二零二五年一月一日",
        ] {
            assert!(Timestamp::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(millis in -2_000_000_000_000_i64..4_000_000_000_000) {
            let moment = Timestamp::from_millis(millis);
            prop_assert_eq!(Timestamp::parse(&moment.to_string()).unwrap(), moment);
        }
    }
}
