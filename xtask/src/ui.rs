//! The window's sources: Node.js, npm packages, build and checks.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{read, root, run, say};

const NODE_MAJOR: u32 = 20;

fn folder() -> PathBuf {
    root().join("ui")
}

fn npm() -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder());
    command
}

/// Whether a Node.js that is new enough is there; says what to install if not.
pub fn check_node() -> Result<()> {
    let advice = format!(
        "the window is built with Node.js {NODE_MAJOR} or newer and its npm: install it from your \
         system's packages (`sudo apt-get install nodejs npm`) or from nodejs.org"
    );
    let version = read(Command::new("node").arg("--version")).with_context(|| advice.clone())?;
    let major = version.trim().trim_start_matches('v').split('.').next();
    if major
        .and_then(|major| major.parse::<u32>().ok())
        .is_none_or(|major| major < NODE_MAJOR)
    {
        bail!("Node.js {} is too old: {advice}", version.trim());
    }
    Ok(())
}

/// Installs the npm packages of the lock file unless they are those already.
pub fn install() -> Result<()> {
    let lock = fs::read(folder().join("package-lock.json")).context("ui/package-lock.json")?;
    let stamp = folder().join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say("installing the window's npm packages");
    run(npm().args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// Bundles the window's pages into `ui/dist`.
pub fn build() -> Result<()> {
    say("building the window's pages");
    run(npm().args(["run", "build"]))
}

/// Type check, linter and component tests.
pub fn test() -> Result<()> {
    run(npm().args(["run", "check"]))?;
    run(npm().args(["test"]))
}

/// The formatting of the sources.
pub fn lint() -> Result<()> {
    run(npm().args(["run", "lint"]))
}
