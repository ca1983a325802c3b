//! HTTP in, page or redirect out.

pub(super) mod confirm;
pub(super) mod passwords;
pub(super) mod people;
pub(super) mod register;
pub(super) mod rescued;
pub(super) mod sessions;
pub(super) mod set_up;
pub(super) mod settings;
pub(super) mod sign_in;
pub(super) mod sign_out;

use crate::{
    entity::{account, id::AccountId},
    platform::{
        access::{Actor, Refusal},
        web::error::{Error, Result},
    },
};

/// Whoever is signed in, confirmed or not. The door has let nobody else in.
fn own_id(actor: &Actor) -> Result<AccountId> {
    let person = actor.account();
    let person = person.ok_or(Error::Refused(Refusal::SignInFirst))?;
    Ok(person.id)
}

/// What others know about somebody, and an attacker tries first as their password.
fn known_about<'a>(site: &'a str, own: &'a account::Model) -> [&'a str; 4] {
    [site, &own.display_name, &own.email_shown, &own.handle]
}
