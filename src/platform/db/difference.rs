//! A count that is stored and says something else than the rows: always a defect.

use std::fmt;

/// How many rows a check looks at in one statement.
pub const BATCH: u64 = 500;

/// One stored count and what the rows say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The table it is stored in.
    pub table: &'static str,
    /// The row.
    pub id: i64,
    /// The column.
    pub column: &'static str,
    /// What is stored.
    pub stored: i64,
    /// What the rows say.
    pub counted: i64,
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            table,
            id,
            column,
            stored,
            counted,
        } = self;
        write!(
            out,
            "{table} {id}: {column} is {stored}, the rows say {counted}"
        )
    }
}
