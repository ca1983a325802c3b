//! Making the snapshot of a round: scored once, compared once, frozen.

use std::collections::BTreeMap;

use super::round::{
    Comments, Common, ContextResult, Direction, LeaderView, Open, Reading, RoundDimension,
    RoundMode, RoundSnapshot, RoundStatement,
};
use super::{FORMAT, InstrumentName};
use crate::entity::health_check::Form;
use crate::entity::network::Stage;
use crate::features::health_checks::comparison::{Comparison, RoundLabel, Side};
use crate::features::health_checks::disclosure::{
    ShownDimension, ShownRound, disclose, quality, response_rate,
};
use crate::features::health_checks::feedback::{self, Earlier, RoundFacts, StageVotes, YearOnYear};
use crate::features::health_checks::instrument::{ContextOption, ContextQuestion, Instrument};
use crate::features::health_checks::profile::{Date, Profile};
use crate::features::health_checks::scoring::{Response, percent, score_round};

/// The least number of comments to a question that are shown (health-check.md 8.1, block 11).
const NEEDED_COMMENTS: usize = 3;
/// The least number of answers under a share, whatever k is (health-check.md 2.9).
const NEEDED_FOR_SHARES: u32 = 10;

/// Everything that a sealed round has to say.
pub struct RoundInput<'a> {
    pub instrument: &'a Instrument,
    pub form: Form,
    pub mode: RoundMode,
    /// The least number of respondents that a figure may rest on.
    pub k: u32,
    /// Every response, in any order.
    pub responses: &'a [Response],
    /// Answers to the context questions, in any order; they need no tie to the responses.
    pub contexts: &'a [ContextAnswers],
    /// People invited; none for an open link.
    pub invited: Option<u32>,
    /// Invitations without those that bounced; none for an open link.
    pub delivered: Option<u32>,
    pub network: Profile,
    /// When it closed.
    pub date: Date,
    /// With that leader's consent only.
    pub leader: Option<LeaderView>,
    /// For each question, in the instrument's order, the comments that their writers let be shown,
    /// shuffled.
    pub comments: Vec<Comments>,
    /// Recommendations that are open here or were declined in the last twelve months.
    pub passed_over: Vec<String>,
}

/// What one respondent answered to the context questions: codes of the instrument's options.
#[derive(Clone, Debug, Default)]
pub struct ContextAnswers {
    /// CTX-1, such as `full_flow`.
    pub life: Option<String>,
    /// CTX-2, such as `stronger`.
    pub year: Option<String>,
}

/// A round that reached k, scored and ready to be compared and frozen.
pub struct Round<'a> {
    input: RoundInput<'a>,
    shown: ShownRound,
    delivered: Option<u32>,
}

impl<'a> Round<'a> {
    /// Scores a round; none below k, where no result is computed at all (health-check.md 5.17).
    pub fn score(input: RoundInput<'a>) -> Option<Self> {
        let k = input.k.max(1);
        if u32::try_from(input.responses.len()).is_ok_and(|n| n < k) {
            return None;
        }
        let scores = score_round(input.instrument, input.form, input.responses, k);
        let shown = disclose(&scores);
        // Somebody may have answered from an address that bounced later.
        let delivered = input.delivered.map(|delivered| delivered.max(shown.n));
        let delivered = match input.mode {
            RoundMode::RoundConfidential => delivered,
            RoundMode::RoundOpenLink => None,
        };
        Some(Self {
            input,
            shown,
            delivered,
        })
    }

