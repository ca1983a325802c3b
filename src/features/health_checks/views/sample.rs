//! An invented check for the samples of views, here and in features that show results.

use crate::{
    entity::{
        answer_draft, check_invitation,
        health_check::{self, Form, Mode},
        id::{
            AccountId, CheckInvitationId, HealthCheckId, InstrumentId, NetworkId, PostId, ResultId,
            ShareId, ThreadId,
        },
        membership::Role,
        network::Visibility,
        result, round, share,
        timestamp::Timestamp,
    },
    features::{
        health_checks::{
            comparison::{Comparison, Side, compare},
            instrument::{BUNDLED, Instrument},
            policy::{Home, SeenDraft, SeenResult, SeenRound, SeenShare},
            profile::Date,
            queries::Asked,
            scoring::{Answer, Answers, Group, Response},
            snapshot::{
                Comments, ContextAnswers, LeaderView, Round, RoundInput, RoundMode, RoundSnapshot,
                Snapshot,
            },
        },
        networks,
    },
    platform::{
        access::{Actor, Seen},
        text::dates,
    },
};

/// 24 November 2026.
pub const WHEN: Timestamp = Timestamp(1_795_532_635_000);

/// Answers with strengths, gaps and blanks, in the order of the statements.
pub const MIXED: &str = "5544445454333432222233DN44-4353342441533";

/// Answers that are too few for any score.
pub const FEW: &str = "54---D";

/// The instrument that comes with the program; none only if its file were broken.
pub fn instrument() -> Option<Instrument> {
    BUNDLED.last().and_then(|file| Instrument::parse(file).ok())
}

/// Answers in the order of the statements: digits, D for don't know, N for not applicable, `-` for
/// a blank.
pub fn answers(instrument: &Instrument, line: &str) -> Answers {
    let mut answers = Answers::new();
    for (statement, letter) in instrument.statements(Form::Full).zip(line.chars()) {
        let answer = match letter {
            'D' => Some(Answer::DontKnow),
            'N' => Some(Answer::NotApplicable),
            digit => Answer::parse(digit.encode_utf8(&mut [0; 4])),
        };
        let asked = answers.set(instrument, Form::Full, statement.id, answer);
        debug_assert!(asked, "every statement of the form is asked");
    }
    answers
}

/// A draft of a leader, or of somebody who leads no more.
pub fn draft(line: &str, role: Option<Role>) -> Option<(SeenDraft, Instrument, Answers)> {
    let instrument = instrument()?;
    let answers = answers(&instrument, line);
    let saved = line.len().div_ceil(5);
    let pages = instrument.dimensions.iter().take(saved);
    let pages: Vec<String> = pages.map(|page| page.code.to_string()).collect();
    let check = health_check::Model {
        id: HealthCheckId(4),
        network_id: NetworkId(7),
        owner_id: Some(AccountId(3)),
        instrument_id: InstrumentId(1),
        mode: Mode::Individual,
        form: Form::Full,
        state: health_check::State::Draft,
        created_at: WHEN,
        saved_at: None,
    };
    let draft = answer_draft::Model {
        health_check_id: check.id,
        answers: answers.to_json(),
        pages: pages.join(","),
        version: 9,
        updated_at: WHEN,
    };
    let seen = SeenDraft {
        check,
        draft,
        home: home(role),
    };
    Some((seen, instrument, answers))
}

/// What a line of answers comes to.
pub fn snapshot(line: &str) -> Option<Snapshot> {
    let instrument = instrument()?;
    let answers = answers(&instrument, line);
    let date = Date::at(WHEN.0, dates::DEFAULT_ZONE);
    let profile = home(Some(Role::Leader)).profile();
    let snapshot = Snapshot::individual(&instrument, Form::Full, &answers, profile, date);
    Some(snapshot)
}

