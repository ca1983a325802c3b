//! What a round promises the people it asks, and the numbers it is bound by.

use crate::{entity::round::Audience, platform::text::dates::CivilDay};

/// The least number of respondents where nobody chose another, and the site's floor
/// (health-check.md 5.1).
pub const DEFAULT_K: u32 = 5;
/// The highest that a round may ask for.
pub const HIGHEST_K: u32 = 20;
/// What the site's floor may be.
pub const FLOORS: std::ops::RangeInclusive<u32> = 3..=10;
/// With fewer invitations than this a leader is warned (health-check.md 5.18).
pub const FEW_INVITED: usize = 8;
/// The most people that one round asks.
pub const MOST_INVITED: usize = 5_000;
/// How long a round is open if nobody says otherwise (product.md 8.2.3).
pub const DEFAULT_DAYS: i64 = 14;
/// The longest that a round may be open.
pub const MOST_DAYS: i64 = 90;
/// The days that pass between the close of a round and the next one (health-check.md 5.18).
pub const DAYS_BETWEEN: i64 = 14;
/// How long a personal result link works: twelve months (health-check.md 9.9).
pub const LINK_DAYS: i64 = 365;
/// The days until a deleted result is gone for good (health-check.md 11.5).
pub const UNDO_DAYS: i64 = 7;
/// The most reminders anybody gets (product.md 8.2.5).
pub const MOST_REMINDERS: i32 = 2;

/// The audiences in the order of the form.
pub const AUDIENCES: [Audience; 3] = [Audience::Respondents, Audience::LeadTeam, Audience::Members];

/// Who sees the result, in the words that people read before they answer.
pub fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::LeadTeam => "the leaders and core team of the network",
        Audience::Respondents => {
            "everyone who answered, and the leaders and core team of the network"
        }
        Audience::Members => "all members of the network",
    }
}

/// The code of an audience in forms.
pub fn audience_code(audience: Audience) -> &'static str {
    match audience {
        Audience::LeadTeam => "lead_team",
        Audience::Respondents => "respondents",
        Audience::Members => "members",
    }
}

/// The audience of a code.
pub fn audience_of(code: &str) -> Option<Audience> {
    AUDIENCES.into_iter().find(|it| audience_code(*it) == code)
}

/// What the server's own people could do while a round is open, word for word (health-check.md
/// 9.10).
pub const NOTICE: &str = "Until this round closes, somebody who runs the server could in theory \
     match records, also in copies of its files made until then. When it closes, we remove what \
     could link you to your answers: from then on nobody can tell from the site, its exports or its \
     database who answered what.";

/// The lowest and the highest k that a form offers under a site's floor (health-check.md 5.1).
pub fn range_of_k(floor: u32) -> std::ops::RangeInclusive<u32> {
    floor..=HIGHEST_K
}

/// A stored day in words: "8 December 2026".
pub fn day_words(stored: &str) -> String {
    CivilDay::from_iso(stored).map_or_else(String::new, CivilDay::words)
}
