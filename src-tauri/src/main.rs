//! The desktop shell: a window over the engine. Commands are a few lines each; nothing below this
//! crate knows Tauri.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod desktop;
mod instance;
mod pictures;
mod tray;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use rummage_engine::library::usual_folder;
use tauri::{App, WindowEvent};

use desktop::Desktop;

/// Opens the window on a library.
#[derive(Debug, Parser)]
#[command(name = "rummage-desktop", version)]
pub struct Arguments {
    /// The library: the folder that holds the index [default: the platform's data directory]
    #[arg(long, value_name = "DIR", env = "RUMMAGE_LIBRARY")]
    library: Option<PathBuf>,
    /// Show the window if it is hidden, hide it if it is shown
    #[arg(long)]
    toggle: bool,
    /// Start without showing the window
    #[arg(long)]
    hidden: bool,
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
    let folder = match &arguments.library {
        Some(folder) => folder.clone(),
        None => usual_folder()?,
    };
    tauri::Builder::default()
        // First of all: a second start ends here, before it opens anything.
        .plugin(instance::plugin(&folder))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(
            tauri_plugin_autostart::Builder::new()
                .arg("--hidden")
                .build(),
        )
        .register_asynchronous_uri_scheme_protocol("rummage", pictures::serve)
        .invoke_handler(commands::handler())
        .setup(move |app| Ok(set_up(app, &folder, &arguments)?))
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && tray::keeps_running(window)
            {
                api.prevent_close();
                let _ = window.hide();
            }
        })
        .run(tauri::generate_context!())
        .context("the window could not be opened")
}

fn set_up(app: &mut App, folder: &Path, arguments: &Arguments) -> Result<()> {
    Desktop::open(app.handle(), folder)?;
    if arguments.hidden {
        instance::hide(app.handle());
    }
    Ok(())
}
