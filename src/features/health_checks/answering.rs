//! What somebody answers in a round: statements, two questions about the network, comments. In a
//! draft all of it is one text, readable with the link alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{instrument::Instrument, scoring::Answers};
use crate::entity::health_check::Form;

/// The page of the questions about the network, in addresses and among the pages that were saved.
pub const CONTEXT: &str = "context";
/// The page of the comments.
pub const COMMENTS: &str = "comments";
/// The codes of the three comments, in their order.
pub const COMMENT_CODES: [&str; 3] = ["well", "change", "else"];
/// The longest comment, in characters (health-check.md 2.10).
pub const LONGEST_COMMENT: usize = 1_000;

/// A draft of a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answering {
    /// The statements.
    pub answers: Answers,
    /// The context questions by id: codes of answers.
    pub context: BTreeMap<String, String>,
    /// Comments by code.
    pub comments: BTreeMap<String, Written>,
    /// The pages that were saved, in any order, separated by commas: codes of dimensions,
    /// [`CONTEXT`], [`COMMENTS`].
    pub pages: String,
}

/// One comment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The words.
    pub body: String,
    /// Whether those who see the results may read it.
    pub may_be_shown: bool,
}

/// How it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    answers: serde_json::Value,
    context: BTreeMap<String, String>,
    #[serde(default)]
    comments: BTreeMap<String, Written>,
    #[serde(default)]
    pages: String,
}

impl Answering {
    /// Reads a draft, or the answers of a response.
    pub fn from_json(instrument: &Instrument, form: Form, json: &str) -> Option<Self> {
        let kept: Kept = serde_json::from_str(json).ok()?;
        let answers = Answers::from_json(instrument, form, &kept.answers.to_string()).ok()?;
        Some(Self {
            answers,
            context: kept.context,
            comments: kept.comments,
            pages: kept.pages,
        })
    }

    /// All of it, for the draft.
    pub fn to_json(&self) -> String {
        self.kept(self.comments.clone(), self.pages.clone())
    }

    /// What is stored with the response: comments stand apart, and which page was saved when is
    /// nobody's business.
    pub fn response_json(&self) -> String {
        self.kept(BTreeMap::new(), String::new())
    }

    fn kept(&self, comments: BTreeMap<String, Written>, pages: String) -> String {
        let answers = serde_json::from_str(&self.answers.to_json()).unwrap_or_default();
        let kept = Kept {
            answers,
            context: self.context.clone(),
            comments,
            pages,
        };
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// Notes that a page was saved.
    pub fn saved(&mut self, page: &str) {
        if !self.is_saved(page) {
            if !self.pages.is_empty() {
                self.pages.push(',');
            }
            self.pages.push_str(page);
        }
    }

    /// Whether a page was saved, with or without answers.
    pub fn is_saved(&self, page: &str) -> bool {
        self.pages.split(',').any(|saved| saved == page)
    }

    /// Whether there is nothing to send: no answer and no comment (health-check.md 5.16).
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.context.is_empty() && self.comments.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::{instrument::nhc, scoring::Answer};

    #[test]
    fn a_draft_is_kept_whole_and_a_response_without_comments() {
        let nhc = nhc();
        let mut draft = Answering::default();
        let first = nhc.dimensions[0].statements[0].id;
        assert!(draft.answers.set(&nhc, Form::Full, first, Answer::value(4)));
        draft
            .context
            .insert("CTX-1".to_owned(), "full_flow".to_owned());
        draft.comments.insert(
            "well".to_owned(),
            Written {
                body: "Tea".to_owned(),
                may_be_shown: true,
            },
        );
        draft.saved("PUR");
        draft.saved("PUR");
        assert_eq!(draft.pages, "PUR");
        let again = Answering::from_json(&nhc, Form::Full, &draft.to_json()).unwrap();
        assert_eq!(again, draft);
        let sent = draft.response_json();
        assert!(!sent.contains("Tea") && sent.contains("full_flow"));
        let read = Answering::from_json(&nhc, Form::Full, &sent).unwrap();
        assert_eq!(read.answers, draft.answers);
        assert!(Answering::default().is_empty() && !draft.is_empty());
    }
}
