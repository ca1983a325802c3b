//! Finds what identifies a patient or a service user, before anything is stored.
//!
//! No detector is complete: details that identify only together are left to the people who read.

use std::iter::once;

use unicode_normalization::UnicodeNormalization;

use super::clean;

/// A kind of information that must not be written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ten digits with a right modulus-11 check digit (health-check.md V10).
    NhsNumber,
}

/// What takes the place of code and addresses: it ends every number.
const GAP: char = '\u{1}';

/// The sentence for a field that holds an NHS number.
const REMOVE_IT: &str =
    "Remove the NHS number: nothing here may identify a patient or service user";

/// The kinds found in a text, each once.
pub fn found(text: &str) -> Vec<Kind> {
    if nhs_number(text) {
        vec![Kind::NhsNumber]
    } else {
        Vec::new()
    }
}

/// Whether an NHS number is in the text, in any spacing or hyphenation, outside code and addresses
/// of pages.
pub fn nhs_number(text: &str) -> bool {
    let prose = prose(text);
    let mut rest = prose.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from_digit) = rest.split_at(start);
        let (groups, after) = digit_groups(from_digit);
        // "+44 …" is a telephone number.
        if !before.ends_with('+') && holds_nhs_number(&groups) {
            return true;
        }
        rest = after;
    }
    false
}

/// A cleaned text, unless an NHS number is in it; the error is the sentence for the form.
pub fn without_nhs_number(text: String) -> Result<String, String> {
    if nhs_number(&text) {
        Err(REMOVE_IT.to_owned())
    } else {
        Ok(text)
    }
}

/// Digits that belong together, and whether they stand on the line of the group before.
struct Group<'a> {
    digits: &'a str,
    same_line: bool,
}

/// The groups of one number, split by spaces and hyphens, and the text behind them.
fn digit_groups(text: &str) -> (Vec<Group<'_>>, &str) {
    let mut groups = Vec::new();
    let (mut rest, mut same_line) = (text, true);
    loop {
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        groups.push(Group { digits, same_line });
        let next = after.trim_start_matches(is_separator);
        if next.len() == after.len() || !next.starts_with(|c: char| c.is_ascii_digit()) {
            return (groups, after);
        }
        let (between, _) = after.split_at(after.len() - next.len());
        same_line = !between.contains('\n');
        rest = next;
    }
}

/// Ten digits on one line, ten in one group, or groups of three, three and four, even if other
/// numbers stand beside them.
fn holds_nhs_number(groups: &[Group<'_>]) -> bool {
    let lines = groups.chunk_by(|_, next| next.same_line);
    let written = groups
        .windows(3)
        .filter(|three| three.iter().map(|g| g.digits.len()).eq([3, 3, 4]));
    let alone = groups.chunks(1);
    lines.chain(written).chain(alone).any(is_nhs_number)
}

/// Whether these are ten digits of which the last is the check digit of the others.
fn is_nhs_number(groups: &[Group<'_>]) -> bool {
    if groups.iter().map(|group| group.digits.len()).sum::<usize>() != 10 {
        return false;
    }
    let digits = groups.iter().flat_map(|group| group.digits.chars());
    // Weights 10 to 2, and 1 for the check digit: a right number sums to a multiple of 11. A check
    // digit of 10 cannot be written, so no such number was ever given out.
    let sum: u32 = digits
        .filter_map(|c| c.to_digit(10))
        .zip((1..=10).rev())
        .map(|(d, w)| d * w)
        .sum();
    sum.is_multiple_of(11)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{AD}'
        )
}

/// The text with plain digits, without code, addresses, emphasis and hidden characters.
fn prose(text: &str) -> String {
    let plain: String = text.nfkc().collect();
    let mut out = String::with_capacity(plain.len());
    let mut fence: Option<&str> = None;
    for line in plain.split('\n') {
        let body = line.trim_start_matches([' ', '>']);
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| body.starts_with(mark));
        match (fence, mark) {
            (None, Some(_)) => fence = mark,
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                out.push_str(line);
                out.push('\n');
                continue;
            }
        }
        out.push(GAP);
        // An empty line: code ends the paragraph, and so every span of code.
        out.push_str("\n\n");
    }
    without_addresses(&without_code(&out))
        .chars()
        .filter(|c| {
            !matches!(c, '*' | '_' | '\\')
                && (clean::is_visible(*c) || c.is_whitespace() || *c == GAP)
        })
        .collect()
}

/// Spans between equal runs of backticks become a gap.
fn without_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for paragraph in text.split_inclusive("\n\n") {
        let mut rest = paragraph;
        while let Some(start) = rest.find('`') {
            let (before, ticks) = rest.split_at(start);
            out.push_str(before);
            let after = ticks.trim_start_matches('`');
            let length = ticks.len() - after.len();
            match closing(after, length) {
                Some(behind) => {
                    out.push(GAP);
                    rest = behind;
                }
                None => rest = after,
            }
        }
        out.push_str(rest);
    }
    out
}

/// What stands behind the next run of exactly `length` backticks.
fn closing(text: &str, length: usize) -> Option<&str> {
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let (_, ticks) = rest.split_at(start);
        let after = ticks.trim_start_matches('`');
        if ticks.len() - after.len() == length {
            return Some(after);
        }
        rest = after;
    }
    None
}

