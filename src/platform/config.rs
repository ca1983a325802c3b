//! What is set when the process begins.

use std::path::PathBuf;

/// The settings of one process.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite:…` or `postgres://…`.
    pub database_url: String,
    /// Where files lie.
    pub data_dir: PathBuf,
    /// A factor on every limit; 0 is none.
    pub limits_scale: f64,
    /// Whether every page says that this is a demonstration.
    pub demo: bool,
}
