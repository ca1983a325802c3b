//! From what was typed to what may be stored: the cleaning and the limits of every text field.
//!
//! One set of rules for all fields (forum.md K3), so that the browser, the server and both
//! databases count and compare the same text. An `Err` is the sentence shown beside the field.

mod characters;

use super::names;
use characters::{hides, limit_marks, says_something};

pub(super) use characters::{is_visible, line_text, lines_text, turns_direction};

/// How long a cleaned text may be, in Unicode scalar values, both ends included.
///
/// A `min` of 0 makes the field optional: nothing but white space becomes the empty text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The fewest characters.
    pub min: usize,
    /// The most characters.
    pub max: usize,
}

impl Limits {
    /// At least `min` and at most `max` characters.
    pub const fn new(min: usize, max: usize) -> Self {
        Self { min, max }
    }

    /// Nothing at all, or at most `max` characters.
    pub const fn up_to(max: usize) -> Self {
        Self { min: 0, max }
    }
}

/// The title of a thread.
pub const TITLE: Limits = Limits::new(5, 150);
/// The Markdown of a post.
pub const POST_BODY: Limits = Limits::new(1, 20_000);
/// One required part of a challenge.
pub const CHALLENGE_PART: Limits = Limits::new(1, 4_000);
/// Why somebody reports, hides or removes something.
pub const REASON: Limits = Limits::new(10, 1_000);
/// The name a person is shown by.
pub const DISPLAY_NAME: Limits = Limits::new(2, 60);
/// The name of a network.
pub const NETWORK_NAME: Limits = Limits::new(3, 80);
/// What a network is for.
pub const PURPOSE: Limits = Limits::new(1, 500);
/// One line of a profile: organisation, job role, pronouns.
pub const PROFILE_LINE: Limits = Limits::up_to(100);
/// A paragraph of a profile: about me, what I can help with.
pub const PROFILE_TEXT: Limits = Limits::up_to(1_000);
/// The words of a search.
pub const SEARCH_QUERY: Limits = Limits::up_to(200);

/// The title of a thread.
pub fn title(raw: &str) -> Result<String, String> {
    one_line(raw, TITLE, "a title")
}

/// The text of a thread's first post that is not a challenge.
pub fn post_body(raw: &str) -> Result<String, String> {
    many_lines(raw, POST_BODY, "your text")
}

/// The text of a reply.
pub fn reply_body(raw: &str) -> Result<String, String> {
    many_lines(raw, POST_BODY, "your reply")
}

/// A required part of a challenge; `label` continues "Enter …": "what is happening".
pub fn challenge_part(raw: &str, label: &str) -> Result<String, String> {
    many_lines(raw, CHALLENGE_PART, label)
}

/// A part of a challenge that may be left out; `label` as in [`challenge_part`].
pub fn optional_challenge_part(raw: &str, label: &str) -> Result<Option<String>, String> {
    optional_lines(raw, CHALLENGE_PART.max, label)
}

/// Why somebody reports, hides or removes something.
pub fn reason(raw: &str) -> Result<String, String> {
    many_lines(raw, REASON, "a reason")
}

/// The name a person is shown by.
///
/// Characters that turn the direction of the text are dropped (security.md AU-21). Refused: a name
/// without a letter, one that could be taken for the people who run the site (forum.md AC6), and
/// letters of two scripts in one word.
pub fn display_name(raw: &str) -> Result<String, String> {
    let plain: String = raw
        .chars()
        .filter(|c| !turns_direction(*c) && !hides(*c))
        .collect();
    let name = one_line(&plain, DISPLAY_NAME, "your name")?;
    names::check_display_name(&name)?;
    Ok(name)
}

/// The name of a network.
pub fn network_name(raw: &str) -> Result<String, String> {
    let name = one_line(raw, NETWORK_NAME, "a network name")?;
    if name.chars().any(char::is_alphanumeric) {
        Ok(name)
    } else {
        Err("Network name must include a letter or a number".to_owned())
    }
}

/// What a network is for.
pub fn purpose(raw: &str) -> Result<String, String> {
    many_lines(raw, PURPOSE, "a purpose")
}