/// Addresses (`scheme://…` and `www.…`) become a gap, up to a space or a closing mark.
fn without_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']' | '`');
    for piece in text.split_inclusive(ends) {
        let start = piece.find("://").into_iter().chain(www(piece)).min();
        match start.and_then(|start| piece.split_at_checked(start)) {
            Some((before, _)) => {
                out.push_str(before);
                out.extend(once(GAP).chain(piece.chars().last().filter(|c| ends(*c))));
            }
            None => out.push_str(piece),
        }
    }
    out
}

/// Where `www.` begins a word, in whatever case.
fn www(piece: &str) -> Option<usize> {
    piece
        .match_indices(['w', 'W'])
        .map(|(at, _)| at)
        .find(|at| {
            let (before, from) = piece.split_at(*at);
            from.get(..4)
                .is_some_and(|start| start.eq_ignore_ascii_case("www."))
                && !before.ends_with(char::is_alphanumeric)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_numbers_are_told_apart() {
        for valid in ["943 476 5919", "401 023 2137", "450 557 7104"] {
            assert!(nhs_number(valid), "{valid}");
        }
        for invalid in ["943 476 5918", "1234567890", "07700 900123", ""] {
            assert!(!nhs_number(invalid), "{invalid}");
        }
        assert_eq!(found("9434765919"), [Kind::NhsNumber]);
        assert_eq!(found("9434765918"), []);
    }

    #[test]
    fn spacing_hyphens_and_emphasis_do_not_hide_it() {
        for text in [
            "9434765919",
            "943-476-5919",
            "943–476–5919",
            "943 - 476 - 5919",
            "9 4 3 4 7 6 5 9 1 9",
            "94 34 76 59 19",
            "943\u{a0}476\u{2009}5919",
            "９４３ ４７６ ５９１９",
            "943\u{200b}4765919",
            "NHS9434765919.",
            "(943 476 5919)",
            "no:943\t476\t5919,",
            "**943** 476 *5919*",
            "943\\-476\\-5919",
            "943\n476\n5919",
            "Bed 7 943 476 5919 2026",
            "12345\n9434765919",
            "+ 943 476 5919",
            "Mia (943 476 5919) rang 07700 900123",
            "943_476_5919",
            "[943 476 5919](https://e.example)",
            "    943 476 5919",
            "`943 476 5919",
            "``x` 943 476 5919",
            "9434765919@example.org",
            "x``` 943 476 5919",
        ] {
            assert!(nhs_number(text), "{text:?}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "94347659190",
            "19434765919",
            "+44 943 476 5919",
            "943.476.5919",
            "943/476/5919",
            "943 476 59191",
            "On 12 March 2026",
            "0113 496 0018",
            "2024 2025",
            "943a4765919",
            "ISBN 978-0-306-40615-7",
        ] {
            assert!(!nhs_number(text), "{text:?}");
        }
    }

    #[test]
    fn addresses_and_code_may_hold_such_digits() {
        for text in [
            "https://example.org/9434765919",
            "see www.example.org/?id=9434765919.",
            "[x](https://e.example/943-476-5919)",
            "<https://e.example/9434765919>",
            "`9434765919`",
            "``a ` 9434765919``",
            "```\n943 476 5919\n```",
            "> ~~~\n> 9434765919\n> ~~~",
            "```\n9434765919",
            "HTTPS://E.EXAMPLE/9434765919",
            "(https://e.example/9434765919)",
        ] {
            assert!(!nhs_number(text), "{text:?}");
        }
        for text in [
            "https://example.org/x 9434765919",
            "`code` 9434765919",
            "```\nx\n```\n9434765919",
            "`a\n\n9434765919 `",
            "[x](https://e.example) 9434765919",
            "~~~\n```\n~~~\n9434765919",
        ] {
            assert!(nhs_number(text), "{text:?}");
        }
    }

    #[test]
    fn the_sentence_says_what_to_do() {
        assert_eq!(without_nhs_number("fine".to_owned()), Ok("fine".to_owned()));
        assert_eq!(
            without_nhs_number("943 476 5919".to_owned()),
            Err(REMOVE_IT.to_owned())
        );
    }

    #[test]
    fn a_hundred_kilobytes_of_anything_end_in_time() {
        let started = std::time::Instant::now();
        for piece in [
            "1", "1 ", "`", "` `` ", "943 ", "www.", "://", "- ", "```\n", "\n\n", "9`9 ",
        ] {
            let text = piece.repeat(100_000 / piece.len());
            nhs_number(&text);
        }
        assert!(started.elapsed().as_secs() < 20);
    }

    proptest::proptest! {
        #[test]
        fn every_valid_number_is_found_and_every_typing_mistake_is_not(
            start in proptest::collection::vec(0_u32..10, 9), place in 0_usize..9, slip in 1_u32..10,
        ) {
            let sum: u32 = start.iter().zip((2..=10).rev()).map(|(d, w)| d * w).sum();
            let check = (11 - sum % 11) % 11;
            proptest::prop_assume!(check < 10);
            let number = |digits: &[u32]| -> String {
                digits.iter().chain([&check]).filter_map(|d| char::from_digit(*d, 10)).collect()
            };
            proptest::prop_assert!(nhs_number(&number(&start)));
            let mut wrong = start.clone();
            wrong[place] = (wrong[place] + slip) % 10;
            proptest::prop_assert!(!nhs_number(&number(&wrong)));
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9 `~>\n.w/:-]{0,80}") {
            nhs_number(&text);
        }
    }
}
