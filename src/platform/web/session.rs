//! Who is signed in: the cookie, signing in and out, and the [`Actor`] of a request.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::Response,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
};
use time::Duration;
use tower::{layer::util::Stack, util::MapResponseLayer};
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, cookie::SameSite, session::Error as SessionError,
};

use super::{
    error::{Error, Result},
    server::AskedBy,
    session_store::{ABSOLUTE_DAYS, Holder, Store, key},
};
use crate::{
    entity::{account, id::AccountId, session, timestamp::Timestamp},
    platform::{access::Actor, app::App, db::Write},
};

/// The session cookie (security.md C2).
pub const COOKIE: &str = "__Host-sid";

/// How much of a session's key is shown: enough to tell one's own sessions apart, and worth
/// nothing to anybody else.
const NAME_LENGTH: usize = 16;

/// When the password was last given in this session.
const PASSWORD_AT: &str = "password_at";

/// The layer that gives a request its session and the answer its cookie.
pub type SessionLayer =
    Stack<SessionManagerLayer<Store>, MapResponseLayer<fn(Response) -> Response>>;

/// The session layer: `__Host-sid`, one row for each signed-in browser, none for visitors.
pub fn layer(app: &App) -> SessionLayer {
    let manager = SessionManagerLayer::new(Store::new(app.clone()))
        .with_name(COOKIE)
        .with_path("/")
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        // How long a session lasts is for the store to say; the cookie merely outlives it.
        .with_expiry(Expiry::OnInactivity(Duration::days(ABSOLUTE_DAYS)));
    Stack::new(
        manager,
        MapResponseLayer::new(whole_removal as fn(Response) -> Response),
    )
}

/// Browsers ignore the removal of a `__Host-` cookie that is not `Secure`, and tower-sessions
/// leaves that word out.
fn whole_removal(mut response: Response) -> Response {
    let cookies = response.headers().get_all(header::SET_COOKIE);
    let is_removal = |cookie: &HeaderValue| {
        cookie
            .to_str()
            .is_ok_and(|cookie| cookie.starts_with("__Host-sid=;") && !cookie.contains("; Secure"))
    };
    if !cookies.iter().any(is_removal) {
        return response;
    }
    let whole: Vec<_> = cookies
        .iter()
        .filter(|cookie| !is_removal(cookie))
        .cloned()
        .collect();
    let headers = response.headers_mut();
    headers.remove(header::SET_COOKIE);
    for cookie in whole {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers.append(
        header::SET_COOKIE,
        HeaderValue::from_static("__Host-sid=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax"),
    );
    response
}

impl FromRequestParts<App> for Actor {
    type Rejection = Error;

    /// Asks the database once a request, and not at all without a session cookie.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        if let Some(actor) = parts.extensions.get::<Self>() {
            return Ok(actor.clone());
        }
        let holder = match parts.extensions.get::<Session>() {
            Some(session) => holder_of(session).await?,
            None => None,
        };
        let visitors_can_read = app.settings.now().visitors_can_read;
        let actor = match holder.and_then(Holder::person) {
            None => Self::visitor(visitors_can_read),
            Some((person, state)) => match state {
                account::State::Active => Self::of(person, visitors_can_read),
                account::State::Unverified | account::State::AwaitingApproval => {
                    Self::unconfirmed(person, visitors_can_read)
                }
                // The store does not load these.
                account::State::Suspended | account::State::Closed => {
                    Self::visitor(visitors_can_read)
                }
            },
        };
        if let (Some(asked_by), Some(person)) = (parts.extensions.get::<AskedBy>(), actor.account())
        {
            asked_by.note(person.id);
        }
        parts.extensions.insert(actor.clone());
        Ok(actor)
    }
}

/// The session of this browser, for those who sign people in and out.
#[derive(Clone, Debug)]
pub struct CurrentSession {
    session: Session,
    label: String,
}

impl FromRequestParts<App> for CurrentSession {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        let session = parts.extensions.get::<Session>().cloned();
        let session = session.ok_or_else(|| anyhow::anyhow!("The session layer is missing"))?;
        Ok(Self {
            session,
            label: label(&parts.headers),
        })
    }
}

impl CurrentSession {
    /// Signs a person in whose password has just been checked, under a new session id.
    ///
    /// `epoch` is the one of the account as it was checked: if it has been raised since, the new
    /// session is none. On an error nobody is signed in and the form can be shown again.
    pub async fn sign_in(&self, now: Timestamp, account: AccountId, epoch: i64) -> Result<()> {
        let session = &self.session;
        session.clear().await;
        if session.id().is_some() {
            session.cycle_id().await.map_err(failed)?;
        }
        let holder = Holder::new(account, epoch, self.label.clone(), now);
        session.insert(Holder::KEY, holder).await.map_err(failed)?;
        session.insert(PASSWORD_AT, now).await.map_err(failed)?;
        // Here and not after the handler, so that a failure can still be answered with the form.
        session.save().await.map_err(failed)
    }

