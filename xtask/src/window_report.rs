//! `cargo xtask window-report`: how quick and how small the window is, on the sample library and on
//! a large one that is made from it (`crates/store/examples/multiply.rs`). Measured in the real
//! window, without a screen, by `tests/e2e/figures.rs`; Markdown on stdout.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{self, cargo, root, run, say};
use crate::{native_libraries, setup, ui};

/// As many photos, papers and recordings as a person may gather in ten years.
const ITEMS: &str = "100000";

/// Builds, makes both libraries, measures.
pub fn run_task(mut typed: impl Iterator<Item = String>) -> Result<()> {
    let (mut profile, mut items) = ("release".to_owned(), ITEMS.to_owned());
    while let Some(option) = typed.next() {
        let value = typed.next().with_context(|| format!("{option} VALUE"))?;
        match option.as_str() {
            "--profile" => profile = value,
            "--items" => items = value,
            other => bail!("{other} is no option of window-report"),
        }
    }
    setup::run()?;
    ui::build()?;
    say(&format!("building ({profile})"));
    // The whole workspace each time: apart, programs would want other features of shared packages,
    // and build them again.
    let of_all = ["--workspace", "--profile", profile.as_str()];
    run(cargo().arg("build").args(of_all))?;
    run(cargo().args(["build", "--examples"]).args(of_all))?;

    // In memory where there is such a place: on disk, each of 100,000 files would wait for three
    // commits to be safe. The files are links, which must lie where the samples do.
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() {
        tempfile::tempdir_in(memory)?
    } else {
        tempfile::tempdir()?
    };
    let files = tempfile::tempdir_in(root().join("target"))?;
    let (small, large) = (place.path().join("small"), place.path().join("large"));
    say("indexing the sample library");
    let samples = root().join("samples/library");
    run(rummage(&profile, &small)?.arg("index").arg(samples))?;
    say(&format!("making a library of {items}"));
    run(
        Command::new(shell::built(&profile).join("examples/multiply"))
            .args([small.as_path(), &large, files.path()])
            .arg(&items),
    )?;
    run(rummage(&profile, &large)?.arg("rebuild"))?;

    say("measuring in the window");
    let mut measure = cargo();
    measure
        .args(["test", "--quiet"])
        .args(of_all)
        .args(["--test", "e2e", "figures_of_the_window", "--"])
        .args(["--ignored", "--nocapture"])
        .env("RUMMAGE_SMALL_LIBRARY", small)
        .env("RUMMAGE_LARGE_LIBRARY", large);
    run(native_libraries::installed()?.tell(&mut measure))
}

fn rummage(profile: &str, library: &Path) -> Result<Command> {
    let mut command = Command::new(shell::built(profile).join("rummage"));
    native_libraries::installed()?.tell(&mut command);
    command.arg("--library").arg(library);
    Ok(command)
}
