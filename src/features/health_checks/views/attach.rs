//! What a composer offers for attaching a result.

use serde::Serialize;

use crate::{
    features::health_checks::{instrument::DimensionCode, queries::OwnResult},
    platform::text::dates,
};

/// The choices of `attach_fields` in `health_checks/_attach.html`; none when there is no result that
/// one may share.
#[derive(Clone, Debug, Serialize)]
pub struct AttachPart {
    results: Vec<Choosable>,
    dimensions: Vec<Choosable>,
    levels: [Choosable; 2],
    names: [Choosable; 2],
}

/// One option of a group.
#[derive(Clone, Debug, Serialize)]
struct Choosable {
    value: String,
    label: String,
    hint: Option<&'static str>,
}

impl AttachPart {
    /// The results that may be shared, and the dimensions there are.
    pub fn new(shareable: &[OwnResult], dimensions: &[(DimensionCode, String)]) -> Option<Self> {
        if shareable.is_empty() {
            return None;
        }
        let none = choosable("", "No result", None);
        let results = shareable.iter().map(|own| {
            let day = dates::day(own.snapshot.date.ms, dates::DEFAULT_ZONE);
            let label = format!("{}, {day}", own.snapshot.network.name);
            choosable(&own.id.to_string(), &label, None)
        });
        let dimensions = dimensions
            .iter()
            .map(|(code, name)| choosable(code.as_str(), name, None));
        Some(Self {
            results: std::iter::once(none).chain(results).collect(),
            dimensions: dimensions.collect(),
            levels: [
                choosable(
                    "bands",
                    "Bands only",
                    Some("Strength, developing or needs attention, in words."),
                ),
                choosable(
                    "scores",
                    "Bands and scores",
                    Some("The words, and the number behind each."),
                ),
            ],
            names: [
                choosable(
                    "hidden",
                    "Hide the name of the network",
                    Some(
                        "The card says something like “A regional learning network, 2–5 years old”.",
                    ),
                ),
                choosable("shown", "Show the name of the network", None),
            ],
        })
    }
}

fn choosable(value: &str, label: &str, hint: Option<&'static str>) -> Choosable {
    Choosable {
        value: value.to_owned(),
        label: label.to_owned(),
        hint,
    }
}
