//! HTTP in, page or redirect out.

pub(super) mod actions;
pub(super) mod edits;
pub(super) mod plan;
pub(super) mod replies;
pub(super) mod results;
pub(super) mod rounds;
pub(super) mod shares;
pub(super) mod steps;
pub(super) mod timeline;

use super::{
    forms::{Owner, WhoseTyped},
    policy, queries,
};
use crate::{
    features::{
        health_checks::{self, instrument::Instrument},
        networks::{self, policy::SeenNetwork},
    },
    platform::{
        app::App,
        web::{
            error::{Error, Result},
            page::Page,
        },
    },
};

/// The network of a plan, for its members; everybody else is answered as by its other tabs, or, where
/// they may read the network and do not belong to it, as by a page that does not exist.
async fn member(app: &App, page: &Page, slug: &str) -> Result<SeenNetwork> {
    let seen = networks::inside(app, page, slug).await?;
    if policy::has_plan(&seen) {
        Ok(seen)
    } else {
        Err(Error::NotFound)
    }
}

/// The instrument whose dimensions and statements actions name.
async fn instrument(app: &App) -> Result<Instrument> {
    let (_, instrument) = health_checks::queries::current(app).await?;
    Ok(instrument)
}

/// Whose an action is to be; the error is the sentence for the form.
async fn whose(
    app: &App,
    seen: &SeenNetwork,
    typed: WhoseTyped,
) -> Result<std::result::Result<Owner, String>> {
    Ok(match typed {
        WhoseTyped::Nobody => Ok(Owner::Nobody),
        WhoseTyped::Name(name) => Ok(Owner::Named(name)),
        WhoseTyped::Handle(handle) => {
            let found = queries::owner_named(&app.db, seen, &handle).await?;
            match found {
                Some(row) => Ok(Owner::Member(row.id)),
                None => Err(format!(
                    "Nobody in this network has the handle @{handle}. Enter the handle of a member, \
                     or just a name"
                )),
            }
        }
    })
}
