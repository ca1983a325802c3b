//! `indaba show-config`: print the settings in effect.

use super::print;
use crate::platform::config::Config;

/// Prints every setting, passwords as `…`.
pub(super) fn run(config: &Config) {
    for (name, value) in config.shown() {
        print::line(&format!("{name} = {value}"));
    }
}
