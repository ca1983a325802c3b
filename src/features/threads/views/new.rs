//! Beginning an observation or an announcement.

use serde::Serialize;

use crate::{
    entity::{membership::Role, network::Visibility},
    features::{
        networks::{
            policy::SeenNetwork,
            views::{NetworkPart, sample as networks},
        },
        threads::{
            forms::{NewThread, ThreadForm},
            numbering::threads_path,
        },
    },
    platform::{
        text::markdown::SafeHtml,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The form, and what it will look like.
#[derive(Clone, Debug, Serialize)]
pub struct NewThreadPage {
    network: NetworkPart,
    action: String,
    is_announcement: bool,
    form: FormState<ThreadForm>,
    preview: Option<SafeHtml>,
}

impl NewThreadPage {
    /// The form.
    pub fn new(seen: &SeenNetwork, form: FormState<ThreadForm>) -> Self {
        Self {
            network: NetworkPart::outside(seen),
            action: threads_path(&seen.network().slug),
            is_announcement: form.values.is_announcement(),
            form,
            preview: None,
        }
    }

    /// The same, above it the first post as it will be.
    #[must_use]
    pub fn with_preview(self, new: &NewThread) -> Self {
        Self {
            preview: Some(new.body.html().clone()),
            ..self
        }
    }
}

impl View for NewThreadPage {
    const TEMPLATE: &'static str = "threads/new.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = networks::seen(Visibility::Private, Some(Role::Leader));
        let form = ThreadForm {
            title: "What we noticed".to_owned(),
            body: "Two chairs are **better**".to_owned(),
            ..ThreadForm::default()
        };
        let announcement = ThreadForm {
            kind: "announcement".to_owned(),
            ..ThreadForm::default()
        };
        let empty = ThreadForm::default().parse().err();
        let page = |form| Self::new(&seen, form);
        let plain = page(FormState::of(form.clone()));
        let mut samples = vec![page(FormState::of(announcement))];
        samples.extend(empty.map(page));
        samples.extend(form.parse().map(|new| plain.with_preview(&new)));
        samples
    }
}
