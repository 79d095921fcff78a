//! What a reviewer should not have to say.

use anyhow::Result;

use crate::shell::{self, cargo};
use crate::{setup, ui};

/// rustfmt, clippy without warnings, and the window's linter.
pub fn run() -> Result<()> {
    setup::run()?;
    ui::build()?;
    shell::run(cargo().args(["fmt", "--all", "--check"]))?;
    shell::run(cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    ui::lint()
}
