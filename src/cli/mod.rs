//! The command line: what `indaba` can be told to do, one file each.

mod create_admin;
mod demo;
mod doctor;
mod import_instrument;
mod logging;
mod migrate;
mod print;
mod routes;
mod score;
mod serve;
mod settings;
mod show_config;
mod site;
mod worker;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::platform::config::{Config, Mistakes};
use settings::SettingsArgs;

/// A community-of-practice forum for people who lead networks in health and social care.
#[derive(Debug, Parser)]
#[command(name = "indaba", version, about, after_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER_HELP: &str = "\
Without a command, indaba serves the site. Every setting is also an environment variable
(--base-url is INDABA_BASE_URL) and a line in the settings file (base_url = \"…\"); flags win
over variables, variables over the file. A password on the command line can be read by anybody
on this machine, so addresses with one are taken from the environment or the file only.

Exit codes: 0 done, 1 something failed, 2 the settings or the database are not right.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site: the default.
    Serve(serve::ServeArgs),
    /// Do the jobs alone (mail and the like), beside servers that run with --worker false.
    Worker,
    /// Bring the database's schema up to date.
    Migrate(migrate::MigrateArgs),
    /// Make a site admin, who also leads the Commons; asks for the password.
    CreateAdmin(create_admin::CreateAdminArgs),
    /// Serve an invented community, to look around in.
    Demo(demo::DemoArgs),
    /// Look for what is wrong with settings, database, mail, clock and disk.
    Doctor(doctor::DoctorArgs),
    /// Import a version of the health check from a file.
    ImportInstrument(import_instrument::ImportInstrumentArgs),
    /// Score a round on paper: answers in a CSV file in, what may be shown of them out.
    Score(score::ScoreArgs),
    /// Print every route: method, path, who gets in, the permission that guards it.
    Routes(routes::RoutesArgs),
    /// Print the settings in effect, passwords as "…".
    ShowConfig,
}

/// Runs what the command line says.
pub fn run() -> ExitCode {
    let Cli { settings, command } = Cli::parse();
    let command = command.unwrap_or(Command::Serve(serve::ServeArgs::default()));
    // The route table and the arithmetic are the same whatever the settings are.
    if let Command::Routes(args) = command {
        routes::run(&args);
        return ExitCode::SUCCESS;
    }
    if let Command::Score(args) = command {
        return score::run(&args);
    }
    let config = match Config::load(settings.into_flags(), std::env::vars_os()) {
        Ok(config) => config,
        Err(mistakes) => return refuse(&mistakes),
    };
    let done = match command {
        Command::Serve(args) => logged(&config, serve::run(config.clone(), args)),
        Command::Worker => logged(&config, worker::run(config.clone())),
        Command::Migrate(args) => block_on(migrate::run(config, args)),
        Command::CreateAdmin(args) => block_on(create_admin::run(config, args)),
        Command::Demo(args) => logged(&config, demo::run(config.clone(), args)),
        Command::Doctor(args) => block_on(doctor::run(config, args)),
        Command::ImportInstrument(args) => block_on(import_instrument::run(config, args)),
        Command::ShowConfig => {
            show_config::run(&config);
            Ok(())
        }
        Command::Routes(_) | Command::Score(_) => Ok(()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&format!("{error:#}"));
            ExitCode::from(if error.is::<Unfit>() { 2 } else { 1 })
        }
    }
}

/// Marks a failure that starting again would only repeat: exit code 2.
#[derive(Clone, Copy, Debug)]
enum Unfit {
    /// Settings, database or address.
    ToStart,
    /// What the doctor found.
    Found,
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::ToStart => "Indaba cannot start",
            Self::Found => "Something is wrong",
        })
    }
}

fn refuse(mistakes: &Mistakes) -> ExitCode {
    for mistake in &mistakes.0 {
        print::error(mistake);
    }
    ExitCode::from(2)
}

fn logged(config: &Config, work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    logging::start(config.log_format);
    block_on(work)
}

fn block_on(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let done = runtime.block_on(work);
    // Whatever still runs has had its time.
    runtime.shutdown_background();
    done
}
