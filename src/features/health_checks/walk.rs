//! The way through the pages of a check: one page for each dimension, in the fixed order.

use super::instrument::{Dimension, DimensionCode, Instrument};

/// The pages of one check and which of them were saved.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'a> {
    instrument: &'a Instrument,
    /// Codes separated by commas, as drafts store them.
    saved: &'a str,
}

impl<'a> Walk<'a> {
    /// The pages of `instrument`, of which `saved` (codes separated by commas) were saved.
    pub fn new(instrument: &'a Instrument, saved: &'a str) -> Self {
        Self { instrument, saved }
    }

    /// The page of an address such as `pur`.
    pub fn page(&self, key: &str) -> Option<&'a Dimension> {
        let mut all = self.instrument.dimensions.iter();
        all.find(|dimension| key_of(dimension.code) == key)
    }

    /// The first page that was not saved yet; none when all were.
    pub fn first_open(&self) -> Option<&'a Dimension> {
        let mut all = self.instrument.dimensions.iter();
        all.find(|dimension| !self.is_saved(dimension.code))
    }

    /// Whether all pages before this one were saved: none is answered out of order (security.md
    /// AN-12).
    pub fn is_reached(&self, code: DimensionCode) -> bool {
        let before = self.instrument.dimensions.iter();
        before
            .take_while(|dimension| dimension.code != code)
            .all(|dimension| self.is_saved(dimension.code))
    }

    /// The place of a page, from 1.
    pub fn number(&self, code: DimensionCode) -> usize {
        let before = self.instrument.dimensions.iter();
        1 + before
            .take_while(|dimension| dimension.code != code)
            .count()
    }

    /// The page before this one.
    pub fn before(&self, code: DimensionCode) -> Option<&'a Dimension> {
        let number = self.number(code);
        self.instrument.dimensions.get(number.checked_sub(2)?)
    }

    /// Where to go once this page is saved: on to the next one, or, when all have been saved, to
    /// the answers (none).
    pub fn after_saving(&self, code: DimensionCode) -> Option<&'a Dimension> {
        let all = self.instrument.dimensions.iter();
        let mut open = all.filter(|dimension| dimension.code != code);
        let all_saved = open.all(|dimension| self.is_saved(dimension.code));
        if all_saved {
            return None;
        }
        self.instrument.dimensions.get(self.number(code))
    }

    /// Whether this page was saved, with or without answers.
    pub fn is_saved(&self, code: DimensionCode) -> bool {
        self.saved.split(',').any(|saved| saved == code.as_str())
    }
}

/// What a page is called in addresses.
pub fn key_of(code: DimensionCode) -> String {
    code.to_string().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::nhc;

    fn key(page: Option<&Dimension>) -> Option<String> {
        page.map(|dimension| key_of(dimension.code))
    }

    fn code(text: &str) -> DimensionCode {
        DimensionCode::parse(text).unwrap()
    }

    #[test]
    fn pages_follow_one_another_until_all_are_saved() {
        let nhc = nhc();
        let walk = Walk::new(&nhc, "PUR,REL");
        assert_eq!(key(walk.first_open()).as_deref(), Some("mem"));
        assert!(walk.is_reached(code("MEM")) && !walk.is_reached(code("LEA")));
        assert_eq!(key(walk.after_saving(code("PUR"))).as_deref(), Some("rel"));
        assert_eq!(key(walk.before(code("REL"))).as_deref(), Some("pur"));
        assert_eq!(key(walk.before(code("PUR"))), None);
        assert_eq!(walk.number(code("SUS")), 8);
        let all_but_last = Walk::new(&nhc, "PUR,REL,MEM,LEA,WAY,KNO,VAL");
        assert_eq!(key(all_but_last.after_saving(code("SUS"))), None);
        let all = Walk::new(&nhc, "PUR,REL,MEM,LEA,WAY,KNO,VAL,SUS");
        assert_eq!(key(all.first_open()), None);
        assert_eq!(key(all.after_saving(code("PUR"))), None);
    }

    #[test]
    fn a_page_is_named_in_small_letters() {
        let nhc = nhc();
        let walk = Walk::new(&nhc, "");
        assert_eq!(key(walk.page("pur")).as_deref(), Some("pur"));
        assert!(walk.page("PUR").is_none() && walk.page("xxx").is_none());
    }
}
