//! A network begins.

use sea_orm::{ActiveValue::Set, EntityTrait, TryInsertResult};

use super::add_member;
use crate::{
    entity::{
        membership::Role,
        network::{self, JoinPolicy, MemberList, State, Visibility},
    },
    features::networks::{forms::NewNetwork, policy::CreateNetwork},
    platform::{
        access::Permit,
        db::{Write, unique::or_nothing},
        random,
        text::{fold, slug},
        web::error::{Error, Result},
    },
};

/// Networks of one name get numbers; after so many the name says too little anyway.
const MOST_OF_ONE_NAME: u32 = 200;

/// Makes a network, usable at once, with its creator as leader (forum.md NW1).
pub async fn create(
    write: &Write<'_>,
    permit: &Permit<CreateNetwork>,
    new: NewNetwork,
) -> Result<network::Model> {
    let creator = permit.person().id;
    for candidate in slugs(&new) {
        let row = network::ActiveModel {
            slug: Set(candidate.clone()),
            name: Set(new.name.clone()),
            name_key: Set(fold::key(&new.name)),
            purpose: Set(new.purpose.clone()),
            about: Set(String::new()),
            kind: Set(new.kind),
            stage: Set(new.stage),
            visibility: Set(new.visibility),
            join_policy: Set(first_join_policy(new.visibility)),
            broker_access: Set(false),
            member_list: Set(MemberList::Members),
            governance: Set(None),
            organisations: Set(None),
            started: Set(None),
            geography: Set(None),
            state: Set(State::Active),
            is_commons: Set(false),
            members: Set(0),
            last_activity_at: Set(write.now),
            version: Set(1),
            created_at: Set(write.now),
            created_by: Set(Some(creator)),
            ..Default::default()
        };
        // A taken slug must not spoil the transaction, so it is no error.
        let tried = network::Entity::insert(row)
            .on_conflict(or_nothing())
            .try_insert()
            .exec(write.txn)
            .await?;
        let TryInsertResult::Inserted(inserted) = tried else {
            continue;
        };
        let id = inserted.last_insert_id;
        add_member(write, id, creator, Role::Leader).await?;
        let made = network::Entity::find_by_id(id).one(write.txn).await?;
        return made.ok_or_else(|| anyhow::anyhow!("A new network is not there").into());
    }
    Err(Error::Conflict(
        "Many networks have this name already. Choose another name.".to_owned(),
    ))
}

/// The addresses to try, in order. That of a secret network ends at random, so that no number
/// behind another network's name tells that it exists (forum.md NW1).
fn slugs(new: &NewNetwork) -> Box<dyn Iterator<Item = String> + Send> {
    let base = slug::network(&new.name);
    match new.visibility {
        Visibility::Public | Visibility::Private => {
            let second = base.clone();
            let numbered = (2..MOST_OF_ONE_NAME).map(move |number| slug::numbered(&second, number));
            Box::new(std::iter::once(base).chain(numbered))
        }
        Visibility::Secret => Box::new(
            std::iter::repeat_with(move || slug::with_ending(&base, &random_ending())).take(3),
        ),
    }
}

fn random_ending() -> String {
    random::base32(&random::bytes::<10>())
}

fn first_join_policy(visibility: Visibility) -> JoinPolicy {
    match visibility {
        Visibility::Public => JoinPolicy::Open,
        Visibility::Private => JoinPolicy::Request,
        Visibility::Secret => JoinPolicy::Invitation,
    }
}
