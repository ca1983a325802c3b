//! How complex a text may be, checked before each step whose cost grows faster than the text.

use std::fmt;

use comrak::nodes::{Node, NodeValue};

use crate::platform::text::clean::{self, thousands};

/// Quotes, list items, tables and emphasis inside each other.
const MAX_DEPTH: usize = 16;
const MAX_NODES: usize = 5_000;
const MAX_LINKS: usize = 100;
const MAX_CELLS: usize = 2_000;
/// In bytes.
const MAX_OUTPUT: usize = 200_000;
/// The parser makes more nodes than are left when neighbouring texts have been joined.
pub(super) const MAX_PARSED_NODES: usize = 8 * MAX_NODES;

/// Why a text cannot be shown. `Display` is the sentence for the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooComplex {
    /// More characters than a post may have.
    Length,
    /// Quotes or lists too deep inside each other.
    Depth,
    /// Too many pieces of formatting.
    Nodes,
    /// Too many links.
    Links,
    /// Too many table cells.
    Cells,
    /// The HTML would be too large.
    Output,
}

impl fmt::Display for TooComplex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => write!(
                f,
                "Your text must be {} characters or fewer",
                thousands(clean::POST_BODY.max)
            ),
            Self::Depth => write!(
                f,
                "Your text must not have more than {MAX_DEPTH} quotes or lists inside each other"
            ),
            Self::Nodes => write!(f, "Your text has too much formatting: use less of it"),
            Self::Links => write!(f, "Your text must have {MAX_LINKS} links or fewer"),
            Self::Cells => {
                write!(
                    f,
                    "Your tables must have {} cells or fewer",
                    thousands(MAX_CELLS)
                )
            }
            Self::Output => write!(f, "Your text is too long once formatted: make it shorter"),
        }
    }
}

impl std::error::Error for TooComplex {}

impl From<TooComplex> for String {
    fn from(problem: TooComplex) -> Self {
        problem.to_string()
    }
}

/// What can be told before parsing.
pub(super) fn check_source(source: &str) -> Result<(), TooComplex> {
    if source.chars().count() > clean::POST_BODY.max {
        return Err(TooComplex::Length);
    }
    if cells_at_most(source) > MAX_CELLS {
        return Err(TooComplex::Cells);
    }
    Ok(())
}

/// What the tree tells.
pub(super) fn check_tree(root: Node<'_>) -> Result<(), TooComplex> {
    let (mut nodes, mut links, mut cells) = (0_usize, 0_usize, 0_usize);
    let mut depth = 0_usize;
    for edge in root.traverse() {
        match edge {
            comrak::arena_tree::NodeEdge::Start(node) => {
                nodes += 1;
                let value = &node.data().value;
                links += usize::from(matches!(value, NodeValue::Link(_) | NodeValue::Image(_)));
                cells += usize::from(matches!(value, NodeValue::TableCell));
                if let NodeValue::HtmlBlock(html) = value {
                    // Shown as a paragraph of its lines and the breaks between them.
                    nodes += 2 * html.literal.lines().count();
                }
                depth += usize::from(nests(value));
            }
            comrak::arena_tree::NodeEdge::End(node) => {
                depth -= usize::from(nests(&node.data().value));
            }
        }
        if depth > MAX_DEPTH {
            return Err(TooComplex::Depth);
        }
        if nodes > MAX_NODES {
            return Err(TooComplex::Nodes);
        }
        if links > MAX_LINKS {
            return Err(TooComplex::Links);
        }
        if cells > MAX_CELLS {
            return Err(TooComplex::Cells);
        }
    }
    Ok(())
}

/// What the HTML tells.
pub(super) fn check_output(html: &str) -> Result<(), TooComplex> {
    if html.len() > MAX_OUTPUT {
        Err(TooComplex::Output)
    } else {
        Ok(())
    }
}

/// Whether a node is one more level for the reader; a list and its item count once.
fn nests(value: &NodeValue) -> bool {
    matches!(
        value,
        NodeValue::BlockQuote
            | NodeValue::Item(_)
            | NodeValue::TaskItem(_)
            | NodeValue::Table(_)
            | NodeValue::Emph
            | NodeValue::Strong
            | NodeValue::Strikethrough
            | NodeValue::Link(_)
            | NodeValue::Image(_)
    )
}

/// An upper bound of the table cells in a text.
///
/// The parser fills short rows up to the width of the header: 20,000 characters can ask for
/// millions of cells, which must be refused before it makes them.
fn cells_at_most(source: &str) -> usize {
    let (mut total, mut width) = (0_usize, 0_usize);
    for line in source.lines() {
        let body = line.trim_start_matches([' ', '\t', '>']);
        if body.trim().is_empty() {
            width = 0;
            continue;
        }
        if is_delimiter_row(body) {
            // The header above it, too.
            width = width.max(body.split('|').filter(|cell| cell.contains('-')).count());
            total += width;
        }
        total += width;
        if total > MAX_CELLS {
            return total;
        }
    }
    total
}

/// Whether a line could be the `|---|---|` below a table's header, perhaps in a list.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '|' | '-' | ':' | ' ' | '\t' | '*' | '+' | '.' | ')' | '>'
                )
        })
}
