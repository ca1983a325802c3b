//! Instruments, read from the database once and then kept.

use std::sync::Arc;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    entity::{id::InstrumentId, instrument},
    features::health_checks::instrument::{DimensionCode, Instrument, Version},
    platform::{
        app::App,
        web::error::{Error, Result},
    },
};

/// The instrument that new checks use.
const NAME: &str = "nhc";

/// An instrument by its row. It never changes, so it is parsed once.
pub async fn instrument(app: &App, id: InstrumentId) -> Result<Instrument> {
    let key = ("instrument", id.0, 0, 0);
    if let Some(kept) = app.fragments.get::<Instrument>(key) {
        return Ok(Instrument::clone(&kept));
    }
    let row = instrument::Entity::find_by_id(id).one(&app.db).await?;
    let row = row.ok_or_else(|| internal("An instrument is missing"))?;
    let parsed = Instrument::parse(&row.content)
        .map_err(|mistakes| internal(&format!("Instrument {id}: {}", mistakes.join("; "))))?;
    let kept = Arc::new(parsed.clone());
    app.fragments.put(key, row.content.len() * 3, kept);
    Ok(parsed)
}

/// Every instrument by its row, parsed once each: a comparison looks at two.
pub async fn all_instruments(app: &App) -> Result<Vec<(InstrumentId, Instrument)>> {
    let ids: Vec<InstrumentId> = instrument::Entity::find()
        .select_only()
        .column(instrument::Column::Id)
        .into_tuple()
        .all(&app.db)
        .await?;
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        all.push((id, self::instrument(app, id).await?));
    }
    Ok(all)
}

/// The newest version that is not retired: what new checks ask.
pub async fn current(app: &App) -> Result<(InstrumentId, Instrument)> {
    let versions: Vec<(InstrumentId, String)> = instrument::Entity::find()
        .select_only()
        .column(instrument::Column::Id)
        .column(instrument::Column::Version)
        .filter(instrument::Column::Name.eq(NAME))
        .filter(instrument::Column::RetiredAt.is_null())
        .into_tuple()
        .all(&app.db)
        .await?;
    let newest = versions
        .into_iter()
        .max_by_key(|(_, version)| Version::parse(version));
    let (id, _) = newest.ok_or_else(|| internal("No instrument was imported"))?;
    Ok((id, instrument(app, id).await?))
}

/// The dimensions of the current instrument with their names: what a challenge can be about.
///
/// Every page of a challenge names some, so they are held for a minute: so late may a new version of
/// the instrument be.
pub async fn dimensions(app: &App) -> Result<Vec<(DimensionCode, String)>> {
    let minute = app.clock.now().0 / 60_000;
    let key = ("dimensions", 0, 0, minute);
    if let Some(kept) = app.fragments.get::<Vec<(DimensionCode, String)>>(key) {
        return Ok(Vec::clone(&kept));
    }
    let (_, instrument) = current(app).await?;
    let dimensions = instrument.dimensions.iter();
    let named: Vec<_> = dimensions
        .map(|dimension| (dimension.code, dimension.name.clone()))
        .collect();
    app.fragments.put(key, 1_000, Arc::new(named.clone()));
    Ok(named)
}

fn internal(message: &str) -> Error {
    Error::Internal(anyhow::anyhow!("{message}"))
}
