//! The history of the database schema, in the order of its foreign keys.

#![expect(clippy::too_many_lines, reason = "a migration is one list of tables")]

mod columns;
mod m20261124_000001_accounts;
mod m20261124_000002_networks;
mod m20261124_000003_threads;
mod m20261124_000004_health_checks;
mod m20261124_000005_moderation;
mod m20261124_000006_records;
mod m20261124_000007_rounds;
mod m20261124_000008_plans;
mod m20261124_000009_form_digest;

use sea_orm_migration::MigrationTrait;
pub use sea_orm_migration::MigratorTrait;

/// All migrations, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_accounts::Migration),
            Box::new(m20261124_000002_networks::Migration),
            Box::new(m20261124_000003_threads::Migration),
            Box::new(m20261124_000004_health_checks::Migration),
            Box::new(m20261124_000005_moderation::Migration),
            Box::new(m20261124_000006_records::Migration),
            Box::new(m20261124_000007_rounds::Migration),
            Box::new(m20261124_000008_plans::Migration),
            Box::new(m20261124_000009_form_digest::Migration),
        ]
    }
}
