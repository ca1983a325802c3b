//! What respondents see. No name, no session, no account.

use serde::Serialize;

use super::answering::{StatementPart, statement_parts};
use crate::{
    entity::{check_invitation::Group, health_check::Mode},
    features::health_checks::{
        answering::{self, Answering, COMMENT_CODES},
        emails,
        forms::{AnswersForm, CommentsForm, ContextForm, WithdrawalForm},
        instrument::{Dimension, Instrument},
        links::{Receipt, Token},
        promise,
        queries::Asked,
        routes,
        views::rounds::group_words,
        walk::Walk,
    },
    platform::web::{form::FormState, page::View},
};
use std::collections::BTreeMap;

/// Where somebody begins: what it is, how long it takes, who sees what and when.
#[derive(Clone, Debug, Serialize)]
pub struct StartPage {
    /// The first page, or the form that makes a link of one's own.
    next: String,
    /// Whether that is a form.
    is_open_link: bool,
    network: String,
    minutes: &'static str,
    message: String,
    audience: &'static str,
    k: i32,
    last_day: String,
    notice: &'static str,
    /// "core team" or "member", where the round has groups.
    group: &'static str,
    href: String,
    has_begun: bool,
}

impl StartPage {
    /// The page behind a personal link.
    pub fn new(asked: &Asked, token: &Token, instrument: &Instrument, draft: &Answering) -> Self {
        let next = next_page(token, instrument, draft);
        Self {
            href: routes::respondent(token),
            has_begun: !draft.pages.is_empty(),
            group: asked
                .invitation
                .as_ref()
                .and_then(|it| it.respondent_group)
                .map_or("", |group: Group| group_words(group)),
            ..Self::of(asked, next, false)
        }
    }

    /// The page behind the open link of a round.
    pub fn open(asked: &Asked, action: String) -> Self {
        Self::of(asked, action, true)
    }

    fn of(asked: &Asked, next: String, is_open_link: bool) -> Self {
        Self {
            next,
            is_open_link,
            network: asked.network.name.clone(),
            minutes: emails::minutes(asked.check.form),
            message: asked.round.message.clone(),
            audience: promise::audience(asked.round.audience),
            k: asked.round.k,
            last_day: promise::day_words(&asked.round.ends_on),
            notice: promise::NOTICE,
            group: "",
            href: String::new(),
            has_begun: false,
        }
    }
}

impl View for StartPage {
    const TEMPLATE: &'static str = "respond/start.html";

    fn samples() -> Vec<Self> {
        let Some(instrument) = super::sample::instrument() else {
            return Vec::new();
        };
        let token = Token::read("abcdefgh");
        let asked = super::sample::asked(Mode::RoundConfidential);
        let open = super::sample::asked(Mode::RoundOpenLink);
        let mut begun = Answering::default();
        begun.saved("PUR");
        vec![
            Self::new(&asked, &token, &instrument, &Answering::default()),
            Self::new(&asked, &token, &instrument, &begun),
            Self::open(&open, "/rounds/4/link/abc".to_owned()),
        ]
    }
}

/// The page to go on with: the first that was not saved, or all answers.
pub fn next_page(token: &Token, instrument: &Instrument, draft: &Answering) -> String {
    let walk = Walk::new(instrument, &draft.pages);
    let page = match walk.first_open() {
        Some(dimension) => crate::features::health_checks::walk::key_of(dimension.code),
        None if !draft.is_saved(answering::CONTEXT) => answering::CONTEXT.to_owned(),
        None if !draft.is_saved(answering::COMMENTS) => answering::COMMENTS.to_owned(),
        None => "answers".to_owned(),
    };
    routes::respondent_page(token, &page)
}

/// The page before one, in the order of asking.
fn page_before(token: &Token, instrument: &Instrument, page: &str) -> String {
    let mut pages: Vec<String> = instrument
        .dimensions
        .iter()
        .map(|dimension| crate::features::health_checks::walk::key_of(dimension.code))
        .collect();
    pages.extend([answering::CONTEXT, answering::COMMENTS, "answers"].map(str::to_owned));
    let at = pages.iter().position(|own| own == page).unwrap_or_default();
    match at.checked_sub(1).and_then(|before| pages.get(before)) {
        Some(before) => routes::respondent_page(token, before),
        None => routes::respondent(token),
    }
}

