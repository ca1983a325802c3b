//! What every feature leaves behind: audit, activity, jobs, mail, forms, settings.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, binary, integer, text, text_null},
    sea_orm::{DatabaseBackend, Statement},
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
                    .table("audit_entry")
                    .col(id("id"))
                    .col(big_integer("at"))
                    .col(big_integer_null("actor_id"))
                    .col(text("actor_role"))
                    .col(text("action"))
                    .col(text("target_kind"))
                    .col(big_integer("target_id"))
                    .col(big_integer_null("network_id"))
                    .col(text("reason"))
                    .col(text("before"))
                    .col(text("after"))
                    .foreign_key(&mut reference(
                        "audit_entry",
                        "actor_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "audit_entry",
                        "network_id",
                        "network",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "audit_entry", &["network_id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("activity")
                    .col(id("id"))
                    .col(big_integer("at"))
                    .col(text("kind"))
                    .col(big_integer_null("actor_id"))
                    .col(big_integer_null("network_id"))
                    .col(big_integer_null("thread_id"))
                    .col(big_integer_null("post_id"))
                    .col(big_integer_null("subject_id"))
                    .foreign_key(&mut reference(
                        "activity",
                        "actor_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "activity",
                        "network_id",
                        "network",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "activity",
                        "thread_id",
                        "thread",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "activity",
                        "post_id",
                        "post",
                        ForeignKeyAction::Restrict,
                    ))
                    .foreign_key(&mut reference(
                        "activity",
                        "subject_id",
                        "account",
                        ForeignKeyAction::Restrict,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "activity", &["network_id"]).await?;
        index(manager, "activity", &["subject_id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("job")
                    .col(id("id"))
                    .col(text("kind"))
                    .col(text("payload"))
                    .col(big_integer("run_at"))
                    .col(integer("attempts"))
                    .col(text_null("lease_token"))
                    .col(big_integer_null("lease_until"))
                    .col(text("state"))
                    .col(text("last_error"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        index(manager, "job", &["state", "run_at"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("schedule")
                    .col(text("name").primary_key())
                    .col(big_integer("due_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("outbox_mail")
                    .col(id("id"))
                    .col(text("kind"))
                    .col(big_integer_null("account_id"))
                    .col(text("to_address"))
                    .col(text("data"))
                    .col(text("dedupe_key"))
                    .col(text("state"))
                    .col(integer("attempts"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("sent_at"))
                    .col(text("last_error"))
                    .foreign_key(&mut reference(
                        "outbox_mail",
                        "account_id",
                        "account",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        unique(manager, "outbox_mail", &["dedupe_key"]).await?;
        index(manager, "outbox_mail", &["state"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("form_use")
                    .col(text("key").primary_key())
                    .col(text("route"))
                    .col(big_integer_null("account_id"))
                    .col(text_null("led_to"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut reference(
                        "form_use",
                        "account_id",
                        "account",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "form_use", &["created_at"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("site_setting")
                    .col(text("key").primary_key())
                    .col(text("value"))
                    .col(big_integer("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("site_secret")
                    .col(integer("id").primary_key())
                    .col(binary("secret"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("draft")
                    .col(id("id"))
                    .col(big_integer_null("account_id"))
                    .col(text_null("rescue_hash"))
                    .col(text("target"))
                    .col(text("fields"))
                    .col(big_integer("created_at"))
                    .foreign_key(&mut reference(
                        "draft",
                        "account_id",
                        "account",
                        ForeignKeyAction::Cascade,
                    ))
                    .to_owned(),
            )
            .await?;
        index(manager, "draft", &["account_id"]).await?;
        unique(manager, "draft", &["rescue_hash"]).await?;
        index(manager, "draft", &["created_at"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("heartbeat")
                    .col(text("node").primary_key())
                    .col(big_integer("at"))
                    .to_owned(),
            )
            .await?;
        append_only(manager).await?;
        make_secret(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            sql(
                manager,
                "DROP FUNCTION IF EXISTS audit_entry_append_only() CASCADE",
            )
            .await?;
        }
        manager
            .drop_table(Table::drop().table("heartbeat").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("draft").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("site_secret").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("site_setting").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("form_use").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("outbox_mail").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("schedule").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("job").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("activity").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("audit_entry").to_owned())
            .await?;
        Ok(())
    }
}

/// Refuses changes to the audit log in the database itself (security.md C17). Triggers have no
/// common form on the two databases, so this asks which one it is.
async fn append_only(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() == DatabaseBackend::Postgres {
        sql(
            manager,
            "CREATE FUNCTION audit_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'the audit log is append only'; END $$",
        )
        .await?;
        return sql(
            manager,
            "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry \
             FOR EACH ROW EXECUTE FUNCTION audit_entry_append_only()",
        )
        .await;
    }
    for act in ["UPDATE", "DELETE"] {
        let name = act.to_lowercase();
        sql(
            manager,
            &format!(
                "CREATE TRIGGER audit_entry_no_{name} BEFORE {act} ON audit_entry \
                 BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END"
            ),
        )
        .await?;
    }
    Ok(())
}

/// The one random key of the site, from which keys for each purpose are derived.
async fn make_secret(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|error| DbErr::Custom(error.to_string()))?;
    let backend = manager.get_database_backend();
    let insert = Statement::from_sql_and_values(
        backend,
        "INSERT INTO site_secret (id, secret) VALUES (1, $1)",
        [secret.to_vec().into()],
    );
    manager
        .get_connection()
        .execute_raw(insert)
        .await
        .map(|_| ())
}
