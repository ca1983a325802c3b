//! The shape of an instrument file. What it says is the file's; conditions of patterns are the program's.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::ids::{DimensionCode, StatementId};
use super::numbers::{Version, Weight};
use crate::entity::health_check::Form;
use crate::entity::network::{Kind, Stage as NetworkStage};
use crate::features::health_checks::score::Band;

/// Everything in an instrument file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The same in every version of one instrument.
    pub id: String,
    pub version: Version,
    pub name: String,
    /// What the instrument is not; shown word for word.
    pub status: String,
    pub scale: Scale,
    #[serde(rename = "stage")]
    pub stages: Stages,
    #[serde(rename = "type")]
    pub types: Types,
    /// In their fixed order.
    #[serde(rename = "dimension")]
    pub dimensions: Vec<Dimension>,
    #[serde(rename = "pattern")]
    pub patterns: Vec<Pattern>,
    /// What helps a network to finish well (health-check.md 8.4).
    pub closing: Vec<ClosingStep>,
    /// Asked of respondents in a round only, never scored (health-check.md 2.9).
    pub context: Vec<ContextQuestion>,
    pub comments: Comments,
}

impl Content {
    /// Id and version, as results name the instrument: `nhc 1.0.0`.
    pub fn key(&self) -> String {
        format!("{} {}", self.id, self.version)
    }

    /// Name and version, for people: `Network Health Check 1.0.0`.
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// The dimension with this code.
    pub fn dimension(&self, code: DimensionCode) -> Option<&Dimension> {
        self.dimensions
            .iter()
            .find(|dimension| dimension.code == code)
    }

    /// The statement with this id.
    pub fn statement(&self, id: StatementId) -> Option<&Statement> {
        let dimension = self.dimension(id.dimension())?;
        dimension
            .statements
            .iter()
            .find(|statement| statement.id == id)
    }

    /// All statements of a form, in order.
    pub fn statements(&self, form: Form) -> impl Iterator<Item = &Statement> {
        self.dimensions
            .iter()
            .flat_map(move |dimension| dimension.asked(form))
    }

    /// The recommendation with this id, such as `REC-PUR-N1`.
    pub fn recommendation(&self, id: &str) -> Option<&Recommendation> {
        self.dimensions
            .iter()
            .flat_map(|dimension| &dimension.recommendations)
            .find(|recommendation| recommendation.id == id)
    }

    /// The texts of a pattern rule.
    pub fn pattern(&self, rule: Rule) -> Option<&Pattern> {
        self.patterns.iter().find(|pattern| pattern.id == rule)
    }

    /// How a stage changes the reading.
    pub fn stage(&self, stage: NetworkStage) -> &Stage {
        match stage {
            NetworkStage::Forming => &self.stages.forming,
            NetworkStage::Building => &self.stages.building,
            NetworkStage::Performing => &self.stages.performing,
            NetworkStage::Renewing => &self.stages.renewing,
        }
    }

    /// The weight that orders focus dimensions; never part of a score (health-check.md 3.4).
    pub fn weight(&self, stage: NetworkStage, code: DimensionCode) -> Weight {
        // A valid instrument weighs every dimension.
        self.stage(stage)
            .weights
            .get(&code)
            .copied()
            .unwrap_or(Weight(100))
    }

    /// How a type changes the reading, following `read_as`.
    pub fn type_lens(&self, kind: Kind) -> &TypeLens {
        let own = self.own_lens(kind);
        own.read_as.map_or(own, |other| self.own_lens(other))
    }

    /// What to call a network of this type: "learning network".
    pub fn noun(&self, kind: Kind) -> &str {
        &self.own_lens(kind).noun
    }

    /// The note on a network of this type, if it has one.
    pub fn type_note(&self, kind: Kind) -> Option<&str> {
        self.own_lens(kind).note.as_deref()
    }

    pub(super) fn own_lens(&self, kind: Kind) -> &TypeLens {
        match kind {
            Kind::Learning => &self.types.learning,
            Kind::Improvement => &self.types.improvement,
            Kind::Delivery => &self.types.delivery,
            Kind::Advocacy => &self.types.advocacy,
            Kind::Support => &self.types.support,
            Kind::Development => &self.types.development,
            Kind::CommunityOfPractice => &self.types.community_of_practice,
            Kind::Other => &self.types.other,
        }
    }
}

/// Labels of the answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// From 1 to 5.
    pub answers: [String; 5],
    pub dont_know: String,
    pub not_applicable: String,
}

/// The four stages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stages {
    pub forming: Stage,
    pub building: Stage,
    pub performing: Stage,
    pub renewing: Stage,
}

/// How one stage changes the reading (health-check.md 3.3, 3.4, 8.4).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub label: String,
    /// The paragraph of the stage lens.
    pub lens: String,
    /// Statements whose low answers are normal at this stage.
    #[serde(default)]
    pub normal_low: Vec<StatementId>,
    pub look_hardest: Vec<DimensionCode>,
    pub weights: BTreeMap<DimensionCode, Weight>,
    /// Sentences that go before a band's paragraph.
    #[serde(default)]
    pub prefix: Vec<Prefix>,
    /// Recommendations offered before the others of their dimension and band.
    #[serde(default)]
    pub first: Vec<String>,
    /// A recommendation offered before all others, whatever the focus.
    pub always_first: Option<String>,
    /// Whether the closing list is added.
    #[serde(default)]
    pub closing_list: bool,
}

