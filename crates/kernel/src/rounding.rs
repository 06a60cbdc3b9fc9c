use serde::{Deserialize, Serialize};

/// How an exact quotient becomes a whole number of minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 四舍五入: halves away from zero. The default of Chinese lending (cn.md §0.3).
    #[default]
    HalfUp,
    /// Halves to the even neighbour.
    HalfEven,
    /// Towards positive infinity.
    Up,
    /// Towards negative infinity.
    Down,
}

impl Rounding {
    /// `num / den` as a whole number; `den` must be positive.
    ///
    /// # Panics
    /// When `den <= 0`: a denominator is a convention of the caller, never input.
    #[must_use]
    pub fn div(self, num: i128, den: i128) -> i128 {
        assert!(den > 0, "a denominator is positive");
        let floor = num.div_euclid(den);
        let rest = num.rem_euclid(den);
        match self {
            Self::Down => floor,
            Self::Up => floor + i128::from(rest > 0),
            Self::HalfUp => {
                // Away from zero: for a negative number the half goes down.
                let up = if num >= 0 { rest * 2 >= den } else { rest * 2 > den };
                floor + i128::from(up)
            }
            Self::HalfEven => match (rest * 2).cmp(&den) {
                std::cmp::Ordering::Greater => floor + 1,
                std::cmp::Ordering::Less => floor,
                std::cmp::Ordering::Equal => floor + (floor & 1),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rounding::{Down, HalfEven, HalfUp, Up};

    #[test]
    fn halves_go_where_the_name_says() {
        // (numerator, denominator, half-up, half-even, up, down)
        for (n, d, hu, he, u, dn) in [
            (5, 10, 1, 0, 1, 0),
            (15, 10, 2, 2, 2, 1),
            (25, 10, 3, 2, 3, 2),
            (-5, 10, -1, 0, 0, -1),
            (-15, 10, -2, -2, -1, -2),
            (14, 10, 1, 1, 2, 1),
            (20, 10, 2, 2, 2, 2),
        ] {
            assert_eq!(HalfUp.div(n, d), hu, "{n}/{d} half up");
            assert_eq!(HalfEven.div(n, d), he, "{n}/{d} half even");
            assert_eq!(Up.div(n, d), u, "{n}/{d} up");
            assert_eq!(Down.div(n, d), dn, "{n}/{d} down");
        }
    }
}
