//! Where a list goes on: opaque and signed, so that what is in the address is ours.

use crate::{
    entity::{
        id::{NetworkId, ThreadId},
        timestamp::Timestamp,
    },
    features::threads::{
        queries::{Listed, ThreadRow},
        words::{Only, only_code, only_of},
    },
    platform::secret::SiteSecret,
};

/// A place in the list of a network's threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) direction: Direction,
    pub(super) at: Timestamp,
    pub(super) id: ThreadId,
}

/// Which way from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Older,
    Newer,
}

const PURPOSE: &str = "threads cursor";

/// What the list shows: a cursor is for one network and one filter.
pub(super) type Filter = (NetworkId, Option<Only>);

impl Cursor {
    /// As it stands in an address.
    pub(super) fn sealed(self, secret: &SiteSecret, (network, only): Filter) -> String {
        let direction = match self.direction {
            Direction::Older => "o",
            Direction::Newer => "n",
        };
        let only = only.map_or("", only_code);
        let text = format!("{direction}.{}.{}.{network}.{only}", self.at.0, self.id);
        format!("{text}.{}", secret.sign(PURPOSE, &text))
    }

    /// From an address, with the filter it was made for; none if it was made elsewhere or for
    /// another network: then the list begins at its beginning.
    pub(super) fn open(
        secret: &SiteSecret,
        network: NetworkId,
        sealed: &str,
    ) -> Option<(Self, Option<Only>)> {
        let (text, code) = sealed.rsplit_once('.').filter(|_| sealed.len() < 200)?;
        if !secret.verify(PURPOSE, text, code) {
            return None;
        }
        let mut parts = text.split('.');
        let direction = match parts.next()? {
            "o" => Direction::Older,
            "n" => Direction::Newer,
            _ => return None,
        };
        let (at, id) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let made_for: NetworkId = parts.next()?.parse().ok()?;
        let only = only_of(parts.next()?);
        let cursor = Self {
            direction,
            at: Timestamp(at),
            id,
        };
        (made_for == network).then_some((cursor, only))
    }
}

/// The addresses of the pages before and after a list that was read, where there are any.
pub(super) fn pages(
    secret: &SiteSecret,
    base: &str,
    filter: Filter,
    listed: &Listed,
) -> (Option<String>, Option<String>) {
    let to = |direction, row: &ThreadRow| {
        let cursor = Cursor {
            direction,
            at: row.last_activity_at,
            id: row.id,
        };
        format!("{base}?from={}", cursor.sealed(secret, filter))
    };
    let first = listed.rows.first().filter(|_| listed.has_newer);
    let last = listed.rows.last().filter(|_| listed.has_older);
    let newer = first.map(|row| to(Direction::Newer, row));
    let older = last.map(|row| to(Direction::Older, row));
    // A page past the end still leads back to the beginning.
    let newer = newer.or_else(|| listed.has_newer.then(|| base.to_owned()));
    (newer, older)
}
