//! Which new passwords are accepted (security.md C4): long ones that are not the first to be tried.
//!
//! There are no rules of composition. Published lists of stolen passwords hold few of 15 and more
//! characters; those are nearly all one or two common words, a keyboard walk, a repetition or a year
//! glued together, so that is what is looked for.

mod words;

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use words::{COMMON, WALKS};

/// The fewest characters of a password, the only factor there is.
pub const MIN: usize = 15;
/// The most characters.
pub const MAX: usize = 256;

/// A password with fewer letters than this outside common words is made of them.
const OWN_LETTERS: usize = 6;
/// The same for letters and digits together.
const OWN_CHARACTERS: usize = 8;
/// Three common words are "three random words".
const COMMON_WORDS: usize = 3;
/// A part of a name or an address that is shorter says nothing.
const SHORTEST_PART: usize = 3;

const REPEATS: &str =
    "Choose a different password: this one repeats the same few characters or words";
const COMMON_ONE: &str = "Choose a different password: this one is made of words, numbers or rows of \
     keys that many people use. Three random words are easy to remember";
const ABOUT_YOU: &str = "Choose a different password: this one is made of your name, your email \
     address or the name of a site or network";

/// The password to be hashed: as typed, in NFC.
///
/// `context` is what an attacker would try for this person: name, email address, name of the site
/// and of their networks. The error is the sentence for the form.
pub fn accept(raw: &str, context: &[&str]) -> Result<String, String> {
    let password = normalise(raw);
    let length = password.chars().count();
    if length == 0 {
        return Err("Enter a password".to_owned());
    }
    if length < MIN {
        return Err(format!(
            "Password must be {MIN} characters or more (you have {length})"
        ));
    }
    if length > MAX {
        return Err(format!(
            "Password must be {MAX} characters or fewer (you have {length})"
        ));
    }
    match weakness(&password, context) {
        Some(sentence) => Err(sentence.to_owned()),
        None => Ok(password),
    }
}

/// The one step between what is typed and what is hashed, the same when it is set and when it is
/// checked: NFC, nothing trimmed.
pub fn normalise(raw: &str) -> String {
    raw.nfc().collect()
}

fn weakness(password: &str, context: &[&str]) -> Option<&'static str> {
    let typed = compact(password);
    if typed.iter().collect::<HashSet<_>>().len() < 5 || repeats(&typed) {
        return Some(REPEATS);
    }
    let own = parts_of(context);
    let found = take_apart(&typed, &own);
    let few_own = found.letters < OWN_LETTERS && found.letters + found.digits < OWN_CHARACTERS;
    if !few_own || found.words.len() >= COMMON_WORDS {
        None
    } else if found.own {
        Some(ABOUT_YOU)
    } else {
        Some(COMMON_ONE)
    }
}

/// Lower case, without what only separates words.
fn compact(password: &str) -> Vec<char> {
    password
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '.' | ','))
        .collect()
}

/// Whether the text is one piece said again and again, the last time perhaps not to its end.
fn repeats(text: &[char]) -> bool {
    (1..=text.len() / 2).any(|period| {
        text.iter()
            .zip(text.iter().skip(period))
            .all(|(a, b)| a == b)
    })
}

/// What a password consists of.
#[derive(Default)]
struct Parts {
    /// Letters and signs of other scripts outside of anything known.
    letters: usize,
    /// Digits outside of anything known.
    digits: usize,
    /// The different common words.
    words: HashSet<String>,
    /// Whether a part of the context is in it.
    own: bool,
}

static COMMON_FOLDED: LazyLock<Vec<String>> =
    LazyLock::new(|| COMMON.split_whitespace().map(fold).collect());

static BOTH_WAYS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let there = WALKS.iter().map(|walk| walk.chars().collect());
    let back = WALKS.iter().map(|walk| walk.chars().rev().collect());
    there.chain(back).collect()
});

