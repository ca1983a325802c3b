//! `indaba serve`: the web server and, unless told otherwise, the jobs.

use std::{process, time::Duration};

use anyhow::{Context, Result};
use clap::Args;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval, timeout_at},
};

use super::{
    Unfit, print,
    site::{self, Migrate},
};
use crate::{
    features::{self, accounts, health_checks},
    platform::{
        app::App,
        config::{Config, LogFormat},
        db::file,
        heartbeat, jobs,
        web::server,
    },
};

/// How often the settings are read again.
const SETTINGS: Duration = Duration::from_secs(5);

/// How often the process shows that it can write.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// How long jobs may take from the moment of stopping. The worker gives up what it holds a little
/// earlier (forum.md OP2), and service managers lose patience a little later.
const DRAIN: Duration = Duration::from_secs(21);

/// What `serve` can be told.
#[derive(Debug, Default, Args)]
pub(super) struct ServeArgs {
    /// Leave the schema alone, and start only if it is up to date.
    #[arg(long)]
    no_migrate: bool,
}

/// Serves until told to stop.
pub(super) async fn run(config: Config, args: ServeArgs) -> Result<()> {
    let migrate = if args.no_migrate {
        Migrate::Never
    } else {
        Migrate::First
    };
    let serving = Serving::prepare(config, migrate).await?;
    let lines = welcome(serving.app()).await?;
    serving.run(&lines).await
}

/// A site that is open and has its address, and waits only for its first request.
pub(super) struct Serving {
    app: App,
    listener: TcpListener,
    signals: Signals,
    _lock: Option<file::Lock>,
}

impl Serving {
    /// Takes the database, takes the address, opens the site.
    pub(super) async fn prepare(config: Config, migrate: Migrate) -> Result<Self> {
        let signals = Signals::listen()?;
        let lock = site::lock(&config)?;
        let listener = TcpListener::bind(config.listen).await;
        let listener = listener
            .with_context(|| format!("The address {} cannot be used", config.listen))
            .context(Unfit::ToStart)?;
        let app = site::open(config.bound_to(listener.local_addr()?), migrate).await?;
        health_checks::commands::import_bundled(&app)
            .await
            .context("The health check could not be taken in")?;
        Ok(Self {
            app,
            listener,
            signals,
            _lock: lock,
        })
    }

    /// The open site, for what has to be done before it serves.
    pub(super) fn app(&self) -> &App {
        &self.app
    }

    /// Serves until told to stop; says `lines` once requests are answered.
    pub(super) async fn run(self, lines: &[String]) -> Result<()> {
        let Self {
            app,
            listener,
            mut signals,
            _lock,
        } = self;
        heartbeat::beat(&app)
            .await
            .context("The database cannot be written")
            .context(Unfit::ToStart)?;
        let router = server::build(app.clone(), features::routes())?;
        let (stop, stopped) = watch::channel(false);
        let mut background = JoinSet::new();
        background.spawn(reload_settings(app.clone(), stopped.clone()));
        background.spawn(keep_beating(app.clone(), stopped.clone()));
        if app.config.worker {
            let stop = told(stopped);
            background.spawn(jobs::worker::run(app.clone(), stop));
        }
        tracing::info!(
            event = "start",
            version = env!("CARGO_PKG_VERSION"),
            "Serving."
        );
        for line in lines {
            announce(&app.config, line);
        }
        let mut jobs_end = Instant::now();
        server::serve(listener, router, &app.config, async {
            signals.wait().await;
            tracing::info!(event = "stopping", "Finishing what is in flight.");
            jobs_end = Instant::now() + DRAIN;
            stop.send_replace(true);
        })
        .await;
        let all_ended = async { while background.join_next().await.is_some() {} };
        if timeout_at(jobs_end, all_ended).await.is_err() {
            tracing::warn!(
                event = "drain_ended",
                "Some jobs took too long and were cut off."
            );
            background.shutdown().await;
        }
        app.close().await;
        tracing::info!(event = "stop", "Stopped.");
        Ok(())
    }
}

/// The signals that end the process.
pub(super) struct Signals(watch::Receiver<bool>);

impl Signals {
    /// Listens from now on. The first signal asks for an orderly stop, the second ends the process.
    pub(super) fn listen() -> Result<Self> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                if tell.send_replace(true) {
                    process::exit(1);
                }
            }
        });
        Ok(Self(told))
    }

    /// Waits for the first.
    pub(super) async fn wait(&mut self) {
        let _ = self.0.wait_for(|told| *told).await;
    }
}

/// What to know about the site at its start.
async fn welcome(app: &App) -> Result<Vec<String>> {
    let config = &app.config;
    let mut lines = vec![format!("Indaba is at {}", config.base_url)];
    lines.push(match config.database_file() {
        Some(file) => format!("Its data lies in {}", file.display()),
        None => format!("Its data lies in {}", config.database_url.masked()),
    });
    if config.smtp_url.is_none() {
        let folder = config.data_dir.join("mail");
        lines.push(format!(
            "Mail is off: messages are written to {} instead of being sent",
            folder.display()
        ));
    }
    if let Some(link) = accounts::set_up_link(app).await? {
        lines.push(format!(
            "To set the site up, open this link within 24 hours: {link}"
        ));
    }
    Ok(lines)
}

/// With JSON on standard output, what is meant for people goes to standard error.
fn announce(config: &Config, line: &str) {
    match config.log_format {
        LogFormat::Plain => print::line(line),
        LogFormat::Json => print::error(line),
    }
}

/// Ready once the process is to stop.
async fn told(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Reads the settings again and again, so that a change on one node reaches all.
async fn reload_settings(app: App, mut stopped: watch::Receiver<bool>) {
    let mut ticks = interval(SETTINGS);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
        if let Err(error) = app.reload_settings().await {
            tracing::warn!(event = "settings_unread", %error, "The settings could not be read.");
        }
    }
}

/// Shows again and again that this process can write.
async fn keep_beating(app: App, mut stopped: watch::Receiver<bool>) {
    let mut ticks = interval(HEARTBEAT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
        if let Err(error) = heartbeat::beat(&app).await {
            tracing::warn!(event = "heartbeat_failed", %error, "The database took no heartbeat.");
        }
    }
}
