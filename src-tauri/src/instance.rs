//! One window a library: who starts the program again gets the window that is there.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, WebviewWindow, Wry};

/// Hands a second start on the same library to the first, which shows its window or, with
/// `--toggle`, hides it if it is shown.
pub fn plugin(folder: &Path) -> TauriPlugin<Wry> {
    let mut hasher = DefaultHasher::new();
    std::path::absolute(folder)
        .unwrap_or_else(|_| folder.to_owned())
        .hash(&mut hasher);
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(format!("app.rummage.desktop.library{:x}", hasher.finish()))
        .callback(|app, arguments, _| {
            if arguments.iter().any(|argument| argument == "--toggle") {
                toggle(app);
            } else {
                show(app);
            }
        })
        .build()
}

/// Brings the window to the front.
pub fn show(app: &AppHandle) {
    with_window(app, |window| {
        window.show()?;
        window.unminimize()?;
        window.set_focus()
    });
}

/// Hides the window.
pub fn hide(app: &AppHandle) {
    with_window(app, WebviewWindow::hide);
}

/// Hides the window if it is shown and in front, and shows it otherwise.
pub fn toggle(app: &AppHandle) {
    let window = app.get_webview_window("main");
    let is_shown = window.is_some_and(|window| {
        window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(false)
    });
    if is_shown { hide(app) } else { show(app) }
}

fn with_window(app: &AppHandle, act: impl FnOnce(&WebviewWindow) -> tauri::Result<()>) {
    if let Some(window) = app.get_webview_window("main") {
        // A desktop that refuses leaves the window as it is.
        let _ = act(&window);
    }
}
