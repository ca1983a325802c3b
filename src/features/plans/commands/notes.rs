//! Notes on the timeline of a network.

use sea_orm::{ActiveValue::Set, EntityTrait};

use super::hold_leader;
use crate::{
    entity::annotation,
    features::plans::policy::Annotate,
    platform::{access::Permit, db::Write, text::dates::CivilDay, web::error::Result},
};

/// Notes what happened on a day.
pub async fn annotate(
    write: &Write<'_>,
    permit: &Permit<Annotate>,
    words: &str,
    day: CivilDay,
) -> Result<()> {
    let (network, person) = (permit.on().network().id, permit.person().id);
    hold_leader(write, network, person).await?;
    let row = annotation::ActiveModel {
        network_id: Set(network),
        day: Set(day.to_string()),
        words: Set(words.to_owned()),
        author_id: Set(person),
        created_at: Set(write.now),
        ..Default::default()
    };
    annotation::Entity::insert(row).exec(write.txn).await?;
    Ok(())
}

/// Takes a note away. One that is gone already is gone.
pub async fn take_back(
    write: &Write<'_>,
    permit: &Permit<Annotate>,
    note: &annotation::Model,
) -> Result<()> {
    hold_leader(write, permit.on().network().id, permit.person().id).await?;
    annotation::Entity::delete_by_id(note.id)
        .exec(write.txn)
        .await?;
    Ok(())
}