/// What every page of questions says.
#[derive(Clone, Debug, Serialize)]
struct Questions {
    action: String,
    back: String,
    network: String,
    /// The place of this page among all, from 1.
    number: usize,
    pages: usize,
    answered: usize,
    total: usize,
}

fn questions(
    (asked, token, instrument, draft): (&Asked, &Token, &Instrument, &Answering),
    page: &str,
    number: usize,
) -> Questions {
    Questions {
        action: routes::respondent_page(token, page),
        back: page_before(token, instrument, page),
        network: asked.network.name.clone(),
        number,
        pages: instrument.dimensions.len() + 2,
        answered: draft.answers.len(),
        total: instrument.statements(asked.check.form).count(),
    }
}

/// One dimension.
#[derive(Clone, Debug, Serialize)]
pub struct StatementsPage {
    questions: Questions,
    name: String,
    about: String,
    statements: Vec<StatementPart>,
    form: FormState<BTreeMap<String, String>>,
}

/// Everything that a page behind a link is made of.
pub(super) type Ground<'a> = (&'a Asked, &'a Token, &'a Instrument, &'a Answering);

impl StatementsPage {
    /// The page.
    pub fn new(ground: Ground<'_>, dimension: &Dimension) -> Self {
        let (asked, _, instrument, draft) = ground;
        let form = asked.check.form;
        let key = crate::features::health_checks::walk::key_of(dimension.code);
        let number = Walk::new(instrument, "").number(dimension.code);
        let (statements, values) = statement_parts(instrument, dimension, form, &draft.answers);
        Self {
            questions: questions(ground, &key, number),
            name: dimension.name.clone(),
            about: dimension.about.clone(),
            statements,
            form: FormState::of(values),
        }
    }

    /// The page as it was sent, with what is wrong.
    #[must_use]
    pub fn with_form(mut self, refused: FormState<BTreeMap<String, String>>) -> Self {
        for (id, value) in &mut self.form.values {
            value.clone_from(refused.values.get(id).unwrap_or(&String::new()));
        }
        let values = std::mem::take(&mut self.form.values);
        self.form = FormState {
            values,
            problems: refused.problems,
            by_field: refused.by_field,
            prefix: refused.prefix,
        };
        self
    }
}

impl View for StatementsPage {
    const TEMPLATE: &'static str = "respond/statements.html";

    fn samples() -> Vec<Self> {
        let Some(instrument) = super::sample::instrument() else {
            return Vec::new();
        };
        let token = Token::read("abcdefgh");
        let asked = super::sample::asked(Mode::RoundConfidential);
        let draft = Answering::default();
        let ground = (&asked, &token, &instrument, &draft);
        let Some(first) = instrument.dimensions.first() else {
            return Vec::new();
        };
        let page = Self::new(ground, first);
        let wrong = AnswersForm(vec![("PUR-1".to_owned(), "6".to_owned())]);
        let refused = wrong.parse(first, asked.check.form).err();
        let refused = refused.map(|form| page.clone().with_form(form));
        std::iter::once(page).chain(refused).collect()
    }
}

/// The two questions about the network.
#[derive(Clone, Debug, Serialize)]
pub struct ContextPage {
    questions: Questions,
    life: ContextPart,
    year: ContextPart,
    form: FormState<ContextForm>,
}

/// A question with its answers.
#[derive(Clone, Debug, Default, Serialize)]
struct ContextPart {
    text: String,
    options: Vec<OptionPart>,
}

#[derive(Clone, Debug, Serialize)]
struct OptionPart {
    value: String,
    label: String,
}

impl ContextPage {
    /// The page.
    pub fn new(ground: Ground<'_>, form: FormState<ContextForm>) -> Self {
        let (_, _, instrument, draft) = ground;
        let part = |id: &str| {
            let question = instrument.context.iter().find(|own| own.id == id);
            let is_answered = draft.context.contains_key(id);
            question.map_or_else(ContextPart::default, |question| ContextPart {
                text: question.text.clone(),
                options: question
                    .options
                    .iter()
                    .map(|option| OptionPart {
                        value: option.code.clone(),
                        label: option.text.clone(),
                    })
                    .chain(is_answered.then(|| OptionPart {
                        value: String::new(),
                        label: "No answer".to_owned(),
                    }))
                    .collect(),
            })
        };
        Self {
            questions: questions(ground, answering::CONTEXT, instrument.dimensions.len() + 1),
            life: part("CTX-1"),
            year: part("CTX-2"),
            form,
        }
    }
}

