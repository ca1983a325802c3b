//! From a title or a name to the readable end of an address (forum.md K6).

use super::names::ascii;

/// The longest slug, in characters.
pub const MAX: usize = 60;

/// Fixed segments below `/threads/{id}/`.
const THREAD_SEGMENTS: &str = "\
     approval archive attach bookmark challenge close delete draft edit feed follow helped hide \
     history lock mine move new outcome pin posts preview print purge read removal replies \
     reply report reports restore result results search share shares split status summary tags \
     title unlock unpin unread what-helped withdraw withdrawal";

/// Fixed segments below `/networks/`, and names that belong to the site.
const NETWORK_SEGMENTS: &str = "\
     about admin all archive check checks commons edit feed help indaba invitations join leave \
     mine networks new people requests results review search settings the-commons threads";

/// The slug of a thread; never empty and never a fixed segment.
pub fn thread(title: &str) -> String {
    make(title, "thread", THREAD_SEGMENTS)
}

/// The slug of a network; never empty and never reserved. Uniqueness is the caller's: see
/// [`numbered`].
pub fn network(name: &str) -> String {
    make(name, "network", NETWORK_SEGMENTS)
}

/// The same slug with `-{number}` behind it, within [`MAX`]: for the second of a name.
pub fn numbered(slug: &str, number: u32) -> String {
    with_ending(slug, &number.to_string())
}

/// The same slug with `-{ending}` behind it, within [`MAX`]: for the random ending of a secret
/// network (forum.md NW1).
pub fn with_ending(slug: &str, ending: &str) -> String {
    let room = MAX.saturating_sub(ending.len() + 1);
    let start: String = slug.chars().take(room).collect();
    format!("{}-{ending}", start.trim_end_matches('-'))
}

fn make(text: &str, fallback: &str, reserved: &str) -> String {
    let slug = shorten(&ascii::words(text).join("-"));
    let slug = if slug.is_empty() {
        fallback.to_owned()
    } else {
        slug
    };
    if reserved.split_whitespace().any(|segment| segment == slug) {
        numbered(&slug, 1)
    } else {
        slug
    }
}

/// At most [`MAX`] characters, at the end of a word if that keeps half of them.
fn shorten(slug: &str) -> String {
    if slug.len() <= MAX {
        return slug.to_owned();
    }
    let start: String = slug.chars().take(MAX).collect();
    let whole_words = if slug.chars().nth(MAX) == Some('-') {
        Some(start.as_str())
    } else {
        start
            .rsplit_once('-')
            .map(|(words, _)| words)
            .filter(|words| words.len() >= MAX / 2)
    };
    whole_words
        .unwrap_or(&start)
        .trim_end_matches('-')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_readable_addresses() {
        assert_eq!(
            thread("How do we keep people coming?"),
            "how-do-we-keep-people-coming"
        );
        assert_eq!(
            thread("Café, naïveté & Straße – Łódź"),
            "cafe-naivete-strasse-lodz"
        );
        assert_eq!(thread("Don’t leaders’ diaries"), "dont-leaders-diaries");
        assert_eq!(thread("ＦＵＬＬ width １２"), "full-width-12");
        assert_eq!(network("Rural   Leaders!"), "rural-leaders");
    }

    #[test]
    fn what_has_no_letters_gets_a_plain_word() {
        for title in [
            "",
            "???",
            "王小明",
            "🦉🦉🦉",
            "---",
            "..",
            "../../etc",
            "\u{202e}",
        ] {
            let slug = thread(title);
            assert!(
                !slug.is_empty() && !slug.contains(['.', '/']),
                "{title:?} {slug}"
            );
        }
        assert_eq!(thread("王小明"), "thread");
        assert_eq!(network("健康"), "network");
    }

    #[test]
    fn fixed_segments_are_never_taken() {
        assert_eq!(thread("Lock"), "lock-1");
        assert_eq!(thread("Replies!"), "replies-1");
        assert_eq!(network("New"), "new-1");
        assert_eq!(network("The Commons"), "the-commons-1");
    }

    #[test]
    fn long_titles_end_at_a_word() {
        let slug = thread(&"word ".repeat(40));
        assert_eq!(
            slug,
            "word-word-word-word-word-word-word-word-word-word-word-word"
        );
        assert_eq!(thread(&"x".repeat(200)), "x".repeat(60));
        assert_eq!(
            numbered(&"x".repeat(60), 12),
            format!("{}-12", "x".repeat(57))
        );
        assert_eq!(with_ending("rural", "k3p9"), "rural-k3p9");
    }

    proptest::proptest! {
        #[test]
        fn every_text_makes_a_valid_slug(text in ".{0,200}") {
            for slug in [thread(&text), network(&text)] {
                let valid = slug.chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                proptest::prop_assert!(valid && !slug.is_empty() && slug.len() <= MAX);
                proptest::prop_assert!(!slug.starts_with('-') && !slug.ends_with('-'));
            }
        }
    }
}
