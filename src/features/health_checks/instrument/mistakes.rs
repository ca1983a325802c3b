//! What is wrong with an instrument file that has the right shape.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::content::{Content, Dimension, Recommendation, Rule};
use super::ids::{DimensionCode, StatementId};
use crate::entity::health_check::Form;
use crate::entity::network::{Kind, Stage};
use crate::features::health_checks::score::Band;

const STAGES: [Stage; 4] = [
    Stage::Forming,
    Stage::Building,
    Stage::Performing,
    Stage::Renewing,
];
const KINDS: [Kind; 8] = [
    Kind::Learning,
    Kind::Improvement,
    Kind::Delivery,
    Kind::Advocacy,
    Kind::Support,
    Kind::Development,
    Kind::CommunityOfPractice,
    Kind::Other,
];

/// Every mistake, in the order of the file; empty when the instrument is valid.
pub(super) fn find(content: &Content) -> Vec<String> {
    let mut found = Found {
        content,
        mistakes: Vec::new(),
    };
    found.head();
    for stage in STAGES {
        found.stage(stage);
    }
    for kind in KINDS {
        found.kind(kind);
    }
    found.unique(
        "dimension",
        content.dimensions.iter().map(|dimension| dimension.code),
    );
    for dimension in &content.dimensions {
        found.dimension(dimension);
    }
    found.patterns();
    found.rest();
    found.mistakes
}

struct Found<'a> {
    content: &'a Content,
    mistakes: Vec<String>,
}

