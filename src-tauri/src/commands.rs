//! What the window's pages can ask. Each command is a call of the engine and no more.

use rummage_core::MediaKind;
use rummage_engine::search::{SearchOptions, SearchResponse};
use serde::Serialize;
use tauri::State;

use crate::Opened;

/// An error as the pages get it.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct CommandError(String);

impl From<rummage_engine::EngineError> for CommandError {
    fn from(error: rummage_engine::EngineError) -> Self {
        Self(error.to_string())
    }
}

/// Counts for the line under the search box.
#[derive(Debug, Serialize)]
pub struct LibraryStatus {
    folder: String,
    photo: u64,
    paper: u64,
    voice: u64,
    pending: u64,
    failed: u64,
}

#[tauri::command]
pub async fn search(
    query: String,
    limit: usize,
    opened: State<'_, Opened>,
) -> Result<SearchResponse, CommandError> {
    let options = SearchOptions {
        limit,
        ..SearchOptions::default()
    };
    Ok(opened.library.search(&query, options).await?)
}

#[tauri::command]
pub async fn status(opened: State<'_, Opened>) -> Result<LibraryStatus, CommandError> {
    let status = opened.library.status().await?;
    let count = |kind| status.by_kind.get(&kind).copied().unwrap_or(0);
    Ok(LibraryStatus {
        folder: opened.folder.display().to_string(),
        photo: count(MediaKind::Photo),
        paper: count(MediaKind::Paper),
        voice: count(MediaKind::Voice),
        pending: status.pending,
        failed: status.failed,
    })
}
