//! What the templates show.

mod doors;
mod people;
pub mod sample;
mod settings;

pub(super) use doors::{
    ConfirmPage, DeadLinkPage, NewPasswordPage, RegisterPage, RescuedPage, ResetPage, SentPage,
    SetUpPage, SignInPage, SignOutPage,
};
pub(super) use people::{FormerMemberPage, PersonPage};
pub(super) use settings::{HandlePage, PasswordPage, SessionsPage, SettingsPage};

use crate::platform::web::page::Samples;

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<SetUpPage>(),
        Samples::of::<DeadLinkPage>(),
        Samples::of::<RegisterPage>(),
        Samples::of::<SentPage>(),
        Samples::of::<SignInPage>(),
        Samples::of::<SignOutPage>(),
        Samples::of::<ResetPage>(),
        Samples::of::<NewPasswordPage>(),
        Samples::of::<ConfirmPage>(),
        Samples::of::<RescuedPage>(),
        Samples::of::<SettingsPage>(),
        Samples::of::<HandlePage>(),
        Samples::of::<PasswordPage>(),
        Samples::of::<SessionsPage>(),
        Samples::of::<PersonPage>(),
        Samples::of::<FormerMemberPage>(),
    ]
}