impl Found<'_> {
    fn must(&mut self, holds: bool, mistake: impl FnOnce() -> String) {
        if !holds {
            self.mistakes.push(mistake());
        }
    }

    fn text(&mut self, place: impl Display, text: &str) {
        self.must(!text.trim().is_empty() && text.trim() == text, || {
            format!("{place} is empty or begins or ends with a space")
        });
    }

    fn unique<T: Ord + Copy + Display>(&mut self, what: &str, all: impl Iterator<Item = T>) {
        let mut seen = BTreeSet::new();
        for one in all {
            self.must(seen.insert(one), || format!("{what} {one} is used twice"));
        }
    }

    fn known_dimension(&mut self, place: impl Display, code: DimensionCode) {
        let known = self.content.dimension(code).is_some();
        self.must(known, || {
            format!("{place} names {code}, which is not a dimension")
        });
    }

    fn known_statement(&mut self, place: impl Display, id: StatementId) {
        let known = self.content.statement(id).is_some();
        self.must(known, || {
            format!("{place} names {id}, which is not a statement")
        });
    }

    fn known_recommendation(&mut self, place: impl Display, id: &str) {
        let known = self.content.recommendation(id).is_some();
        self.must(known, || {
            format!("{place} names {id}, which is not a recommendation")
        });
    }

    fn head(&mut self) {
        let content = self.content;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        self.must(
            !content.id.is_empty() && content.id.bytes().all(plain),
            || "id may hold small letters, digits and hyphens only".to_owned(),
        );
        self.text("name", &content.name);
        self.text("status", &content.status);
        for (answer, value) in content.scale.answers.iter().zip(1..) {
            self.text(format_args!("the label of answer {value}"), answer);
        }
        self.text("scale.dont_know", &content.scale.dont_know);
        self.text("scale.not_applicable", &content.scale.not_applicable);
        self.must(!content.dimensions.is_empty(), || {
            "there is no dimension".to_owned()
        });
    }

    fn stage(&mut self, which: Stage) {
        let stage = self.content.stage(which);
        let place = format!("stage {which:?}");
        self.text(format_args!("the label of {place}"), &stage.label);
        self.text(format_args!("the lens of {place}"), &stage.lens);
        for &id in &stage.normal_low {
            self.known_statement(&place, id);
        }
        for &code in stage.look_hardest.iter().chain(stage.weights.keys()) {
            self.known_dimension(&place, code);
        }
        for dimension in &self.content.dimensions {
            self.must(stage.weights.contains_key(&dimension.code), || {
                format!("{place} has no weight for {}", dimension.code)
            });
        }
        for prefix in &stage.prefix {
            self.known_dimension(format_args!("a prefix of {place}"), prefix.dimension);
            self.text(format_args!("a prefix of {place}"), &prefix.text);
        }
        for id in stage.first.iter().chain(&stage.always_first) {
            self.known_recommendation(&place, id);
        }
    }

    fn kind(&mut self, kind: Kind) {
        let lens = self.content.own_lens(kind);
        let place = format!("type {kind:?}");
        self.text(format_args!("the noun of {place}"), &lens.noun);
        if let Some(note) = &lens.note {
            self.text(format_args!("the note of {place}"), note);
        }
        if let Some(other) = lens.read_as {
            let own = !lens.signature.is_empty() || !lens.typical_na.is_empty();
            self.must(!own, || {
                format!("{place} has lists of its own beside read_as")
            });
            let further = self.content.own_lens(other).read_as.is_some();
            self.must(!further, || {
                format!("{place} is read as a type that is read as another")
            });
        }
        for &code in &lens.signature {
            self.known_dimension(&place, code);
        }
        for &id in &lens.typical_na {
            self.known_statement(&place, id);
        }
    }

    fn dimension(&mut self, dimension: &Dimension) {
        let code = dimension.code;
        self.text(format_args!("the name of {code}"), &dimension.name);
        self.text(format_args!("{code}.about"), &dimension.about);
        for (field, clause) in [
            ("opening_s", &dimension.opening_s),
            ("opening_n", &dimension.opening_n),
        ] {
            self.text(format_args!("{code}.{field}"), clause);
            let bare = clause.starts_with(char::is_lowercase) && !clause.ends_with('.');
            self.must(bare, || {
                format!("{code}.{field} is a clause: no capital, no full stop")
            });
        }
        self.unique(
            "statement",
            dimension.statements.iter().map(|statement| statement.id),
        );
        for statement in &dimension.statements {
            let id = statement.id;
            self.must(id.dimension() == code, || {
                format!("statement {id} stands under {code}")
            });
            self.text(format_args!("the text of {id}"), &statement.text);
            self.must(statement.meaning_rev > 0, || {
                format!("{id}: meaning_rev begins at 1")
            });
        }
        let pulse = dimension.asked(Form::Pulse).count();
        self.must(pulse > 0, || {
            format!("{code} has no statement in the pulse form")
        });
        for band in [Band::NeedsAttention, Band::Developing, Band::Strength] {
            let text = dimension.text(band);
            self.text(
                format_args!("the {} paragraph of {code}", band.code()),
                &text.paragraph,
            );
            self.text(
                format_args!("the {} question of {code}", band.code()),
                &text.question,
            );
            let offers = dimension.recommendations.iter().any(|one| one.band == band);
            self.must(offers, || {
                format!("{code} has no recommendation for {}", band.code())
            });
        }
        self.unique(
            "recommendation",
            dimension.recommendations.iter().map(|one| &one.id),
        );
        for recommendation in &dimension.recommendations {
            self.recommendation(code, recommendation);
        }
    }

    fn recommendation(&mut self, code: DimensionCode, recommendation: &Recommendation) {
        let id = &recommendation.id;
        let letter = match recommendation.band {
            Band::NeedsAttention => 'N',
            Band::Developing => 'D',
            Band::Strength => 'S',
        };
        let number = id.strip_prefix(&format!("REC-{code}-{letter}"));
        let named = number.is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
        self.must(named, || {
            format!("{id} should be REC-{code}-{letter} and a number")
        });
        self.text(format_args!("the text of {id}"), &recommendation.text);
        self.must(recommendation.due_days > 0, || {
            format!("{id} is due after at least one day")
        });
        for &sign in &recommendation.signs {
            self.known_statement(id, sign);
        }
    }

    fn patterns(&mut self) {
        self.unique(
            "pattern",
            self.content.patterns.iter().map(|pattern| pattern.id),
        );
        for rule in Rule::IN_ORDER {
            let known = self.content.pattern(rule).is_some();
            self.must(known, || format!("pattern {rule} has no text"));
        }
        for pattern in &self.content.patterns {
            let id = pattern.id;
            self.text(format_args!("the name of {id}"), &pattern.name);
            self.text(format_args!("the note of {id}"), &pattern.note);
            if let Some(code) = pattern.dimension {
                self.known_dimension(format_args!("pattern {id}"), code);
            }
        }
    }

    fn rest(&mut self) {
        let content = self.content;
        self.unique("closing step", content.closing.iter().map(|step| &step.id));
        for step in &content.closing {
            self.text(format_args!("the text of {}", step.id), &step.text);
            let clashes = content.recommendation(&step.id).is_some();
            self.must(!clashes, || format!("{} is also a recommendation", step.id));
        }
        self.unique(
            "context question",
            content.context.iter().map(|question| &question.id),
        );
        for question in &content.context {
            let id = &question.id;
            self.text(format_args!("the text of {id}"), &question.text);
            self.unique(
                &format!("answer to {id}"),
                question.options.iter().map(|option| &option.code),
            );
            for option in &question.options {
                self.text(format_args!("{id}.{}", option.code), &option.text);
            }
        }
        for question in &content.comments.questions {
            self.text("a comment question", question);
        }
    }
}
