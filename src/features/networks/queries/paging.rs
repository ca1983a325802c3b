//! Pages of a list in the order of a text and an id, without counting what was skipped: nothing is
//! left out or repeated when rows come and go meanwhile.

use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect,
    Select,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::web::error::Result;

/// Where a page begins: behind this row, or before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Whether the page ends before this row, instead of beginning behind it.
    pub back: bool,
    /// The text of the row.
    pub key: String,
    /// Its id, for rows of one text.
    pub id: i64,
}

impl Cursor {
    /// The cursor of an address: "12-leeds frailty network". Nonsense is the first page.
    pub fn read(after: &str, before: &str) -> Option<Self> {
        let (text, back) = if before.is_empty() {
            (after, false)
        } else {
            (before, true)
        };
        let (id, key) = text.split_once('-')?;
        Some(Self {
            back,
            key: key.to_owned(),
            id: id.parse().ok()?,
        })
    }

    /// As part of an address: `after=…` or `before=…`.
    pub fn query(&self) -> String {
        let name = if self.back { "before" } else { "after" };
        let value = format!("{}-{}", self.id, self.key);
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.append_pair(name, &value);
        out.finish()
    }
}

/// One page of a list, and where the pages beside it begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageOf<T> {
    /// In order.
    pub rows: Vec<T>,
    /// The page before.
    pub previous: Option<Cursor>,
    /// The page behind.
    pub next: Option<Cursor>,
}

/// Loads the page of at most `size` rows that `cursor` names, in ascending order of the two
/// expressions; `place` says what they are in a row.
pub(super) async fn load<C, E, T>(
    db: &C,
    query: Select<E>,
    order: [Expr; 2],
    size: usize,
    cursor: Option<&Cursor>,
    place: impl Fn(&T) -> (String, i64),
) -> Result<PageOf<T>>
where
    C: ConnectionTrait,
    E: EntityTrait,
    T: FromQueryResult + Send + Sync,
{
    let back = cursor.is_some_and(|cursor| cursor.back);
    let direction = if back { Order::Desc } else { Order::Asc };
    let [text, id] = order.clone();
    let mut query = query
        .order_by(text, direction.clone())
        .order_by(id, direction)
        // One more than is shown tells whether there is another page.
        .limit(u64::try_from(size).unwrap_or(u64::MAX).saturating_add(1));
    if let Some(cursor) = cursor {
        let row = Expr::tuple(order);
        let here = Expr::tuple([Expr::value(cursor.key.clone()), Expr::value(cursor.id)]);
        query = query.filter(if back { row.lt(here) } else { row.gt(here) });
    }
    let mut rows = query.into_model::<T>().all(db).await?;
    let is_more = rows.len() > size;
    rows.truncate(size);
    if back {
        rows.reverse();
    }
    let at =
        |row: Option<&T>, back: bool| row.map(&place).map(|(key, id)| Cursor { back, key, id });
    let has_previous = if back { is_more } else { cursor.is_some() };
    let has_next = back || is_more;
    Ok(PageOf {
        previous: at(rows.first(), true).filter(|_| has_previous),
        next: at(rows.last(), false).filter(|_| has_next),
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_address() {
        let cursor = Cursor {
            back: true,
            key: "leeds - frailty & falls".to_owned(),
            id: 12,
        };
        let query = cursor.query();
        let (name, value) = form_urlencoded::parse(query.as_bytes()).next().unwrap();
        assert_eq!(name, "before");
        assert_eq!(Cursor::read("", &value), Some(cursor));
    }

    #[test]
    fn nonsense_is_the_first_page() {
        for nonsense in ["", "x", "x-y", "99999999999999999999-a"] {
            assert_eq!(Cursor::read(nonsense, ""), None);
        }
    }
}
