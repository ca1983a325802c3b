//! An instrument: what is asked, how stages and types are read, and every text said about a result.

mod content;
mod ids;
mod mistakes;
mod numbers;

use std::ops::Deref;
use std::sync::Arc;

pub use content::{
    BandText, BandTexts, Comments, Content, ContextOption, ContextQuestion, Dimension, Pattern,
    Prefix, Recommendation, Rule, Scale, Stage as StageLens, Stages, Statement, TypeLens, Types,
};
pub use ids::{DimensionCode, StatementId};
pub use numbers::{Version, Weight};

/// The files that come with the program, the newest last.
pub const BUNDLED: [&str; 1] = [include_str!(
    "../../../../assets/instruments/nhc-1.0.0.toml"
)];

/// A valid instrument. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Instrument(Arc<Content>);

impl Instrument {
    /// Reads an instrument file.
    ///
    /// A file of the wrong shape (a key too many, one missing, a malformed id) is refused with the
    /// first such mistake, since no more of it can be read; otherwise all mistakes are listed at once.
    pub fn parse(file: &str) -> Result<Self, Vec<String>> {
        let content: Content = toml::from_str(file).map_err(|mistake| vec![mistake.to_string()])?;
        let mistakes = mistakes::find(&content);
        if mistakes.is_empty() {
            Ok(Self(Arc::new(content)))
        } else {
            Err(mistakes)
        }
    }
}

impl Deref for Instrument {
    type Target = Content;

    fn deref(&self) -> &Content {
        &self.0
    }
}

/// The instrument of version 1.0.0, for tests.
#[cfg(test)]
pub(super) fn nhc() -> Instrument {
    static NHC: std::sync::LazyLock<Instrument> = std::sync::LazyLock::new(|| {
        Instrument::parse(include_str!(
            "../../../../assets/instruments/nhc-1.0.0.toml"
        ))
        .unwrap()
    });
    NHC.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::health_check::Form;
    use crate::entity::network::{Kind, Stage};

    const FILE: &str = include_str!("../../../../assets/instruments/nhc-1.0.0.toml");

    fn mistakes_of(file: &str) -> Vec<String> {
        Instrument::parse(file).err().unwrap_or_default()
    }

    #[test]
    fn the_released_file_has_forty_statements_and_sixteen_in_the_pulse_form() {
        let nhc = nhc();
        assert_eq!(nhc.key(), "nhc 1.0.0");
        assert_eq!(nhc.dimensions.len(), 8);
        assert_eq!(nhc.statements(Form::Full).count(), 40);
        assert_eq!(nhc.statements(Form::Pulse).count(), 16);
        for dimension in &nhc.dimensions {
            assert_eq!(dimension.statements.len(), 5, "{}", dimension.code);
            assert_eq!(
                dimension.asked(Form::Pulse).count(),
                2,
                "{}",
                dimension.code
            );
            assert_eq!(dimension.recommendations.len(), 6, "{}", dimension.code);
        }
        assert_eq!(
            nhc.status,
            "A developmental conversation tool. Not a validated measure; not for performance \
             management, funding decisions or ranking."
        );
    }

    #[test]
    fn everything_can_be_looked_up_by_its_id() {
        let nhc = nhc();
        let value = DimensionCode::parse("VAL").unwrap();
        assert_eq!(
            nhc.dimension(value).unwrap().name,
            "Value and difference made"
        );
        let id = StatementId::parse("KNO-5").unwrap();
        assert!(
            nhc.statement(id)
                .unwrap()
                .text
                .starts_with("Ideas from this network")
        );
        assert_eq!(nhc.recommendation("REC-PUR-N3").unwrap().due_days, 60);
        assert_eq!(nhc.pattern(Rule::P14).unwrap().name, "Unsafe to say");
        assert_eq!(nhc.weight(Stage::Forming, value), Weight(50));
        assert_eq!(nhc.weight(Stage::Performing, value), Weight(150));
        assert_eq!(
            nhc.type_lens(Kind::CommunityOfPractice).signature,
            nhc.types.learning.signature
        );
        assert_eq!(nhc.noun(Kind::CommunityOfPractice), "community of practice");
    }

    #[test]
    fn all_mistakes_are_listed_at_once() {
        let file = FILE
            .replacen("id = \"PUR-2\"", "id = \"PUR-1\"", 1)
            .replacen("id = \"REC-REL-N2\"", "id = \"REC-REL-D9\"", 1)
            .replacen(
                "signature = [\"LEA\", \"PUR\"]",
                "signature = [\"LEA\", \"XYZ\"]",
                1,
            )
            .replacen("id = \"P7\"", "id = \"P6\"", 1)
            .replacen("due_days = 45", "due_days = 0", 1);
        let mistakes = mistakes_of(&file);
        for part in [
            "PUR-1 is used twice",
            "REC-REL-D9",
            "XYZ",
            "P7",
            "at least one day",
        ] {
            assert!(
                mistakes.iter().any(|mistake| mistake.contains(part)),
                "{part}: {mistakes:#?}"
            );
        }
    }

    #[test]
    fn unknown_keys_and_malformed_ids_are_refused_with_their_line() {
        let unknown = mistakes_of(&FILE.replacen("name = \"Ties", "nmae = \"Ties", 1));
        assert!(
            unknown.iter().any(|mistake| mistake.contains("nmae")),
            "{unknown:?}"
        );
        let malformed = mistakes_of(&FILE.replacen("\"REL-3\"", "\"REL_3\"", 1));
        assert!(
            malformed.iter().any(|mistake| mistake.contains("REL_3")),
            "{malformed:?}"
        );
    }

    #[test]
    fn texts_keep_the_tone() {
        let lower = FILE.to_lowercase();
        for word in ["please", "!", "you fail", "anonymous"] {
            assert!(!lower.contains(word), "{word}");
        }
    }
}
