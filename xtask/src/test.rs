//! `cargo xtask test`: every test, in one profile that is built once.

use anyhow::Result;

use crate::shell::{self, cargo, say};
use crate::{directions, native_libraries, setup, ui};

/// Directions of dependencies, the window's tests, then all Rust tests, those of the real window
/// among them.
pub fn run() -> Result<()> {
    setup::run()?;
    say("checking the directions of dependencies");
    directions::check()?;
    say("testing the window's pages");
    ui::test()?;
    ui::build()?;
    say("running the Rust tests");
    let libraries = native_libraries::installed()?;
    shell::run(libraries.tell(cargo().args(["test", "--workspace", "--no-fail-fast"])))
}
