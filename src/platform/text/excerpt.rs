//! The beginning of a text as plain words, for lists and mails.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeValue};

use super::{clean, markdown};

/// At most `max` characters of what a Markdown text says, in one line and without any mark-up.
///
/// Cut at the end of a word, with "…" for what is left out. It is text and not HTML: templates
/// escape it.
pub fn plain(source: &str, max: usize) -> String {
    // More is never shown, and parsing it would only cost time.
    let start: String = source
        .chars()
        .take(max.saturating_mul(8).max(2_000))
        .collect();
    let words = markdown::with_tree(&start, |_, root| Ok(words_of(root, max)));
    shorten(&clean::line_text(&words.unwrap_or(start)), max)
}

/// A text in at most `max` characters, cut at the end of a word if that keeps half of them.
pub fn shorten(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let room = max.saturating_sub(1);
    let start: String = text.chars().take(room).collect();
    let cut_in_a_word = text
        .chars()
        .nth(room)
        .is_some_and(|next| !next.is_whitespace());
    let whole_words = start
        .rsplit_once(char::is_whitespace)
        .map(|(words, _)| words)
        .filter(|words| cut_in_a_word && words.chars().count() >= room / 2);
    let kept = whole_words
        .unwrap_or(&start)
        .trim_end_matches([' ', ',', ';', ':', '–', '-']);
    let shortened = format!("{kept}…");
    if max == 0 { String::new() } else { shortened }
}

/// What the nodes say, until there is enough.
fn words_of(root: Node<'_>, max: usize) -> String {
    let mut words = String::new();
    let mut length = 0;
    for edge in root.traverse() {
        let before = words.len();
        match edge {
            NodeEdge::Start(node) => match &node.data().value {
                NodeValue::Text(text) => words.push_str(text),
                NodeValue::Code(code) => words.push_str(&code.literal),
                NodeValue::CodeBlock(code) => words.push_str(&code.literal),
                NodeValue::HtmlInline(html) => words.push_str(html),
                NodeValue::HtmlBlock(html) => words.push_str(&html.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
                _ => {}
            },
            NodeEdge::End(node) if node.data().value.block() => words.push(' '),
            NodeEdge::End(_) => {}
        }
        length += words
            .get(before..)
            .map_or(0, |new| new.trim().chars().count());
        if length > max {
            break;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_up_falls_away_and_words_stay() {
        assert_eq!(
            plain(
                "# Title\n\nSome *very* **good** [advice](https://e.example) here.\n\n- a\n- `b`",
                100
            ),
            "Title Some very good advice here. a b"
        );
        assert_eq!(
            plain("> quoted\n\n```\ncode\n```\n|a|b|\n|-|-|\n|c|d|", 100),
            "quoted code a b c d"
        );
        assert_eq!(
            plain("![a chart](https://e.example/1.png)\nnext", 100),
            "a chart next"
        );
        assert_eq!(
            plain("a <b>c</b>\n\n<div>d</div>", 100),
            "a <b>c</b> <div>d</div>"
        );
        assert_eq!(plain("", 100), "");
        assert_eq!(plain("a\u{202e}b\u{0}c", 100), "abc");
    }

    #[test]
    fn it_ends_at_a_word_within_the_limit() {
        assert_eq!(plain("one two three four", 12), "one two…");
        assert_eq!(plain("one two three four", 18), "one two three four");
        assert_eq!(plain("one two, three", 10), "one two…");
        assert_eq!(plain(&"x".repeat(50), 10), format!("{}…", "x".repeat(9)));
        assert_eq!(plain("words", 0), "");
        assert_eq!(plain("words", 1), "…");
    }

    #[test]
    fn hostile_texts_are_shortened_too() {
        let table = format!(
            "{}\n{}\n{}",
            "|a".repeat(500),
            "|-".repeat(500),
            "b\n".repeat(500)
        );
        for source in [
            ">".repeat(100_000),
            "*a ".repeat(50_000),
            table,
            "[".repeat(90_000),
        ] {
            assert!(plain(&source, 200).chars().count() <= 200);
        }
    }

    proptest::proptest! {
        #[test]
        fn it_is_never_longer_than_asked(source in "[ -~\n]{0,400}", max in 0_usize..80) {
            let shown = plain(&source, max);
            proptest::prop_assert!(shown.chars().count() <= max);
            proptest::prop_assert!(!shown.contains('\n'));
        }
    }
}
