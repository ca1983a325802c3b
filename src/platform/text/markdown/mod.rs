//! Markdown to the only HTML that templates show as it is.
//!
//! What people write is parsed to a tree, measured, rewritten so that only plain structure is left,
//! rendered, and cleaned once more against an explicit list (security.md C10). The caps come before
//! the costly steps: a busy loop cannot be cancelled, so it must not begin.
//!
//! Deliberately absent: images (version 1 shows no pictures and makes no request to other sites),
//! footnotes and heading anchors (they need ids, which would repeat on a page of many posts),
//! checkboxes (a text must not imitate the interface), alignment of columns, mentions (they stay
//! plain text).

mod limits;
mod links;
mod rewrite;
mod safe;

use comrak::nodes::Node;
use comrak::{Arena, Options, ParseCancelled, format_html, try_parse_document};

pub use limits::TooComplex;
pub use safe::SafeHtml;

/// Raised whenever the same Markdown would give other HTML; stored beside it.
pub const VERSION: i32 = 1;

/// HTML of a cleaned Markdown text (see [`super::clean`]), or why it is too complex to show.
///
/// Headings become h3 to h5 without a gap, for a post whose own heading is an h2 (forum.md TH4).
/// Single line breaks are kept. Raw HTML is shown as the text it is.
pub fn to_html(source: &str) -> Result<SafeHtml, TooComplex> {
    with_tree(source, |arena, root| {
        limits::check_tree(root)?;
        rewrite::tree(arena, root);
        let mut html = String::with_capacity(source.len() * 2);
        // Writing to a String cannot fail.
        let _ = format_html(root, &options(), &mut html);
        limits::check_output(&html)?;
        let safe = safe::clean(&html);
        limits::check_output(safe.as_str())?;
        Ok(safe)
    })
}

/// Parse `source` within the caps and hand over its tree.
pub(super) fn with_tree<T>(
    source: &str,
    work: impl for<'a> FnOnce(&'a Arena<'a>, Node<'a>) -> Result<T, TooComplex>,
) -> Result<T, TooComplex> {
    let source = without_direction_controls(source);
    limits::check_source(&source)?;
    let arena = Arena::new();
    let too_many = || arena.len() > limits::MAX_PARSED_NODES;
    let root = try_parse_document(&arena, &source, &options(), &too_many)
        .map_err(|ParseCancelled| TooComplex::Nodes)?;
    work(&arena, root)
}

/// Characters that reorder the text around them go: the page sets the direction of each block, and
/// an address must be read as it is (security.md XS-11).
fn without_direction_controls(source: &str) -> String {
    source
        .chars()
        .filter(|c| !super::clean::turns_direction(*c))
        .collect()
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.render.hardbreaks = true;
    options.render.escape = true;
    options
}

#[cfg(test)]
mod tests;
