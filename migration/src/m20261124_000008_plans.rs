//! Who helps to lead a network, what it has agreed to do, and what its leaders noted on the way.
//!
//! There is no table for the plan itself: a plan is the actions of a network, and carries nothing
//! beside them.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, integer, integer_null, text, text_null},
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
            .alter_table(
                Table::alter()
                    .table("membership")
                    .add_column(boolean("core_team").default(false))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("action")
                    .col(id("id"))
                    .col(big_integer("network_id"))
                    .col(text("title"))
                    .col(text_null("dimension"))
                    .col(text("why"))
                    .col(text("source"))
                    .col(big_integer_null("result_id"))
                    .col(text_null("recommendation"))
                    .col(big_integer_null("reply_id"))
                    .col(big_integer_null("owner_id"))
                    .col(text("owner_name"))
                    .col(text_null("due"))
                    .col(integer_null("due_days"))
                    .col(text_null("sign_statement"))
                    .col(text("sign"))
                    .col(text("state"))
                    .col(boolean("shown_to_members"))
                    .col(integer("reminded"))
                    .col(big_integer_null("agreed_at"))
                    .col(big_integer_null("ended_at"))
                    .col(big_integer("version"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("created_by"))
                    .foreign_key(&mut reference(
                        "action",
                        "network_id",
                        "network",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "action",
                        "result_id",
                        "result",
                        ForeignKeyAction::SetNull,
                    ))
                    .foreign_key(&mut reference(
                        "action",
                        "reply_id",
                        "post",
                        ForeignKeyAction::SetNull,
                    ))
                    .foreign_key(&mut reference(
                        "action",
                        "owner_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "action",
                        "created_by",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .check(Expr::cust("owner_id IS NULL OR owner_name = ''"))
                    .to_owned(),
            )
            .await?;
        index(manager, "action", &["network_id", "state"]).await?;
        index(manager, "action", &["owner_id", "state"]).await?;
        index(manager, "action", &["due"]).await?;
        sql(
            manager,
            "CREATE UNIQUE INDEX action_recommendation ON action (network_id, recommendation) \
             WHERE recommendation IS NOT NULL AND state IN ('proposed', 'agreed', 'in_progress')",
        )
        .await?;
        manager
            .create_table(
                Table::create()
                    .table("action_update")
                    .col(id("id"))
                    .col(big_integer("action_id"))
                    .col(big_integer("author_id"))
                    .col(text_null("state"))
                    .col(text("words"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut reference(
                        "action_update",
                        "action_id",
                        "action",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        "action_update",
                        "author_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "action_update", &["action_id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("action_link")
                    .col(big_integer("action_id"))
                    .col(big_integer("thread_id"))
                    .col(big_integer("created_at"))
                    .primary_key(Index::create().col("action_id").col("thread_id"))
                    .foreign_key(&mut reference(
                        "action_link",
                        "action_id",
                        "action",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        "action_link",
                        "thread_id",
                        "thread",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "action_link", &["thread_id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("annotation")
                    .col(id("id"))
                    .col(big_integer("network_id"))
                    .col(text("day"))
                    .col(text("words"))
                    .col(big_integer("author_id"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut reference(
                        "annotation",
                        "network_id",
                        "network",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "annotation",
                        "author_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "annotation", &["network_id", "day"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["annotation", "action_link", "action_update", "action"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        manager
            .alter_table(
                Table::alter()
                    .table("membership")
                    .drop_column("core_team")
                    .to_owned(),
            )
            .await
    }
}
