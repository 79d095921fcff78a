//! Folders, indexing and the ledger; how indexing stands comes as the event `indexing`.

use std::path::PathBuf;

use rummage_api::{Estimate, FailedFile, Library, SuggestedFolder};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::Answer;
use crate::desktop::Desktop;

#[tauri::command]
pub async fn library(desktop: State<'_, Desktop>) -> Answer<Library> {
    let indexing = desktop.indexer.state();
    let library = &desktop.library;
    Ok(library.library_page(indexing, &desktop.watcher).await?)
}

#[tauri::command]
pub async fn suggested_folders(desktop: State<'_, Desktop>) -> Answer<Vec<SuggestedFolder>> {
    Ok(desktop.library.suggested_folders().await?)
}

#[tauri::command]
pub async fn choose_folder(app: AppHandle) -> Answer<Option<String>> {
    let chosen = app.dialog().file().blocking_pick_folder();
    let path = chosen.and_then(|chosen| chosen.into_path().ok());
    Ok(path.map(|path| path.display().to_string()))
}

#[tauri::command]
pub async fn estimate(paths: Vec<PathBuf>, desktop: State<'_, Desktop>) -> Answer<Estimate> {
    Ok(desktop.library.estimate(&paths).await?)
}

#[tauri::command]
pub async fn add_folder(path: PathBuf, desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.library.add_folder(&path).await?;
    desktop.folders_changed().await
}

#[tauri::command]
pub async fn remove_folder(path: PathBuf, desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.library.remove_folder(&path).await?;
    desktop.folders_changed().await
}

#[tauri::command]
pub async fn set_patterns(
    path: PathBuf,
    include: Vec<String>,
    exclude: Vec<String>,
    desktop: State<'_, Desktop>,
) -> Answer<()> {
    let library = &desktop.library;
    library.set_patterns(&path, &include, &exclude).await?;
    desktop.folders_changed().await
}

#[tauri::command]
pub async fn use_sample_library(desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.library.use_sample_library().await?;
    desktop.folders_changed().await
}

#[tauri::command]
pub async fn start_indexing(desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.indexer.start();
    Ok(())
}

#[tauri::command]
pub async fn pause(desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.indexer.pause();
    Ok(())
}

#[tauri::command]
pub async fn resume(desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.indexer.resume();
    Ok(())
}

#[tauri::command]
pub async fn rebuild(desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.library.rebuild_text().await?;
    Ok(desktop.library.rebuild_vectors().await?)
}

#[tauri::command]
pub async fn wipe(confirmation: String, desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.indexer.stop().await;
    let wiped = desktop.library.wipe(&confirmation).await;
    desktop.indexer.resume();
    wiped?;
    desktop.folders_changed().await
}

#[tauri::command]
pub async fn failures(desktop: State<'_, Desktop>) -> Answer<Vec<FailedFile>> {
    Ok(desktop.library.failures_page().await?)
}

#[tauri::command]
pub async fn retry(ids: Option<Vec<i64>>, desktop: State<'_, Desktop>) -> Answer<()> {
    match ids {
        Some(ids) => desktop.library.retry_these(&ids).await?,
        None => desktop.library.retry_failures().await?,
    };
    desktop.indexer.start();
    Ok(())
}

impl Desktop {
    /// Watches the folders that there are now, and looks for what has changed in them.
    async fn folders_changed(&self) -> Answer<()> {
        self.library.watch_folders(&self.watcher).await?;
        self.indexer.start();
        Ok(())
    }
}