/// Read a password from the left, the longest known piece first.
fn take_apart(typed: &[char], own: &[String]) -> Parts {
    let folded: String = typed.iter().map(|c| look_alike(*c)).collect();
    let offsets: Vec<usize> = folded.char_indices().map(|(at, _)| at).collect();
    let longest = |list: &mut dyn Iterator<Item = &String>, rest: &str| {
        list.filter(|word| rest.starts_with(word.as_str()))
            .max_by_key(|word| word.len())
            .cloned()
    };
    let mut parts = Parts::default();
    let mut at = 0;
    while let (Some(rest), Some(c)) = (typed.get(at..), typed.get(at)) {
        let folded_rest = offsets
            .get(at)
            .and_then(|at| folded.get(*at..))
            .unwrap_or_default();
        let own_part = longest(&mut own.iter(), folded_rest);
        let word = longest(&mut COMMON_FOLDED.iter(), folded_rest);
        let length = |word: &Option<String>| word.as_ref().map_or(0, |word| word.chars().count());
        let run = run_length(rest);
        let step = run.max(length(&own_part)).max(length(&word));
        if step == 0 {
            parts.letters += usize::from(c.is_alphabetic() || !c.is_ascii());
            parts.digits += usize::from(c.is_numeric());
            at += 1;
            continue;
        }
        if length(&own_part) == step {
            parts.own = true;
        } else if length(&word) == step {
            parts.words.extend(word);
        }
        at += step;
    }
    parts
}

/// How far from its beginning a text follows a walk, one character again, or a year.
fn run_length(text: &[char]) -> usize {
    let Some(first) = text.first() else { return 0 };
    let same = text.iter().take_while(|c| *c == first).count();
    let walk = BOTH_WAYS
        .iter()
        .map(|walk| longest_common_start(walk, text))
        .max()
        .unwrap_or_default();
    let digits = first.is_ascii_digit();
    let walk = if walk >= if digits { 3 } else { 4 } {
        walk
    } else {
        0
    };
    let year = match text {
        ['1', '9', a, b, ..] | ['2', '0', a, b, ..] if a.is_ascii_digit() && b.is_ascii_digit() => {
            4
        }
        _ => 0,
    };
    walk.max(year).max(if same >= 3 { same } else { 0 })
}

/// The longest beginning of `text` that is somewhere in `walk`.
fn longest_common_start(walk: &[char], text: &[char]) -> usize {
    (0..walk.len())
        .map(|from| {
            walk.iter()
                .skip(from)
                .zip(text)
                .take_while(|(a, b)| a == b)
                .count()
        })
        .max()
        .unwrap_or_default()
}

/// The words of the context, and each text of it whole, as [`take_apart`] reads them.
fn parts_of(context: &[&str]) -> Vec<String> {
    context
        .iter()
        .flat_map(|text| {
            let words = text
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned);
            let whole: String = compact(text).into_iter().collect();
            words.chain([whole]).collect::<Vec<_>>()
        })
        .filter(|part| part.chars().count() >= SHORTEST_PART)
        .map(|part| fold(&part))
        .collect()
}

fn fold(word: &str) -> String {
    word.nfc()
        .flat_map(char::to_lowercase)
        .map(look_alike)
        .collect()
}

