//! What differs between two versions of a text, line by line.

use std::time::Duration;

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// After this the comparison becomes coarser instead of longer.
const PATIENCE: Duration = Duration::from_millis(50);

/// What happened to a line between the old text and the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// In both.
    Same,
    /// Only in the new one.
    Added,
    /// Only in the old one.
    Removed,
}

/// One line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Whether it was kept, added or removed.
    pub change: Change,
    /// The line without its end.
    pub text: String,
}

/// The lines of both texts, in reading order, each once if it is in both.
pub fn lines(old: &str, new: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    TextDiff::configure()
        .timeout(PATIENCE)
        .diff_slices(&old, &new)
        .iter_all_changes()
        .map(|change| Line {
            change: match change.tag() {
                ChangeTag::Equal => Change::Same,
                ChangeTag::Insert => Change::Added,
                ChangeTag::Delete => Change::Removed,
            },
            text: change.value().to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(old: &str, new: &str) -> Vec<String> {
        lines(old, new)
            .into_iter()
            .map(|line| {
                let sign = match line.change {
                    Change::Same => ' ',
                    Change::Added => '+',
                    Change::Removed => '-',
                };
                format!("{sign}{}", line.text)
            })
            .collect()
    }

    #[test]
    fn lines_are_kept_added_and_removed() {
        assert_eq!(
            marked("a\nb\nc", "a\nB\nc\nd"),
            [" a", "-b", "+B", " c", "+d"]
        );
        assert_eq!(marked("", "a"), ["+a"]);
        assert_eq!(marked("a", ""), ["-a"]);
        assert!(marked("", "").is_empty());
        assert_eq!(marked("a\n", "a"), [" a"]);
    }

    fn numbers(from: u32) -> Vec<String> {
        (from..from + 10_000)
            .map(|number| number.to_string())
            .collect()
    }

    #[test]
    fn two_long_texts_without_a_common_line_end_in_time() {
        let old = numbers(0).join("\n");
        let new = numbers(20_000).join("\n");
        assert_eq!(lines(&old, &new).len(), 20_000);
    }

    proptest::proptest! {
        #[test]
        fn both_texts_can_be_read_back(
            old in proptest::collection::vec("[ab]{0,2}", 0..12),
            new in proptest::collection::vec("[ab]{0,2}", 0..12),
        ) {
            let all = lines(&old.join("\n"), &new.join("\n"));
            let side = |not: Change| -> Vec<String> {
                all.iter().filter(|l| l.change != not).map(|l| l.text.clone()).collect()
            };
            let expected = |v: &[String]| -> Vec<String> {
                v.join("\n").lines().map(str::to_owned).collect()
            };
            proptest::prop_assert_eq!(side(Change::Added), expected(&old));
            proptest::prop_assert_eq!(side(Change::Removed), expected(&new));
        }
    }
}
