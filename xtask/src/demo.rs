//! `cargo xtask demo`: the main job, on the sample library.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::shell::{self, cargo, root, say};
use crate::{native_libraries, setup, ui};

/// One question per kind, for where there is no screen to open a window on.
const SEARCHES: &[(&str, &str)] = &[
    (
        "a photo, by what it shows",
        "kind:photo three black cats in the kitchen",
    ),
    ("a paper, by its fields", "type:invoice total>500"),
    (
        "a voice note, by what was said",
        "kind:voice roses before the guests arrive",
    ),
];

/// Builds the programs, indexes the samples into a library of their own, opens the window on it.
///
/// In the profile of the tests, whose dependencies are optimised: a fresh machine builds them once
/// for both, and the models run in ONNX Runtime, which is never built here.
pub fn run() -> Result<()> {
    setup::run()?;
    ui::build()?;
    say("building the programs");
    // The whole workspace: apart, programs would want other features of shared packages, and build
    // them twice.
    shell::run(cargo().args(["build", "--workspace"]))?;

    let library = root().join("target/demo-library");
    say(&format!(
        "indexing the sample library into {}",
        library.display()
    ));
    shell::run(
        rummage(&library)?
            .arg("index")
            .arg(root().join("samples/library")),
    )?;

    if has_screen() {
        say("opening the window; close it to end");
        shell::run(rummage(&library)?.arg("open").arg("--wait"))
    } else {
        say("no screen: three searches instead of the window");
        for (what, query) in SEARCHES {
            println!("\n# {what}: rummage search '{query}'");
            shell::run(rummage(&library)?.args(["search", "--limit", "3", query]))?;
        }
        Ok(())
    }
}

fn rummage(library: &Path) -> Result<Command> {
    let mut command = Command::new(shell::built("dev").join("rummage"));
    native_libraries::installed()?.tell(&mut command);
    command.current_dir(root()).arg("--library").arg(library);
    Ok(command)
}

fn has_screen() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
