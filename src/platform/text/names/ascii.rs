//! The words of a text in the letters of an address.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text in lower-case ASCII: accents fall off, apostrophes join, other letters go.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
    {
        if c.is_ascii_alphanumeric() {
            word.push(c);
        } else if let Some(ascii) = spelled_in_ascii(c) {
            word.push_str(ascii);
        } else if !matches!(
            c,
            '\'' | '’' | '‘' | 'ʼ' | '\u{AD}' | '\u{200B}'..='\u{200D}'
        ) {
            words.push(std::mem::take(&mut word));
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// Latin letters that no decomposition takes apart.
fn spelled_in_ascii(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŋ' => "ng",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_fall_off_and_apostrophes_join() {
        assert_eq!(words("Zoë O’Connor-Núñez"), ["zoe", "oconnor", "nunez"]);
        assert_eq!(words("ＦＵＬＬ Straße ½"), ["full", "strasse", "1", "2"]);
        assert!(words("王小明 🦉 \u{202e}").is_empty());
    }
}
