//! The ways in and out: set-up, registering, signing in and out, links that came by mail.

use serde::Serialize;

use crate::{
    features::accounts::forms::{NewPasswordForm, RegisterForm, ResetForm, SetUpForm, SignInForm},
    platform::web::{form::FormState, layout::Section, page::View, typed::Written},
};

/// Setting the site up.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct SetUpPage {
    pub(in super::super) token: String,
    pub(in super::super) form: FormState<SetUpForm>,
}

impl SetUpPage {
    pub(in super::super) fn new(token: String) -> Self {
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
pub(in super::super) struct DeadLinkPage {
    /// What to do instead.
    advice: &'static str,
    /// Where to do it, and what that is called.
    onwards: Option<(&'static str, &'static str)>,
    /// Whether the site is being set up, so that there is nowhere else to go.
    bare: bool,
}

impl DeadLinkPage {
    pub(in super::super) fn confirm() -> Self {
        Self {
            advice: "It may have been used, be older than 48 hours, or a newer one has taken its \
                     place. Sign in, and ask for a new one in your settings.",
            onwards: Some(("/settings", "Settings")),
            bare: false,
        }
    }

    pub(in super::super) fn reset() -> Self {
        Self {
            advice: "It may have been used, be older than 60 minutes, or a newer one has taken \
                     its place.",
            onwards: Some(("/password/reset", "Ask for a new link")),
            bare: false,
        }
    }

    pub(in super::super) fn set_up() -> Self {
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
        vec![Self::set_up(), Self::confirm(), Self::reset()]
    }
}

/// Creating an account.
#[derive(Clone, Debug, Default, Serialize)]
pub(in super::super) struct RegisterPage {
    pub(in super::super) form: FormState<RegisterForm>,
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
pub(in super::super) struct SentPage {
    lead: &'static str,
    advice: &'static str,
    again: (&'static str, &'static str),
}

impl SentPage {
    pub(in super::super) fn confirm() -> Self {
        Self {
            lead: "We have sent a message to the address you gave. Follow the link in it to \
                   confirm that the address is yours.",
            advice: "The link works for 48 hours. If nothing arrives within a few minutes, look \
                     where your mail program puts unwanted mail.",
            again: ("/register", "Enter the address again"),
        }
    }

    /// `by_mail`: whether mail leaves this site at all.
    pub(in super::super) fn reset(by_mail: bool) -> Self {
        let again = ("/password/reset", "Enter the address again");
        if by_mail {
            Self {
                lead: "If this address has an account, we have sent a link for choosing a new \
                       password to it.",
                advice: "The link works for 60 minutes. If nothing arrives within a few minutes, \
                         look where your mail program puts unwanted mail.",
                again,
            }
        } else {
            Self {
                lead: "If this address has an account, a link for choosing a new password has \
                       been made.",
                advice: "This site sends no mail yet, so ask the people who run it: they find the \
                         link on their server. It works for 60 minutes from when it was made.",
                again,
            }
        }
    }
}

impl View for SentPage {
    const TEMPLATE: &'static str = "accounts/sent.html";

    fn samples() -> Vec<Self> {
        vec![Self::confirm(), Self::reset(true), Self::reset(false)]
    }
}

/// Signing in.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct SignInPage {
    pub(in super::super) form: FormState<SignInForm>,
}

impl SignInPage {
    /// An empty form that leads to `next`, an own path.
    pub(in super::super) fn leading_to(next: &str) -> Self {
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
pub(in super::super) struct SignOutPage {}

impl View for SignOutPage {
    const TEMPLATE: &'static str = "accounts/sign_out.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

/// Asking for a link for a new password.
#[derive(Clone, Debug, Default, Serialize)]
pub(in super::super) struct ResetPage {
    pub(in super::super) form: FormState<ResetForm>,
}

impl View for ResetPage {
    const TEMPLATE: &'static str = "accounts/reset.html";

    fn samples() -> Vec<Self> {
        let wrong = FormState::default().with_problem("email", "Enter your email address");
        vec![Self::default(), Self { form: wrong }]
    }
}

/// Choosing a new password, behind a link.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct NewPasswordPage {
    pub(in super::super) token: String,
    pub(in super::super) form: FormState<NewPasswordForm>,
}

impl View for NewPasswordPage {
    const TEMPLATE: &'static str = "accounts/new_password.html";

    fn samples() -> Vec<Self> {
        let token = "k3v9".to_owned();
        let fresh = Self {
            token,
            form: FormState::default(),
        };
        let form = fresh
            .form
            .clone()
            .with_problem("password", "Enter a password");
        let wrong = Self {
            form,
            ..fresh.clone()
        };
        vec![fresh, wrong]
    }
}

/// The button that confirms an address.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct ConfirmPage {
    pub(in super::super) token: String,
    /// The name that was registered with the address.
    pub(in super::super) name: String,
}

impl View for ConfirmPage {
    const TEMPLATE: &'static str = "accounts/confirm.html";

    fn samples() -> Vec<Self> {
        vec![Self {
            token: "k3v9".to_owned(),
            name: "Mia Novak".to_owned(),
        }]
    }
}

/// Text that was typed before a session ended.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct RescuedPage {
    /// What was typed into one form, field by field.
    pub(in super::super) texts: Vec<Written>,
    /// The page the form is on.
    pub(in super::super) back: String,
}

impl View for RescuedPage {
    const TEMPLATE: &'static str = "accounts/rescued.html";

    fn samples() -> Vec<Self> {
        let back = "/networks".to_owned();
        let text = |label: &str, text: &str| Written {
            label: label.to_owned(),
            text: text.to_owned(),
        };
        let texts = vec![text("Your text", "Handrails helped\n<b>")];
        let two = vec![text("Title", "Preventing falls"), text("Your text", "<b>")];
        vec![
            Self {
                texts,
                back: back.clone(),
            },
            Self { texts: two, back },
        ]
    }
}
