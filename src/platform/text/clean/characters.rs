//! Characters that are kept, dropped, refused, or not seen at all.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// More marks than this on one letter serve no language and overflow the line.
const MARKS_IN_A_ROW: usize = 4;

/// Normalised lines without control characters, trimmed; no limit is applied.
pub(in crate::platform::text) fn lines_text(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.nfc().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                text.push('\n');
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' => text.push('\n'),
            '\t' | '\n' => text.push(c),
            '\u{FEFF}' => {}
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    // Dropping a control character can bring a letter and its mark together.
    let text: String = text.nfc().collect();
    text.trim().to_owned()
}

/// [`lines_text`] folded into one line.
pub(in crate::platform::text) fn line_text(raw: &str) -> String {
    lines_text(raw)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Embeddings, overrides and isolates: they reorder the text around them (security.md XS-11).
pub(in crate::platform::text) fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Direction marks and characters without a shape, of no use in a name.
///
/// The joiners U+200C and U+200D stay: Persian and Indic names need them.
pub(super) fn hides(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Whether a reader sees anything of this character on its own.
pub(in crate::platform::text) fn is_visible(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_control()
        || turns_direction(c)
        || hides(c)
        || is_combining_mark(c)
        || matches!(c,
            '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200C}' | '\u{200D}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'))
}

/// Whether anything is left of the lines once quote marks and list markers are taken away.
pub(super) fn says_something(text: &str) -> bool {
    text.lines().any(|line| {
        let mut rest = line;
        loop {
            rest = rest.trim_start_matches(|c| !is_visible(c) || c == '>');
            match without_list_marker(rest) {
                Some(shorter) => rest = shorter,
                None => return !rest.is_empty(),
            }
        }
    })
}

/// What follows a list marker (`-`, `*`, `+`, `1.`, `1)`) that stands alone or before a space.
fn without_list_marker(text: &str) -> Option<&str> {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if number.len() < text.len() {
        number.strip_prefix(['.', ')'])?
    } else {
        text.strip_prefix(['-', '*', '+'])?
    };
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(rest)
}

pub(super) fn limit_marks(text: &str) -> String {
    let mut marks = 0;
    text.chars()
        .filter(|c| {
            marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
            marks <= MARKS_IN_A_ROW
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_one_kind_and_controls_vanish() {
        assert_eq!(
            lines_text("a\r\nb\rc\nd\u{2028}e\u{85}f"),
            "a\nb\nc\nd\ne\nf"
        );
        assert_eq!(
            lines_text("\u{FEFF}a\0\u{7}\u{1b}[31m\tb\u{7f}\u{9b}"),
            "a[31m\tb"
        );
        assert_eq!(lines_text("e\0\u{301}"), "é");
        assert_eq!(lines_text("  \n a \n\n"), "a");
        assert_eq!(line_text("a\r\n\r\n  b\tc\u{a0}d"), "a b c d");
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        for text in [
            "e\0\u{301}",
            "a\u{0}\r\n",
            "\u{2028}\u{200b}x",
            " \u{1160}\u{1161} ",
        ] {
            let once = lines_text(text);
            assert_eq!(lines_text(&once), once);
        }
    }

    proptest::proptest! {
        #[test]
        fn cleaned_text_is_clean(text in ".{0,60}") {
            let once = lines_text(&text);
            proptest::prop_assert_eq!(&lines_text(&once), &once);
            let dropped = once.contains(['\0', '\r', '\u{85}', '\u{2028}']);
            proptest::prop_assert!(!dropped);
            let line = line_text(&text);
            proptest::prop_assert_eq!(&line_text(&line), &line);
            proptest::prop_assert!(!line.contains(['\n', '\t']));
        }
    }
}
