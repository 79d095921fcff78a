//! The desktop shell: a window over the engine. Commands are a few lines each; nothing below this
//! crate knows Tauri.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod thumbnails;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Parser;
use rummage_engine::library::usual_folder;
use rummage_engine::{EngineSettings, Library};

/// Opens the window on a library.
#[derive(Debug, Parser)]
#[command(name = "rummage-desktop", version)]
struct Arguments {
    /// The library: the folder that holds the index [default: the platform's data directory]
    #[arg(long, value_name = "DIR", env = "RUMMAGE_LIBRARY")]
    library: Option<PathBuf>,
}

/// What the commands share.
struct Opened {
    folder: PathBuf,
    library: Arc<Library>,
}

#[allow(unsafe_code)]
fn main() -> ExitCode {
    // SAFETY: the program has just begun and no other thread runs.
    unsafe { rummage_engine::native::forbid_telemetry() };
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rummage-desktop: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let folder = match arguments.library {
        Some(folder) => folder,
        None => usual_folder()?,
    };
    let settings = EngineSettings::for_this_machine();
    let library = tauri::async_runtime::block_on(Library::open_for_search(&folder, settings))?;
    tauri::Builder::default()
        .manage(Opened {
            folder,
            library: Arc::new(library),
        })
        .register_uri_scheme_protocol("thumbnail", thumbnails::serve)
        .invoke_handler(tauri::generate_handler![commands::search, commands::status])
        .run(tauri::generate_context!())
        .context("the window could not be opened")
}
