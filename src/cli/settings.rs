//! The settings as flags. Their values are read where the other sources are, so that all say the
//! same about a mistake.

use std::path::PathBuf;

use clap::Args;

use crate::platform::config::Flags;

/// Every setting, and the file that may hold them.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
pub(super) struct SettingsArgs {
    /// A TOML file with settings.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where to wait for requests [default: 127.0.0.1:3000].
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Where people find the site [default: from the listen address].
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<String>,
    /// The database [default: sqlite:data/indaba.db].
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// The same database by a role that may change its schema.
    #[arg(long, global = true, value_name = "URL")]
    migrate_database_url: Option<String>,
    /// Where files lie [default: data].
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<String>,
    /// The mail server; without one, mails are written as files [default: none].
    #[arg(long, global = true, value_name = "URL")]
    smtp_url: Option<String>,
    /// Who mails come from.
    #[arg(long, global = true, value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// plain or json [default: plain].
    #[arg(long, global = true, value_name = "FORMAT")]
    log_format: Option<String>,
    /// A factor on every rate limit; 0 is none [default: 1].
    #[arg(long, global = true, value_name = "NUMBER")]
    limits_scale: Option<String>,
    /// Proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8 [default: none].
    #[arg(long, global = true, value_name = "ADDRESSES")]
    trusted_proxies: Option<String>,
    /// Whether the server also does the jobs: true or false [default: true].
    #[arg(long, global = true, value_name = "SWITCH")]
    worker: Option<String>,
    /// Say in every response how many statements it took: true or false [default: false].
    #[arg(long, global = true, value_name = "SWITCH", hide = true)]
    bench: Option<String>,
}

impl SettingsArgs {
    /// What was given.
    pub(super) fn into_flags(self) -> Flags {
        let all = [
            ("listen", self.listen),
            ("base_url", self.base_url),
            ("database_url", self.database_url),
            ("migrate_database_url", self.migrate_database_url),
            ("data_dir", self.data_dir),
            ("smtp_url", self.smtp_url),
            ("mail_from", self.mail_from),
            ("log_format", self.log_format),
            ("limits_scale", self.limits_scale),
            ("trusted_proxies", self.trusted_proxies),
            ("worker", self.worker),
            ("bench", self.bench),
        ];
        let given = all
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| (name, value)));
        Flags {
            settings: given.collect(),
            file: self.config,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::Cli;
    use crate::platform::config::NAMES;

    #[test]
    fn every_setting_has_a_flag() {
        let command = Cli::command();
        for name in NAMES {
            let flag = name.replace('_', "-");
            assert!(
                command
                    .get_arguments()
                    .any(|it| it.get_long() == Some(&flag)),
                "{flag}"
            );
        }
        command.debug_assert();
    }
}
