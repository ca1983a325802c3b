//! The pages on which a moderator hides a post or shows it again.

use serde::Serialize;

use super::part::{PostPart, sample};
use crate::{
    features::{
        moderation::{forms::ReasonForm, queries::Someone, routes},
        threads::policy::SeenPost,
    },
    platform::web::{form::FormState, layout::Section, page::View},
};

/// What is done to the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is taken out of sight.
    Hide,
    /// It is brought back.
    Restore,
}

/// A page that asks for the reason.
#[derive(Clone, Debug, Serialize)]
pub struct ActPage {
    title: &'static str,
    lead: &'static str,
    hint: &'static str,
    button: &'static str,
    is_warning: bool,
    action: String,
    post: PostPart,
    form: FormState<ReasonForm>,
}

impl ActPage {
    /// For a post that the reader may do this to.
    pub fn new(seen: &SeenPost, people: &[Someone], act: Act, form: FormState<ReasonForm>) -> Self {
        let id = seen.post().id;
        let action = match act {
            Act::Hide => routes::removal_path(id),
            Act::Restore => routes::restoration_path(id),
        };
        Self::of(PostPart::new(seen, people), act, action, form)
    }

    fn of(post: PostPart, act: Act, action: String, form: FormState<ReasonForm>) -> Self {
        match act {
            Act::Hide => Self {
                title: "Hide this post",
                lead: "Readers see a line in its place. Its author and those who look after this \
                       network still read it, and you can show it again.",
                hint: "Its author reads this. Say what is wrong with the post and what could be \
                       said instead.",
                button: "Hide post",
                is_warning: true,
                action,
                post,
                form,
            },
            Act::Restore => Self {
                title: "Show this post again",
                lead: "Everybody who reads this conversation will see it where it was, with the \
                       same number.",
                hint: "Its author reads this.",
                button: "Show post",
                is_warning: false,
                action,
                post,
                form,
            },
        }
    }
}

impl View for ActPage {
    const TEMPLATE: &'static str = "moderation/act.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let mut held = sample::post(4);
        held.held = Some("Hidden: It names somebody who uses the service".to_owned());
        let mut pages = vec![
            Self::of(
                sample::post(4),
                Act::Hide,
                "/posts/104/removal".to_owned(),
                FormState::default(),
            ),
            Self::of(
                held,
                Act::Restore,
                "/posts/104/restoration".to_owned(),
                FormState::default(),
            ),
        ];
        if let Err(form) = ReasonForm::default().parse() {
            let action = "/posts/104/removal".to_owned();
            pages.push(Self::of(sample::post(4), Act::Hide, action, form));
        }
        pages
    }
}
