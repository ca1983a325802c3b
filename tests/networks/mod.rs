//! Networks: who finds them, comes in, looks after them and leaves.

mod about;
mod directory;
mod invitations;
mod joining;
mod people;
mod seeing;

use indaba::entity::{
    audit_entry, id::NetworkId, membership, membership::Role, network, outbox_mail,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::support::{Answer, Someone, TestApp};

/// The network as it is stored.
async fn stored(site: &TestApp, slug: &str) -> network::Model {
    let found = network::Entity::find().filter(network::Column::Slug.eq(slug));
    found.one(&site.app.db).await.unwrap().expect("the network")
}

/// Somebody's role in a network.
async fn role_of(site: &TestApp, network: NetworkId, who: &Someone) -> Option<Role> {
    let found = membership::Entity::find_by_id((network, who.id));
    let found = found.one(&site.app.db).await.unwrap();
    found.map(|place| place.role)
}

/// Panics unless the stored count of members is the number of memberships.
async fn counts_its_members(site: &TestApp, network: NetworkId) {
    let rows = membership::Entity::find()
        .filter(membership::Column::NetworkId.eq(network))
        .count(&site.app.db)
        .await
        .unwrap();
    let found = network::Entity::find_by_id(network);
    let stored = found.one(&site.app.db).await.unwrap().unwrap().members;
    assert_eq!(u64::try_from(stored).unwrap(), rows);
}

/// What was done in a network, as the audit log names it.
async fn audited(site: &TestApp, network: NetworkId) -> Vec<String> {
    let entries = audit_entry::Entity::find()
        .filter(audit_entry::Column::NetworkId.eq(network))
        .order_by_asc(audit_entry::Column::Id)
        .all(&site.app.db)
        .await
        .unwrap();
    entries.into_iter().map(|entry| entry.action).collect()
}

/// How many mails of a kind wait for somebody.
async fn mails(site: &TestApp, kind: &str, to: &Someone) -> u64 {
    outbox_mail::Entity::find()
        .filter(outbox_mail::Column::Kind.eq(format!("networks/emails/{kind}")))
        .filter(outbox_mail::Column::AccountId.eq(to.id))
        .count(&site.app.db)
        .await
        .unwrap()
}

/// An answer without what differs each time: form keys and the request's own number.
fn plain(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let mut body = String::new();
    let mut parts = answer.body.split("name=\"form_key\" value=\"");
    body.push_str(parts.next().unwrap_or_default());
    for part in parts {
        body.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    let changing = ["x-request-id", "x-statements", "date"];
    let headers = answer
        .headers
        .iter()
        .filter(|(name, _)| !changing.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    (answer.status.as_u16(), headers, body)
}

/// Long enough for a session to end, so the person signs in again.
async fn days_later(site: &TestApp, days: i64, who: &Someone) -> crate::support::Browser {
    site.wait_minutes(days * 24 * 60);
    site.sign_in(who.id).await
}
