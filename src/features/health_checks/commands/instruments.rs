//! Instruments come in as whole files and are never changed.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};

use crate::{
    entity::instrument,
    features::health_checks::instrument::{BUNDLED, Instrument},
    platform::{
        app::App,
        db::{Write, unique::or_nothing},
        web::error::Error,
    },
};

/// What importing a file did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It is new here: its name and version.
    New(String),
    /// The very same file was imported before.
    AlreadyHere(String),
}

/// Imports the instruments that come with the program, as every start does after migrating.
pub async fn import_bundled(app: &App) -> anyhow::Result<()> {
    for file in BUNDLED {
        app.write(async |write| import(write, file).await).await?;
    }
    Ok(())
}

/// Imports an instrument file as a new version that will never change (health-check.md 11.4).
///
/// Refused in words if it is no valid instrument, or if the same version was imported with another
/// content.
pub async fn import(write: &Write<'_>, file: &str) -> Result<Imported, Error> {
    let parsed = Instrument::parse(file).map_err(|mistakes| {
        Error::Unreadable(format!(
            "This is no instrument file: {}",
            mistakes.join("; ")
        ))
    })?;
    let row = instrument::ActiveModel {
        name: Set(parsed.id.clone()),
        version: Set(parsed.version.to_string()),
        content: Set(file.to_owned()),
        imported_at: Set(write.now),
        retired_at: Set(None),
        ..Default::default()
    };
    // Several nodes may start at once: the unique rule decides which one is first.
    let inserted = instrument::Entity::insert(row)
        .on_conflict(or_nothing())
        .try_insert()
        .exec_without_returning(write.txn)
        .await?;
    if matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0) {
        return Ok(Imported::New(parsed.title()));
    }
    let there = instrument::Entity::find()
        .filter(instrument::Column::Name.eq(&parsed.id))
        .filter(instrument::Column::Version.eq(parsed.version.to_string()))
        .one(write.txn)
        .await?;
    match there {
        Some(row) if row.content == file => Ok(Imported::AlreadyHere(parsed.title())),
        _ => Err(Error::Conflict(format!(
            "{} was imported before with another content. A version never changes: give the file \
             a new version.",
            parsed.title()
        ))),
    }
}
