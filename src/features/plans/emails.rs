//! Reminders by mail, to the member who sees to an action. What is said of a secret network names
//! nothing of it (product.md 8.7.3).

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{due, queries, routes};
use crate::{
    entity::{id::ActionId, network::Visibility},
    platform::{
        app::App,
        mail::{Composed, Email, Emails, Recipient},
        text::dates::{self, CivilDay},
    },
};

/// The mails of this feature.
pub(super) fn all() -> Emails {
    Emails::default()
        .with::<ActionDue>()
        .with::<OverdueActions>()
}

/// Tells the member who sees to an action that it is due, will be, or was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ActionDue {
    pub(super) action: ActionId,
    /// The day it was due when the reminder was put: after a new date it says nothing.
    pub(super) due: String,
}

/// What such a mail says.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ActionDueMail {
    /// Title and network, where the reader's mailbox may hold them.
    about: Option<About>,
    /// "is due in 7 days", "is due today", "was due 7 days ago".
    when: String,
    day: String,
    link: String,
}

/// What it is about.
#[derive(Clone, Debug, Serialize)]
pub(super) struct About {
    title: String,
    network: String,
}

impl Email for ActionDue {
    const NAME: &'static str = "plans/emails/action_due";
    type View = ActionDueMail;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<ActionDueMail>> {
        let Some(reader) = to.account else {
            return Ok(Composed::Drop("No account."));
        };
        let told = queries::told(&app.db, self.action, reader).await?;
        let Some(told) = told.filter(|told| told.is_still(reader, &self.due)) else {
            return Ok(Composed::Drop(
                "It is not theirs to do by that day any more.",
            ));
        };
        let today = dates::civil_day(app.clock.now().0, dates::DEFAULT_ZONE);
        let is_secret = told.visibility == Visibility::Secret;
        Ok(Composed::Send(ActionDueMail {
            about: (!is_secret).then_some(About {
                title: told.title,
                network: told.network,
            }),
            when: when(CivilDay::from_iso(&self.due), today),
            day: due::words(&self.due),
            link: app.config.base_url.join(&routes::action(self.action)),
        }))
    }

    fn samples() -> Vec<ActionDueMail> {
        let mail = |about, when: &str| ActionDueMail {
            about,
            when: when.to_owned(),
            day: "1 December 2026".to_owned(),
            link: "https://forum.example.org/actions/7".to_owned(),
        };
        vec![
            mail(Some(sample_about()), "is due in 7 days"),
            mail(None, "was due 7 days ago"),
        ]
    }
}

fn sample_about() -> About {
    About {
        title: "Pair long-standing members with newcomers".to_owned(),
        network: "Rural Leaders".to_owned(),
    }
}

/// In words, by the day on which it is sent.
fn when(due: Option<CivilDay>, today: Option<CivilDay>) -> String {
    let (Some(due), Some(today)) = (due, today) else {
        return "is due".to_owned();
    };
    match due.days_since_epoch() - today.days_since_epoch() {
        0 => "is due today".to_owned(),
        1 => "is due tomorrow".to_owned(),
        -1 => "was due yesterday".to_owned(),
        days @ 2.. => format!("is due in {days} days"),
        days => format!("was due {} days ago", -days),
    }
}

/// The weekly list of what is overdue, made as it is sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct OverdueActions {}

/// What such a mail says.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OverdueMail {
    actions: Vec<Overdue>,
}

/// One line of it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Overdue {
    about: Option<About>,
    day: String,
    link: String,
}

impl Email for OverdueActions {
    const NAME: &'static str = "plans/emails/overdue_actions";
    type View = OverdueMail;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<OverdueMail>> {
        let today = dates::civil_day(app.clock.now().0, dates::DEFAULT_ZONE);
        let (Some(reader), Some(today)) = (to.account, today) else {
            return Ok(Composed::Drop("No account."));
        };
        let rows = queries::overdue_of(&app.db, reader, today).await?;
        if rows.is_empty() {
            return Ok(Composed::Drop("Nothing is overdue any more."));
        }
        let line = |row: queries::DueRow| Overdue {
            day: due::words(&row.due),
            link: app.config.base_url.join(&routes::action(row.id)),
            about: (row.visibility != Visibility::Secret).then_some(About {
                title: row.title,
                network: row.network,
            }),
        };
        Ok(Composed::Send(OverdueMail {
            actions: rows.into_iter().map(line).collect(),
        }))
    }

    fn samples() -> Vec<OverdueMail> {
        let line = |about| Overdue {
            about,
            day: "1 November 2026".to_owned(),
            link: "https://forum.example.org/actions/7".to_owned(),
        };
        vec![
            OverdueMail {
                actions: vec![line(Some(sample_about()))],
            },
            OverdueMail {
                actions: vec![line(Some(sample_about())), line(None)],
            },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_says_when_by_the_day_it_is_sent() {
        let day = CivilDay::from_iso;
        let due = day("2026-12-01");
        for (today, words) in [
            ("2026-11-24", "is due in 7 days"),
            ("2026-11-30", "is due tomorrow"),
            ("2026-12-01", "is due today"),
            ("2026-12-02", "was due yesterday"),
            ("2026-12-08", "was due 7 days ago"),
        ] {
            assert_eq!(when(due, day(today)), words);
        }
    }
}
