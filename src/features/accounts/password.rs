//! Passwords: hashed off the runtime, a few at a time, at the same cost for unknown people.

use std::{
    fmt,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::anyhow;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc},
};
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::platform::{
    random,
    text::passwords,
    web::error::{Error, Result},
};

/// Memory of one hash in KiB, passes over it, and lanes (security.md C4).
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// The bytes of a hash.
const OUTPUT: usize = 32;

/// How many may wait for their turn; beyond that the answer is "busy".
const QUEUE: usize = 64;

/// A hash of a password that nobody has, at the same cost: what the passwords of unknown people
/// are compared with.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$aW5kYWJhLW5vYm9keXMtMQ$\
                       qHjzBMk3rQoKUlUOoTAHvNr2PvBOq5Rtf6Qn1LUN2e0";

/// A password as somebody typed it. It prints as `…` and goes into no page.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// What was typed, after the one step that every path takes: Unicode NFC, so that a letter
    /// with an accent is the same from every keyboard (security.md AU-02).
    pub fn as_typed(&self) -> String {
        passwords::normalise(&self.0)
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Password {
    fn from(typed: String) -> Self {
        Self(typed)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

/// The stored form of a password, a PHC string. Only [`hash`] makes it.
#[derive(Clone)]
pub struct Hashed(String);

impl Hashed {
    /// What goes into the table.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hashed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

/// What became of comparing a password with a stored one.
#[derive(Debug)]
pub enum Verdict {
    /// It is another one, or there is nobody.
    Wrong,
    /// It is the right one.
    Right,
    /// It is the right one, and was stored at another cost: store this instead.
    RightAndStale(Hashed),
}

/// Makes the stored form of a password.
pub async fn hash(password: &Password) -> Result<Hashed> {
    let password = password.as_typed();
    in_turn(move || make(&password)).await?
}

/// Compares a password with the stored one of an account, or with nobody's where there is none:
/// both take as long.
pub async fn verify(password: &Password, stored: Option<&str>) -> Result<Verdict> {
    let password = password.as_typed();
    let stored = stored.map(str::to_owned);
    in_turn(move || compare(&password, stored.as_deref())).await?
}

fn make(password: &str) -> Result<Hashed> {
    let salt = random::bytes::<16>();
    let made: phc::PasswordHash = hasher()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| anyhow!("A password could not be hashed: {error}"))?;
    Ok(Hashed(made.to_string()))
}

fn compare(password: &str, stored: Option<&str>) -> Result<Verdict> {
    // What cannot be read is nobody's password: whoever has such a row chooses a new one by mail.
    let stored = stored.and_then(|stored| phc::PasswordHash::new(stored).ok());
    let is_known = stored.is_some();
    let parsed = match stored {
        Some(parsed) => parsed,
        None => phc::PasswordHash::new(NOBODYS).map_err(|error| anyhow!("{error}"))?,
    };
    let is_right = hasher()?
        .verify_password(password.as_bytes(), &parsed)
        .is_ok();
    if !is_right || !is_known {
        return Ok(Verdict::Wrong);
    }
    let params = Params::try_from(&parsed)
        .map_err(|error| anyhow!("A stored password cannot be read: {error}"))?;
    let cost = (params.m_cost(), params.t_cost(), params.p_cost());
    if cost == COST && parsed.algorithm.as_str() == Algorithm::Argon2id.as_str() {
        Ok(Verdict::Right)
    } else {
        make(password).map(Verdict::RightAndStale)
    }
}

fn hasher() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, Some(OUTPUT))
        .map_err(|error| anyhow!("The cost of passwords is wrong: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The turns of this process: each hash holds 19 MiB, so only twice as many as there are cores run
/// at once.
static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZeroUsize::get);
    Arc::new(Semaphore::new(cores * 2))
});

static WAITING: AtomicUsize = AtomicUsize::new(0);

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let turn = turn().await?;
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        // Held to the end of the work, also when whoever waits for it has gone away.
        drop(turn);
        done
    });
    done.await
        .map_err(|error| Error::Internal(anyhow!("Hashing a password failed: {error}")))
}

async fn turn() -> Result<OwnedSemaphorePermit> {
    let turns = Arc::clone(&TURNS);
    if let Ok(turn) = Arc::clone(&turns).try_acquire_owned() {
        return Ok(turn);
    }
    let _place = Place::take()?;
    turns.acquire_owned().await.map_err(|_| Error::Busy)
}

/// A place in the queue, given back when dropped, also when the request is cancelled.
struct Place;

impl Place {
    fn take() -> Result<Self> {
        let before = WAITING.fetch_add(1, Ordering::SeqCst);
        let place = Self;
        if before < QUEUE {
            Ok(place)
        } else {
            Err(Error::Busy)
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Password {
        Password(text.to_owned())
    }

    #[tokio::test]
    async fn a_password_is_right_exactly_as_typed() {
        let stored = hash(&typed("three random words ")).await.unwrap();
        assert!(
            stored
                .as_str()
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
        let is_right = async |text: &str| {
            matches!(
                verify(&typed(text), Some(stored.as_str())).await.unwrap(),
                Verdict::Right
            )
        };
        assert!(is_right("three random words ").await);
        assert!(!is_right("three random words").await);
        assert!(!is_right("").await);
    }

    #[tokio::test]
    async fn composed_and_decomposed_letters_are_the_same_password() {
        let stored = hash(&typed("cafe\u{301} under the oak")).await.unwrap();
        let verdict = verify(&typed("caf\u{e9} under the oak"), Some(stored.as_str())).await;
        assert!(matches!(verdict.unwrap(), Verdict::Right));
    }

    #[tokio::test]
    async fn a_password_stored_at_another_cost_is_stored_anew() {
        let cheap = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(1_024, 1, 1, Some(OUTPUT)).unwrap(),
        );
        let old: phc::PasswordHash = cheap
            .hash_password_with_salt(b"three random words", &[7; 16])
            .unwrap();
        let verdict = verify(&typed("three random words"), Some(&old.to_string())).await;
        let Verdict::RightAndStale(new) = verdict.unwrap() else {
            panic!("it was taken for fresh or wrong");
        };
        let verdict = verify(&typed("three random words"), Some(new.as_str())).await;
        assert!(matches!(verdict.unwrap(), Verdict::Right));
    }

    #[tokio::test]
    async fn nobody_has_nobodys_password_and_it_costs_the_same() {
        let parsed = phc::PasswordHash::new(NOBODYS).unwrap();
        let params = Params::try_from(&parsed).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), COST);
        assert_eq!(params.output_len(), Some(OUTPUT));
        let verdict = verify(&typed("three random words"), None).await.unwrap();
        assert!(matches!(verdict, Verdict::Wrong));
    }

    #[tokio::test]
    async fn a_place_in_the_queue_comes_back() {
        let places: Vec<_> = (0..QUEUE).map_while(|_| Place::take().ok()).collect();
        let taken = places.len();
        drop(places);
        assert!(taken > 0 && Place::take().is_ok());
    }

    #[test]
    fn secrets_print_as_an_ellipsis() {
        assert_eq!(format!("{:?}", typed("three random words")), "…");
        assert_eq!(format!("{:?}", Hashed("$argon2id$…".to_owned())), "…");
    }
}
