//! What somebody answered: statement to answer, as compact JSON.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::entity::health_check::Form;
use crate::features::health_checks::instrument::{Instrument, StatementId};

/// One answer. A blank is the absence of an answer (health-check.md 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// From 1 (strongly disagree) to 5 (strongly agree); made by [`Answer::value`] only.
    Value(Value),
    DontKnow,
    NotApplicable,
}

/// A whole number from 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(u8);

impl Value {
    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl Answer {
    /// The answer `number`, if it is from 1 to 5.
    pub fn value(number: u8) -> Option<Self> {
        (1..=5)
            .contains(&number)
            .then_some(Self::Value(Value(number)))
    }

    /// Reads what forms send: "1" to "5", "DK" or "NA".
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "DK" => Some(Self::DontKnow),
            "NA" => Some(Self::NotApplicable),
            _ => match text.as_bytes() {
                [digit @ b'1'..=b'5'] => Self::value(digit - b'0'),
                _ => None,
            },
        }
    }

    /// What it counts for, from 1 to 5; missing for "don't know" and "not applicable"
    /// (health-check.md 5.3).
    pub(super) fn counted(self, reverse: bool) -> Option<u8> {
        match self {
            Self::Value(Value(value)) if reverse => Some(6 - value),
            Self::Value(Value(value)) => Some(value),
            Self::DontKnow | Self::NotApplicable => None,
        }
    }
}

/// The code that forms send and files hold.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => write!(f, "{}", value.0),
            Self::DontKnow => f.write_str("DK"),
            Self::NotApplicable => f.write_str("NA"),
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => serializer.serialize_u8(value.0),
            Self::DontKnow => serializer.serialize_str("DK"),
            Self::NotApplicable => serializer.serialize_str("NA"),
        }
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnswerVisitor;

        impl Visitor<'_> for AnswerVisitor {
            type Value = Answer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 1 to 5, \"DK\" or \"NA\"")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Answer, E> {
                let small = u8::try_from(number).ok().and_then(Answer::value);
                small.ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Answer, E> {
                match text {
                    "DK" => Ok(Answer::DontKnow),
                    "NA" => Ok(Answer::NotApplicable),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }
        }

        deserializer.deserialize_any(AnswerVisitor)
    }
}

/// One person's answers to the statements of one form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<StatementId, Answer>);

impl Answers {
    /// No answer yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads stored answers. Refuses, naming each, statements that this form of the instrument does
    /// not ask.
    pub fn from_json(instrument: &Instrument, form: Form, json: &str) -> Result<Self, Vec<String>> {
        let Read(answers) =
            serde_json::from_str(json).map_err(|mistake| vec![mistake.to_string()])?;
        let unknown: Vec<String> = answers
            .keys()
            .filter(|&&id| !asks(instrument, form, id))
            .map(|id| format!("{id} is not asked here"))
            .collect();
        if unknown.is_empty() {
            Ok(Self(answers))
        } else {
            Err(unknown)
        }
    }

    /// The answers as JSON: `{"PUR-1":4,"PUR-2":"DK"}`.
    pub fn to_json(&self) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(id, answer)| match answer {
                Answer::Value(value) => format!("\"{id}\":{}", value.0),
                Answer::DontKnow => format!("\"{id}\":\"DK\""),
                Answer::NotApplicable => format!("\"{id}\":\"NA\""),
            })
            .collect();
        format!("{{{}}}", pairs.join(","))
    }

    /// Stores an answer, or takes it back. False, and nothing changed, when this form does not ask
    /// the statement.
    #[must_use]
    pub fn set(
        &mut self,
        instrument: &Instrument,
        form: Form,
        id: StatementId,
        answer: Option<Answer>,
    ) -> bool {
        if !asks(instrument, form, id) {
            return false;
        }
        match answer {
            Some(answer) => self.0.insert(id, answer),
            None => self.0.remove(&id),
        };
        true
    }

    /// The answer to a statement; none when it was left blank.
    pub fn get(&self, id: StatementId) -> Option<Answer> {
        self.0.get(&id).copied()
    }

    /// How many statements have an answer; "don't know" and "not applicable" are answers.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn asks(instrument: &Instrument, form: Form, id: StatementId) -> bool {
    instrument
        .statement(id)
        .is_some_and(|statement| match form {
            Form::Full => true,
            Form::Pulse => statement.pulse,
        })
}

