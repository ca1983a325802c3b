//! The route table: no route without a door. What it holds is printed by `indaba routes` and
//! compared with a snapshot by a test.

use axum::{
    Router,
    extract::{FromRequestParts, Request},
    handler::Handler,
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, REFERRER_POLICY},
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};

use super::{error::Error, error_pages};
use crate::platform::{
    access::{Actor, Refusal},
    app::App,
};

/// Who gets in at all. What they may do there is asked by the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Visitors too.
    Anyone,
    /// People whose account may take part.
    SignedIn,
    /// Whoever is signed in, also before their address is confirmed: their own settings (R42).
    Account,
    /// Site admins.
    Admin,
    /// Whoever has the secret link that is in the path.
    Link,
    /// The same, where nobody is signed in whatever their cookie says: respondents of a round leave
    /// no name (security.md AN-08).
    Respondent,
}

impl Door {
    /// Its name in the route table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::SignedIn => "signed in",
            Self::Account => "account",
            Self::Admin => "site admin",
            Self::Link => "link",
            Self::Respondent => "respondent's link",
        }
    }

    fn admits(self, actor: &Actor) -> Result<(), Error> {
        let person = actor.person();
        match self {
            Self::Anyone | Self::Link | Self::Respondent => Ok(()),
            Self::Account if actor.account().is_some() => Ok(()),
            Self::SignedIn if person.is_some() => Ok(()),
            Self::Admin if person.is_some_and(|person| person.site.admin) => Ok(()),
            Self::Admin if person.is_some() => {
                Err(Refusal::because("This page is for site admins.").into())
            }
            Self::SignedIn | Self::Admin if actor.is_unconfirmed() => {
                Err(Refusal::ConfirmFirst.into())
            }
            Self::SignedIn | Self::Admin | Self::Account => Err(Refusal::SignInFirst.into()),
        }
    }
}

/// One line of the route table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Route {
    /// GET or POST: HTML forms know no other, so neither do we.
    pub method: &'static str,
    /// With `{parts}` in braces.
    pub path: &'static str,
    /// Who gets in.
    pub door: &'static str,
    /// The row of policy.toml that guards what it does, if one does.
    pub action: Option<&'static str>,
}

/// The routes of one feature, or of all.
#[derive(Debug, Default)]
pub struct Routes {
    table: Vec<Route>,
    doors: Vec<Door>,
    router: Router<App>,
}

impl Routes {
    /// Adds a page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, door: Door, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(MethodFilter::GET, "GET", path, door, handler)
    }

    /// Adds what a form does.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, door: Door, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(MethodFilter::POST, "POST", path, door, handler)
    }

    /// Names the row of policy.toml that guards the route just added.
    #[must_use]
    pub fn guarded_by(mut self, action: &'static str) -> Self {
        if let Some(route) = self.table.last_mut() {
            route.action = Some(action);
        }
        self
    }

    /// Adds the routes of another feature.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.table.extend(other.table);
        self.doors.extend(other.doors);
        self.router = self.router.merge(other.router);
        self
    }

    /// The table, in the order in which routes were added.
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    /// Each route with its door.
    pub fn with_doors(&self) -> impl Iterator<Item = (&Route, Door)> {
        self.table.iter().zip(self.doors.iter().copied())
    }

    /// The router behind the table.
    pub fn into_router(self) -> Router<App> {
        self.router
    }

    fn add<H, T>(
        mut self,
        filter: MethodFilter,
        method: &'static str,
        path: &'static str,
        door: Door,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let behind_door = on(filter, handler).layer(middleware::from_fn(
            move |request: Request, next: Next| async move { knock(door, request, next).await },
        ));
        self.table.push(Route {
            method,
            path,
            door: door.name(),
            action: None,
        });
        self.doors.push(door);
        self.router = self.router.route(path, behind_door);
        self
    }
}

/// The address itself is a secret: no other page learns of it, and nobody keeps the page (security.md
/// C6).
fn discreet(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn as_nobody(mut request: Request) -> Request {
    let app = request.extensions().get::<App>();
    let can_read = app.is_some_and(|app| app.settings.now().visitors_can_read);
    request.extensions_mut().insert(Actor::visitor(can_read));
    request
}

async fn knock(door: Door, request: Request, next: Next) -> Response {
    match door {
        Door::Anyone => return next.run(request).await,
        Door::Link => return discreet(next.run(request).await),
        Door::Respondent => return discreet(next.run(as_nobody(request)).await),
        Door::SignedIn | Door::Account | Door::Admin => {}
    }
    let Some(app) = request.extensions().get::<App>().cloned() else {
        return Error::Busy.into_response();
    };
    let (mut parts, body) = request.into_parts();
    let admitted = match Actor::from_request_parts(&mut parts, &app).await {
        Ok(actor) => door.admits(&actor),
        Err(error) => Err(error),
    };
    match admitted {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(Error::Refused(Refusal::SignInFirst)) => error_pages::sign_in_first(&app, &parts).await,
        Err(error) => error.into_response(),
    }
}
