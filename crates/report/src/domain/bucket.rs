//! Buckets of days past due (cn.md §3.4, common practice).

/// A bucket and its first and last day past due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: &'static str,
    /// First day past due.
    pub from: i32,
    /// Last day past due; none for the last bucket.
    pub to: Option<i32>,
}

/// All buckets, from current to the oldest.
pub const BUCKETS: [Bucket; 8] = [
    Bucket {
        name: "C",
        from: i32::MIN,
        to: Some(0),
    },
    Bucket {
        name: "M1",
        from: 1,
        to: Some(30),
    },
    Bucket {
        name: "M2",
        from: 31,
        to: Some(60),
    },
    Bucket {
        name: "M3",
        from: 61,
        to: Some(90),
    },
    Bucket {
        name: "M4",
        from: 91,
        to: Some(120),
    },
    Bucket {
        name: "M5",
        from: 121,
        to: Some(150),
    },
    Bucket {
        name: "M6",
        from: 151,
        to: Some(180),
    },
    Bucket {
        name: "M7+",
        from: 181,
        to: None,
    },
];

/// The position of the bucket of a number of days past due.
#[must_use]
pub fn index_of(days_past_due: i32) -> usize {
    BUCKETS.iter().rposition(|b| b.from <= days_past_due).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_fall_where_the_reference_puts_them() {
        for (days, name) in [
            (0, "C"),
            (1, "M1"),
            (30, "M1"),
            (31, "M2"),
            (60, "M2"),
            (61, "M3"),
            (90, "M3"),
            (91, "M4"),
            (120, "M4"),
            (121, "M5"),
            (150, "M5"),
            (151, "M6"),
            (180, "M6"),
            (181, "M7+"),
            (361, "M7+"),
        ] {
            assert_eq!(BUCKETS[index_of(days)].name, name, "{days}");
        }
    }
}
