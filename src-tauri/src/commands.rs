//! What the window's pages can ask: one function a command, each a call of the engine and no more.
//! The pages' side is `ui/src/lib/backend/tauri.ts`.

mod content;
mod library;
mod playback;
mod search;
mod settings;

use rummage_api::CommandError;
use tauri::ipc::Invoke;

/// What every command answers.
pub type Answer<T> = Result<T, CommandError>;

/// All commands.
pub fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        search::search,
        search::similar_to,
        search::similar_to_file,
        search::saved_searches,
        search::save_search,
        search::forget_search,
        search::recent_searches,
        search::example_queries,
        content::photo,
        content::paper,
        content::voice,
        content::matches,
        content::correct_field,
        content::undo_correction,
        content::reveal,
        content::open_file,
        content::copy_text,
        content::export_fields,
        content::export_transcript,
        playback::play,
        playback::pause_playback,
        playback::seek,
        playback::set_speed,
        playback::stop,
        library::library,
        library::suggested_folders,
        library::choose_folder,
        library::estimate,
        library::add_folder,
        library::remove_folder,
        library::set_patterns,
        library::use_sample_library,
        library::start_indexing,
        library::pause,
        library::resume,
        library::rebuild,
        library::wipe,
        library::failures,
        library::retry,
        settings::settings,
        settings::set_settings,
        settings::machine,
        settings::models,
    ]
}
