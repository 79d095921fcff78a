//! What the system's package manager must provide.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::shell::{run, say};

/// Debian's and Ubuntu's names, and what each is for.
const PACKAGES: &[(&str, &str)] = &[
    ("build-essential", "compiling the C parts of crates"),
    ("pkg-config", "finding system libraries"),
    ("python3", "unpacking the shared libraries"),
    ("python3-pip", "fetching the shared libraries"),
    ("tesseract-ocr", "reading scanned papers"),
    ("tesseract-ocr-eng", "reading English"),
    ("tesseract-ocr-deu", "reading German"),
    ("libasound2-dev", "playing recordings"),
    ("libwebkit2gtk-4.1-dev", "the window"),
    ("librsvg2-dev", "the window's icons"),
    ("webkit2gtk-driver", "testing the window"),
    ("xvfb", "testing the window without a screen"),
    ("dbus-daemon", "testing the window without a desktop"),
    ("xauth", "testing the window without a screen"),
];

/// Installs what is missing on Debian and Ubuntu; elsewhere says what is needed.
pub fn install() -> Result<()> {
    if !Path::new("/etc/debian_version").exists() {
        let names: Vec<&str> = PACKAGES.iter().map(|(name, _)| *name).collect();
        say(&format!(
            "this system is not Debian or Ubuntu, so nothing was tested on it and no system \
             package is installed. Needed, under Debian's names: {}. With Homebrew: \
             `brew install tesseract tesseract-lang`",
            names.join(" ")
        ));
        return Ok(());
    }
    let missing: Vec<&(&str, &str)> = PACKAGES
        .iter()
        .filter(|(name, _)| !is_provided(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    for (name, purpose) in &missing {
        say(&format!("{name} is missing ({purpose})"));
    }
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    let manual = format!("sudo apt-get install {}", names.join(" "));
    say(&format!("installing: {manual}"));
    run(apt_get()?.arg("update").arg("-q")).context("the list of packages could not be renewed")?;
    run(apt_get()?
        .args(["install", "-q", "-y", "--no-install-recommends"])
        .args(&names))
    .with_context(|| format!("install the packages by hand: {manual}"))
}

/// Whether the package is installed, or, for Python, the program is there by other means.
fn is_provided(name: &str) -> bool {
    match name {
        "python3" => succeeds("python3", &["--version"]),
        "python3-pip" => succeeds("python3", &["-m", "pip", "--version"]),
        _ => Command::new("dpkg-query")
            .args(["-W", "-f=${db:Status-Status}", name])
            .output()
            .is_ok_and(|output| output.stdout == b"installed"),
    }
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// apt-get, with sudo when we are not root.
fn apt_get() -> Result<Command> {
    let user = Command::new("id")
        .arg("-u")
        .output()
        .context("`id -u` could not be run")?;
    let is_root = String::from_utf8_lossy(&user.stdout).trim() == "0";
    let mut command = if is_root {
        Command::new("apt-get")
    } else if crate::shell::is_there("sudo") {
        let mut sudo = Command::new("sudo");
        sudo.arg("apt-get");
        sudo
    } else {
        bail!("system packages are missing and neither root rights nor sudo are at hand");
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}
