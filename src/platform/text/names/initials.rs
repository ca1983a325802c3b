//! The letters that stand for a person where there is no picture.

use unicode_normalization::char::is_combining_mark;

/// Words before a name that are not part of it.
const HONORIFICS: &str = "\
     dame dr lady lord miss mr mrs ms mx prof professor rev sir the";

/// One or two letters that stand for a person: first and last word of the name.
///
/// Titles before the name and anything in brackets are passed over. Never empty.
pub fn initials(display_name: &str) -> String {
    let words: Vec<&str> = display_name
        .split_whitespace()
        .take_while(|word| !word.starts_with(['(', '[', ',', '–', '-', '|']))
        .filter(|word| word.starts_with(char::is_alphabetic))
        .collect();
    let is_title = |word: &str| {
        let plain = word.trim_end_matches('.').to_lowercase();
        HONORIFICS.split_whitespace().any(|title| title == plain)
    };
    let named: Vec<&str> = words
        .iter()
        .copied()
        .skip_while(|word| is_title(word))
        .collect();
    let named = if named.is_empty() { words } else { named };
    let first = named.first().copied().map(first_letter).unwrap_or_default();
    let last = if named.len() > 1 {
        named.last().copied().map(first_letter)
    } else {
        None
    };
    let letters = first + &last.unwrap_or_default();
    if letters.is_empty() {
        "?".to_owned()
    } else {
        letters
    }
}

fn first_letter(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .take(1)
        .chain(letters.take_while(|c| is_combining_mark(*c)).take(2))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_first_and_last_word() {
        for (name, letters) in [
            ("Mia Novak", "MN"),
            ("mia", "M"),
            ("Dr Ana de Silva", "AS"),
            ("Prof. Ngozi Adeyemi (she/her)", "NA"),
            ("Dr", "D"),
            ("王小明", "王"),
            ("élodie", "É"),
            ("ßen", "S"),
            ("🦉 🦉", "?"),
            ("", "?"),
            ("Mia Novak, Leeds", "ML"),
            ("Mia – Leeds", "M"),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
        assert!(
            initials(&format!("a{}", "\u{301}".repeat(1_000)))
                .chars()
                .count()
                <= 4
        );
    }

    proptest::proptest! {
        #[test]
        fn everybody_has_initials(name in ".{0,80}") {
            proptest::prop_assert!(!initials(&name).is_empty());
        }
    }
}
