//! `indaba create-admin`: a site admin from the server's own command line, at any time.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::{
    print,
    site::{self, Migrate},
};
use crate::{
    features::accounts::{
        commands::{self, NewPerson},
        forms::Newcomer,
        password::{self, Password},
    },
    platform::{
        config::Config,
        web::{error::Error, form::Problems},
    },
};

/// Who becomes site admin, and leader of the Commons.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct CreateAdminArgs {
    /// The email address, which must not have an account yet.
    #[arg(long)]
    email: String,
    /// The name people know them by.
    #[arg(long)]
    name: String,
}

const AFTER_HELP: &str = "\
The password is asked for, or read as one line from standard input. It is no argument: those
can be read by anybody on this machine, and stay in the history of the shell.";

/// Makes the admin. Safe while the site is being served: the server sees it within seconds.
pub(super) async fn run(config: Config, args: CreateAdminArgs) -> Result<()> {
    // Where a server has the database, the schema is its business.
    let lock = site::lock(&config);
    let migrate = if lock.is_ok() {
        Migrate::First
    } else {
        Migrate::Never
    };
    let app = site::open(config, migrate).await?;
    let typed = tokio::select! {
        typed = tokio::task::spawn_blocking(read_password) => typed??,
        _ = tokio::signal::ctrl_c() => {
            echo(true);
            bail!("Nothing was changed")
        }
    };
    let site = app.settings.now().site_name.clone();
    let mut problems = Problems::default();
    let newcomer = Newcomer::parse(&mut problems, &site, (&args.name, &args.email, &typed));
    let Some(newcomer) = newcomer else {
        let found = problems.reject(()).problems.into_iter();
        let sentences: Vec<_> = found.map(|problem| problem.message).collect();
        bail!("{}. Nothing was changed", sentences.join(". "))
    };
    let new = NewPerson {
        password: hashed(&newcomer.password).await?,
        name: newcomer.name,
        email: newcomer.email,
    };
    let made: Result<_, Error> = app
        .write(async |write| commands::add_admin(write, &new).await)
        .await;
    let made = made.context("The admin could not be stored")?;
    let sign_in = app.config.base_url.join("/sign-in");
    app.close().await;
    let Some(person) = made else {
        bail!("This email address has an account already. Nothing was changed")
    };
    print::line(&format!(
        "{} is a site admin now, and leads the Commons. Sign in at {sign_in}",
        person.display_name
    ));
    Ok(())
}

async fn hashed(password: &Password) -> Result<password::Hashed> {
    let done = password::hash(password).await;
    done.context("The password could not be hashed")
}

/// Asks on a terminal, without showing what is typed; otherwise takes the first line.
fn read_password() -> Result<Password> {
    let stdin = io::stdin();
    let is_terminal = stdin.is_terminal();
    if is_terminal {
        ask("Password (at least 15 characters; three random words work well): ")?;
        echo(false);
    }
    let mut line = String::new();
    let read = stdin.lock().read_line(&mut line);
    if is_terminal {
        echo(true);
        ask("\n")?;
    }
    read.context("No password could be read")?;
    let typed = line.strip_suffix('\n').unwrap_or(&line);
    let typed = typed.strip_suffix('\r').unwrap_or(typed);
    Ok(Password::from(typed.to_owned()))
}

fn ask(text: &str) -> Result<()> {
    let mut out = io::stderr().lock();
    out.write_all(text.as_bytes())?;
    out.flush().context("The terminal is closed")
}

/// Whether the terminal shows what is typed. Where there is no `stty` it stays as it is.
fn echo(shown: bool) {
    let word = if shown { "echo" } else { "-echo" };
    let _ = Command::new("stty")
        .arg(word)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}
