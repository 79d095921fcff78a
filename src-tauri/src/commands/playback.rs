//! Playback; where it stands comes as the event `playback`.

use tauri::State;

use super::Answer;
use crate::desktop::Desktop;

#[tauri::command]
pub async fn play(content: String, at_s: f64, desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.playback.play(&content, at_s).await?)
}

#[tauri::command]
pub async fn pause_playback(desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.playback.pause().await?)
}

#[tauri::command]
pub async fn seek(at_s: f64, desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.playback.seek(at_s).await?)
}

#[tauri::command]
pub async fn set_speed(speed: f32, desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.playback.set_speed(speed).await?)
}

#[tauri::command]
pub async fn stop(desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.playback.stop().await?)
}
