//! How far the making has come, day by day.

use crate::plan::{as_of, first_day};
use indicatif::{ProgressBar, ProgressStyle};

/// Counts the demo's days without drawing.
#[must_use]
pub fn silent_bar() -> ProgressBar {
    let bar = ProgressBar::hidden();
    bar.set_length(days());
    bar
}

fn days() -> u64 {
    as_of().days_since(first_day()).unsigned_abs().into()
}

pub(crate) fn progress(quiet: bool) -> ProgressBar {
    if quiet {
        return silent_bar();
    }
    let bar = ProgressBar::new(days());
    if let Ok(style) = ProgressStyle::with_template("{msg:28} [{wide_bar}] {pos}/{len} days {eta}") {
        bar.set_style(style);
    }
    bar
}
