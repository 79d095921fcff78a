//! The command line of Rummage.
//!
//! What is typed is kept in [`arguments`]; each command of [`commands`] is a few lines over the
//! engine. Answers go to stdout (with `--json` in the documented schema, docs/json.md), progress
//! and logs to stderr. Exit codes: 0 found or done, 1 nothing found, 2 error.

mod arguments;
mod commands;
mod output;
mod progress;

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::commands::Outcome;

#[allow(unsafe_code)]
fn main() -> ExitCode {
    // SAFETY: the program has just begun and no other thread runs.
    unsafe { rummage_engine::native::forbid_telemetry() };
    let arguments = Arguments::read();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("RUMMAGE_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error")),
        )
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("rummage: the program could not start its threads: {error}");
            return ExitCode::from(2);
        }
    };
    let outcome = runtime.block_on(commands::run(arguments));
    // Work that hangs on a thread (a slow drive, a page in recognition) must not hold up the end.
    runtime.shutdown_background();
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NothingFound) => ExitCode::from(1),
        Err(error) => {
            eprintln!("rummage: {error:#}");
            ExitCode::from(2)
        }
    }
}
