//! The engine: scan, understand, commit, index, search. It wires the rooms together and is all
//! that the command line and the window talk to.
//!
//! A [`Library`] is opened on a folder; [`Library::index`] brings it up to date with the user's
//! folders, [`Library::search`] answers queries. The user's files are only ever read. Nothing here
//! touches the network, and what files hold is never logged.

pub mod doctor;
pub mod error;
pub mod evaluate;
pub mod fields;
mod identify;
pub mod indexer;
mod indexes;
pub mod indexing;
pub mod inspect;
mod lanes;
pub mod library;
mod models;
pub mod native;
mod outline;
mod own_words;
mod patterns;
pub mod play;
pub mod playback;
mod pool;
pub mod progress;
pub mod query;
mod scan;
pub mod search;
mod settings;
mod understand;
pub mod watcher;
pub mod window;

pub use error::EngineError;
pub use library::Library;
pub use rummage_inference::ablation;
pub use settings::{EngineSettings, SEAL_AT_VARIABLE};
