//! `indaba demo`: an invented community, made through the same commands that people use.

mod community;
mod crowd;
mod places;
mod plan;
mod rounds;
mod schedule;
mod stage;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{
    print,
    serve::Serving,
    site::{self, Migrate},
};
use crate::platform::{
    clock::Clock,
    config::{Config, LogFormat},
};
use community::Community;
use stage::Stage;

/// What `demo` can be told.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// How many people and posts; without it, a community of about forty people.
    #[arg(long, value_enum)]
    size: Option<Size>,
    /// Make it anew, also when one made by this version is there.
    #[arg(long)]
    fresh: bool,
    /// Print the address and who can sign in as one line of JSON before serving.
    #[arg(long)]
    json: bool,
}

/// A size of performance.md section 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Size {
    /// 200 people, 10 networks, 1,000 threads, 50,000 posts; one thread of 5,000 posts.
    Small,
}

impl Size {
    fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
        }
    }
}

/// Makes the community, unless it is there, and serves it.
pub(super) async fn run(config: Config, args: DemoArgs) -> Result<()> {
    let file = database(&config, args.size);
    let is_there = !args.fresh && file.is_file() && made_by(&file) == Some(THIS.to_owned());
    if !is_there {
        make(&config, &file, args.size).await?;
    }
    let config = Config {
        demo: true,
        // Nobody invented gets mail.
        smtp_url: None,
        ..config.with_database_file(&file)
    };
    let serving = Serving::prepare(config, Migrate::First).await?;
    let community = Community::read()?;
    let lines = if args.json {
        print::line(&as_json(
            &serving.app().config.base_url.to_string(),
            &community,
        ));
        Vec::new()
    } else {
        welcome(&serving.app().config, &community)
    };
    serving.run(&lines).await
}

/// The version of this program, which its data was made for.
const THIS: &str = env!("CARGO_PKG_VERSION");

fn database(config: &Config, size: Option<Size>) -> PathBuf {
    let name = size.map_or("demo.db".to_owned(), |size| {
        format!("demo-{}.db", size.name())
    });
    config.data_dir.join(name)
}

/// Where it stands which version made a file.
fn mark(file: &Path) -> PathBuf {
    file.with_extension("version")
}

fn made_by(file: &Path) -> Option<String> {
    fs::read_to_string(mark(file))
        .ok()
        .map(|version| version.trim().to_owned())
}

/// Makes the file under another name first, so that a half-made one is never served.
async fn make(config: &Config, file: &Path, size: Option<Size>) -> Result<()> {
    let making = file.with_extension("making");
    for old in [file.to_owned(), making.clone(), mark(file)] {
        remove(&old)?;
    }
    let config = Config {
        demo: true,
        smtp_url: None,
        limits_scale: 0.0,
        ..config.clone().with_database_file(&making)
    };
    let lock = site::lock(&config)?;
    let clock = Clock::fixed(Clock::machine().now());
    let app = site::open_at(config, Migrate::First, clock).await?;
    let stage = Stage::new(&app);
    stage
        .play(&Community::read()?)
        .await
        .context("The demonstration could not be made")?;
    match size {
        None => {}
        Some(Size::Small) => crowd::small(&stage)
            .await
            .context("The crowd could not be made")?,
    }
    app.close().await;
    drop(lock);
    fs::rename(&making, file).context("The demonstration could not be put in place")?;
    remove(&making.with_extension("making-wal"))?;
    fs::write(mark(file), THIS).context("The demonstration could not be marked")
}

fn remove(file: &Path) -> Result<()> {
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    for ending in ["", "-wal", "-shm"] {
        let path = file.with_file_name(format!("{name}{ending}"));
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(error).with_context(|| format!("{} cannot be removed", path.display()));
            }
        }
    }
    Ok(())
}

fn welcome(config: &Config, community: &Community) -> Vec<String> {
    let mut lines = vec![
        format!("The demonstration is at {}", config.base_url),
        format!("Everybody's password is: {}", stage::PASSWORD),
        "Sign in as".to_owned(),
    ];
    for account in community.accounts() {
        lines.push(format!(
            "  {:<28} {}",
            account.email,
            account.roles.join(", ")
        ));
    }
    if config.log_format == LogFormat::Json {
        lines.push("Log lines follow as JSON.".to_owned());
    }
    lines
}

fn as_json(url: &str, community: &Community) -> String {
    let accounts: Vec<_> = community
        .accounts()
        .into_iter()
        .map(|account| {
            json!({
                "name": account.name,
                "email": account.email,
                "password": stage::PASSWORD,
                "roles": account.roles,
            })
        })
        .collect();
    json!({ "url": url, "accounts": accounts }).to_string()
}
