//! Accounts, what they may do on the site, and how they sign in.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, text},
};

use crate::columns::{id, index, reference, unique};

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
                    .table("account")
                    .col(id("id"))
                    .col(text("handle"))
                    .col(text("handle_key"))
                    .col(boolean("handle_changed"))
                    .col(text("display_name"))
                    .col(text("email_shown"))
                    .col(text("email_key"))
                    .col(text("password_hash"))
                    .col(text("state"))
                    .col(big_integer("session_epoch"))
                    .col(text("organisation"))
                    .col(text("job_role"))
                    .col(text("about"))
                    .col(text("can_help"))
                    .col(text("would_like_help"))
                    .col(text("details_audience"))
                    .col(text("time_zone"))
                    .col(text("theme"))
                    .col(big_integer_null("confirmed_at"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        unique(manager, "account", &["handle_key"]).await?;
        unique(manager, "account", &["email_key"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("site_role")
                    .col(big_integer("account_id"))
                    .col(text("role"))
                    .col(big_integer_null("granted_by"))
                    .col(big_integer("granted_at"))
                    .primary_key(Index::create().col("account_id").col("role"))
                    .foreign_key(&mut reference(
                        "site_role",
                        "account_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "site_role",
                        "granted_by",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("session")
                    .col(text("id_hash").primary_key())
                    .col(big_integer_null("account_id"))
                    .col(big_integer("epoch"))
                    .col(big_integer("created_at"))
                    .col(big_integer("last_seen_at"))
                    .col(big_integer("expires_at"))
                    .col(text("label"))
                    .col(text("data"))
                    .foreign_key(&mut reference(
                        "session",
                        "account_id",
                        "account",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "session", &["account_id"]).await?;
        index(manager, "session", &["expires_at"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("one_time_link")
                    .col(text("id_hash").primary_key())
                    .col(text("purpose"))
                    .col(big_integer_null("account_id"))
                    .col(big_integer("created_at"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("used_at"))
                    .col(boolean("superseded"))
                    .foreign_key(&mut reference(
                        "one_time_link",
                        "account_id",
                        "account",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "one_time_link", &["account_id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("throttle")
                    .col(text("key").primary_key())
                    .col(big_integer("count"))
                    .col(big_integer("since"))
                    .col(big_integer_null("blocked_until"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("throttle").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("one_time_link").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("session").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("site_role").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("account").to_owned())
            .await?;
        Ok(())
    }
}
