//! `cargo xtask …`: everything that is done to the project rather than by the program.
//!
//! A fresh machine needs nothing but a Rust toolchain, Python with pip, and Node.js; what else is
//! missing is installed by `setup`, which every other task runs first.

mod bindings;
#[cfg(unix)]
mod bundle;
mod demo;
mod directions;
mod lint;
mod models_report;
mod native_libraries;
mod setup;
mod shell;
mod system_packages;
mod test;
mod ui;
mod window_report;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask TASK

  demo    set up, build, index the sample library and open the window on it
          (without a screen: print three searches with their results)
  test    set up and run every test
  setup   install what is missing: system packages, ONNX Runtime, PDFium, the window's packages
  lint    rustfmt, clippy and the formatting of the window's sources
  bindings
          write the types that the window's pages and the engine share, after crates/api changed
  bundle [--profile PROFILE] [--no-build]
          make a Debian package with everything inside
  models-report [--only samples|photos|papers|folds|voice] [--limit N] [--recordings DIR]
          [--profile PROFILE] [--no-build]
          build a release and print what the starter models reach through it, as Markdown; all but
          the samples is measured on the real material that RUMMAGE_DATA names
  window-report [--items N] [--profile PROFILE]
          build a release and print how quick and how small the window is, as Markdown
";

fn main() -> ExitCode {
    let mut typed = std::env::args().skip(1);
    let task = typed.next();
    let done = match task.as_deref() {
        Some("demo") => demo::run(),
        Some("test") => test::run(),
        Some("setup") => setup::run(),
        Some("lint") => lint::run(),
        Some("bindings") => bindings::run(),
        #[cfg(unix)]
        Some("bundle") => bundle::run_task(typed),
        Some("window-report") => window_report::run_task(typed),
        Some("models-report") => models_report::run(typed),
        Some("help" | "-h" | "--help") => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
