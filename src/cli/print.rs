//! What the program says to whoever typed the command. A closed terminal is no reason to stop.

use std::io::{self, Write};

/// One line on standard output.
pub(super) fn line(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// One line on standard error.
pub(super) fn error(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
