//! What the tables have in common: the same column types and named constraints on both databases.

use sea_orm_migration::{prelude::*, schema::big_pk_auto};

/// An identity column whose values are never used again.
pub(crate) fn id(name: &'static str) -> ColumnDef {
    big_pk_auto(name)
}

/// A foreign key with a name, `{table}_{column}_fk`.
pub(crate) fn reference(
    table: &'static str,
    column: &'static str,
    target: &'static str,
    on_delete: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}_fk"))
        .from(table, column)
        .to(target, "id")
        .on_delete(on_delete)
        .to_owned()
}

/// A unique index named `{table}_{columns}_key`.
pub(crate) async fn unique(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    manager
        .create_index(over(table, columns, "key").unique().to_owned())
        .await
}

/// An index named `{table}_{columns}_idx`.
pub(crate) async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    manager.create_index(over(table, columns, "idx")).await
}

fn over(table: &'static str, columns: &[&'static str], ending: &str) -> IndexCreateStatement {
    let mut index = Index::create();
    index
        .name(format!("{table}_{}_{ending}", columns.join("_")))
        .table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// A statement that no builder knows (partial indexes, triggers); the same text on both databases
/// unless the migration says otherwise.
pub(crate) async fn sql(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    manager
        .get_connection()
        .execute_unprepared(text)
        .await
        .map(|_| ())
}
