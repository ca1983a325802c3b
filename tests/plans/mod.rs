//! Action plans: what a network agrees to do, who sees it, and what comes of it.

mod mails;
mod proposals;
mod rights;
mod stories;
mod together;

use indaba::entity::{
    action::{self, State},
    id::{ActionId, NetworkId},
    membership,
    network::{self, Visibility},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use crate::support::{Browser, Page, Someone, TestApp};

/// A network with a leader, somebody of the core team, a member and a moderator.
struct Scene {
    site: TestApp,
    network: network::Model,
    lea: Someone,
    cory: Someone,
    mia: Someone,
    mo: Someone,
}

impl Scene {
    async fn begin(visibility: Visibility) -> Self {
        Self::on(TestApp::start().await, visibility).await
    }

    async fn on(site: TestApp, visibility: Visibility) -> Self {
        let network = site.network("falls", visibility).await;
        let lea = site.leader_of(network.id, "lea").await;
        let cory = site.member_of(network.id, "cory").await;
        mark_core(&site, network.id, &cory, true).await;
        let mia = site.member_of(network.id, "mia").await;
        let mo = site.moderator_of(network.id, "mo").await;
        Self {
            site,
            network,
            lea,
            cory,
            mia,
            mo,
        }
    }

    /// The action with this title.
    async fn action(&self, title: &str) -> action::Model {
        let found = action::Entity::find().filter(action::Column::Title.eq(title));
        let found = found.one(&self.site.app.db).await.unwrap();
        found.unwrap_or_else(|| panic!("no action “{title}”"))
    }

    async fn actions(&self) -> Vec<action::Model> {
        let all = action::Entity::find().order_by_asc(action::Column::Id);
        all.all(&self.site.app.db).await.unwrap()
    }

    /// A proposal of the leader's own.
    async fn proposed(&self, title: &str) -> ActionId {
        add(&self.lea, title).await;
        self.action(title).await.id
    }

    /// The same, shown to members.
    async fn shown(&self, title: &str) -> ActionId {
        let page = self.lea.visit("/networks/falls/plan/new").await;
        page.fill("What will be done", title)
            .choose("Show this action to the members")
            .press("Add as a proposal")
            .await
            .has_status(200);
        self.action(title).await.id
    }

    /// An action that somebody sees to by a day.
    async fn agreed(&self, title: &str, owner: &str, due: [&str; 3]) -> ActionId {
        let page = self.lea.visit("/networks/falls/plan/new").await;
        date(page.fill("What will be done", title), due)
            .fill("Who sees to it", owner)
            .press("Add as agreed")
            .await
            .sees("The action is in the plan.");
        self.action(title).await.id
    }

    async fn state(&self, id: ActionId) -> State {
        let found = action::Entity::find_by_id(id).one(&self.site.app.db).await;
        found.unwrap().unwrap().state
    }
}

/// Fills in the three fields of a date.
fn date(page: Page, [day, month, year]: [&str; 3]) -> Page {
    page.fill("Day", day)
        .fill("Month", month)
        .fill("Year", year)
}

async fn add(who: &Browser, title: &str) -> Page {
    let page = who.visit("/networks/falls/plan/new").await;
    page.fill("What will be done", title)
        .press("Add as a proposal")
        .await
        .has_status(200)
}

async fn mark_core(site: &TestApp, network: NetworkId, who: &Someone, marked: bool) {
    site.make(async |write| {
        membership::Entity::update_many()
            .col_expr(membership::Column::CoreTeam, Expr::value(marked))
            .filter(membership::Column::NetworkId.eq(network))
            .filter(membership::Column::AccountId.eq(who.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
}
