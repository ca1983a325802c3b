//! An invented check for the samples of views, here and in features that show results.

use crate::{
    entity::{
        answer_draft,
        health_check::{self, Form, Mode},
        id::{
            AccountId, HealthCheckId, InstrumentId, NetworkId, PostId, ResultId, ShareId, ThreadId,
        },
        membership::Role,
        network::Visibility,
        result, share,
        timestamp::Timestamp,
    },
    features::{
        health_checks::{
            instrument::{BUNDLED, Instrument},
            policy::{Home, SeenDraft, SeenResult, SeenShare},
            profile::Date,
            scoring::{Answer, Answers},
            snapshot::Snapshot,
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
        actor: actor.clone(),
    }
}
