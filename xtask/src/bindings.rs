//! `cargo xtask bindings`: the TypeScript of the shapes in `crates/api`. A test there fails while
//! it is not up to date.

use std::fs;

use anyhow::Result;

use crate::shell::{root, say};

/// Writes the types for the window's pages.
pub fn run() -> Result<()> {
    let target = root().join("ui/src/lib/backend/contract.ts");
    say(&format!("writing {}", target.display()));
    fs::write(target, rummage_api::typescript())?;
    Ok(())
}
