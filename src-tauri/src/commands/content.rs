//! The viewers, and what can be done with a file.

use rummage_api::{
    CommandError, ErrorCode, FieldsFormat, Locator, Paper, Photo, TranscriptFormat, Voice,
};
use rummage_engine::EngineError;
use rummage_engine::window::Export;
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

use super::Answer;
use crate::desktop::Desktop;

#[tauri::command]
pub async fn photo(content: String, desktop: State<'_, Desktop>) -> Answer<Photo> {
    Ok(desktop.library.photo_page(&content).await?)
}

#[tauri::command]
pub async fn paper(content: String, query: String, desktop: State<'_, Desktop>) -> Answer<Paper> {
    Ok(desktop.library.paper_page(&content, &query).await?)
}

#[tauri::command]
pub async fn voice(content: String, query: String, desktop: State<'_, Desktop>) -> Answer<Voice> {
    Ok(desktop.library.voice_page(&content, &query).await?)
}

#[tauri::command]
pub async fn matches(
    content: String,
    query: String,
    desktop: State<'_, Desktop>,
) -> Answer<Vec<Locator>> {
    Ok(desktop.library.matches(&content, &query).await?)
}

#[tauri::command]
pub async fn correct_field(
    content: String,
    field: String,
    value: String,
    desktop: State<'_, Desktop>,
) -> Answer<Paper> {
    let library = &desktop.library;
    Ok(library.correct_field(&content, &field, &value).await?)
}

#[tauri::command]
pub async fn undo_correction(
    content: String,
    field: String,
    desktop: State<'_, Desktop>,
) -> Answer<Paper> {
    Ok(desktop.library.undo_correction(&content, &field).await?)
}

#[tauri::command]
pub async fn reveal(content: String, app: AppHandle, desktop: State<'_, Desktop>) -> Answer<()> {
    let path = desktop.library.path_of(&content).await?;
    app.opener()
        .reveal_item_in_dir(path)
        .map_err(|error| refused("the file manager could not be opened", &error))
}

#[tauri::command]
pub async fn open_file(content: String, app: AppHandle, desktop: State<'_, Desktop>) -> Answer<()> {
    let path = desktop.library.path_of(&content).await?;
    app.opener()
        .open_path(path.to_string_lossy(), None::<&str>)
        .map_err(|error| refused("no program could be opened for this file", &error))
}

#[tauri::command]
pub async fn copy_text(text: String, app: AppHandle) -> Answer<()> {
    app.clipboard()
        .write_text(text)
        .map_err(|error| refused("the clipboard could not be written", &error))
}

#[tauri::command]
pub async fn export_fields(
    content: String,
    format: FieldsFormat,
    app: AppHandle,
    desktop: State<'_, Desktop>,
) -> Answer<Option<String>> {
    save(&app, desktop.library.export_fields(&content, format).await?)
}

#[tauri::command]
pub async fn export_transcript(
    content: String,
    format: TranscriptFormat,
    app: AppHandle,
    desktop: State<'_, Desktop>,
) -> Answer<Option<String>> {
    let export = desktop.library.export_transcript(&content, format).await?;
    save(&app, export)
}

/// Asks where to save, and saves there; `None` when the person thought better of it.
fn save(app: &AppHandle, export: Export) -> Answer<Option<String>> {
    let dialog = app.dialog().file().set_file_name(&export.file_name);
    let Some(target) = dialog.blocking_save_file() else {
        return Ok(None);
    };
    let path = target
        .into_path()
        .map_err(|error| refused("nothing can be saved there", &error))?;
    let what = format!("{} could not be written", path.display());
    std::fs::write(&path, export.text).map_err(EngineError::io(what))?;
    Ok(Some(path.display().to_string()))
}

fn refused(what: &str, error: &dyn std::error::Error) -> CommandError {
    CommandError {
        code: ErrorCode::Io,
        message: format!("{what}: {error}"),
        advice: None,
    }
}
