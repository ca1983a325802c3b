//! The links of respondents: made of the invitation and stored nowhere; and drafts, which only the
//! link opens (health-check.md 9.8).

use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf,
};

use crate::{
    entity::id::{CheckInvitationId, HealthCheckId},
    platform::{
        random,
        secret::{SiteSecret, fingerprint},
    },
};

/// What a respondent's link carries.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token of an invitation: the same each time, so that a reminder carries the same link.
    pub fn of(secret: &SiteSecret, invitation: &CheckInvitationId) -> Self {
        Self(secret.sign("respondent", &invitation.0))
    }

    /// A token that nobody was sent: for whoever begins through the open link of a round.
    pub fn random() -> Self {
        Self(random::token())
    }

    /// A token from an address. Mail programs add full stops, and some write all in capitals
    /// (security.md AN-10).
    pub fn read(path: &str) -> Self {
        let bare = path.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        Self(bare.to_ascii_lowercase())
    }

    /// Its text, for the link alone.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database knows of it.
    pub fn hash(&self) -> String {
        fingerprint(format!("respondent {}", self.0))
    }

    /// Encrypts a draft, so that it can be read with this link and without it by nobody.
    pub fn seal(&self, draft: &str) -> Option<String> {
        let nonce: [u8; NONCE_LEN] = random::bytes();
        let mut bytes = draft.as_bytes().to_vec();
        self.key()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(self.hash()),
                &mut bytes,
            )
            .ok()?;
        Some(format!("{}.{}", hex(&nonce), hex(&bytes)))
    }

    /// A draft in the clear; none if it was not sealed with this link.
    pub fn open(&self, sealed: &str) -> Option<String> {
        let (nonce, bytes) = sealed.split_once('.')?;
        let nonce = <[u8; NONCE_LEN]>::try_from(from_hex(nonce)?).ok()?;
        let mut bytes = from_hex(bytes)?;
        let plain = self
            .key()?
            .open_in_place(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(self.hash()),
                &mut bytes,
            )
            .ok()?;
        String::from_utf8(plain.to_vec()).ok()
    }

    fn key(&self) -> Option<LessSafeKey> {
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"draft of a round");
        let secret = salt.extract(self.0.as_bytes());
        let key = secret.expand(&[b"key"], &CHACHA20_POLY1305).ok()?;
        Some(LessSafeKey::new(UnboundKey::from(key)))
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("…")
    }
}

/// What the open link of a round carries beside its id.
pub fn open_code(secret: &SiteSecret, round: HealthCheckId) -> String {
    secret.sign("open round", &round.to_string())
}

/// Whether a code is the one of the open link of a round.
pub fn is_open_code(secret: &SiteSecret, round: HealthCheckId, code: &str) -> bool {
    let code = Token::read(code);
    secret.verify("open round", &round.to_string(), code.as_str())
}

/// The code by which a response can be withdrawn: shown once (health-check.md 9.6).
#[derive(Clone)]
pub struct Receipt(String);

impl Receipt {
    /// A new one.
    pub fn random() -> Self {
        Self(random::token())
    }

    /// As somebody typed it: in groups, with spaces, in capitals.
    pub fn read(typed: &str) -> Self {
        let kept = typed.chars().filter(char::is_ascii_alphanumeric);
        Self(kept.collect::<String>().to_ascii_lowercase())
    }

    /// In groups of five, to be written down.
    pub fn words(&self) -> String {
        let chars: Vec<char> = self.0.chars().collect();
        let groups = chars.chunks(5).map(|group| group.iter().collect());
        groups.collect::<Vec<String>>().join("-")
    }

    /// What is stored with the response, or with one comment: hashes that cannot be matched with one
    /// another without the code.
    pub fn hash(&self, of: &str) -> String {
        fingerprint(format!("receipt {} {of}", self.0))
    }
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("…")
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_read_with_its_own_link_alone() {
        let (own, other) = (Token::random(), Token::random());
        let sealed = own.seal("what I think").unwrap();
        assert!(!sealed.contains("think"));
        assert_eq!(own.open(&sealed).as_deref(), Some("what I think"));
        assert_eq!(other.open(&sealed), None);
        assert_ne!(own.seal("what I think"), Some(sealed), "never twice alike");
        assert_eq!(own.open("no draft"), None);
    }

    #[test]
    fn a_link_survives_what_mail_programs_do_to_it() {
        let token = Token::random();
        for shape in [
            token.as_str().to_owned(),
            token.as_str().to_uppercase(),
            format!("{}. ", token.as_str()),
            format!(" {})", token.as_str()),
        ] {
            assert_eq!(Token::read(&shape), token, "{shape}");
        }
    }

    #[test]
    fn a_receipt_is_read_as_it_was_written_down() {
        let receipt = Receipt::random();
        let typed = receipt.words().replace('-', " ").to_uppercase();
        assert_eq!(
            Receipt::read(&typed).hash("response"),
            receipt.hash("response")
        );
        assert_ne!(receipt.hash("response"), receipt.hash("comment 1"));
        assert!(receipt.words().len() >= 26, "at least 128 bits");
    }
}