/// An optional line of a profile; `label` continues "Enter …": "your organisation".
pub fn profile_line(raw: &str, label: &str) -> Result<Option<String>, String> {
    optional_line(raw, PROFILE_LINE.max, label)
}

/// An optional paragraph of a profile; `label` as in [`profile_line`].
pub fn profile_text(raw: &str, label: &str) -> Result<Option<String>, String> {
    optional_lines(raw, PROFILE_TEXT.max, label)
}

/// The words of a search; no words at all is the empty text.
pub fn search_query(raw: &str) -> Result<String, String> {
    one_line(raw, SEARCH_QUERY, "your search")
}

/// A single line: line breaks and runs of white space become one space.
///
/// `label` continues "Enter …" and names the field: "a title", "your name". Characters that turn
/// the direction of what stands beside them are refused, since a line is shown inside other lines.
pub fn one_line(raw: &str, limits: Limits, label: &str) -> Result<String, String> {
    let text = limit_marks(&line_text(raw));
    if text.chars().any(turns_direction) {
        return Err(format!(
            "{} must not include hidden characters that change the direction of text",
            subject(label)
        ));
    }
    let visible = text.chars().any(is_visible);
    within(if visible { text } else { String::new() }, limits, label)
}

/// Several lines, usually Markdown; `label` as in [`one_line`].
///
/// Only white space, quote marks and empty list markers count as nothing (forum.md K3).
pub fn many_lines(raw: &str, limits: Limits, label: &str) -> Result<String, String> {
    let text = lines_text(raw);
    within(
        if says_something(&text) {
            text
        } else {
            String::new()
        },
        limits,
        label,
    )
}

/// [`one_line`] that may be left empty.
pub fn optional_line(raw: &str, max: usize, label: &str) -> Result<Option<String>, String> {
    one_line(raw, Limits::up_to(max), label).map(some)
}

/// [`many_lines`] that may be left empty.
pub fn optional_lines(raw: &str, max: usize, label: &str) -> Result<Option<String>, String> {
    many_lines(raw, Limits::up_to(max), label).map(some)
}

/// A number as people write it: 20,000.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn within(text: String, limits: Limits, label: &str) -> Result<String, String> {
    let length = text.chars().count();
    if length > limits.max {
        return Err(format!(
            "{} must be {} characters or fewer (you have {})",
            subject(label),
            thousands(limits.max),
            thousands(length)
        ));
    }
    if length < limits.min {
        return Err(if limits.min == 1 {
            format!("Enter {label}")
        } else {
            format!(
                "Enter {label} of at least {} characters",
                thousands(limits.min)
            )
        });
    }
    Ok(text)
}

