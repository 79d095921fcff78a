//! What lives as long as the window: the library and what works on it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use rummage_api::Settings;
use rummage_engine::indexer::Indexer;
use rummage_engine::playback::Playback;
use rummage_engine::watcher::Watcher;
use rummage_engine::{EngineSettings, Library};
use tauri::{AppHandle, Emitter, Manager, async_runtime};
use tauri_plugin_autostart::ManagerExt;

use crate::tray;

/// What the commands share.
pub struct Desktop {
    /// The library.
    pub library: Arc<Library>,
    /// Indexing in the background.
    pub indexer: Arc<Indexer>,
    /// Playback.
    pub playback: Arc<Playback>,
    /// Notices changes in the folders.
    pub watcher: Watcher,
}

impl Desktop {
    /// Opens the library, begins to index what has changed, and hands all of it to the commands.
    pub fn open(app: &AppHandle, folder: &Path) -> Result<()> {
        let settings = async_runtime::block_on(Self::begin(app, folder))?;
        follow_settings(app, &settings);
        Ok(())
    }

    async fn begin(app: &AppHandle, folder: &Path) -> Result<Settings> {
        let library = Library::open_for_search(folder, EngineSettings::for_this_machine()).await?;
        let library = Arc::new(library);
        let settings = library.obey_kept_settings().await?;
        let teller = app.clone();
        let indexing = Arc::new(move |state| {
            let _ = teller.emit("indexing", state);
        });
        let teller = app.clone();
        let playback = Arc::new(move |state| {
            let _ = teller.emit("playback", state);
        });
        let indexer = Indexer::new(Arc::clone(&library), indexing).await;
        let watcher = Watcher::new(&indexer).await;
        if !library.is_read_only() && !library.folders().await?.is_empty() {
            library.watch_folders(&watcher).await?;
            indexer.start();
        }
        app.manage(Self {
            playback: Playback::new(Arc::clone(&library), playback)?,
            library,
            indexer,
            watcher,
        });
        Ok(settings)
    }
}

/// Does what settings ask of the desktop itself.
pub fn follow_settings(app: &AppHandle, settings: &Settings) {
    tray::set_shown(app, settings.tray);
    let autostart = app.autolaunch();
    // Asked first: on some systems, ending what never began is an error.
    if autostart
        .is_enabled()
        .is_ok_and(|on| on != settings.start_at_login)
    {
        let _ = if settings.start_at_login {
            autostart.enable()
        } else {
            autostart.disable()
        };
    }
}
