//! Neighbours in the chain.

/// Runs of neighbouring places, each of at most so many; the places come in their order, each once.
#[must_use]
pub fn runs_of(places: &[i64], most: i64) -> Vec<(i64, i64)> {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some((from, to)) if *to + 1 == *place && *place - *from < most => *to = *place,
            _ => runs.push((*place, *place)),
        }
    }
    runs
}
