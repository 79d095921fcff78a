//! Searching.

use std::path::PathBuf;

use rummage_api::{ExampleQuery, SavedSearch, SearchAnswer, SearchRequest, SearchStage};
use tauri::State;

use super::Answer;
use crate::desktop::Desktop;

#[tauri::command]
pub async fn search(request: SearchRequest, desktop: State<'_, Desktop>) -> Answer<SearchAnswer> {
    let answer = desktop.library.search_page(&request).await?;
    if request.stage == SearchStage::Full && request.offset == 0 && !answer.hits.is_empty() {
        desktop.library.note_search(&request.query).await?;
    }
    Ok(answer)
}

#[tauri::command]
pub async fn similar_to(content: String, desktop: State<'_, Desktop>) -> Answer<SearchAnswer> {
    Ok(desktop.library.similar_page(&content).await?)
}

#[tauri::command]
pub async fn similar_to_file(path: PathBuf, desktop: State<'_, Desktop>) -> Answer<SearchAnswer> {
    Ok(desktop.library.similar_to_file(&path).await?)
}

#[tauri::command]
pub async fn saved_searches(desktop: State<'_, Desktop>) -> Answer<Vec<SavedSearch>> {
    Ok(desktop.library.saved_searches().await?)
}

#[tauri::command]
pub async fn save_search(
    name: String,
    query: String,
    desktop: State<'_, Desktop>,
) -> Answer<SavedSearch> {
    Ok(desktop.library.save_search(&name, &query).await?)
}

#[tauri::command]
pub async fn forget_search(id: i64, desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.library.forget_search(id).await?)
}

#[tauri::command]
pub async fn recent_searches(desktop: State<'_, Desktop>) -> Answer<Vec<String>> {
    Ok(desktop.library.recent_searches().await?)
}

#[tauri::command]
pub async fn example_queries(desktop: State<'_, Desktop>) -> Answer<Vec<ExampleQuery>> {
    Ok(desktop.library.example_queries().await?)
}
