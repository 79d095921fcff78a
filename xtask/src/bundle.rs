//! `cargo xtask bundle`: a Debian package with both programs, the native libraries, the starter
//! models and the sample library. The programs find all of it beside themselves
//! (`crates/engine/src/native.rs`).

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{self, cargo, read, root, run, say};
use crate::{native_libraries, setup, ui};

/// What must be installed beside it: the window, sound, and reading scans in English and German.
const DEPENDS: &str = "libwebkit2gtk-4.1-0, libgtk-3-0 | libgtk-3-0t64, libasound2 | libasound2t64, \
                       tesseract-ocr, tesseract-ocr-eng, tesseract-ocr-deu";

const DESKTOP_ENTRY: &str = "\
[Desktop Entry]
Type=Application
Name=Rummage
Comment=Find your own photos, papers and voice notes
Exec=rummage-desktop
Icon=rummage
Categories=Utility;Office;
Terminal=false
";

/// Builds the package; its path goes to stdout.
pub fn run_task(mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let (mut profile, mut builds) = ("release".to_owned(), true);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--no-build" => builds = false,
            "--profile" => profile = arguments.next().context("--profile NAME")?,
            other => bail!("{other} is no option of bundle"),
        }
    }
    if builds {
        setup::run()?;
        ui::build()?;
        say(&format!("building both programs ({profile})"));
        run(cargo().args(["build", "--workspace", "--profile", &profile]))?;
    }
    let built = shell::built(&profile);
    let staging = tempfile::tempdir()?;
    let bytes = stage(&built, staging.path())?;
    let architecture = read(Command::new("dpkg").arg("--print-architecture"))?;
    let name = format!(
        "rummage_{}_{}.deb",
        env!("CARGO_PKG_VERSION"),
        architecture.trim()
    );
    control(staging.path(), architecture.trim(), bytes)?;
    let target = built.join(name);
    run(Command::new("dpkg-deb")
        .args(["--build", "--root-owner-group", "-Zxz"])
        .arg(staging.path())
        .arg(&target)
        .stdout(std::process::Stdio::null()))?;
    println!("{}", target.display());
    Ok(())
}

/// Lays everything out as it will lie on the user's system; returns its size.
fn stage(built: &Path, staging: &Path) -> Result<u64> {
    // dpkg-deb refuses what only the builder may read.
    fs::set_permissions(staging, fs::Permissions::from_mode(0o755))?;
    let (usr, mut bytes) = (staging.join("usr"), 0);
    for program in ["rummage", "rummage-desktop"] {
        bytes += install(&built.join(program), &usr.join("bin").join(program), 0o755)?;
    }
    let libraries = native_libraries::installed()?;
    for library in [&libraries.onnxruntime, &libraries.pdfium] {
        let name = library.file_name().context("a library has a name")?;
        bytes += install(library, &usr.join("lib/rummage").join(name), 0o644)?;
    }
    let share = usr.join("share/rummage");
    bytes += install_tree(
        &root().join("models/starter"),
        &share.join("models/starter"),
    )?;
    bytes += install_tree(
        &root().join("samples/library"),
        &share.join("samples/library"),
    )?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let target = usr.join("share/doc/rummage").join(licence);
        bytes += install(&root().join(licence), &target, 0o644)?;
    }
    let icon = usr.join("share/icons/hicolor/512x512/apps/rummage.png");
    bytes += install(&root().join("src-tauri/icons/icon.png"), &icon, 0o644)?;
    let entry = usr.join("share/applications/rummage.desktop");
    fs::create_dir_all(entry.parent().context("it lies in a folder")?)?;
    fs::write(entry, DESKTOP_ENTRY)?;
    Ok(bytes)
}

fn control(staging: &Path, architecture: &str, bytes: u64) -> Result<()> {
    let folder = staging.join("DEBIAN");
    fs::create_dir_all(&folder)?;
    let text = format!(
        "Package: rummage\nVersion: {}\nArchitecture: {architecture}\nSection: utils\n\
         Priority: optional\nMaintainer: The Rummage contributors <rummage@localhost>\n\
         Installed-Size: {}\nDepends: {DEPENDS}\nRecommends: libayatana-appindicator3-1\n\
         Description: Finds your own photos, papers and voice notes again\n \
         Everything stays on your machine: photos are found by what they show, papers by their\n \
         fields, voice notes by what was said.\n",
        env!("CARGO_PKG_VERSION"),
        bytes.div_ceil(1024),
    );
    Ok(fs::write(folder.join("control"), text)?)
}

fn install(from: &Path, to: &Path, mode: u32) -> Result<u64> {
    fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
    let bytes = fs::copy(from, to).with_context(|| format!("{} is not there", from.display()))?;
    fs::set_permissions(to, fs::Permissions::from_mode(mode))?;
    Ok(bytes)
}

fn install_tree(from: &Path, to: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(from).with_context(|| format!("{} is not there", from.display()))? {
        let path: PathBuf = entry?.path();
        let target = to.join(path.file_name().context("an entry has a name")?);
        bytes += if path.is_dir() {
            install_tree(&path, &target)?
        } else {
            install(&path, &target, 0o644)?
        };
    }
    Ok(bytes)
}
