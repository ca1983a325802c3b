//! The tables that the migrations make are the ones that the entities describe, on both databases.

use std::collections::BTreeMap;

use indaba::entity;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityName, EntityTrait, Iterable, Statement};

use crate::support::TestApp;

macro_rules! tables {
    ($($table:ident)*) => {
        vec![$((
            entity::$table::Entity.table_name().to_owned(),
            columns_of::<entity::$table::Entity>(),
        )),*]
    };
}

fn columns_of<E: EntityTrait>() -> Vec<String> {
    let mut names: Vec<_> = E::Column::iter()
        .map(|column| sea_orm::Iden::unquoted(&column).to_owned())
        .collect();
    names.sort();
    names
}

fn entities() -> BTreeMap<String, Vec<String>> {
    tables! {
        account action action_link action_update activity annotation answer_draft audit_entry
        challenge check_invitation comment comparison_record draft form_use health_check heartbeat
        instrument job join_request membership network network_invitation one_time_link outbox_mail
        post post_revision report respondent_draft response result result_link review_item round
        schedule session share site_role site_secret site_setting thread thread_event thread_read
        throttle
    }
    .into_iter()
    .collect()
}

#[tokio::test]
async fn the_migrations_make_exactly_the_columns_of_the_entities() {
    let site = TestApp::start().await;
    assert_eq!(columns_in(&site.app.db).await, entities());
}

#[tokio::test]
async fn every_entity_file_is_in_this_test() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/entity")).unwrap();
    let mut names: Vec<_> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .filter(|name| !["mod", "id", "timestamp"].contains(&name.as_str()))
        .collect();
    names.sort();
    assert_eq!(names, entities().into_keys().collect::<Vec<_>>());
}

#[tokio::test]
async fn every_migration_goes_down_and_up_again_on_a_filled_database() {
    let site = TestApp::start().await;
    site.person("ada").await;
    let url = site.app.config.database_url.to_string();
    let db = indaba::platform::db::connect::open_patient(&url)
        .await
        .unwrap();
    let steps = Migrator::migrations().len();
    for _ in 0..steps {
        Migrator::down(&db, Some(1)).await.unwrap();
    }
    assert!(columns_in(&db).await.is_empty());
    Migrator::up(&db, None).await.unwrap();
    assert_eq!(columns_in(&db).await, entities());
    db.close().await.unwrap();
}

async fn columns_in(db: &DatabaseConnection) -> BTreeMap<String, Vec<String>> {
    let text = match db.get_database_backend() {
        sea_orm::DatabaseBackend::Postgres => {
            "SELECT table_name AS t, column_name AS c FROM information_schema.columns \
             WHERE table_schema = current_schema()"
        }
        _ => {
            "SELECT m.name AS t, p.name AS c FROM sqlite_master m, pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
    };
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), text))
        .await;
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows.unwrap() {
        let table: String = row.try_get("", "t").unwrap();
        if table == "seaql_migrations" {
            continue;
        }
        tables
            .entry(table)
            .or_default()
            .push(row.try_get("", "c").unwrap());
    }
    for columns in tables.values_mut() {
        columns.sort();
    }
    tables
}
