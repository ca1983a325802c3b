//! Instruments, checks, results and what of them is shared.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, text, text_null},
};

use crate::columns::{id, index, reference, sql, unique};

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
                    .table("instrument")
                    .col(id("id"))
                    .col(text("name"))
                    .col(text("version"))
                    .col(text("content"))
                    .col(big_integer("imported_at"))
                    .col(big_integer_null("retired_at"))
                    .to_owned(),
            )
            .await?;
        unique(manager, "instrument", &["name", "version"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("health_check")
                    .col(id("id"))
                    .col(big_integer("network_id"))
                    .col(big_integer_null("owner_id"))
                    .col(big_integer("instrument_id"))
                    .col(text("mode"))
                    .col(text("form"))
                    .col(text("state"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("saved_at"))
                    .foreign_key(&mut reference(
                        "health_check",
                        "network_id",
                        "network",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "health_check",
                        "owner_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "health_check",
                        "instrument_id",
                        "instrument",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "health_check", &["network_id"]).await?;
        index(manager, "health_check", &["owner_id"]).await?;
        sql(manager, "CREATE UNIQUE INDEX health_check_draft ON health_check (network_id, owner_id) WHERE state = 'draft' AND mode = 'individual'").await?;
        manager
            .create_table(
                Table::create()
                    .table("answer_draft")
                    .col(big_integer("health_check_id").primary_key())
                    .col(text("answers"))
                    .col(text("pages"))
                    .col(big_integer("version"))
                    .col(big_integer("updated_at"))
                    .foreign_key(&mut reference(
                        "answer_draft",
                        "health_check_id",
                        "health_check",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("result")
                    .col(id("id"))
                    .col(big_integer("health_check_id"))
                    .col(big_integer("network_id"))
                    .col(big_integer_null("owner_id"))
                    .col(text_null("snapshot"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("deleted_at"))
                    .foreign_key(&mut reference(
                        "result",
                        "health_check_id",
                        "health_check",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "result",
                        "network_id",
                        "network",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "result",
                        "owner_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        unique(manager, "result", &["health_check_id"]).await?;
        index(manager, "result", &["network_id"]).await?;
        index(manager, "result", &["owner_id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("share")
                    .col(id("id"))
                    .col(big_integer("result_id"))
                    .col(big_integer("thread_id"))
                    .col(big_integer("post_id"))
                    .col(big_integer("sharer_id"))
                    .col(text("dimensions"))
                    .col(text("level"))
                    .col(boolean("name_shown"))
                    .col(big_integer("made_for_network"))
                    .col(text("made_for"))
                    .col(text("state"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("ended_at"))
                    .col(big_integer("version"))
                    .foreign_key(&mut reference(
                        "share",
                        "result_id",
                        "result",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "share",
                        "thread_id",
                        "thread",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "share",
                        "post_id",
                        "post",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "share",
                        "sharer_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "share",
                        "made_for_network",
                        "network",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "share", &["result_id"]).await?;
        index(manager, "share", &["thread_id"]).await?;
        index(manager, "share", &["sharer_id"]).await?;
        sql(manager, "CREATE UNIQUE INDEX share_of_post ON share (post_id) WHERE state IN ('active', 'paused')").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("share").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("result").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("answer_draft").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("health_check").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("instrument").to_owned())
            .await?;
        Ok(())
    }
}
