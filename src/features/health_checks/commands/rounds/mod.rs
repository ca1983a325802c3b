//! What leaders do with a round, what respondents do, and how it ends.

mod invitations;
mod responses;
mod results;
mod running;
mod sealing;
mod setup;

pub use invitations::{add_invited, remove_invited, retry_refused};
pub use responses::{Sent, dispute_group, no_reminders, respond, save_draft, start_open, withdraw};
pub use results::{delete, restore};
pub(in crate::features::health_checks) use running::iso;
pub use running::{cancel, choose_view, close_early, extend, open};
pub use setup::{delete_setup, save_step, start};

pub(in crate::features::health_checks) use invitations::{
    mail_settled, queue_mails, queue_reminders,
};
pub(in crate::features::health_checks) use results::{
    Released, forget_old, new_result_link, release, results_told,
};
pub(in crate::features::health_checks) use running::close_due;
pub(in crate::features::health_checks) use sealing::{erased, erasing_failed};
