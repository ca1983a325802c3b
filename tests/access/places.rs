//! Every address there is: the parts in braces of a route, filled with what exists.

use indaba::{
    entity::{
        account, action, annotation, health_check, join_request,
        network::{self, Visibility},
        network_invitation, post, result, review_item, share, thread,
    },
    features::health_checks::instrument::{BUNDLED, Instrument},
};
use sea_orm::{DatabaseConnection, EntityTrait};

use crate::support::TestApp;

/// What exists on a site, as it stands in addresses.
#[derive(Debug, Default)]
pub(super) struct Places {
    networks: Vec<String>,
    people: Vec<String>,
    threads: Vec<(String, String)>,
    posts: Vec<String>,
    checks: Vec<String>,
    results: Vec<String>,
    shares: Vec<String>,
    items: Vec<String>,
    actions: Vec<String>,
    /// Notes on timelines.
    notes: Vec<String>,
    /// Requests and invitations, which stand below a network.
    asked: Vec<String>,
    dimensions: Vec<String>,
}

/// Fits every kind of secret link and belongs to none.
const TOKEN: &str = "abcdefghjkmnpqrstuvwxyz234";

/// An id of nothing.
const UNKNOWN: &str = "987654";

impl Places {
    /// One network of each kind with a thread in it.
    pub(super) async fn in_a_small_world(site: &TestApp) -> Self {
        let all = [
            (Visibility::Public, "open"),
            (Visibility::Private, "closed"),
            (Visibility::Secret, "unknown"),
        ];
        for (visibility, slug) in all {
            let network = site.network(slug, visibility).await;
            let lea = site.leader_of(network.id, &format!("lea-{slug}")).await;
            site.thread_by(&lea, network.id, "Preventing falls").await;
        }
        Self::of_site(site).await
    }

    /// Everything that is there, and in each case one id of nothing.
    pub(super) async fn of_site(site: &TestApp) -> Self {
        let db = &site.app.db;
        let mut threads: Vec<_> = thread::Entity::find()
            .all(db)
            .await
            .unwrap()
            .into_iter()
            .map(|thread| (thread.id.to_string(), thread.slug))
            .collect();
        threads.push((UNKNOWN.to_owned(), "nothing".to_owned()));
        let nhc = Instrument::parse(BUNDLED[0]).unwrap();
        let requests = ids::<join_request::Entity>(db, |row| row.id.to_string()).await;
        let invitations = ids::<network_invitation::Entity>(db, |row| row.id.to_string()).await;
        Self {
            networks: ids::<network::Entity>(db, |row| row.slug).await,
            people: ids::<account::Entity>(db, |row| row.handle).await,
            threads,
            posts: ids::<post::Entity>(db, |row| row.id.to_string()).await,
            checks: ids::<health_check::Entity>(db, |row| row.id.to_string()).await,
            results: ids::<result::Entity>(db, |row| row.id.to_string()).await,
            shares: ids::<share::Entity>(db, |row| row.id.to_string()).await,
            items: ids::<review_item::Entity>(db, |row| row.id.to_string()).await,
            actions: ids::<action::Entity>(db, |row| row.id.to_string()).await,
            notes: ids::<annotation::Entity>(db, |row| row.id.to_string()).await,
            asked: [requests, invitations].concat(),
            dimensions: nhc
                .dimensions
                .iter()
                .map(|dimension| dimension.code.to_string().to_lowercase())
                .chain(["check".to_owned()])
                .collect(),
        }
    }

    /// The addresses of a route.
    pub(super) fn of(&self, route: &str) -> Vec<String> {
        if let Some(rest) = route.strip_prefix("/threads/{id}/{slug}") {
            let right = self.threads.iter();
            let right = right.map(|(id, slug)| format!("/threads/{id}/{slug}{rest}"));
            let wrong = self.threads.iter();
            let wrong = wrong.map(|(id, _)| format!("/threads/{id}/another-slug{rest}"));
            return right.chain(wrong).collect();
        }
        let mut found = vec![String::new()];
        let mut kind = "";
        for part in route.split('/').skip(1) {
            let Some(name) = part.strip_prefix('{') else {
                kind = part;
                found = times(&found, &[part.to_owned()]);
                continue;
            };
            let all = self.fill(kind, name.trim_end_matches('}'));
            found = times(
                &found,
                &all.unwrap_or_else(|| panic!("what exists under {route}?")),
            );
        }
        found
    }

    fn fill(&self, kind: &str, name: &str) -> Option<Vec<String>> {
        let found = match (kind, name) {
            ("networks", "slug") => self.networks.clone(),
            ("people", "handle") => self.people.clone(),
            ("threads", "id" | "thread") => self.threads.iter().map(|(id, _)| id.clone()).collect(),
            ("posts", "id") => self.posts.clone(),
            ("review", "id") => self.items.clone(),
            ("actions", "action") => self.actions.clone(),
            ("timeline", "note") => self.notes.clone(),
            ("requests" | "invitations", "id") => self.asked.clone(),
            ("checks", "check") | ("rounds", "round") => self.checks.clone(),
            ("checks" | "r", "page") => self.dimensions.clone(),
            ("results", "result") => self.results.clone(),
            ("shared", "share") => self.shares.clone(),
            ("setup" | "confirm" | "reset" | "r" | "link", "token")
            | ("people", "invitation")
            | ("link", "code") => vec![TOKEN.to_owned()],
            ("assets", "file") => vec!["nothing.css".to_owned()],
            ("sessions", "name") => vec!["abcdef".to_owned()],
            _ => return None,
        };
        Some(found)
    }
}

fn times(starts: &[String], parts: &[String]) -> Vec<String> {
    let all = |start: &String| {
        let start = start.clone();
        parts.iter().map(move |part| format!("{start}/{part}"))
    };
    starts.iter().flat_map(all).collect()
}

async fn ids<E: EntityTrait>(db: &DatabaseConnection, name: fn(E::Model) -> String) -> Vec<String> {
    let rows = E::find().all(db).await.unwrap();
    let known = rows.into_iter().map(name);
    known.chain([UNKNOWN.to_owned()]).collect()
}