/// The label as the beginning of a sentence: "a title" becomes "Title".
fn subject(label: &str) -> String {
    let noun = ["a ", "an ", "the "]
        .iter()
        .find_map(|article| label.strip_prefix(article))
        .unwrap_or(label);
    let mut letters = noun.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_told_its_limits_in_words() {
        assert_eq!(
            title("").unwrap_err(),
            "Enter a title of at least 5 characters"
        );
        assert_eq!(
            title(" abc ").unwrap_err(),
            "Enter a title of at least 5 characters"
        );
        assert_eq!(
            title(&"x".repeat(151)).unwrap_err(),
            "Title must be 150 characters or fewer (you have 151)"
        );
        assert_eq!(title(&"x".repeat(150)).unwrap().len(), 150);
        assert_eq!(title("abcde").unwrap(), "abcde");
        assert_eq!(
            post_body(&"x".repeat(20_001)).unwrap_err(),
            "Your text must be 20,000 characters or fewer (you have 20,001)"
        );
        assert_eq!(reply_body("").unwrap_err(), "Enter your reply");
        assert_eq!(
            challenge_part("", "what is happening").unwrap_err(),
            "Enter what is happening"
        );
        assert_eq!(
            reason("too short").unwrap_err(),
            "Enter a reason of at least 10 characters"
        );
    }

    #[test]
    fn lengths_are_scalar_values_after_composition() {
        // Five letters, each written as a letter and a mark.
        assert_eq!(
            title("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}").unwrap(),
            "ééééé"
        );
        assert_eq!(title(&"🦉".repeat(150)).unwrap().chars().count(), 150);
        assert!(title(&"🦉".repeat(151)).is_err());
    }

    #[test]
    fn a_direction_override_is_refused_in_titles_and_network_names() {
        assert_eq!(
            title("safe\u{202e}gpj.exe").unwrap_err(),
            "Title must not include hidden characters that change the direction of text"
        );
        assert!(network_name("Rural\u{2066} leaders").is_err());
        assert!(title("שלום לכולם").is_ok());
        assert!(title("مرحبا بالجميع").is_ok());
        // In a body it is harmless where it stands; the renderer drops it.
        assert!(post_body("a\u{202e}b").is_ok());
    }

    #[test]
    fn quotes_blanks_and_empty_list_markers_count_as_nothing() {
        for nothing in [
            "",
            " ",
            "\n\n",
            ">",
            "> > >",
            "-",
            " * ",
            "+\n-\n*",
            "1.",
            "2)",
            "> - ",
            "- - -",
            "- >",
            "\u{200b}",
            "\u{3164}",
            "\u{200d}\u{2060}",
            "\u{301}\u{301}",
            ">\u{a0}\n> 1. ",
        ] {
            assert_eq!(
                post_body(nothing).unwrap_err(),
                "Enter your text",
                "{nothing:?}"
            );
        }
        for something in [
            "a", "> a", "- a", "1. a", "1", "-a", "?", "🦉", "é", "1.5", "**",
        ] {
            assert_eq!(post_body(something).as_deref(), Ok(something));
        }
    }

    #[test]
    fn a_title_nobody_can_see_is_empty() {
        assert!(title("\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}").is_err());
        assert!(title("\u{3164}\u{3164}\u{3164}\u{3164}\u{3164}").is_err());
        assert!(title("\u{e0061}\u{e0062}\u{e0063}\u{e0064}\u{e0065}").is_err());
        assert!(title("?????").is_ok());
    }

    #[test]
    fn piled_up_marks_are_cut() {
        let piled = format!("Zalgo{}", "\u{301}".repeat(10_000));
        assert_eq!(title(&piled).unwrap().chars().count(), 9);
        assert!(display_name(&"\u{301}".repeat(10_000)).is_err());
    }

    #[test]
    fn optional_texts_may_be_left_out() {
        assert_eq!(
            optional_challenge_part(" > ", "what you have tried"),
            Ok(None)
        );
        assert_eq!(
            optional_challenge_part("Coffee", "what you have tried"),
            Ok(Some("Coffee".to_owned()))
        );
        assert_eq!(
            optional_challenge_part(&"x".repeat(4_001), "what you have tried").unwrap_err(),
            "What you have tried must be 4,000 characters or fewer (you have 4,001)"
        );
        assert_eq!(search_query("  "), Ok(String::new()));
        assert_eq!(
            search_query(&"x".repeat(201)).unwrap_err(),
            "Your search must be 200 characters or fewer (you have 201)"
        );
        assert_eq!(profile_line("\n", "your organisation"), Ok(None));
    }

    #[test]
    fn a_display_name_loses_what_hides_and_keeps_what_people_write() {
        assert_eq!(
            display_name("Mia\u{202e}\nNovak\u{200b}").unwrap(),
            "Mia Novak"
        );
        assert_eq!(
            display_name("Zoë O’Connor-Núñez").unwrap(),
            "Zoë O’Connor-Núñez"
        );
        assert_eq!(display_name("王小明").unwrap(), "王小明");
        assert_eq!(
            display_name("M").unwrap_err(),
            "Enter your name of at least 2 characters"
        );
        assert!(display_name("🦉🦉").is_err());
        assert!(display_name("Site moderator").is_err());
    }

    #[test]
    fn network_names_have_a_letter_or_a_number() {
        assert!(network_name("---").is_err());
        assert_eq!(network_name("  Rural\nLeaders ").unwrap(), "Rural Leaders");
        assert!(network_name("ab").is_err());
        assert!(network_name(&"x".repeat(81)).is_err());
    }

    #[test]
    fn a_megabyte_is_refused_quickly() {
        assert!(post_body(&"\u{301}".repeat(500_000)).is_err());
        assert!(title(&"x\n".repeat(500_000)).is_err());
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
