//! What the templates show.

use serde::Serialize;

use super::forms::{RegisterForm, SetUpForm, SignInForm};
use crate::platform::web::{
    form::FormState,
    layout::Section,
    page::{Samples, View},
};

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<SetUpPage>(),
        Samples::of::<DeadLinkPage>(),
        Samples::of::<RegisterPage>(),
        Samples::of::<SentPage>(),
        Samples::of::<SignInPage>(),
        Samples::of::<SignOutPage>(),
    ]
}

/// Setting the site up.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SetUpPage {
    pub(super) token: String,
    pub(super) form: FormState<SetUpForm>,
}

impl SetUpPage {
    pub(super) fn new(token: String) -> Self {
        let form = FormState::default();
        Self { token, form }
    }
}

impl View for SetUpPage {
    const TEMPLATE: &'static str = "accounts/set_up.html";

    fn samples() -> Vec<Self> {
        let fresh = Self::new("k3v9".to_owned());
        let form = fresh.form.clone().with_problem("site", "Enter a site name");
        let wrong = Self {
            form,
            ..fresh.clone()
        };
        vec![fresh, wrong]
    }
}

/// A link that does not work (any more).
#[derive(Clone, Debug, Serialize)]
pub(super) struct DeadLinkPage {
    /// What to do instead.
    advice: &'static str,
    /// Where to do it, and what that is called.
    onwards: Option<(&'static str, &'static str)>,
    /// Whether the site is being set up, so that there is nowhere else to go.
    bare: bool,
}

impl DeadLinkPage {
    pub(super) fn set_up() -> Self {
        Self {
            advice: "It may have been used, or be older than 24 hours. If the site is not set up \
                     yet, start the program again: it prints a new link.",
            onwards: None,
            bare: true,
        }
    }
}

impl View for DeadLinkPage {
    const TEMPLATE: &'static str = "accounts/dead_link.html";

    fn samples() -> Vec<Self> {
        vec![Self::set_up()]
    }
}

/// Creating an account.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct RegisterPage {
    pub(super) form: FormState<RegisterForm>,
}

impl View for RegisterPage {
    const TEMPLATE: &'static str = "accounts/register.html";

    fn samples() -> Vec<Self> {
        let wrong = FormState::default().with_problem("password", "Enter a password");
        vec![Self::default(), Self { form: wrong }]
    }
}

/// "Check your email": the same for every address.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SentPage {
    lead: &'static str,
    advice: &'static str,
    again: Option<(&'static str, &'static str)>,
}

impl SentPage {
    pub(super) fn confirm() -> Self {
        Self {
            lead: "We have sent a message to the address you gave. Follow the link in it to \
                   confirm that the address is yours.",
            advice: "The link works for 48 hours. If nothing arrives within a few minutes, look \
                     where your mail program puts unwanted mail.",
            again: Some(("/register", "Enter the address again")),
        }
    }
}

impl View for SentPage {
    const TEMPLATE: &'static str = "accounts/sent.html";

    fn samples() -> Vec<Self> {
        vec![Self::confirm()]
    }
}

/// Signing in.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SignInPage {
    pub(super) form: FormState<SignInForm>,
}

impl SignInPage {
    /// An empty form that leads to `next`, an own path.
    pub(super) fn leading_to(next: &str) -> Self {
        let form = SignInForm {
            next: next.to_owned(),
            ..SignInForm::default()
        };
        Self {
            form: FormState::of(form),
        }
    }
}

impl View for SignInPage {
    const TEMPLATE: &'static str = "accounts/sign_in.html";

    fn samples() -> Vec<Self> {
        let fresh = Self::leading_to("/networks/falls");
        let wrong = fresh.form.clone();
        let wrong = wrong.with_problem("email", "Wrong email address or password");
        vec![fresh, Self { form: wrong }]
    }
}

/// The button that signs out.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SignOutPage {}

impl View for SignOutPage {
    const TEMPLATE: &'static str = "accounts/sign_out.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
