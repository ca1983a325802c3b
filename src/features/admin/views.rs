//! What the templates of this feature show.

use serde::Serialize;

use super::queries::Waiting;
use crate::platform::{
    config::Config,
    web::{
        layout::Section,
        page::{Samples, View},
    },
};

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![Samples::of::<AdminPage>()]
}

/// How the site is doing.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AdminPage {
    waiting: Waiting,
    /// Where mails lie as files, while none are sent.
    mail_folder: Option<String>,
    version: &'static str,
}

impl AdminPage {
    pub(super) fn new(config: &Config, waiting: Waiting) -> Self {
        let folder = config.data_dir.join("mail");
        Self {
            waiting,
            mail_folder: config
                .smtp_url
                .is_none()
                .then(|| folder.display().to_string()),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

impl View for AdminPage {
    const TEMPLATE: &'static str = "admin/show.html";
    const SECTION: Section = Section::Admin;

    fn samples() -> Vec<Self> {
        let off = Config::default();
        let on = Config {
            smtp_url: Some("smtp://localhost".to_owned().into()),
            ..Config::default()
        };
        let waiting = Waiting::default();
        vec![Self::new(&off, waiting), Self::new(&on, waiting)]
    }
}
