//! `indaba doctor`: what is wrong, and how to mend it.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use clap::Args;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tokio::time::timeout;

use super::{Unfit, print};
use crate::{
    features::{networks, threads},
    platform::{
        clock::Clock,
        config::Config,
        db::{connect, schema::Schema},
    },
};

/// What `doctor` can be told.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// Recount everything that is stored as a count
    #[arg(long)]
    counters: bool,
}

/// One thing that was looked at.
struct Finding {
    what: &'static str,
    /// What is right, or what is wrong and what to do.
    outcome: Result<String>,
}

/// Looks at everything and says all at once; fails if anything is wrong. Changes nothing, so it may
/// run beside the server.
pub(super) async fn run(config: Config, args: DoctorArgs) -> Result<()> {
    let mut findings = vec![
        Finding {
            what: "settings",
            outcome: settings(&config),
        },
        Finding {
            what: "folder",
            outcome: folder(&config.data_dir),
        },
        Finding {
            what: "database",
            outcome: database(&config).await,
        },
        Finding {
            what: "clock",
            outcome: clock(&config).await,
        },
        Finding {
            what: "mail",
            outcome: mail(&config).await,
        },
    ];
    if args.counters {
        findings.push(Finding {
            what: "counters",
            outcome: counters(&config).await,
        });
    }
    let mut wrong = 0;
    for Finding { what, outcome } in findings {
        match outcome {
            Ok(right) => print::line(&format!("ok     {what}: {right}")),
            Err(error) => {
                wrong += 1;
                print::line(&format!("wrong  {what}: {error:#}"));
            }
        }
    }
    if wrong > 0 {
        return Err(anyhow::anyhow!("{wrong} of the above is to be mended")).context(Unfit::Found);
    }
    Ok(())
}

/// A stored count that says something else than the rows is a defect of the program.
async fn counters(config: &Config) -> Result<String> {
    if config.database_file().is_some_and(|file| !file.exists()) {
        return Ok("there is nothing to count yet".to_owned());
    }
    let db = connect::open_reading(&config.database_url).await?;
    let mut differences = networks::counters::differences(&db).await?;
    differences.extend(threads::counters::differences(&db).await?);
    db.close().await?;
    if differences.is_empty() {
        return Ok("what is counted is what is there".to_owned());
    }
    let shown: Vec<_> = differences
        .iter()
        .take(20)
        .map(ToString::to_string)
        .collect();
    bail!(
        "{} counts are wrong, which is a defect to report: {}",
        differences.len(),
        shown.join("; ")
    )
}

/// Mistakes in them would have been told before.
fn settings(config: &Config) -> Result<String> {
    if config.limits_scale <= 0.0 && !config.base_url.is_loopback() {
        bail!("limits_scale is 0, so nothing is limited: set it to 1 or more");
    }
    Ok(format!("people find the site at {}", config.base_url))
}

fn folder(data_dir: &Path) -> Result<String> {
    let shown = data_dir.display();
    if !data_dir.exists() {
        return Ok(format!("{shown} will be made at the first start"));
    }
    let about = fs::metadata(data_dir).with_context(|| format!("{shown} cannot be read"))?;
    if !about.is_dir() {
        bail!("{shown} is not a folder");
    }
    if about.permissions().mode() & 0o077 != 0 {
        bail!("others on this machine can look into {shown}: chmod 700 {shown}");
    }
    let probe = data_dir.join(".doctor");
    fs::write(&probe, vec![0_u8; 64 * 1024])
        .with_context(|| format!("{shown} takes no file: look at its owner and at the disk"))?;
    fs::remove_file(&probe).with_context(|| format!("{} cannot be removed", probe.display()))?;
    Ok(format!("{shown} takes files"))
}

async fn database(config: &Config) -> Result<String> {
    if let Some(file) = config.database_file() {
        if !file.exists() {
            return Ok(format!(
                "{} will be made at the first start",
                file.display()
            ));
        }
        let mode = fs::metadata(&file)?.permissions().mode();
        if mode & 0o077 != 0 {
            let shown = file.display();
            bail!("others on this machine can read {shown}: chmod 600 {shown}");
        }
    }
    Schema::at(&config.database_url).await?.must_be_current()?;
    let db = connect::open_reading(&config.database_url).await?;
    let whole = is_whole(&db).await;
    db.close().await?;
    whole?;
    Ok("its schema is up to date".to_owned())
}

/// SQLite can tell that its file is damaged; a PostgreSQL server looks after itself.
async fn is_whole(db: &DatabaseConnection) -> Result<()> {
    if let Some(complaint) = connect::complaint(db).await? {
        bail!("the file is damaged ({complaint}): restore a backup");
    }
    Ok(())
}

/// Sessions and links end by this machine's clock, and nodes share them.
async fn clock(config: &Config) -> Result<String> {
    let now = Clock::machine().now().0 / 1_000;
    if now < 1_700_000_000 {
        bail!("it stands before 2023: set it");
    }
    if config.database_file().is_none() {
        let db = connect::open_reading(&config.database_url).await?;
        let statement = Statement::from_string(
            db.get_database_backend(),
            "SELECT CAST(extract(epoch FROM clock_timestamp()) AS bigint)",
        );
        let row = db.query_one_raw(statement).await;
        db.close().await?;
        let theirs: i64 = row?
            .context("the database tells no time")?
            .try_get_by_index(0)?;
        let apart = now.abs_diff(theirs);
        if apart > 5 {
            bail!("it is {apart} seconds apart from the database's: keep both by NTP");
        }
    }
    Ok("it tells a likely time".to_owned())
}

async fn mail(config: &Config) -> Result<String> {
    let Some(url) = &config.smtp_url else {
        return Ok("off; messages are written as files".to_owned());
    };
    let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.build::<Tokio1Executor>();
    let answered = timeout(Duration::from_secs(10), server.test_connection()).await;
    match answered {
        Ok(Ok(true)) => Ok(format!("{} answers", url.masked())),
        Ok(Ok(false)) => bail!("{} does not answer as a mail server does", url.masked()),
        Ok(Err(error)) => Err(error).context(format!("{} refuses us", url.masked())),
        Err(_) => bail!("{} does not answer within 10 seconds", url.masked()),
    }
}