/// A result of a leader, or of somebody who leads no more.
pub fn result(line: &str, role: Option<Role>) -> Option<SeenResult> {
    Some(SeenResult {
        result: result::Model {
            id: ResultId(9),
            health_check_id: HealthCheckId(4),
            network_id: NetworkId(7),
            owner_id: Some(AccountId(3)),
            snapshot: None,
            created_at: WHEN,
            deleted_at: None,
        },
        snapshot: snapshot(line)?,
        home: home(role),
    })
}

/// Three rounds of one network, and what was recorded when the newest was released.
pub struct Rounds {
    pub first: RoundSnapshot,
    pub earlier: RoundSnapshot,
    pub newest: RoundSnapshot,
    /// The newest against the one before it.
    pub previous: Comparison,
    pub since_first: Comparison,
}

/// When the newest round closed.
pub fn closed() -> Date {
    Date::at(WHEN.0, dates::DEFAULT_ZONE)
}

/// Rounds with gaps, split views, a dimension without a score, comments and a leader's own view.
pub fn rounds() -> Option<Rounds> {
    let instrument = instrument()?;
    let core = "5555544555DD4443333322222NN-DD4444455544";
    let member = "44343322DDDD3431151133334NNNDD33443222DD";
    let other = "44344233DDDD4425511543344-NNDD33433333DD";
    let newest: Vec<Response> = [(core, 6), (member, 4), (other, 4)]
        .into_iter()
        .flat_map(|(line, people)| {
            let group = if line == core {
                Group::Core
            } else {
                Group::Member
            };
            let answers = answers(&instrument, line);
            vec![respondent(Some(group), answers); people]
        })
        .collect();
    let before = vec![respondent(None, answers(&instrument, MIXED)); 11];
    let at = |months: i64| Date::at(WHEN.0 - months * 2_629_746_000, dates::DEFAULT_ZONE);
    let first = Round::score(round_input(&instrument, &before, at(12)))?.snapshot(None);
    let earlier = Round::score(round_input(&instrument, &before, at(6)))?.snapshot(None);
    let own = Snapshot::individual(
        &instrument,
        Form::Full,
        &answers(&instrument, MIXED),
        home(Some(Role::Leader)).profile(),
        closed(),
    );
    let contexts: Vec<ContextAnswers> = ["full_flow", "changing_shape"]
        .into_iter()
        .flat_map(|life| {
            let given = ContextAnswers {
                life: Some(life.to_owned()),
                year: Some("stronger".to_owned()),
            };
            vec![given; if life == "full_flow" { 4 } else { 8 }]
        })
        .collect();
    let comments = ["Something this network does well", "Anything else"].map(|question| Comments {
        question: question.to_owned(),
        texts: vec![
            "People ring one another.".to_owned(),
            "We <say> what did not work.\nAnd then we try again.".to_owned(),
            "The newsletter".to_owned(),
        ],
    });
    let newest = Round::score(RoundInput {
        contexts: &contexts,
        invited: Some(18),
        delivered: Some(17),
        leader: LeaderView::of(&own, closed()),
        comments: comments.to_vec(),
        ..round_input(&instrument, &newest, closed())
    })?;
    let against = |round: &RoundSnapshot| {
        let side = Side::released(round, &instrument, None);
        compare(&side, &newest.side(), Some(true))
    };
    let (previous, since_first) = (against(&earlier)?, against(&first)?);
    Some(Rounds {
        first,
        earlier,
        newest: newest.snapshot(Some(&previous)),
        previous,
        since_first,
    })
}

/// A round by an open link in which nobody answered enough for a score.
pub fn small_round() -> Option<RoundSnapshot> {
    let instrument = instrument()?;
    let responses = vec![respondent(None, answers(&instrument, FEW)); 5];
    let input = RoundInput {
        mode: RoundMode::RoundOpenLink,
        ..round_input(&instrument, &responses, closed())
    };
    Some(Round::score(input)?.snapshot(None))
}

fn respondent(group: Option<Group>, answers: Answers) -> Response {
    Response { group, answers }
}

