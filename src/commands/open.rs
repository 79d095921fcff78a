//! `rummage open`: starts the window, which is a program of its own beside this one.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Outcome, library_folder};
use crate::arguments::Common;

const WINDOW: &str = if cfg!(windows) {
    "rummage-desktop.exe"
} else {
    "rummage-desktop"
};

pub fn run(common: &Common, wait: bool, toggle: bool) -> Result<Outcome> {
    let program = std::env::current_exe()
        .context("the program does not know where it lies")?
        .with_file_name(WINDOW);
    if !program.is_file() {
        bail!(
            "the window is not installed beside this program ({}); build it with \
             `cargo build --release --package rummage-desktop`",
            program.display()
        );
    }
    let mut window = Command::new(&program);
    window.arg("--library").arg(library_folder(common)?);
    if toggle {
        // A window that is there takes this from the second start; a new one is simply shown.
        window.arg("--toggle");
    }
    let mut window = window
        .spawn()
        .with_context(|| format!("{} could not be started", program.display()))?;
    if wait {
        let status = window
            .wait()
            .context("the window could not be waited for")?;
        if !status.success() {
            bail!("the window ended with {status}");
        }
    }
    Ok(Outcome::Done)
}
