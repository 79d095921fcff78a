//! The Debian package: what lies in it is enough to run both programs.

use std::path::Path;
use std::process::Command;

use crate::kit::{Desk, can_run, root};

#[test]
fn both_programs_run_from_an_unpacked_package() {
    let built = Path::new(env!("CARGO_BIN_EXE_rummage-desktop"))
        .parent()
        .expect("a folder");
    let is_debian = Path::new("/usr/bin/dpkg-deb").exists();
    if !is_debian || !built.join("rummage").is_file() {
        eprintln!("skipped: dpkg-deb or the built command line is not there");
        return;
    }
    let bundled = Command::new(env!("CARGO"))
        .args(["xtask", "bundle", "--profile", "dev", "--no-build"])
        .current_dir(root())
        .output()
        .expect("the package is made");
    let package = String::from_utf8_lossy(&bundled.stdout).trim().to_owned();
    assert!(
        bundled.status.success(),
        "{}",
        String::from_utf8_lossy(&bundled.stderr)
    );

    let place = tempfile::tempdir().expect("a temporary folder");
    let unpacked = Command::new("dpkg-deb")
        .args(["-x", &package])
        .arg(place.path())
        .status()
        .expect("dpkg-deb runs");
    assert!(unpacked.success());
    let programs = place.path().join("usr/bin");
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(programs.join(program))
            .args(arguments)
            .env_remove("ORT_DYLIB_PATH")
            .env_remove("PDFIUM_LIB_PATH")
            .env_remove("RUMMAGE_MODELS")
            .env("HOME", place.path())
            .env("XDG_DATA_HOME", place.path().join("data"))
            .output()
            .expect("the program starts");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        text
    };
    let checks = run("rummage", &["doctor"]);
    for inside in [
        "usr/bin/../lib/rummage/libonnxruntime.so",
        "usr/bin/../lib/rummage/libpdfium.so",
    ] {
        assert!(
            checks.contains(inside),
            "{inside} is not what it uses: {checks}"
        );
    }
    assert!(checks.contains("model for voice notes"), "{checks}");
    assert!(run("rummage-desktop", &["--version"]).contains(env!("CARGO_PKG_VERSION")));
    if can_run() {
        let desk = Desk::new();
        let window = desk.open_program(&programs.join("rummage-desktop"));
        window.reads("Welcome to Rummage");
    }
}