    /// This round as the later side of a comparison.
    pub fn side(&self) -> Side<'_> {
        let scores = self.shown.dimensions.iter();
        Side {
            instrument: self.input.instrument,
            form: self.input.form,
            k: self.shown.k,
            label: RoundLabel {
                date: self.input.date,
                n: self.shown.n,
                instrument: self.input.instrument.title(),
                mode: self.input.mode,
            },
            scores: scores
                .map(|own| (own.code, own.score.map(|score| score.tenths), own.n))
                .collect(),
            responses: Some(self.input.responses),
        }
    }

    /// The snapshot. `previous` is the comparison with the previous round, where there is one; the
    /// report is then made with it and without it (health-check.md 6.8).
    pub fn snapshot(self, previous: Option<&Comparison>) -> RoundSnapshot {
        let readings = self.readings(previous);
        let Self {
            input,
            shown,
            delivered,
        } = self;
        let instrument = input.instrument;
        let context = |id, answer: fn(&ContextAnswers) -> Option<&str>| {
            let question = instrument.context.iter().find(|own| own.id == id)?;
            let codes = input.contexts.iter().filter_map(answer);
            Tally::new(question, codes).result(shown.k)
        };
        RoundSnapshot {
            format: FORMAT,
            instrument: InstrumentName::of(instrument),
            mode: input.mode,
            form: input.form,
            date: input.date,
            noun: instrument.noun(input.network.kind).to_owned(),
            k: shown.k,
            n: shown.n,
            invited: input.invited.filter(|_| delivered.is_some()),
            delivered,
            rate: response_rate(shown.n, delivered),
            quality: quality(shown.n, delivered),
            groups: shown.groups,
            identical: shown.identical,
            dimensions: shown
                .dimensions
                .iter()
                .filter_map(|own| dimension(instrument, own))
                .collect(),
            overall: shown.overall,
            life: context("CTX-1", |own| own.life.as_deref()),
            year: context("CTX-2", |own| own.year.as_deref()),
            leader: input.leader,
            comments: input
                .comments
                .into_iter()
                .filter(|list| list.texts.len() >= NEEDED_COMMENTS)
                .collect(),
            readings,
            network: input.network,
        }
    }

    fn readings(&self, previous: Option<&Comparison>) -> Vec<Reading> {
        let mut readings = Vec::new();
        for compared in [false, true] {
            for leader in [false, true] {
                let missing =
                    (compared && previous.is_none()) || (leader && self.input.leader.is_none());
                if missing {
                    continue;
                }
                let facts = self.facts(previous.filter(|_| compared), leader);
                readings.push(Reading {
                    open: Open { compared, leader },
                    report: feedback::round(
                        self.input.instrument,
                        &self.shown,
                        &facts,
                        &self.input.network,
                        self.input.date,
                    ),
                });
            }
        }
        readings
    }

    fn facts(&self, previous: Option<&Comparison>, leader: bool) -> RoundFacts {
        let context = |id, answer: fn(&ContextAnswers) -> Option<&str>| {
            let questions = self.input.instrument.context.iter();
            let question = questions.into_iter().find(|own| own.id == id)?;
            let codes = self.input.contexts.iter().filter_map(answer);
            Some(Tally::new(question, codes))
        };
        let life = context("CTX-1", |own| own.life.as_deref());
        let year = context("CTX-2", |own| own.year.as_deref());
        let leader = self.input.leader.as_ref().filter(|_| leader);
        RoundFacts {
            delivered: self.delivered,
            stage_votes: life.map_or_else(StageVotes::default, |tally| tally.stages()),
            year_on_year: year.map(|tally| tally.year_on_year()),
            earlier: previous.map(|comparison| Earlier {
                trends: comparison
                    .dimensions
                    .iter()
                    .filter_map(|own| Some((own.code, comparison.trend(own.code)?)))
                    .collect(),
            }),
            leader: leader.map_or_else(BTreeMap::new, |view| view.scores.clone()),
            passed_over: self.input.passed_over.clone(),
        }
    }
}

fn dimension(instrument: &Instrument, shown: &ShownDimension) -> Option<RoundDimension> {
    let statements = shown.statements.iter().filter_map(|own| {
        Some(RoundStatement {
            text: instrument.statement(own.id)?.text.clone(),
            shown: *own,
        })
    });
    Some(RoundDimension {
        code: shown.code,
        name: instrument.dimension(shown.code)?.name.clone(),
        n: shown.n,
        tenths: shown.score.map(|score| score.tenths),
        band: shown.score.map(|score| score.band()),
        agreement: shown.score.and_then(|score| score.agreement),
        groups: shown.score.and_then(|score| score.groups),
        statements: statements.collect(),
    })
}

/// The valid answers to a context question, counted by option.
struct Tally<'a> {
    question: &'a ContextQuestion,
    counts: Vec<(&'a ContextOption, u32)>,
}

impl<'a> Tally<'a> {
    fn new<'c>(question: &'a ContextQuestion, codes: impl Iterator<Item = &'c str>) -> Self {
        let valid = question.options.iter().filter(|option| option.valid);
        let mut counts: Vec<(&ContextOption, u32)> = valid.map(|option| (option, 0)).collect();
        for code in codes {
            if let Some((_, count)) = counts.iter_mut().find(|(option, _)| option.code == code) {
                *count += 1;
            }
        }
        Self { question, counts }
    }

    fn valid(&self) -> u32 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    fn result(&self, k: u32) -> Option<ContextResult> {
        let valid = self.valid();
        if valid < k {
            return None;
        }
        let most = self.counts.iter().map(|(_, count)| *count).max()?;
        let most_common = self.counts.iter().filter(|(_, count)| *count == most);
        let shares = self.counts.iter();
        Some(ContextResult {
            question: self.question.text.clone(),
            most_common: most_common
                .map(|(option, _)| Common {
                    text: option.text.clone(),
                    direction: self.direction(option),
                })
                .collect(),
            shares: (valid >= NEEDED_FOR_SHARES.max(k)).then(|| {
                shares
                    .map(|(option, count)| (option.text.clone(), percent(*count, valid)))
                    .collect()
            }),
        })
    }

    /// Options of a question about change stand in order from weaker to stronger, with "same" between.
    fn direction(&self, option: &ContextOption) -> Option<Direction> {
        if !self.question.options.iter().any(|own| own.weaker) {
            None
        } else if option.weaker {
            Some(Direction::Weaker)
        } else if option.code == "same" {
            Some(Direction::Same)
        } else {
            Some(Direction::Stronger)
        }
    }

    fn stages(&self) -> StageVotes {
        let mut votes = StageVotes::default();
        for (option, count) in &self.counts {
            match option.stage {
                Some(Stage::Forming) => votes.forming += count,
                Some(Stage::Building) => votes.building += count,
                Some(Stage::Performing) => votes.performing += count,
                Some(Stage::Renewing) => votes.renewing += count,
                None => {}
            }
        }
        votes
    }

    fn year_on_year(&self) -> YearOnYear {
        let weaker = self.counts.iter().filter(|(option, _)| option.weaker);
        YearOnYear {
            weaker: weaker.map(|(_, count)| count).sum(),
            valid: self.valid(),
        }
    }
}
