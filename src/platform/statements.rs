//! Counts the SQL statements of a request, for the tests that hold pages to their budget.

use std::{cell::Cell, future::Future};

tokio::task_local! {
    static STATEMENTS: Cell<u32>;
}

/// Runs `work` and says how many statements it made.
pub async fn counting<T>(work: impl Future<Output = T>) -> (T, u32) {
    STATEMENTS
        .scope(Cell::new(0), async {
            let done = work.await;
            (done, STATEMENTS.with(Cell::get))
        })
        .await
}

/// Counts one more for the request that is being served on this task, if any.
pub(super) fn count_one() {
    // Outside a request (jobs, the command line) nobody counts.
    let _ = STATEMENTS.try_with(|count| count.set(count.get() + 1));
}
