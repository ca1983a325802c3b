//! The site's one random key, and what is derived from it for each purpose (security.md C1).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use sha2::{Digest, Sha256};

use super::random;
use crate::entity::site_secret;

/// The key in the table `site_secret`. All nodes share it; it is never shown.
#[derive(Clone)]
pub struct SiteSecret([u8; 32]);

impl SiteSecret {
    /// Reads the key that the first migration made.
    pub async fn load<C: ConnectionTrait>(db: &C) -> Result<Self, DbErr> {
        let row = site_secret::Entity::find_by_id(1).one(db).await?;
        let bytes = row.and_then(|row| <[u8; 32]>::try_from(row.secret).ok());
        bytes
            .map(Self)
            .ok_or_else(|| DbErr::Custom("The site's secret key is missing.".to_owned()))
    }

    /// A code that only this site can make: HMAC-SHA-256 of `text` under a key for `purpose`,
    /// in the link alphabet (52 characters).
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        random::base32(&self.mac(purpose, text).finalize().into_bytes())
    }

    /// Whether `code` is what [`sign`](Self::sign) makes; compared in constant time.
    pub fn verify(&self, purpose: &str, text: &str, code: &str) -> bool {
        let ours = Sha256::digest(self.sign(purpose, text));
        let theirs = Sha256::digest(code);
        ours.iter()
            .zip(theirs.iter())
            .fold(0_u8, |odd, (a, b)| odd | (a ^ b))
            == 0
    }

    fn mac(&self, purpose: &str, text: &str) -> Hmac<Sha256> {
        let mut key = keyed(&self.0);
        key.update(purpose.as_bytes());
        let mut mac = keyed(&key.finalize().into_bytes());
        mac.update(text.as_bytes());
        mac
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// SHA-256 in hexadecimal: how tokens and session ids are stored.
pub fn fingerprint(text: impl AsRef<[u8]>) -> String {
    Sha256::digest(text)
        .iter()
        .fold(String::with_capacity(64), |mut out, byte| {
            use fmt::Write as _;
            let _ = write!(out, "{byte:02x}");
            out
        })
}

impl fmt::Debug for SiteSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}
