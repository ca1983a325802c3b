//! Reads the command line and runs it.

fn main() {}
