//! What somebody typed and could not send, or has not sent yet; its owner alone reads it again
//! (forum.md TH9).

use std::convert::Infallible;

use anyhow::Result;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};
use serde::de::DeserializeOwned;

use super::{access::Actor, app::App, db::Write, random, secret::fingerprint};
use crate::entity::{
    draft::{ActiveModel, Column, Entity, Model},
    id::AccountId,
    timestamp::Timestamp,
};

/// The cookie by which rescued text is found again (security.md C2).
pub const COOKIE: &str = "__Host-rescue";

/// The `Set-Cookie` by which a browser forgets its rescued text.
pub const FORGET_COOKIE: &str = "__Host-rescue=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax";

/// How long rescued text waits.
pub(super) const RESCUED_HOURS: i64 = 24;

/// How long one's own drafts wait.
pub(super) const OWN_DAYS: i64 = 90;

/// Drafts of one person; older ones make room.
const MOST_DRAFTS: u64 = 50;

/// Texts that one browser can have waiting: as many as its cookie names.
const MOST_RESCUED: usize = 4;

/// The names and values of a form.
pub type Fields = Vec<(String, String)>;

/// Keeps the text of a form whose session has ended, for `owner` alone, and gives the `Set-Cookie`
/// by which this browser finds it again.
///
/// `owner` is the person the form was shown to, which its signed key tells (security.md C1).
pub async fn rescue(
    app: &App,
    headers: &HeaderMap,
    owner: impl Into<Option<AccountId>>,
    target: &str,
    fields: &[(String, String)],
) -> Result<HeaderValue> {
    let (owner, token) = (owner.into(), random::token());
    let fields = serde_json::to_string(fields)?;
    app.write(async |write| {
        let row = ActiveModel {
            account_id: Set(owner),
            rescue_hash: Set(Some(fingerprint(&token))),
            target: Set(target.to_owned()),
            fields: Set(fields.clone()),
            created_at: Set(write.now),
            ..Default::default()
        };
        Entity::insert(row)
            .exec_without_returning(write.txn)
            .await?;
        make_room(write, owner).await
    })
    .await?;
    let mut tokens = vec![token];
    tokens.extend(tokens_in(headers));
    tokens.truncate(MOST_RESCUED);
    let seconds = RESCUED_HOURS * 60 * 60;
    let cookie = format!(
        "{COOKIE}={}; Max-Age={seconds}; Path=/; Secure; HttpOnly; SameSite=Lax",
        tokens.join(".")
    );
    Ok(HeaderValue::from_str(&cookie)?)
}