/// One sign for what people write for each other: "pa55w0rd".
fn look_alike(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' | 'l' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIA: &[&str] = &[
        "Indaba",
        "Mia Novak",
        "mia.novak@example.org",
        "Rural Leaders",
    ];

    #[test]
    fn length_counts_in_characters_and_nothing_is_trimmed() {
        assert_eq!(accept("", MIA).unwrap_err(), "Enter a password");
        assert_eq!(
            accept("cobalt otter 7", MIA).unwrap_err(),
            "Password must be 15 characters or more (you have 14)"
        );
        assert_eq!(accept(" cobalt otter 7", MIA).unwrap(), " cobalt otter 7");
        assert!(accept("🦉🐢🪻🧭🎈🫖🪁🧶🛶🪴🏺🧵🪞🫧🥁", MIA).is_ok());
        assert!(accept(&"cobalt otter ".repeat(20), MIA).is_err());
        let long: String = ('\u{4e00}'..).take(257).collect();
        assert!(accept(&long.chars().take(256).collect::<String>(), MIA).is_ok());
        assert_eq!(
            accept(&long, MIA).unwrap_err(),
            "Password must be 256 characters or fewer (you have 257)"
        );
    }

    #[test]
    fn composed_and_decomposed_forms_are_one_password() {
        let one = accept("cobalt otter caf\u{e9} ", MIA).unwrap();
        assert_eq!(one, accept("cobalt otter cafe\u{301} ", MIA).unwrap());
        assert_eq!(one, normalise("cobalt otter cafe\u{301} "));
    }

    #[test]
    fn passwords_that_are_tried_first_are_refused() {
        for weak in [
            "password123456!",
            "Password123456!",
            "passwordpassword",
            "PASSWORD2026!!!!",
            "p@55w0rd p@55w0rd",
            "qwertyuiopasdfgh",
            "qwertyuiop[]asdf",
            "1q2w3e4r5t6y7u8i",
            "1qaz2wsx3edc4rfv",
            "123456789012345",
            "987654321098765",
            "abcdefghijklmnop",
            "zyxwvutsrqponmlk",
            "iloveyouiloveyou",
            "iloveyousomuch!!",
            "welcomewelcome1!",
            "Welcome2Leeds2026",
            "LiverpoolFC20252026",
            "sunshineprincess",
            "Football12345678",
            "changemechangeme",
            "correct horse 1234",
            "thisismypassword",
            "thisismypassword1",
            "letmeinletmein123",
            "summersummer2026",
            "Summer2026Summer2026",
            "september20262027",
            "maytheforcebewithyou",
            "to be or not to be",
            "three random words",
            "adminadminadmin1",
            "nhsnhsnhsnhs2026!",
            "test1234test1234",
            "asdfghjkl;'asdfghjkl",
            "147258369147258",
        ] {
            assert!(accept(weak, MIA).is_err(), "{weak}");
        }
    }

    #[test]
    fn repetitions_say_so() {
        for weak in [
            "111111111111111",
            "ababababababababab",
            "purple1purple1purple1",
            "badger badger badger",
            "     a a a a a     ",
            "aaaaabbbbbcccccddddd",
            "               ",
            "🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉",
        ] {
            assert_eq!(accept(weak, MIA).unwrap_err(), REPEATS, "{weak:?}");
        }
    }

    #[test]
    fn ones_name_address_and_site_are_refused() {
        for weak in [
            "indabaforum2026",
            "Indaba-Indaba-26",
            "mianovakmianovak1",
            "mia.novak@example.org",
            "MiaNovak20262026",
            "rural leaders 1234",
            "novaknovakindaba",
            "m1an0v4k2026!!!",
            "exampleorgmianovak",
        ] {
            let sentence = accept(weak, MIA).unwrap_err();
            assert!(
                sentence == ABOUT_YOU || sentence == REPEATS,
                "{weak} {sentence}"
            );
        }
        assert!(accept("indaba purple otter lantern", MIA).is_ok());
    }

    #[test]
    fn random_words_and_random_characters_are_accepted() {
        for strong in [
            "cobalt otter lantern",
            "purple badger lantern",
            "coffeebananaorange horse",
            "x8$kQ2!v9Zp#4mW",
            "837465928374651",
            "Ünïcödé wörds fine",
            "слон едет домой",
            "the cat sat on my hat",
            "plinth-mango-drift",
            "ghjw qpvn rtzk mx",
            "9f8e2c71b04ad356",
            "Password is not my thing, sorry",
        ] {
            assert_eq!(accept(strong, MIA).as_deref(), Ok(strong));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_judged(text in ".{0,300}") {
            match accept(&text, MIA) {
                Ok(password) => {
                    proptest::prop_assert!((MIN..=MAX).contains(&password.chars().count()));
                    proptest::prop_assert_eq!(accept(&password, MIA), Ok(password.clone()));
                }
                Err(sentence) => proptest::prop_assert!(!sentence.is_empty()),
            }
        }
    }
}
