//! Text as it is compared and ordered: the two databases disagree on case, so we fold it ourselves.

use unicode_normalization::UnicodeNormalization;

/// NFKC, lower case, white space as single spaces: what `…_key` columns hold.
pub fn key(text: &str) -> String {
    let folded: String = text.nfkc().collect::<String>().to_lowercase();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn case_width_and_spaces_do_not_count() {
        assert_eq!(key("  Émile\u{3000}ＡＤＭＩＮ "), "émile admin");
    }
}