/// What this browser can find again. Extracting it asks nothing of the database, and nor does
/// looking for text without the cookie.
#[derive(Clone, Debug)]
pub struct Rescued {
    hashes: Vec<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Rescued {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

impl Rescued {
    /// What the browser that sent these headers can find again.
    pub fn of(headers: &HeaderMap) -> Self {
        let hashes = tokens_in(headers).iter().map(fingerprint).collect();
        Self { hashes }
    }

    /// The text that was typed into the form for `target` (the path it was sent to), if it was
    /// this person who typed it.
    pub async fn fields<C: ConnectionTrait>(
        &self,
        db: &C,
        now: Timestamp,
        actor: &Actor,
        target: &str,
    ) -> Result<Option<Fields>, DbErr> {
        let Some(person) = actor.account().filter(|_| !self.hashes.is_empty()) else {
            return Ok(None);
        };
        let found = Entity::find()
            .filter(self.theirs(person.id))
            .filter(Column::Target.eq(target))
            .filter(Column::CreatedAt.gt(now.plus_minutes(-RESCUED_HOURS * 60)))
            .order_by_desc(Column::Id)
            .one(db)
            .await?;
        Ok(found.as_ref().map(fields_of))
    }

    /// Every text of this browser that this person typed, the latest form first.
    pub async fn all<C: ConnectionTrait>(
        &self,
        db: &C,
        now: Timestamp,
        actor: &Actor,
    ) -> Result<Vec<Fields>, DbErr> {
        let Some(person) = actor.account() else {
            return Ok(Vec::new());
        };
        self.of_person(db, now, person.id).await
    }

    /// The same for somebody who is just signing in.
    pub async fn of_person<C: ConnectionTrait>(
        &self,
        db: &C,
        now: Timestamp,
        person: AccountId,
    ) -> Result<Vec<Fields>, DbErr> {
        if self.hashes.is_empty() {
            return Ok(Vec::new());
        }
        let found = Entity::find()
            .filter(self.theirs(person))
            .filter(Column::CreatedAt.gt(now.plus_minutes(-RESCUED_HOURS * 60)))
            .order_by_desc(Column::Id)
            .all(db)
            .await?;
        Ok(found.iter().map(fields_of).collect())
    }

    /// Drops every text of this browser that this person typed.
    pub async fn discard(&self, write: &Write<'_>, person: AccountId) -> Result<(), DbErr> {
        Entity::delete_many()
            .filter(self.theirs(person))
            .exec(write.txn)
            .await
            .map(|_| ())
    }

    fn theirs(&self, person: AccountId) -> Condition {
        let owner = Condition::any()
            .add(Column::AccountId.eq(person))
            .add(Column::AccountId.is_null());
        Condition::all()
            .add(Column::RescueHash.is_in(self.hashes.iter().cloned()))
            .add(owner)
    }

    /// The same as the form it was typed into.
    pub async fn form<F: DeserializeOwned, C: ConnectionTrait>(
        &self,
        db: &C,
        now: Timestamp,
        actor: &Actor,
        target: &str,
    ) -> Result<Option<F>, DbErr> {
        Ok(self
            .fields(db, now, actor, target)
            .await?
            .as_deref()
            .and_then(form))
    }
}

/// Keeps a draft of one's own for `target`, in place of the one before.
pub async fn keep(
    write: &Write<'_>,
    account: AccountId,
    target: &str,
    fields: &[(String, String)],
) -> Result<()> {
    let fields = serde_json::to_string(fields)?;
    Entity::delete_many()
        .filter(Column::AccountId.eq(account))
        .filter(Column::RescueHash.is_null())
        .filter(Column::Target.eq(target))
        .exec(write.txn)
        .await?;
    let row = ActiveModel {
        account_id: Set(Some(account)),
        rescue_hash: Set(None),
        target: Set(target.to_owned()),
        fields: Set(fields),
        created_at: Set(write.now),
        ..Default::default()
    };
    Entity::insert(row)
        .exec_without_returning(write.txn)
        .await?;
    Ok(make_room(write, Some(account)).await?)
}

/// A person's own draft for `target`.
pub async fn own<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    target: &str,
) -> Result<Option<Fields>, DbErr> {
    let found = Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::RescueHash.is_null())
        .filter(Column::Target.eq(target))
        .order_by_desc(Column::Id)
        .one(db)
        .await?;
    Ok(found.as_ref().map(fields_of))
}

/// Drops what a person has kept and what was rescued for them: their form has arrived.
pub async fn forget(write: &Write<'_>, account: AccountId, target: &str) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Target.eq(target))
        .exec(write.txn)
        .await
        .map(|_| ())
}

/// A form from its fields; none if the form has changed so much that they no longer fit.
pub fn form<F: DeserializeOwned>(fields: &[(String, String)]) -> Option<F> {
    let encoded = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    serde_html_form::from_str(&encoded).ok()
}

async fn make_room(write: &Write<'_>, owner: Option<AccountId>) -> Result<(), DbErr> {
    let whose = match owner {
        Some(owner) => Column::AccountId.eq(owner),
        None => Column::AccountId.is_null(),
    };
    let kept = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(whose.clone())
        .order_by_desc(Column::Id)
        .limit(MOST_DRAFTS)
        .into_query();
    Entity::delete_many()
        .filter(whose)
        .filter(Column::Id.not_in_subquery(kept))
        .exec(write.txn)
        .await
        .map(|_| ())
}

fn fields_of(row: &Model) -> Fields {
    serde_json::from_str(&row.fields).unwrap_or_default()
}

fn tokens_in(headers: &HeaderMap) -> Vec<String> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.split_once('='));
    let value = pairs
        .find(|(name, _)| name.trim() == COOKIE)
        .map_or("", |(_, value)| value.trim());
    let tokens = value
        .split('.')
        .filter(|token| !token.is_empty() && token.len() <= 64);
    tokens.take(MOST_RESCUED).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, serde::Deserialize)]
    #[serde(default)]
    struct Reply {
        body: String,
        tag: Vec<String>,
        never: String,
    }

    #[test]
    fn text_fits_into_the_form_it_was_typed_into() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = [
            pair("body", "Handrails & lights\n+1"),
            pair("tag", "a"),
            pair("tag", "b"),
        ];
        let form: Reply = form(&fields).unwrap();
        assert_eq!(form.body, "Handrails & lights\n+1");
        assert_eq!(form.tag, ["a", "b"]);
        assert_eq!(form.never, "");
    }

    #[test]
    fn a_browser_finds_each_of_its_texts() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "__Host-sid=x; __Host-rescue=one.two".parse().unwrap(),
        );
        assert_eq!(tokens_in(&headers), ["one", "two"]);
        assert_eq!(Rescued::of(&HeaderMap::new()).hashes.len(), 0);
    }
}
