//! Reads the command line and runs it.

use std::process::ExitCode;

/// Quicker than the system's for many small pieces, which is what pages are made of.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    indaba::cli::run()
}