    /// Ends this session; the browser forgets its cookie.
    pub async fn sign_out(&self) -> Result<()> {
        self.session.flush().await.map_err(failed)
    }

    /// The name by which this session stands in the list of a person's sessions.
    pub async fn name(&self) -> Result<Option<String>> {
        let is_live = holder_of(&self.session).await?.is_some();
        let id = self.session.id().filter(|_| is_live);
        Ok(id.map(|id| name(&key(&id))))
    }

    /// When the password was last given in this session: some acts ask for it again (security.md
    /// C1).
    pub async fn password_at(&self) -> Result<Option<Timestamp>> {
        self.session.get(PASSWORD_AT).await.map_err(failed)
    }

    /// Notes that the password has just been given again, under a new session id.
    pub async fn password_given(&self, now: Timestamp) -> Result<()> {
        self.session.cycle_id().await.map_err(failed)?;
        self.session
            .insert(PASSWORD_AT, now)
            .await
            .map_err(failed)?;
        self.session.save().await.map_err(failed)
    }
}

/// One of a person's sessions, as they see it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SignedIn {
    /// What a form calls it by.
    pub name: String,
    /// The family of the browser, such as "Firefox on Windows".
    pub label: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, within five minutes.
    pub last_seen_at: Timestamp,
}

/// The live sessions of a person, the last used first.
pub async fn list<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    account: AccountId,
) -> Result<Vec<SignedIn>, DbErr> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_asc(session::Column::IdHash)
        .all(db)
        .await?;
    let shown = rows.into_iter().map(|row| SignedIn {
        name: name(&row.id_hash),
        label: row.label,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
    });
    Ok(shown.collect())
}

/// Ends one of a person's own sessions. False: they have none of that name.
pub async fn end(write: &Write<'_>, account: AccountId, name: &str) -> Result<bool, DbErr> {
    if !is_name(name) {
        return Ok(false);
    }
    let ended = session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::IdHash.starts_with(name))
        .exec(write.txn)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Ends all of a person's sessions but the one named `kept`, and says how many.
///
/// No epoch is raised: a session without a row is none, whatever is still in flight.
pub async fn end_others(
    write: &Write<'_>,
    account: AccountId,
    kept: Option<&str>,
) -> Result<u64, DbErr> {
    let mut others = session::Entity::delete_many().filter(session::Column::AccountId.eq(account));
    if let Some(kept) = kept.filter(|kept| is_name(kept)) {
        others = others.filter(session::Column::IdHash.starts_with(kept).not());
    }
    Ok(others.exec(write.txn).await?.rows_affected)
}

async fn holder_of(session: &Session) -> Result<Option<Holder>> {
    session.get(Holder::KEY).await.map_err(failed)
}

/// A database that does not answer is a matter of a moment: nobody is taken for a visitor.
fn failed(error: SessionError) -> Error {
    match error {
        SessionError::Store(error) => {
            tracing::warn!(%error, "The session store did not answer.");
            Error::Busy
        }
        SessionError::SerdeJson(error) => Error::Internal(error.into()),
    }
}

fn name(key: &str) -> String {
    key.chars().take(NAME_LENGTH).collect()
}

fn is_name(name: &str) -> bool {
    name.len() == NAME_LENGTH && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The families of browsers, the more particular first: most of them also claim to be others.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// What they run on.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// The family of a browser, and no more of it than its owner needs to know it again.
fn label(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok());
    let agent = agent.unwrap_or_default();
    let find = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (find(BROWSERS), find(SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("A browser on {system}"),
        (None, None) => "An unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labelled(agent: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, agent.parse().unwrap());
        label(&headers)
    }

    #[test]
    fn a_session_is_known_by_browser_and_system() {
        let firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Firefox/131.0";
        assert_eq!(labelled(firefox), "Firefox on Windows");
        let edge = "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(labelled(edge), "Edge on Windows");
        let phone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604";
        assert_eq!(labelled(phone), "Safari on iPhone");
        assert_eq!(labelled("curl/8.5"), "An unknown browser");
    }

    #[test]
    fn a_removed_cookie_is_one_that_browsers_remove() {
        let mut response = Response::default();
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, HeaderValue::from_static("a=b"));
        headers.append(
            header::SET_COOKIE,
            HeaderValue::from_static("__Host-sid=; Max-Age=0; Path=/"),
        );
        let response = whole_removal(response);
        let cookies: Vec<_> = response
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .collect();
        assert_eq!(cookies.len(), 2);
        assert_eq!(cookies[0], "a=b");
        assert!(cookies[1].to_str().unwrap().contains("; Secure"));
    }
}
