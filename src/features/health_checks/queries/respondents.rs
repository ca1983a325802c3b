//! What a respondent's link opens. Nothing here knows who is signed in (security.md AN-08).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{
    entity::{
        check_invitation, health_check, id::HealthCheckId, network, respondent_draft, result,
        result_link, round, timestamp::Timestamp,
    },
    features::health_checks::{
        answering::Answering,
        instrument::Instrument,
        links::{self, Token},
        snapshot::{RoundSnapshot, Stored},
    },
    platform::{
        access::ByLink,
        secret::{SiteSecret, fingerprint},
        web::error::{Error, Result},
    },
};

/// A round that somebody may answer, and the invitation that their link was made of; none where
/// they came by the open link.
#[derive(Clone, Debug)]
pub struct Asked {
    pub(in crate::features::health_checks) check: health_check::Model,
    pub(in crate::features::health_checks) round: round::Model,
    pub(in crate::features::health_checks) network: network::Model,
    pub(in crate::features::health_checks) invitation: Option<check_invitation::Model>,
}

impl Asked {
    /// Whether it takes answers now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.check.state == health_check::State::Open
            && self.round.closes_at.is_some_and(|at| at > now)
    }
}

/// What a token opens. One answer for all that open nothing: wrong, used, of a round that is closed
/// (security.md AN-10).
pub async fn by_token<C: ConnectionTrait>(
    db: &C,
    token: &Token,
    now: Timestamp,
) -> Result<ByLink<Asked>> {
    let hash = token.hash();
    let invitation = check_invitation::Entity::find()
        .filter(check_invitation::Column::TokenHash.eq(&hash))
        .filter(check_invitation::Column::Answered.eq(false))
        .one(db)
        .await?;
    let round = if let Some(invitation) = &invitation {
        invitation.health_check_id
    } else {
        let draft = respondent_draft::Entity::find_by_id(hash).one(db).await?;
        draft.ok_or(Error::NotFound)?.health_check_id
    };
    let asked = asked(db, round, invitation).await?;
    if asked.is_open(now) {
        Ok(ByLink::new(asked))
    } else {
        Err(Error::NotFound)
    }
}

/// A round by its open link.
pub async fn open_round<C: ConnectionTrait>(
    db: &C,
    secret: &SiteSecret,
    id: HealthCheckId,
    code: &str,
) -> Result<ByLink<Asked>> {
    if !links::is_open_code(secret, id, code) {
        return Err(Error::NotFound);
    }
    let asked = asked(db, id, None).await?;
    if asked.check.mode == health_check::Mode::RoundOpenLink
        && asked.check.state != health_check::State::Draft
    {
        Ok(ByLink::new(asked))
    } else {
        Err(Error::NotFound)
    }
}

async fn asked<C: ConnectionTrait>(
    db: &C,
    id: HealthCheckId,
    invitation: Option<check_invitation::Model>,
) -> Result<Asked> {
    let check = health_check::Entity::find_by_id(id).one(db).await?;
    let round = round::Entity::find_by_id(id).one(db).await?;
    let (Some(check), Some(round)) = (check, round) else {
        return Err(Error::NotFound);
    };
    let network = network::Entity::find_by_id(check.network_id)
        .one(db)
        .await?;
    Ok(Asked {
        check,
        round,
        network: network.ok_or(Error::NotFound)?,
        invitation,
    })
}

/// What was answered with this link so far; nothing yet is an empty draft.
pub async fn draft<C: ConnectionTrait>(
    db: &C,
    link: &ByLink<Asked>,
    token: &Token,
    instrument: &Instrument,
) -> Result<Answering> {
    let row = respondent_draft::Entity::find_by_id(token.hash())
        .one(db)
        .await?;
    let json = row.and_then(|row| token.open(&row.sealed));
    let form = link.get().check.form;
    Ok(json
        .and_then(|json| Answering::from_json(instrument, form, &json))
        .unwrap_or_default())
}

/// The result that a personal result link opens, while the round promised it to respondents and the
/// snapshot is there.
pub async fn result_by_link<C: ConnectionTrait>(
    db: &C,
    token: &Token,
    now: Timestamp,
) -> Result<ByLink<(round::Model, RoundSnapshot)>> {
    let link = result_link::Entity::find_by_id(fingerprint(token.as_str()))
        .filter(result_link::Column::ExpiresAt.gt(now))
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let asked = asked(db, link.health_check_id, None).await?;
    let is_promised = asked.round.audience == round::Audience::Respondents;
    let row = result::Entity::find()
        .filter(result::Column::HealthCheckId.eq(asked.check.id))
        .filter(result::Column::DeletedAt.is_null())
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let snapshot = round_snapshot(&row)?;
    if is_promised {
        Ok(ByLink::new((asked.round, snapshot)))
    } else {
        Err(Error::NotFound)
    }
}

/// The stored snapshot of a round.
pub(super) fn round_snapshot(row: &result::Model) -> Result<RoundSnapshot> {
    let json = row.snapshot.as_deref().ok_or(Error::NotFound)?;
    match Stored::from_json(json).map_err(|error| Error::Internal(error.into()))? {
        Stored::Round(snapshot) => Ok(*snapshot),
        Stored::Individual(_) => Err(Error::NotFound),
    }
}