/// A sentence before the paragraph of one band of one dimension.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefix {
    pub dimension: DimensionCode,
    pub band: Band,
    pub text: String,
}

/// The eight types.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Types {
    pub learning: TypeLens,
    pub improvement: TypeLens,
    pub delivery: TypeLens,
    pub advocacy: TypeLens,
    pub support: TypeLens,
    pub development: TypeLens,
    pub community_of_practice: TypeLens,
    pub other: TypeLens,
}

/// How one type changes the reading (health-check.md 3.5).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeLens {
    pub noun: String,
    /// Signature and typical "does not apply" are those of this type.
    pub read_as: Option<Kind>,
    /// Dimensions that are central for this type.
    #[serde(default)]
    pub signature: Vec<DimensionCode>,
    /// Statements that often do not apply to this type.
    #[serde(default)]
    pub typical_na: Vec<StatementId>,
    pub note: Option<String>,
}

/// One dimension: its statements and what is said about its score.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    pub code: DimensionCode,
    pub name: String,
    /// One sentence: why it matters.
    pub about: String,
    /// The clause used where it is the first Build on.
    pub opening_s: String,
    /// The clause used where it is the first Focus.
    pub opening_n: String,
    #[serde(rename = "statement")]
    pub statements: Vec<Statement>,
    pub texts: BandTexts,
    #[serde(rename = "recommendation")]
    pub recommendations: Vec<Recommendation>,
}

impl Dimension {
    /// The statements of this dimension that a form asks.
    pub fn asked(&self, form: Form) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(move |statement| match form {
            Form::Full => true,
            Form::Pulse => statement.pulse,
        })
    }

    /// The paragraph and the question for a band.
    pub fn text(&self, band: Band) -> &BandText {
        match band {
            Band::NeedsAttention => &self.texts.needs_attention,
            Band::Developing => &self.texts.developing,
            Band::Strength => &self.texts.strength,
        }
    }
}

/// One statement to agree or disagree with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub id: StatementId,
    pub text: String,
    /// Whether the pulse form asks it too.
    #[serde(default)]
    pub pulse: bool,
    /// Goes up when its meaning changes (health-check.md 6.1).
    #[serde(default = "first_revision")]
    pub meaning_rev: u32,
    /// Whether agreement speaks against the dimension.
    #[serde(default)]
    pub reverse: bool,
}

fn first_revision() -> u32 {
    1
}

/// What is said about a dimension in each band.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandTexts {
    pub needs_attention: BandText,
    pub developing: BandText,
    pub strength: BandText,
}

/// What a score suggests and what tends to help; and one question for the next meeting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandText {
    pub paragraph: String,
    pub question: String,
}

/// An action worth suggesting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// `REC-`, the dimension, `-N`, `-D` or `-S` for its band, and a number.
    pub id: String,
    pub band: Band,
    pub text: String,
    /// Suggested days from agreement.
    pub due_days: u16,
    /// Statements whose scores should go up.
    #[serde(default)]
    pub signs: Vec<StatementId>,
}

/// The texts of one pattern rule (health-check.md 8.5).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    pub id: Rule,
    pub name: String,
    pub note: String,
    /// Where a suggested action comes from when this pattern matches.
    pub dimension: Option<DimensionCode>,
}

/// The pattern rules whose conditions the program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    P1,
    P2,
    P3,
    P4,
    P5,
    P6,
    P7,
    P8,
    P9,
    P10,
    P11,
    P12,
    P13,
    P14,
}

impl Rule {
    /// All rules, in the order in which they are evaluated: safety first.
    pub const IN_ORDER: [Self; 14] = [
        Self::P14,
        Self::P1,
        Self::P2,
        Self::P3,
        Self::P4,
        Self::P5,
        Self::P6,
        Self::P7,
        Self::P8,
        Self::P9,
        Self::P10,
        Self::P11,
        Self::P12,
        Self::P13,
    ];
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// One step of the closing list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingStep {
    pub id: String,
    pub text: String,
}

/// A question about the network as a whole, never scored.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextQuestion {
    pub id: String,
    pub text: String,
    pub options: Vec<ContextOption>,
}

/// One answer to a context question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextOption {
    pub code: String,
    pub text: String,
    /// Whether it counts as an answer in what is shown.
    #[serde(default = "counts")]
    pub valid: bool,
    /// The stage it stands for (health-check.md 3.2).
    pub stage: Option<NetworkStage>,
    /// Whether it says that the network has become weaker.
    #[serde(default)]
    pub weaker: bool,
}

fn counts() -> bool {
    true
}

/// The optional comments of a round (health-check.md 2.10).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comments {
    pub questions: Vec<String>,
    pub warning: String,
    pub consent: String,
    pub unticked: String,
}
