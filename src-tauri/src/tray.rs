//! An icon in the tray that keeps the program running when its window is closed; off by default.

use tauri::menu::{Menu, MenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Window};

use crate::instance;

const ID: &str = "tray";

/// Puts the icon there, or takes it away.
pub fn set_shown(app: &AppHandle, shown: bool) {
    let there = app.tray_by_id(ID).is_some();
    if shown && !there {
        // A desktop without a tray shows none, and the window then closes as it always did.
        let _ = put(app);
    } else if !shown && there {
        app.remove_tray_by_id(ID);
    }
}

/// Whether the program goes on without its window.
pub fn keeps_running(window: &Window) -> bool {
    window.app_handle().tray_by_id(ID).is_some()
}

fn put(app: &AppHandle) -> tauri::Result<()> {
    let show = MenuItem::with_id(app, "show", "Show Rummage", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", "Quit", true, None::<&str>)?;
    let mut icon = TrayIconBuilder::with_id(ID)
        .tooltip("Rummage")
        .menu(&Menu::with_items(app, &[&show, &quit])?)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "quit" => app.exit(0),
            _ => instance::show(app),
        })
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                instance::toggle(icon.app_handle());
            }
        });
    if let Some(image) = app.default_window_icon() {
        icon = icon.icon(image.clone());
    }
    icon.build(app)?;
    Ok(())
}