impl View for ContextPage {
    const TEMPLATE: &'static str = "respond/context.html";

    fn samples() -> Vec<Self> {
        let Some(instrument) = super::sample::instrument() else {
            return Vec::new();
        };
        let token = Token::read("abcdefgh");
        let asked = super::sample::asked(Mode::RoundConfidential);
        let draft = Answering::default();
        let ground = (&asked, &token, &instrument, &draft);
        let problem = FormState::default().with_problem("life", "Choose one of the answers");
        vec![
            Self::new(ground, FormState::default()),
            Self::new(ground, problem),
        ]
    }
}

/// The three comments.
#[derive(Clone, Debug, Serialize)]
pub struct CommentsPage {
    questions: Questions,
    /// In the order of the boxes: field, question.
    boxes: Vec<CommentBox>,
    warning: String,
    consent: String,
    unticked: String,
    form: FormState<CommentsForm>,
}

#[derive(Clone, Debug, Serialize)]
struct CommentBox {
    field: &'static str,
    shown: &'static str,
    question: String,
}

impl CommentsPage {
    /// The page.
    pub fn new(ground: Ground<'_>, form: FormState<CommentsForm>) -> Self {
        let (_, _, instrument, _) = ground;
        let texts = &instrument.comments;
        let shown = ["well_shown", "change_shown", "else_shown"];
        let boxes = COMMENT_CODES.iter().zip(shown).zip(&texts.questions);
        Self {
            questions: questions(ground, answering::COMMENTS, instrument.dimensions.len() + 2),
            boxes: boxes
                .map(|((field, shown), question)| CommentBox {
                    field,
                    shown,
                    question: question.clone(),
                })
                .collect(),
            warning: texts.warning.clone(),
            consent: texts.consent.clone(),
            unticked: texts.unticked.clone(),
            form,
        }
    }
}

impl View for CommentsPage {
    const TEMPLATE: &'static str = "respond/comments.html";

    fn samples() -> Vec<Self> {
        let Some(instrument) = super::sample::instrument() else {
            return Vec::new();
        };
        let token = Token::read("abcdefgh");
        let asked = super::sample::asked(Mode::RoundConfidential);
        let draft = Answering::default();
        let ground = (&asked, &token, &instrument, &draft);
        let long = CommentsForm {
            well: "a".repeat(1_001),
            ..CommentsForm::default()
        };
        let refused = long.parse().err().unwrap_or_default();
        vec![
            Self::new(ground, FormState::default()),
            Self::new(ground, refused),
        ]
    }
}

/// All answers before they are sent.
#[derive(Clone, Debug, Serialize)]
pub struct SendPage {
    href: String,
    back: String,
    network: String,
    answered: usize,
    total: usize,
    dimensions: Vec<DimensionRows>,
    context: Vec<AnswerRow>,
    context_href: String,
    comments: Vec<CommentRow>,
    comments_href: String,
    form: FormState<()>,
}

#[derive(Clone, Debug, Serialize)]
struct DimensionRows {
    code: String,
    name: String,
    href: String,
    rows: Vec<AnswerRow>,
}