fn round_input<'a>(
    instrument: &'a Instrument,
    responses: &'a [Response],
    date: Date,
) -> RoundInput<'a> {
    RoundInput {
        instrument,
        form: Form::Full,
        mode: RoundMode::RoundConfidential,
        k: 5,
        responses,
        contexts: &[],
        invited: Some(14),
        delivered: Some(14),
        network: home(Some(Role::Leader)).profile(),
        date,
        leader: None,
        comments: Vec::new(),
        passed_over: Vec::new(),
    }
}

/// A share of it: two dimensions in a private network.
pub fn share(line: &str, level: share::Level) -> Option<SeenShare> {
    let home = home(Some(Role::Leader));
    Some(SeenShare {
        share: share::Model {
            id: ShareId(5),
            result_id: ResultId(9),
            thread_id: ThreadId(12),
            post_id: PostId(40),
            sharer_id: AccountId(3),
            dimensions: "REL,LEA".to_owned(),
            level,
            name_shown: false,
            made_for_network: NetworkId(7),
            made_for: Visibility::Private,
            state: share::State::Active,
            created_at: WHEN,
            ended_at: None,
            version: 1,
        },
        now_in: NetworkId(7),
        now_visible: Visibility::Private,
        snapshot: snapshot(line)?,
        home,
    })
}

fn home(role: Option<Role>) -> Home {
    let seen = networks::views::sample::seen(Visibility::Private, role);
    let actor: &Actor = seen.actor();
    Home {
        network: seen.network().clone(),
        role,
        core: false,
        actor: actor.clone(),
    }
}

/// A round in some state, as a leader sees it.
pub(in crate::features::health_checks) fn round(
    state: health_check::State,
    mode: Mode,
    steps: &str,
) -> SeenRound {
    SeenRound {
        check: health_check::Model {
            id: HealthCheckId(4),
            network_id: NetworkId(2),
            owner_id: None,
            instrument_id: InstrumentId(1),
            mode,
            form: Form::Full,
            state,
            created_at: WHEN,
            saved_at: None,
        },
        round: round::Model {
            health_check_id: HealthCheckId(4),
            k: 5,
            audience: round::Audience::Respondents,
            beside_later: true,
            summary_shared: true,
            has_groups: true,
            ends_on: "2026-12-08".to_owned(),
            message: "What should we do differently next year?".to_owned(),
            steps: steps.to_owned(),
            version: 3,
            closes_at: Some(WHEN.plus_days(14)),
            opened_at: Some(WHEN),
            closed_at: (state != health_check::State::Open).then_some(WHEN),
            closed_early: false,
            leader_result_id: None,
            leader_shown: false,
            leader_id: None,
            invited: 14,
            delivered: 14,
            answered: 11,
            erasing: round::Erasing::Done,
            erase_attempts: 0,
        },
        home: home(Some(Role::Leader)),
    }
}

/// People on the list of a round.
pub(in crate::features::health_checks) fn invited(
    seen: &SeenRound,
) -> Vec<check_invitation::Model> {
    let people = [
        (
            "Ada Byron",
            "ada@example.org",
            check_invitation::Group::Core,
        ),
        ("", "ben@example.org", check_invitation::Group::Member),
    ];
    let people = people.map(|(name, email, group)| check_invitation::Model {
        id: CheckInvitationId(format!("id-{email}")),
        health_check_id: seen.id(),
        name: name.to_owned(),
        email: email.to_owned(),
        email_key: email.to_owned(),
        respondent_group: Some(group),
        token_hash: None,
        answered: false,
        mail: check_invitation::Mail::Waiting,
        reminders: 0,
        no_reminders: false,
        group_disputed: false,
    });
    people.into()
}

/// A round as a respondent meets it.
pub(in crate::features::health_checks) fn asked(mode: Mode) -> Asked {
    let seen = round(health_check::State::Open, mode, "");
    let invitation = invited(&seen).into_iter().next();
    Asked {
        network: seen.home.network.clone(),
        check: seen.check,
        round: seen.round,
        invitation: invitation.filter(|_| mode == Mode::RoundConfidential),
    }
}
