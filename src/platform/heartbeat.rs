//! A row that this process writes again and again, so that `/readyz` knows whether it can.

use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use super::{app::App, web::error::Error};
use crate::entity::heartbeat;

/// Writes the row, and notes that the database took it.
pub async fn beat(app: &App) -> Result<(), Error> {
    let node = app.pulse.instance().to_owned();
    let at = app
        .write(async |write| {
            let row = heartbeat::ActiveModel {
                node: Set(node),
                at: Set(write.now),
            };
            let again = OnConflict::column(heartbeat::Column::Node)
                .update_column(heartbeat::Column::At)
                .to_owned();
            heartbeat::Entity::insert(row)
                .on_conflict(again)
                .exec_without_returning(write.txn)
                .await?;
            Ok::<_, Error>(write.now)
        })
        .await?;
    app.pulse.beat(at);
    Ok(())
}
