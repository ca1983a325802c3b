//! Pieces of pages that were rendered before, by version: a new version is a new key, so nothing
//! is ever out of date and nodes need not talk. Visibility is never decided here: the query that
//! gives the version has run before.

use std::{any::Any, fmt, sync::Arc};

use moka::sync::Cache;

/// How many bytes all fragments may hold together (dependencies.md section 4, choice 1).
const CAPACITY: u64 = 16 * 1024 * 1024;

/// What a fragment is of: its kind, two numbers that name it, and the version it shows.
pub type Key = (&'static str, i64, i64, i64);

/// The shared cache.
#[derive(Clone)]
pub struct Fragments(Cache<Key, Fragment>);

#[derive(Clone)]
struct Fragment {
    bytes: u32,
    value: Arc<dyn Any + Send + Sync>,
}

impl Default for Fragments {
    fn default() -> Self {
        let cache = Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(|_: &Key, fragment: &Fragment| fragment.bytes)
            .build();
        Self(cache)
    }
}

impl Fragments {
    /// The fragment of this key, if it is still held.
    pub fn get<T: Send + Sync + 'static>(&self, key: Key) -> Option<Arc<T>> {
        self.0
            .get(&key)
            .and_then(|fragment| fragment.value.downcast().ok())
    }

    /// Keeps a fragment of about `bytes` bytes.
    pub fn put<T: Send + Sync + 'static>(&self, key: Key, bytes: usize, value: Arc<T>) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.0.insert(key, Fragment { bytes, value });
    }
}

impl fmt::Debug for Fragments {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Fragments({})", self.0.entry_count())
    }
}
