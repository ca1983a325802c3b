//! A whole site of its own for each test: database, clock, pages. SQLite by default; PostgreSQL
//! when `INDABA_TEST_DATABASE_URL` is set, in a schema of its own.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use indaba::{
    entity::timestamp::Timestamp,
    features,
    platform::{
        app::{App, Plugged},
        clock::Clock,
        config::Config,
        db::lock,
        settings::{self, Key},
        web::{assets, server, templates::Templates},
    },
};
use sea_orm::{ConnectionTrait, Database, DbErr};
use tokio::sync::OnceCell;

use super::Browser;

/// 24 November 2026, 10:00 in London.
pub(crate) const START: Timestamp = Timestamp(1_795_514_400_000);

/// A running site, in this process.
pub(crate) struct TestApp {
    /// The application itself, for looking at what pages do not show.
    pub(crate) app: App,
    router: axum::Router,
    plugged: Plugged,
    _folder: tempfile::TempDir,
    schema: Option<(String, String)>,
}

impl TestApp {
    /// A site that is set up, with the Commons and nobody in it; without mail; limits off.
    pub(crate) async fn start() -> Self {
        let site = Self::start_with(|_| {}).await;
        site.set_up().await;
        site
    }

    /// A site with other settings of the process, not set up.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_plugged(change, features::plugged()).await
    }

    /// A site with jobs, mails and listeners of the test's own, not set up.
    pub(crate) async fn start_plugged(change: impl FnOnce(&mut Config), plugged: Plugged) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (url, schema) = match std::env::var("INDABA_TEST_DATABASE_URL") {
            Ok(server) => {
                let name = fresh_name();
                let (url, admin) = make_schema(&server, &name).await;
                (url, Some((admin, name)))
            }
            Err(_) => (
                copy_of_template(folder.path().join("indaba.db")).await,
                None,
            ),
        };
        if schema.is_some() {
            lock::migrate(&url).await.unwrap();
        }
        let mut config = Config {
            database_url: url.into(),
            data_dir: folder.path().to_owned(),
            limits_scale: 0.0,
            bench: true,
            worker: false,
            ..Config::default()
        };
        change(&mut config);
        let app = open(config, Clock::fixed(START), &plugged).await;
        features::health_checks::commands::import_bundled(&app)
            .await
            .unwrap();
        let router = server::build(app.clone(), features::routes()).unwrap();
        Self {
            app,
            router,
            plugged,
            _folder: folder,
            schema,
        }
    }

    /// Another process on the same database, with the same clock.
    pub(crate) async fn another_node(&self) -> App {
        open(
            self.app.config.clone(),
            self.app.clock.clone(),
            &self.plugged,
        )
        .await
    }

    /// Sets the site up, with the Commons and nobody in it.
    pub(crate) async fn set_up(&self) {
        self.setting(Key::SetUp, "true").await;
        let done: Result<(), indaba::platform::web::error::Error> = self
            .app
            .write(async |write| features::networks::commands::make_empty_commons(write).await)
            .await;
        done.unwrap();
    }

    /// Changes a setting as a site admin would.
    pub(crate) async fn setting(&self, key: Key, value: &str) {
        let done: Result<(), DbErr> = self
            .app
            .write(async |write| settings::put(write, key, value).await)
            .await;
        done.unwrap();
        self.app.reload_settings().await.unwrap();
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn visitor(&self) -> Browser {
        Browser::new(self.router.clone(), None)
    }

    /// A browser with the cookie of a session.
    pub(super) fn browser(&self, cookie: &str) -> Browser {
        Browser::new(self.router.clone(), Some(cookie))
    }

    /// Moves the clock on.
    pub(crate) fn wait_minutes(&self, minutes: i64) {
        self.app.clock.advance_minutes(minutes);
    }
}

async fn open(config: Config, clock: Clock, plugged: &Plugged) -> App {
    let templates = Templates::new(&features::said(), assets::stylesheet(), assets::scripts());
    App::open(config, clock, templates, plugged.clone())
        .await
        .unwrap()
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let Some((admin, name)) = self.schema.take() else {
            return;
        };
        let app = self.app.clone();
        // The test's runtime is about to end, so the cleaning has one of its own.
        let cleaning = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async move {
                drop(app);
                if let Ok(db) = Database::connect(admin).await {
                    let _ = db
                        .execute_unprepared(&format!("DROP SCHEMA {name} CASCADE"))
                        .await;
                    let _ = db.close().await;
                }
            });
        });
        let _ = cleaning.join();
    }
}

/// Migrating takes most of the time of a small test, so it is done once and copied.
async fn copy_of_template(to: PathBuf) -> String {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let bytes = TEMPLATE
        .get_or_init(|| async {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("template.db");
            lock::migrate(&format!("sqlite://{}", file.display()))
                .await
                .unwrap();
            std::fs::read(file).unwrap()
        })
        .await;
    std::fs::write(&to, bytes).unwrap();
    format!("sqlite://{}", to.display())
}

async fn make_schema(server: &str, name: &str) -> (String, String) {
    let db = Database::connect(server).await.unwrap();
    db.execute_unprepared(&format!("CREATE SCHEMA {name}"))
        .await
        .unwrap();
    db.close().await.unwrap();
    let joiner = if server.contains('?') { '&' } else { '?' };
    (
        format!("{server}{joiner}options=-csearch_path%3D{name}"),
        server.to_owned(),
    )
}

fn fresh_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!(
        "t{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::SeqCst)
    )
}
