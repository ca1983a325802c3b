//! What a challenge consists of, and where it may go from where it stands.

use serde::Serialize;

use super::forms::Words;
use crate::{
    entity::challenge::Status,
    platform::text::markdown::{self, SafeHtml},
};

/// The fewest dimensions that a challenge is about, and the most (product.md 8.4.1).
pub(super) const DIMENSIONS: std::ops::RangeInclusive<usize> = 1..=3;

/// Posts that may be marked as what helped in one thread (forum.md TH12).
pub(super) const MOST_HELPED: u64 = 5;

/// How many characters one's own words about what helped must have where no reply is marked
/// (product.md 8.4.3).
pub(super) const OWN_WORDS: usize = 50;

/// The kinds of help that can be asked for: codes and words (product.md 8.4.1).
pub(super) const HELP_KINDS: [(&str, &str); 5] = [
    ("ideas", "Ideas"),
    ("experience", "Experience"),
    ("evidence", "Evidence"),
    ("call", "A call"),
    ("check", "Someone to check my thinking"),
];

/// The words for kinds of help that are stored as codes, separated by commas.
pub(super) fn help_words(codes: &str) -> Vec<&'static str> {
    let asked = |code: &str| codes.split(',').any(|asked| asked == code);
    let kinds = HELP_KINDS.iter().filter(|(code, _)| asked(code));
    kinds.map(|(_, words)| *words).collect()
}

/// Where a challenge may go from here (product.md 8.4.3).
pub(super) const fn moves(from: Status) -> &'static [Status] {
    match from {
        Status::Open => &[Status::BeingTried, Status::Closed],
        Status::BeingTried => &[Status::Resolved, Status::Closed],
        Status::Resolved | Status::Closed => &[Status::Open],
    }
}

/// The texts of a challenge, cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// What is happening.
    pub happening: String,
    /// What has been tried; may be empty.
    pub tried: String,
    /// What help is wanted.
    pub help: String,
}

impl Parts {
    /// The text of post 1: the parts as Markdown, under fixed headings, and their HTML.
    ///
    /// Each part is rendered by itself, so that what one leaves open (a block of code, say) does
    /// not swallow the next. The error is the sentence for the form.
    pub(super) fn words(&self) -> Result<Words, String> {
        let (mut src, mut html) = (String::new(), String::new());
        for (heading, part) in self.shown() {
            src += &["## ", heading, "\n\n", part, "\n\n"].concat();
            let part = markdown::to_html(part).map_err(String::from)?;
            html += &["<h2>", heading, "</h2>"].concat();
            html += &[
                "<div class=\"prose\" dir=\"auto\">",
                part.as_str(),
                "</div>",
            ]
            .concat();
        }
        let src = src.trim_end().to_owned();
        // The caps of a post hold for all parts together.
        markdown::to_html(&src).map_err(String::from)?;
        Ok(Words::assembled(src, SafeHtml::from_stored(html)))
    }

    fn shown(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("What is happening", self.happening.as_str()),
            ("What we have tried", self.tried.as_str()),
            ("Help wanted", self.help.as_str()),
        ];
        all.into_iter().filter(|(_, part)| !part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(happening: &str, tried: &str) -> Parts {
        Parts {
            happening: happening.to_owned(),
            tried: tried.to_owned(),
            help: "Who has done this?".to_owned(),
        }
    }

    #[test]
    fn the_parts_stand_under_their_headings() {
        let words = parts("I do it *all*.", "A rota").words().unwrap();
        assert_eq!(
            words.src(),
            "## What is happening\n\nI do it *all*.\n\n## What we have tried\n\nA rota\n\n\
             ## Help wanted\n\nWho has done this?"
        );
        let html = words.html().as_str();
        assert!(html.contains("<h2>What is happening</h2>"), "{html}");
        assert!(html.contains("<p>I do it <em>all</em>.</p>"), "{html}");
    }

    #[test]
    fn a_part_that_is_empty_has_no_heading() {
        let words = parts("I do it all.", "").words().unwrap();
        assert!(!words.src().contains("tried"));
        assert!(!words.html().as_str().contains("tried"));
    }

    #[test]
    fn what_one_part_leaves_open_does_not_swallow_the_next() {
        for open in ["```\ncode", "<!-- remark", "> quote", "- point\n  - point"] {
            let words = parts(open, "A rota").words().unwrap();
            let html = words.html().as_str();
            for heading in ["What is happening", "What we have tried", "Help wanted"] {
                assert!(html.contains(&format!("<h2>{heading}</h2>")), "{html}");
            }
        }
    }

    #[test]
    fn the_caps_of_a_post_hold_for_the_parts_together() {
        let links = "<https://example.org> ".repeat(60);
        assert!(parts(&links, "").words().is_ok());
        assert!(parts(&links, &links).words().is_err());
    }

    #[test]
    fn a_challenge_is_resolved_only_after_something_was_tried() {
        assert_eq!(moves(Status::Open), [Status::BeingTried, Status::Closed]);
        assert_eq!(
            moves(Status::BeingTried),
            [Status::Resolved, Status::Closed]
        );
        for ended in [Status::Resolved, Status::Closed] {
            assert_eq!(moves(ended), [Status::Open]);
        }
    }

    #[test]
    fn kinds_of_help_are_told_in_words() {
        assert_eq!(
            help_words("check,ideas,nonsense"),
            ["Ideas", "Someone to check my thinking"]
        );
        assert!(help_words("").is_empty());
    }
}
