//! People and places, made straight in the database; a maker says only what matters.

use indaba::{
    entity::{
        account,
        id::{AccountId, NetworkId},
        membership, network, session, site_role,
        timestamp::Timestamp,
    },
    platform::{
        db::Write,
        random,
        secret::fingerprint,
        text::{fold, names},
        web::error::Error,
    },
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
};

use super::{Browser, TestApp};

/// The password of everybody a maker makes: its hash is made once.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// A person, and the browser they are signed in with.
pub(crate) struct Someone {
    /// Their account.
    pub(crate) id: AccountId,
    /// Their handle.
    pub(crate) handle: String,
    /// Where they are signed in.
    pub(crate) browser: Browser,
}

impl std::ops::Deref for Someone {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl TestApp {
    /// Somebody with an active account: "ada" is Ada, a member of the Commons and of nothing else.
    pub(crate) async fn person(&self, handle: &str) -> Someone {
        self.person_in_state(handle, account::State::Active).await
    }

    /// Somebody whose account is in some other state.
    pub(crate) async fn person_in_state(&self, handle: &str, state: account::State) -> Someone {
        let name = capital(handle);
        let id = self
            .make(async |write| {
                let row = account::ActiveModel {
                    handle: Set(handle.to_owned()),
                    handle_key: Set(names::handle_key(handle)),
                    handle_changed: Set(false),
                    display_name: Set(name.clone()),
                    email_shown: Set(format!("{handle}@example.org")),
                    email_key: Set(format!("{handle}@example.org")),
                    password_hash: Set(String::new()),
                    state: Set(state),
                    session_epoch: Set(1),
                    organisation: Set(String::new()),
                    job_role: Set(String::new()),
                    about: Set(String::new()),
                    can_help: Set(String::new()),
                    would_like_help: Set(String::new()),
                    details_audience: Set(account::Audience::MyNetworks),
                    time_zone: Set("Europe/London".to_owned()),
                    theme: Set(account::Theme::Auto),
                    confirmed_at: Set(Some(write.now)),
                    created_at: Set(write.now),
                    ..Default::default()
                };
                let id = row.insert(write.txn).await?.id;
                if state == account::State::Active {
                    indaba::features::networks::commands::join_commons(write, id).await?;
                }
                Ok(id)
            })
            .await;
        let browser = self.sign_in(id).await;
        Someone {
            id,
            handle: handle.to_owned(),
            browser,
        }
    }

    /// Another browser of the same person.
    pub(crate) async fn sign_in(&self, id: AccountId) -> Browser {
        let cookie = random::bytes::<16>();
        let session_id = tower_sessions::session::Id(i128::from_le_bytes(cookie));
        self.make(async |write| {
            let account = account::Entity::find_by_id(id)
                .one(write.txn)
                .await?
                .unwrap();
            let row = session::ActiveModel {
                id_hash: Set(fingerprint(session_id.to_string())),
                account_id: Set(Some(id)),
                epoch: Set(account.session_epoch),
                created_at: Set(write.now),
                last_seen_at: Set(write.now),
                expires_at: Set(write.now.plus_days(7)),
                label: Set("Test".to_owned()),
                data: Set("{}".to_owned()),
            };
            session::Entity::insert(row)
                .exec_without_returning(write.txn)
                .await?;
            Ok(())
        })
        .await;
        self.browser(&format!("__Host-sid={session_id}"))
    }

    /// Somebody with a role on the whole site.
    pub(crate) async fn staff(&self, handle: &str, role: site_role::Role) -> Someone {
        let person = self.person(handle).await;
        self.make(async |write| {
            let row = site_role::ActiveModel {
                account_id: Set(person.id),
                role: Set(role),
                granted_by: Set(None),
                granted_at: Set(write.now),
            };
            site_role::Entity::insert(row)
                .exec_without_returning(write.txn)
                .await?;
            Ok(())
        })
        .await;
        person
    }

    /// A network of this visibility, without anybody in it.
    pub(crate) async fn network(
        &self,
        slug: &str,
        visibility: network::Visibility,
    ) -> network::Model {
        let name = capital(slug);
        self.make(async |write| {
            let row = network::ActiveModel {
                slug: Set(slug.to_owned()),
                name: Set(name.clone()),
                name_key: Set(fold::key(&name)),
                purpose: Set(format!("What {name} is for")),
                about: Set(String::new()),
                kind: Set(network::Kind::Learning),
                stage: Set(network::Stage::Building),
                visibility: Set(visibility),
                join_policy: Set(match visibility {
                    network::Visibility::Public => network::JoinPolicy::Open,
                    network::Visibility::Private => network::JoinPolicy::Request,
                    network::Visibility::Secret => network::JoinPolicy::Invitation,
                }),
                broker_access: Set(false),
                member_list: Set(network::MemberList::Members),
                governance: Set(None),
                organisations: Set(None),
                started: Set(None),
                geography: Set(None),
                state: Set(network::State::Active),
                is_commons: Set(false),
                members: Set(0),
                last_activity_at: Set(write.now),
                version: Set(1),
                created_at: Set(write.now),
                created_by: Set(None),
                ..Default::default()
            };
            Ok(row.insert(write.txn).await?)
        })
        .await
    }

    /// Puts a person into a network.
    pub(crate) async fn put_in(
        &self,
        network: NetworkId,
        person: AccountId,
        role: membership::Role,
    ) {
        self.make(async |write| {
            let row = membership::ActiveModel {
                network_id: Set(network),
                account_id: Set(person),
                role: Set(role),
                joined_at: Set(write.now),
                core_team: Set(false),
            };
            membership::Entity::insert(row)
                .exec_without_returning(write.txn)
                .await?;
            network::Entity::update_many()
                .col_expr(
                    network::Column::Members,
                    ExprTrait::add(sea_orm::sea_query::Expr::col(network::Column::Members), 1),
                )
                .filter(network::Column::Id.eq(network))
                .exec(write.txn)
                .await?;
            Ok(())
        })
        .await;
    }

    /// A new person who is a member.
    pub(crate) async fn member_of(&self, network: NetworkId, handle: &str) -> Someone {
        self.with_role(network, handle, membership::Role::Member)
            .await
    }

    /// A new person who is a moderator.
    pub(crate) async fn moderator_of(&self, network: NetworkId, handle: &str) -> Someone {
        self.with_role(network, handle, membership::Role::Moderator)
            .await
    }

    /// A new person who is a leader.
    pub(crate) async fn leader_of(&self, network: NetworkId, handle: &str) -> Someone {
        self.with_role(network, handle, membership::Role::Leader)
            .await
    }

    /// A new person with a role in a network.
    pub(crate) async fn with_role(
        &self,
        network: NetworkId,
        handle: &str,
        role: membership::Role,
    ) -> Someone {
        let person = self.person(handle).await;
        self.put_in(network, person.id, role).await;
        person
    }

    /// Writes to the database as the application does.
    pub(crate) async fn make<T>(
        &self,
        work: impl AsyncFnOnce(&Write<'_>) -> Result<T, Error>,
    ) -> T {
        self.app.write(work).await.unwrap()
    }

    /// The present instant of the test's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.app.clock.now()
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
