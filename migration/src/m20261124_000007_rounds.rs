//! Rounds: who is asked, what they answered without a word of who they are, and what came of it.
//!
//! The invitation and the response have no key in common (health-check.md 9.1). On SQLite the tables
//! of responses and comments are kept in the order of their random ids, so that the order of rows
//! tells nothing; on PostgreSQL the rows are written anew when the round is sealed.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, integer, text, text_null},
    sea_orm::DbBackend,
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
        round(manager).await?;
        invitations(manager).await?;
        answers(manager).await?;
        outcomes(manager).await?;
        index(manager, "share", &["post_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("share_post_id_idx")
                    .table("share")
                    .to_owned(),
            )
            .await?;
        manager
            .drop_index(
                Index::drop()
                    .name("health_check_open_round")
                    .table("health_check")
                    .to_owned(),
            )
            .await?;
        for table in [
            "comparison_record",
            "result_link",
            "respondent_draft",
            "comment",
            "response",
            "check_invitation",
            "round",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn round(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("round")
                .col(big_integer("health_check_id").primary_key())
                .col(integer("k"))
                .col(text("audience"))
                .col(boolean("beside_later"))
                .col(boolean("summary_shared"))
                .col(boolean("has_groups"))
                .col(text("ends_on"))
                .col(text("message"))
                .col(text("steps"))
                .col(big_integer("version"))
                .col(big_integer_null("closes_at"))
                .col(big_integer_null("opened_at"))
                .col(big_integer_null("closed_at"))
                .col(boolean("closed_early"))
                .col(big_integer_null("leader_result_id"))
                .col(boolean("leader_shown"))
                .col(big_integer_null("leader_id"))
                .col(integer("invited"))
                .col(integer("delivered"))
                .col(integer("answered"))
                .col(text("erasing"))
                .col(integer("erase_attempts"))
                .foreign_key(&mut reference(
                    "round",
                    "health_check_id",
                    "health_check",
                    ForeignKeyAction::Cascade,
                ))
                .foreign_key(&mut reference(
                    "round",
                    "leader_id",
                    "account",
                    ForeignKeyAction::SetNull,
                ))
                .foreign_key(&mut reference(
                    "round",
                    "leader_result_id",
                    "result",
                    ForeignKeyAction::SetNull,
                ))
                .to_owned(),
        )
        .await?;
    index(manager, "round", &["closes_at"]).await?;
    index(manager, "round", &["leader_result_id"]).await?;
    index(manager, "round", &["leader_id"]).await?;
    // One open round for each network (health-check.md 5.18).
    sql(
        manager,
        "CREATE UNIQUE INDEX health_check_open_round ON health_check (network_id) WHERE state = 'open'",
    )
    .await
}

async fn invitations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("check_invitation")
                .col(text("id").primary_key())
                .col(big_integer("health_check_id"))
                .col(text("name"))
                .col(text("email"))
                .col(text("email_key"))
                .col(text_null("respondent_group"))
                .col(text_null("token_hash"))
                .col(boolean("answered"))
                .col(text("mail"))
                .col(integer("reminders"))
                .col(boolean("no_reminders"))
                .col(boolean("group_disputed"))
                .foreign_key(&mut reference(
                    "check_invitation",
                    "health_check_id",
                    "health_check",
                    ForeignKeyAction::Cascade,
                ))
                .to_owned(),
        )
        .await?;
    unique(
        manager,
        "check_invitation",
        &["health_check_id", "email_key"],
    )
    .await?;
    unique(manager, "check_invitation", &["token_hash"]).await
}

/// Written as text, because SQLite is to keep the rows in the order of their random keys.
async fn answers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let (number, tail) = match manager.get_database_backend() {
        DbBackend::Sqlite => ("integer", " WITHOUT ROWID"),
        _ => ("bigint", ""),
    };
    let check = |table: &str| {
        format!(
            "health_check_id {number} NOT NULL CONSTRAINT {table}_health_check_id_fk \
             REFERENCES health_check (id) ON DELETE CASCADE"
        )
    };
    let tables = [
        format!(
            "CREATE TABLE response (id text NOT NULL PRIMARY KEY, {}, respondent_group text NULL, \
             answers text NOT NULL, receipt_hash text NULL){tail}",
            check("response")
        ),
        format!(
            "CREATE TABLE comment (id text NOT NULL PRIMARY KEY, {}, question text NOT NULL, \
             body text NOT NULL, may_be_shown boolean NOT NULL, receipt_hash text NULL){tail}",
            check("comment")
        ),
        format!(
            "CREATE TABLE respondent_draft (token_hash text NOT NULL PRIMARY KEY, {}, \
             sealed text NOT NULL){tail}",
            check("respondent_draft")
        ),
    ];
    for table in tables {
        sql(manager, &table).await?;
    }
    index(manager, "response", &["health_check_id"]).await?;
    unique(manager, "response", &["receipt_hash"]).await?;
    index(manager, "comment", &["health_check_id"]).await?;
    unique(manager, "comment", &["receipt_hash"]).await?;
    index(manager, "respondent_draft", &["health_check_id"]).await
}

async fn outcomes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("result_link")
                .col(text("token_hash").primary_key())
                .col(big_integer("health_check_id"))
                .col(big_integer("expires_at"))
                .foreign_key(&mut reference(
                    "result_link",
                    "health_check_id",
                    "health_check",
                    ForeignKeyAction::Cascade,
                ))
                .to_owned(),
        )
        .await?;
    index(manager, "result_link", &["health_check_id"]).await?;
    manager
        .create_table(
            Table::create()
                .table("comparison_record")
                .col(id("id"))
                .col(big_integer("earlier_id"))
                .col(big_integer("later_id"))
                .col(text("place"))
                .col(text("content"))
                .foreign_key(&mut reference(
                    "comparison_record",
                    "earlier_id",
                    "health_check",
                    ForeignKeyAction::Cascade,
                ))
                .foreign_key(&mut reference(
                    "comparison_record",
                    "later_id",
                    "health_check",
                    ForeignKeyAction::Cascade,
                ))
                .to_owned(),
        )
        .await?;
    index(manager, "comparison_record", &["earlier_id"]).await?;
    unique(manager, "comparison_record", &["later_id", "place"]).await
}
