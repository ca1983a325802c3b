//! Stable names of dimensions and statements, small enough to copy.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// Three capital letters, such as `PUR`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DimensionCode([u8; 3]);

impl DimensionCode {
    /// Reads a code; whether an instrument has it is another question.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(letters))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// A dimension code and a number from 1 to 9, such as `PUR-1`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId {
    dimension: DimensionCode,
    number: u8,
}

impl StatementId {
    /// Reads an id; whether an instrument has it is another question.
    pub fn parse(text: &str) -> Option<Self> {
        let (code, number) = text.split_once('-')?;
        let dimension = DimensionCode::parse(code)?;
        match number.as_bytes() {
            [digit @ b'1'..=b'9'] => Some(Self {
                dimension,
                number: digit - b'0',
            }),
            _ => None,
        }
    }

    /// The dimension it belongs to.
    pub fn dimension(self) -> DimensionCode {
        self.dimension
    }
}

impl fmt::Display for DimensionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for DimensionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.dimension, self.number)
    }
}

impl fmt::Debug for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for DimensionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DimensionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format_args!(
                "\"{text}\" is not a dimension code such as PUR"
            ))
        })
    }
}

impl Serialize for StatementId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StatementId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format_args!(
                "\"{text}\" is not a statement id such as PUR-1"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_form_of_an_id_is_read() {
        assert_eq!(StatementId::parse("LEA-3").unwrap().to_string(), "LEA-3");
        for wrong in [
            "", "LEA", "LEA-", "LEA-0", "LEA-10", "lea-3", "LEA-3 ", "LÉA-3", "LEAD-3",
        ] {
            assert_eq!(StatementId::parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(DimensionCode::parse("LE"), None);
    }
}
