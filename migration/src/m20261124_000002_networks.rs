//! Networks, who belongs to them, and who asked or was asked to.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, integer_null, text, text_null},
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
                    .table("network")
                    .col(id("id"))
                    .col(text("slug"))
                    .col(text("name"))
                    .col(text("name_key"))
                    .col(text("purpose"))
                    .col(text("about"))
                    .col(text("kind"))
                    .col(text("stage"))
                    .col(text("visibility"))
                    .col(text("join_policy"))
                    .col(boolean("broker_access"))
                    .col(text("member_list"))
                    .col(text_null("governance"))
                    .col(integer_null("organisations"))
                    .col(text_null("started"))
                    .col(text_null("geography"))
                    .col(text("state"))
                    .col(boolean("is_commons"))
                    .col(big_integer("members"))
                    .col(big_integer("last_activity_at"))
                    .col(big_integer("version"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("created_by"))
                    .foreign_key(&mut reference("network", "created_by", "account", ForeignKeyAction::Restrict))
                    .check(Expr::cust("(visibility <> 'secret' OR join_policy = 'invitation') AND (visibility <> 'private' OR join_policy <> 'open')"))
                    .to_owned(),
            )
            .await?;
        unique(manager, "network", &["slug"]).await?;
        index(manager, "network", &["name_key"]).await?;
        sql(
            manager,
            "CREATE UNIQUE INDEX network_commons ON network (is_commons) WHERE is_commons = TRUE",
        )
        .await?;
        manager
            .create_table(
                Table::create()
                    .table("membership")
                    .col(big_integer("network_id"))
                    .col(big_integer("account_id"))
                    .col(text("role"))
                    .col(big_integer("joined_at"))
                    .primary_key(Index::create().col("network_id").col("account_id"))
                    .foreign_key(&mut reference(
                        "membership",
                        "network_id",
                        "network",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        "membership",
                        "account_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "membership", &["account_id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("join_request")
                    .col(id("id"))
                    .col(big_integer("network_id"))
                    .col(big_integer("account_id"))
                    .col(text("message"))
                    .col(text("state"))
                    .col(big_integer_null("decided_by"))
                    .col(big_integer_null("decided_at"))
                    .col(text("note"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut reference(
                        "join_request",
                        "network_id",
                        "network",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        "join_request",
                        "account_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "join_request",
                        "decided_by",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "join_request", &["account_id"]).await?;
        index(manager, "join_request", &["network_id", "state"]).await?;
        sql(manager, "CREATE UNIQUE INDEX join_request_pending ON join_request (network_id, account_id) WHERE state = 'pending'").await?;
        manager
            .create_table(
                Table::create()
                    .table("network_invitation")
                    .col(id("id"))
                    .col(big_integer("network_id"))
                    .col(big_integer("account_id"))
                    .col(text("role"))
                    .col(big_integer("invited_by"))
                    .col(text("state"))
                    .col(big_integer("created_at"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("decided_at"))
                    .foreign_key(&mut reference(
                        "network_invitation",
                        "network_id",
                        "network",
                        ForeignKeyAction::Cascade,
                    ))
                    .foreign_key(&mut reference(
                        "network_invitation",
                        "account_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "network_invitation",
                        "invited_by",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "network_invitation", &["account_id"]).await?;
        sql(manager, "CREATE UNIQUE INDEX network_invitation_pending ON network_invitation (network_id, account_id, role) WHERE state = 'pending'").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("network_invitation").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("join_request").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("membership").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("network").to_owned())
            .await?;
        Ok(())
    }
}
