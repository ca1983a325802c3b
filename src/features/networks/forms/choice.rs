//! The choices of radios and selects, and what was chosen.

use sea_orm::{ActiveEnum, Iterable};
use serde::Serialize;

/// One option of a group, as the form macros show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub label: &'static str,
    /// A sentence below it.
    pub hint: Option<&'static str>,
}

/// Every value of an enum as an option.
pub(super) fn choices<E>(
    label: impl Fn(E) -> &'static str,
    hint: impl Fn(E) -> Option<&'static str>,
) -> Vec<Choice>
where
    E: ActiveEnum<Value = String> + Iterable + Copy,
{
    let option = |value: E| Choice {
        value: value.to_value(),
        label: label(value),
        hint: hint(value),
    };
    E::iter().map(option).collect()
}

/// The value that was chosen; nothing, and what was not on offer, is the same mistake.
pub(super) fn chosen<E>(raw: &str, otherwise: &str) -> Result<E, String>
where
    E: ActiveEnum<Value = String>,
{
    E::try_from_value(&raw.to_owned()).map_err(|_| otherwise.to_owned())
}
