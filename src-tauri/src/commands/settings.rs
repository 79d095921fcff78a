//! Settings and models.

use rummage_api::{Machine, ModelPackage, Settings};
use tauri::{AppHandle, State};

use super::Answer;
use crate::desktop::{Desktop, follow_settings};

#[tauri::command]
pub async fn settings(desktop: State<'_, Desktop>) -> Answer<Settings> {
    Ok(desktop.library.kept_settings().await?)
}

#[tauri::command]
pub async fn set_settings(
    settings: Settings,
    app: AppHandle,
    desktop: State<'_, Desktop>,
) -> Answer<()> {
    desktop.library.keep_settings(&settings).await?;
    follow_settings(&app, &settings);
    Ok(())
}

#[tauri::command]
pub async fn machine(desktop: State<'_, Desktop>) -> Answer<Machine> {
    Ok(desktop.library.machine().await)
}

#[tauri::command]
pub async fn models(desktop: State<'_, Desktop>) -> Answer<Vec<ModelPackage>> {
    Ok(desktop.library.models_page().await?)
}
