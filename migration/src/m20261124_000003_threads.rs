//! Threads, posts, challenges and what was read.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, integer, text},
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
                    .table("thread")
                    .col(id("id"))
                    .col(big_integer("network_id"))
                    .col(text("kind"))
                    .col(text("title"))
                    .col(text("slug"))
                    .col(big_integer("author_id"))
                    .col(text("state"))
                    .col(text("visibility_state"))
                    .col(text("lock_reason"))
                    .col(big_integer_null("pinned_until"))
                    .col(big_integer("last_number"))
                    .col(big_integer("visible_posts"))
                    .col(big_integer("last_visible_number"))
                    .col(big_integer("last_activity_at"))
                    .col(big_integer_null("last_post_by"))
                    .col(big_integer("version"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut reference(
                        "thread",
                        "network_id",
                        "network",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "thread",
                        "author_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "thread",
                        "last_post_by",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "thread", &["author_id"]).await?;
        index(
            manager,
            "thread",
            &["network_id", "visibility_state", "last_activity_at", "id"],
        )
        .await?;
        manager
            .create_table(
                Table::create()
                    .table("challenge")
                    .col(big_integer("thread_id").primary_key())
                    .col(text("dimensions"))
                    .col(text("happening"))
                    .col(text("tried"))
                    .col(text("help"))
                    .col(text("help_kinds"))
                    .col(text("status"))
                    .col(text("what_helped"))
                    .col(text("what_helped_html"))
                    .col(text("outcome"))
                    .col(text("outcome_html"))
                    .col(big_integer_null("outcome_at"))
                    .col(big_integer_null("outcome_by"))
                    .foreign_key(&mut reference(
                        "challenge",
                        "thread_id",
                        "thread",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        "challenge",
                        "outcome_by",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "challenge", &["status"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("post")
                    .col(id("id"))
                    .col(big_integer("thread_id"))
                    .col(big_integer("number"))
                    .col(big_integer("author_id"))
                    .col(text("body_src"))
                    .col(text("body_html"))
                    .col(integer("html_version"))
                    .col(text("state"))
                    .col(text("state_reason"))
                    .col(big_integer_null("state_by"))
                    .col(big_integer_null("state_at"))
                    .col(boolean("notice"))
                    .col(big_integer_null("helped_at"))
                    .col(big_integer_null("helped_by"))
                    .col(text("helped_note"))
                    .col(big_integer("created_at"))
                    .col(big_integer("visible_at"))
                    .col(big_integer_null("edited_at"))
                    .col(big_integer("version"))
                    .foreign_key(&mut reference(
                        "post",
                        "thread_id",
                        "thread",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "post",
                        "author_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "post",
                        "state_by",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "post",
                        "helped_by",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "post", &["author_id"]).await?;
        unique(manager, "post", &["thread_id", "number"]).await?;
        // Few posts are what helped: the page of a long thread must not look for them among all.
        sql(
            manager,
            "CREATE INDEX post_helped ON post (thread_id) WHERE helped_at IS NOT NULL",
        )
        .await?;
        manager
            .create_table(
                Table::create()
                    .table("post_revision")
                    .col(id("id"))
                    .col(big_integer("post_id"))
                    .col(big_integer("n"))
                    .col(big_integer("editor_id"))
                    .col(text("body_src"))
                    .col(text("parts"))
                    .col(big_integer("at"))
                    .foreign_key(&mut reference(
                        "post_revision",
                        "post_id",
                        "post",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        "post_revision",
                        "editor_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        unique(manager, "post_revision", &["post_id", "n"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("thread_event")
                    .col(id("id"))
                    .col(big_integer("thread_id"))
                    .col(big_integer("after_number"))
                    .col(text("kind"))
                    .col(big_integer("actor_id"))
                    .col(text("note"))
                    .col(big_integer("at"))
                    .foreign_key(&mut reference(
                        "thread_event",
                        "thread_id",
                        "thread",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        "thread_event",
                        "actor_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "thread_event", &["thread_id", "after_number"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("thread_read")
                    .col(big_integer("account_id"))
                    .col(big_integer("thread_id"))
                    .col(big_integer("last_number"))
                    .col(big_integer("updated_at"))
                    .primary_key(Index::create().col("account_id").col("thread_id"))
                    .foreign_key(&mut reference(
                        "thread_read",
                        "account_id",
                        "account",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        "thread_read",
                        "thread_id",
                        "thread",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "thread_read", &["thread_id"]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("thread_read").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("thread_event").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("post_revision").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("post").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("challenge").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("thread").to_owned())
            .await?;
        Ok(())
    }
}
