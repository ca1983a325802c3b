//! Rings, bars and bands: the shapes of `_ring.html`.

use serde::Serialize;

use crate::features::health_checks::{
    score::Band,
    snapshot::{Snapshot, SnapshotDimension},
};

/// One of the eight places of a ring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dot {
    /// The dimension.
    pub name: String,
    /// Its name in two lines.
    pub short: [String; 2],
    /// `s`, `d`, `a`, `n`, or `o` where nothing is shown.
    pub shape: &'static str,
}

/// The ring of a result.
pub fn dots(snapshot: &Snapshot) -> Vec<Dot> {
    snapshot.dimensions.iter().map(Dot::of).collect()
}

impl Dot {
    /// The place of one dimension.
    pub fn of(dimension: &SnapshotDimension) -> Self {
        Self::named(&dimension.name, dimension.band)
    }

    /// The place of a dimension with this band.
    pub fn named(name: &str, band: Option<Band>) -> Self {
        Self {
            name: name.to_owned(),
            short: two_lines(name),
            shape: shape(band),
        }
    }
}

/// The shape of a band; a dash without one.
pub fn shape(band: Option<Band>) -> &'static str {
    match band {
        Some(Band::Strength) => "s",
        Some(Band::Developing) => "d",
        Some(Band::NeedsAttention) => "a",
        None => "n",
    }
}

/// The words of a band.
pub(super) fn label(band: Option<Band>) -> &'static str {
    band.map_or("Not enough answers", Band::label)
}

/// A name broken where the longer line is shortest.
fn two_lines(name: &str) -> [String; 2] {
    let breaks = name.match_indices(' ').map(|(at, _)| name.split_at(at));
    let best = breaks.min_by_key(|(first, second)| first.len().max(second.len() - 1));
    match best {
        Some((first, second)) => [first.to_owned(), second.trim_start().to_owned()],
        None => [name.to_owned(), String::new()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_broken_in_the_middle() {
        assert_eq!(two_lines("Purpose we share"), ["Purpose", "we share"]);
        assert_eq!(
            two_lines("Leadership that is shared"),
            ["Leadership", "that is shared"]
        );
        assert_eq!(two_lines("Energy"), ["Energy", ""]);
    }
}
