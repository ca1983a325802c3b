//! The queue of what waits for a decision.

use serde::Serialize;

use crate::{
    entity::{id::ReviewItemId, timestamp::Timestamp},
    features::{
        moderation::{
            queries::{Place, QueueRow, ReasonCount},
            routes, words,
        },
        networks::views::PersonPart,
    },
    platform::web::{layout::Section, page::View},
};

/// What waits for one reader.
#[derive(Clone, Debug, Serialize)]
pub struct QueuePage {
    items: Vec<ItemView>,
    /// Where the next page begins.
    next: Option<String>,
    /// Whether this is a later page.
    is_later: bool,
}

#[derive(Clone, Debug, Serialize)]
struct ItemView {
    href: String,
    title: String,
    number: i64,
    network: String,
    author: String,
    at: Timestamp,
    is_urgent: bool,
    reports: i64,
    reasons: String,
}

impl QueuePage {
    /// A page of the queue.
    pub fn new(
        rows: Vec<QueueRow>,
        reasons: &[ReasonCount],
        after: Option<Place>,
        next: Option<Place>,
    ) -> Self {
        let items = rows.into_iter().map(|row| ItemView::new(row, reasons));
        Self {
            items: items.collect(),
            next: next.map(|place| format!("{}?after={}", routes::QUEUE, place.code())),
            is_later: after.is_some(),
        }
    }
}

impl ItemView {
    fn new(row: QueueRow, reasons: &[ReasonCount]) -> Self {
        let given: Vec<_> = reasons
            .iter()
            .filter(|reason| reason.item == row.id)
            .collect();
        let names: Vec<_> = given
            .iter()
            .map(|given| words::reason(given.reason))
            .collect();
        let by = PersonPart::new(&row.display_name, &row.handle, row.account_state, false);
        Self {
            href: routes::item_path(row.id),
            title: row.title,
            number: row.number,
            network: row.network,
            author: by.name,
            at: row.created_at,
            is_urgent: row.is_urgent,
            reports: given.iter().map(|given| given.count).sum(),
            reasons: names.join(" · "),
        }
    }
}

impl Place {
    /// As addresses carry it.
    fn code(self) -> String {
        format!("{}-{}", u8::from(self.is_urgent), self.id)
    }

    /// What an address carries; what cannot be read is the beginning.
    pub fn read(code: &str) -> Option<Self> {
        let (urgent, id) = code.split_once('-')?;
        Some(Self {
            is_urgent: urgent == "1",
            id: id.parse::<ReviewItemId>().ok()?,
        })
    }
}

impl View for QueuePage {
    const TEMPLATE: &'static str = "moderation/queue.html";
    const SECTION: Section = Section::Review;

    fn samples() -> Vec<Self> {
        use crate::features::networks::views::sample::WHEN;
        let item = |number, is_urgent, reports, reasons: &str| ItemView {
            href: format!("/review/{number}"),
            title: "How do I hand over when everything rests on me?".to_owned(),
            number,
            network: "Rural Leaders".to_owned(),
            author: "Gita Rao".to_owned(),
            at: WHEN.plus_minutes(number),
            is_urgent,
            reports,
            reasons: reasons.to_owned(),
        };
        let urgent = item(4, true, 3, "Harassment · Patient or personal information");
        let other = item(2, false, 1, "In the wrong place");
        let page = |items, next: Option<&str>, is_later| Self {
            items,
            next: next.map(str::to_owned),
            is_later,
        };
        vec![
            page(Vec::new(), None, false),
            page(vec![urgent, other.clone()], None, false),
            page(vec![other.clone()], Some("/review?after=0-2"), false),
            page(vec![other], None, true),
            page(Vec::new(), None, true),
        ]
    }
}
