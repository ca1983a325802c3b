//! The names of the dimensions, for codes that are stored with a challenge.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    features::health_checks::queries::dimensions,
    platform::{app::App, web::error::Result},
};

/// Names by code. Instruments come with the program, so they are asked for once.
pub(in super::super) async fn dimension_names(app: &App) -> Result<Arc<BTreeMap<String, String>>> {
    let key = ("dimension names", 0, 0, 0);
    if let Some(names) = app.fragments.get(key) {
        return Ok(names);
    }
    let all = dimensions(app).await?.into_iter();
    let names: BTreeMap<_, _> = all.map(|(code, name)| (code.to_string(), name)).collect();
    let names = Arc::new(names);
    app.fragments.put(key, 1_000, names.clone());
    Ok(names)
}
