//! What was sent with the key of a form, as a digest; and only people who can be listed belong.

use sea_orm_migration::{prelude::*, schema::text_null};

use crate::columns::sql;

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
                    .table("form_use")
                    .add_column(text_null("digest"))
                    .to_owned(),
            )
            .await?;
        // An account joins the Commons when it is confirmed, not before (permissions.md section 5).
        sql(
            manager,
            "DELETE FROM membership WHERE account_id IN \
             (SELECT id FROM account WHERE state = 'unverified')",
        )
        .await?;
        sql(
            manager,
            "UPDATE network SET members = \
             (SELECT count(*) FROM membership WHERE membership.network_id = network.id)",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("form_use")
                    .drop_column("digest")
                    .to_owned(),
            )
            .await
    }
}
