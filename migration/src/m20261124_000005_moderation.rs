//! Reports and the items that moderators decide.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, text, text_null},
};

use crate::columns::{id, index, reference, sql};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("review_item")
                    .col(id("id"))
                    .col(big_integer("network_id"))
                    .col(big_integer("post_id"))
                    .col(big_integer("about_id"))
                    .col(boolean("to_site"))
                    .col(text("state"))
                    .col(text_null("decision"))
                    .col(big_integer_null("decided_by"))
                    .col(big_integer_null("decided_at"))
                    .col(text("reason"))
                    .col(big_integer("version"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut reference(
                        "review_item",
                        "network_id",
                        "network",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "review_item",
                        "post_id",
                        "post",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "review_item",
                        "about_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "review_item",
                        "decided_by",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "review_item", &["post_id"]).await?;
        index(manager, "review_item", &["state", "network_id"]).await?;
        sql(
            manager,
            "CREATE UNIQUE INDEX review_item_open ON review_item (post_id) WHERE state = 'open'",
        )
        .await?;
        manager
            .create_table(
                Table::create()
                    .table("report")
                    .col(id("id"))
                    .col(big_integer("review_item_id"))
                    .col(big_integer("post_id"))
                    .col(big_integer("reporter_id"))
                    .col(text("reason"))
                    .col(text("detail"))
                    .col(boolean("not_to_leaders"))
                    .col(text("text_copy"))
                    .col(big_integer("text_version"))
                    .col(text("state"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut reference(
                        "report",
                        "review_item_id",
                        "review_item",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "report",
                        "post_id",
                        "post",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "report",
                        "reporter_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "report", &["review_item_id"]).await?;
        sql(
            manager,
            "CREATE UNIQUE INDEX report_once ON report (post_id, reporter_id) WHERE state = 'open'",
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("report").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("review_item").to_owned())
            .await?;
        Ok(())
    }
}
