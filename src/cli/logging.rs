//! The log: JSON on standard output, or lines for people on standard error.
//!
//! A target that is full or closed must not hold up the service, so lines go through a queue to a
//! thread of their own, and are dropped when nobody takes them.

use std::{
    io::{self, Write},
    panic,
    sync::mpsc::{SyncSender, sync_channel},
    thread,
};

use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::platform::config::LogFormat;

/// Lines that may wait for a slow target.
const WAITING: usize = 4_096;

/// Begins to log. `RUST_LOG` says what (`indaba=debug,warn`).
pub(super) fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm=warn,hyper=warn"));
    let queue = Queue::to(match format {
        LogFormat::Plain => Box::new(io::stderr()),
        LogFormat::Json => Box::new(io::stdout()),
    });
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(queue)
        // What cannot be written cannot be complained about either.
        .log_internal_errors(false);
    let begun = match format {
        LogFormat::Plain => builder.with_ansi(false).with_target(false).try_init(),
        LogFormat::Json => builder
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .try_init(),
    };
    if begun.is_err() {
        super::print::error("The log could not be set up.");
    }
    // Where, and never what: the message of a panic may hold what somebody typed.
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        tracing::error!(
            event = "panic",
            place,
            "The program met a state it does not know."
        );
    }));
}

/// Takes whole lines and never waits.
#[derive(Clone)]
struct Queue(SyncSender<Vec<u8>>);

impl Queue {
    fn to(mut target: Box<dyn Write + Send>) -> Self {
        let (sender, lines) = sync_channel::<Vec<u8>>(WAITING);
        // Without the thread every line is dropped, and the service goes on.
        let _ = thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || {
                for line in lines {
                    let _ = target.write_all(&line).and_then(|()| target.flush());
                }
            });
        Self(sender)
    }
}

impl<'a> MakeWriter<'a> for Queue {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Queue {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.try_send(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe that nobody reads.
    struct Stuck;

    impl Write for Stuck {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            loop {
                thread::park();
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_log_that_nobody_reads_holds_up_nothing() {
        let mut queue = Queue::to(Box::new(Stuck));
        for _ in 0..WAITING * 2 {
            queue.write_all(b"a line\n").unwrap();
        }
    }
}
