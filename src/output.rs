//! Printing answers: JSON for programs, lines for people.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;

/// Prints one JSON document on stdout.
pub fn json<T: Serialize>(value: &T) -> Result<()> {
    let mut stdout = io::stdout().lock();
    serde_json::to_writer(&mut stdout, value).context("the answer could not be written")?;
    writeln!(stdout).context("the answer could not be written")
}

/// Prints a line on stdout.
pub fn line(text: impl AsRef<str>) -> Result<()> {
    writeln!(io::stdout().lock(), "{}", printable(text.as_ref()))
        .context("the answer could not be written")
}

/// File names and recognised text can hold control characters, which must not reach a terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' && c != '\t' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// The path as the user would type it: relative to where they stand, if it lies below.
pub fn near(path: &Path) -> PathBuf {
    std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned))
        .unwrap_or_else(|| path.to_owned())
}

/// Milliseconds as minutes and seconds.
pub fn clock(ms: u64) -> String {
    format!("{}:{:02}", ms / 60_000, ms / 1000 % 60)
}