#[derive(Clone, Debug, Serialize)]
struct AnswerRow {
    id: String,
    text: String,
    answer: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct CommentRow {
    question: String,
    body: String,
    may_be_shown: bool,
}

impl SendPage {
    /// The page.
    pub fn new(ground: Ground<'_>) -> Self {
        let (asked, token, instrument, draft) = ground;
        let dimensions = instrument.dimensions.iter().map(|dimension| DimensionRows {
            code: dimension.code.to_string(),
            name: dimension.name.clone(),
            href: routes::respondent_page(
                token,
                &crate::features::health_checks::walk::key_of(dimension.code),
            ),
            rows: dimension
                .asked(asked.check.form)
                .map(|statement| AnswerRow {
                    id: statement.id.to_string(),
                    text: statement.text.clone(),
                    answer: draft
                        .answers
                        .get(statement.id)
                        .map(|answer| super::finishing::words(instrument, answer)),
                })
                .collect(),
        });
        let context = instrument.context.iter().map(|question| AnswerRow {
            id: question.id.clone(),
            text: question.text.clone(),
            answer: draft.context.get(&question.id).and_then(|code| {
                let option = question.options.iter().find(|option| option.code == *code);
                option.map(|option| option.text.clone())
            }),
        });
        let comments = COMMENT_CODES.iter().zip(&instrument.comments.questions);
        let comments = comments.filter_map(|(code, question)| {
            let written = draft.comments.get(*code)?;
            Some(CommentRow {
                question: question.clone(),
                body: written.body.clone(),
                may_be_shown: written.may_be_shown,
            })
        });
        Self {
            href: routes::respondent(token),
            back: page_before(token, instrument, "answers"),
            network: asked.network.name.clone(),
            answered: draft.answers.len(),
            total: instrument.statements(asked.check.form).count(),
            dimensions: dimensions.collect(),
            context: context.collect(),
            context_href: routes::respondent_page(token, answering::CONTEXT),
            comments: comments.collect(),
            comments_href: routes::respondent_page(token, answering::COMMENTS),
            form: FormState::default(),
        }
    }

    /// The page with a reason why it was not sent.
    #[must_use]
    pub fn with_problem(mut self, problem: &str) -> Self {
        self.form = self.form.with_problem("", problem);
        self
    }
}

impl View for SendPage {
    const TEMPLATE: &'static str = "respond/answers.html";

    fn samples() -> Vec<Self> {
        let Some(instrument) = super::sample::instrument() else {
            return Vec::new();
        };
        let token = Token::read("abcdefgh");
        let asked = super::sample::asked(Mode::RoundConfidential);
        let mut draft = Answering {
            answers: super::sample::answers(&instrument, super::sample::MIXED),
            ..Answering::default()
        };
        draft.comments.insert(
            "well".to_owned(),
            answering::Written {
                body: "People help each other.".to_owned(),
                may_be_shown: true,
            },
        );
        let page = Self::new((&asked, &token, &instrument, &draft));
        vec![page.clone(), page.with_problem("Answer something first")]
    }
}

/// The end: thanks, and the code that withdraws.
#[derive(Clone, Debug, Serialize)]
pub struct ThanksPage {
    network: String,
    receipt: String,
    withdrawal: &'static str,
    last_day: String,
    k: i32,
    audience: &'static str,
}

impl ThanksPage {
    /// The page.
    pub fn new(asked: &Asked, receipt: &Receipt) -> Self {
        Self {
            network: asked.network.name.clone(),
            receipt: receipt.words(),
            withdrawal: routes::WITHDRAWAL,
            last_day: promise::day_words(&asked.round.ends_on),
            k: asked.round.k,
            audience: promise::audience(asked.round.audience),
        }
    }
}

impl View for ThanksPage {
    const TEMPLATE: &'static str = "respond/thanks.html";

    fn samples() -> Vec<Self> {
        let asked = super::sample::asked(Mode::RoundConfidential);
        vec![Self::new(&asked, &Receipt::read("abcde-fghjk-mnpqr"))]
    }
}

/// The one page for links that open nothing any more, or never did (security.md AN-10).
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoLinkPage {
    withdrawal: &'static str,
}

impl NoLinkPage {
    /// The page.
    pub fn new() -> Self {
        Self {
            withdrawal: routes::WITHDRAWAL,
        }
    }
}

impl View for NoLinkPage {
    const TEMPLATE: &'static str = "respond/no_link.html";

    fn samples() -> Vec<Self> {
        vec![Self::new()]
    }
}

/// Withdrawing a response.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawalPage {
    /// What became of it: true withdrawn, false nothing was found.
    outcome: Option<bool>,
    form: FormState<WithdrawalForm>,
}

impl WithdrawalPage {
    /// The page.
    pub fn new(outcome: Option<bool>) -> Self {
        Self {
            outcome,
            form: FormState::default(),
        }
    }
}

impl View for WithdrawalPage {
    const TEMPLATE: &'static str = "respond/withdrawal.html";

    fn samples() -> Vec<Self> {
        [None, Some(true), Some(false)].map(Self::new).into()
    }
}
