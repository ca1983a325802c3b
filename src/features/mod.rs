//! What people can do, one folder a feature, in tiers: a feature knows only earlier tiers.
//!
//! `networks < accounts < health_checks < threads < plans < moderation < home, admin`

pub mod accounts;
pub mod admin;
pub mod health_checks;
pub mod home;
pub mod moderation;
pub mod networks;
pub mod plans;
pub mod threads;

use crate::platform::{
    app::Plugged,
    web::{page::Samples, routes::Routes, typed::Labels},
};

/// Every text field of every form, by name: what is given back when a form could not be taken.
pub const WRITTEN: Labels = &[
    ("name", "Name"),
    ("email", "Email address"),
    ("handle", "Handle"),
    ("site", "Site name"),
    ("job_role", "Role"),
    ("organisation", "Organisation"),
    ("about", "About"),
    ("can_help", "What you can help with"),
    ("would_like_help", "What you would like help with"),
    ("purpose", "Purpose"),
    ("organisations", "Number of organisations"),
    ("geography", "Area"),
    ("message", "Message"),
    ("title", "Title"),
    ("body", "Your text"),
    ("happening", "What is happening?"),
    ("tried", "What have you tried?"),
    ("help", "What help do you want?"),
    ("what_helped", "What helped?"),
    ("outcome", "What happened?"),
    ("note", "Note"),
    ("reason", "Reason"),
    ("detail", "Details"),
    ("words", "Your words"),
    ("why", "Why"),
    ("owner", "Who sees to it"),
    ("sign", "Sign that it works"),
    ("thread", "Conversation"),
    ("list", "Names and email addresses"),
    ("k", "The least number of answers"),
    ("code", "Receipt code"),
    ("well", "Something this network does well"),
    ("change", "The first thing I would change"),
    ("else", "Anything else"),
];

/// Every route of the site.
pub fn routes() -> Routes {
    Routes::default()
        .merge(networks::routes::routes())
        .merge(accounts::routes::routes())
        .merge(health_checks::routes::routes())
        .merge(plans::routes::routes())
        .merge(threads::routes::routes())
        .merge(moderation::routes::routes())
        .merge(home::routes::routes())
        .merge(admin::routes::routes())
}

/// Every sentence that `?said=` may show.
pub fn said() -> Vec<(&'static str, &'static str)> {
    let all: &[&[(&str, &str)]] = &[
        networks::SAID,
        accounts::SAID,
        health_checks::SAID,
        threads::SAID,
        plans::SAID,
        moderation::SAID,
    ];
    all.concat()
}

/// Every view with its samples, for the template tests.
pub fn views() -> Vec<Samples> {
    let mut all = vec![Samples::of::<crate::platform::web::error_pages::ErrorPage>()];
    all.extend(networks::views::all());
    all.push(Samples::of::<crate::platform::web::not_set_up::NotSetUpPage>());
    all.extend(accounts::views::all());
    all.extend(health_checks::views::all());
    all.extend(plans::views::all());
    all.extend(threads::views::all());
    all.extend(moderation::views::all());
    all.extend(home::views::all());
    all.extend(admin::views::all());
    all
}

/// What the features bring to the platform: their jobs, their mails, and who listens.
pub fn plugged() -> Plugged {
    let (plans, moderation) = (plans::plugged(), moderation::plugged());
    Plugged {
        jobs: accounts::jobs()
            .merge(health_checks::jobs::registry())
            .merge(threads::jobs())
            .merge(plans.jobs)
            .merge(moderation.jobs),
        emails: networks::emails()
            .merge(accounts::emails())
            .merge(health_checks::emails::all())
            .merge(plans.emails)
            .merge(moderation.emails),
        listeners: plans.listeners.merge(moderation.listeners),
        written: WRITTEN,
    }
}