/// Answers as they are read, before anybody knows whether the statements exist.
struct Read(BTreeMap<StatementId, Answer>);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ReadVisitor;

        impl<'de> Visitor<'de> for ReadVisitor {
            type Value = Read;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("answers by statement id")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
                let mut answers = BTreeMap::new();
                while let Some((id, answer)) = map.next_entry::<StatementId, Answer>()? {
                    match answers.entry(id) {
                        Entry::Vacant(place) => place.insert(answer),
                        Entry::Occupied(_) => {
                            let twice = format_args!("{id} is answered twice");
                            return Err(de::Error::custom(twice));
                        }
                    };
                }
                Ok(Read(answers))
            }
        }

        deserializer.deserialize_map(ReadVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::nhc;

    fn id(text: &str) -> StatementId {
        StatementId::parse(text).unwrap()
    }

    #[test]
    fn answers_are_kept_as_compact_json() {
        let json = r#"{"PUR-1":4,"PUR-2":"DK","SUS-5":"NA"}"#;
        let answers = Answers::from_json(&nhc(), Form::Full, json).unwrap();
        assert_eq!(answers.get(id("PUR-1")), Answer::value(4));
        assert_eq!(answers.get(id("PUR-2")), Some(Answer::DontKnow));
        assert_eq!(answers.get(id("PUR-3")), None);
        assert_eq!(answers.len(), 3);
        assert_eq!(answers.to_json(), json);
        assert_eq!(Answers::new().to_json(), "{}");
        assert!(
            Answers::from_json(&nhc(), Form::Full, "{}")
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn unknown_statements_and_values_are_refused() {
        let nhc = nhc();
        let read = |json: &str| Answers::from_json(&nhc, Form::Full, json);
        for wrong in [
            r#"{"PUR-9":4,"XYZ-1":5}"#,
            r#"{"PUR-1":0}"#,
            r#"{"PUR-1":6}"#,
            r#"{"PUR-1":4.0}"#,
            r#"{"PUR-1":-4}"#,
            r#"{"PUR-1":"4"}"#,
            r#"{"PUR-1":"dk"}"#,
            r#"{"PUR-1":null}"#,
            r#"{"PUR-1":4,"PUR-1":5}"#,
            r#"{"purpose":4}"#,
            "[4]",
            "",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(read(r#"{"PUR-9":4,"XYZ-1":5}"#).unwrap_err().len(), 2);
    }

    #[test]
    fn the_pulse_form_refuses_what_it_does_not_ask() {
        let nhc = nhc();
        let mut answers = Answers::new();
        let four = Answer::value(4);
        assert!(answers.set(&nhc, Form::Pulse, id("PUR-2"), four));
        assert!(!answers.set(&nhc, Form::Pulse, id("PUR-1"), four));
        assert!(Answers::from_json(&nhc, Form::Pulse, r#"{"PUR-1":4}"#).is_err());
        assert!(answers.set(&nhc, Form::Pulse, id("PUR-2"), None));
        assert!(answers.is_empty());
    }

    #[test]
    fn forms_send_a_number_or_a_code() {
        for text in ["1", "2", "3", "4", "5", "DK", "NA"] {
            assert_eq!(Answer::parse(text).unwrap().to_string(), text);
        }
        for wrong in ["", "0", "6", "04", "4 ", "dk", "４"] {
            assert_eq!(Answer::parse(wrong), None, "{wrong:?}");
        }
    }
}
