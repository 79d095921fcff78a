//! SQLite: the truth. Folders, files and contents, what was understood, what failed, what changed.
//!
//! Everything else in a library (text index, vectors, thumbnails) is derived from here and may be
//! deleted. This crate decodes nothing, runs no model and knows no index; the engine calls it, and
//! indexes replay its [change log](Store::changes_after). One file per table; every public write is
//! one transaction, so a crash at any instant leaves either all of it or none.
//!
//! A *file* is a path, a *content* is bytes with one hash. A content whose last path is gone is kept
//! for a while ([`Store::forget_orphans`]), so that what is moved, renamed or plugged in again costs
//! no inference.

mod attempts;
mod change_log;
mod contents;
mod corrections;
mod database;
mod documents;
mod embeddings;
mod error;
mod extractions;
mod facets;
mod failures;
mod fields;
mod files;
mod filter;
mod folders;
mod hits;
mod indexable;
mod line_items;
mod lock;
mod model_runs;
mod own_words;
mod pages;
mod path_text;
mod photos;
mod scans;
mod searches;
mod settings;
mod spoken_evidence;
mod status;
mod thumbnails;
mod transcripts;
mod wipe;

pub use change_log::{Change, IndexBase};
pub use contents::{Content, ContentState, Pending};
pub use corrections::Correction;
pub use database::{Access, Store};
pub use error::StoreError;
pub use facets::FacetFacts;
pub use failures::{FailureRow, Subject};
pub use files::KnownFile;
pub use filter::{Comparison, DateField, Filter};
pub use folders::{Folder, FolderCounts};
pub use hits::{HitFacts, PictureFacts};
pub use indexable::Indexable;
pub use model_runs::ModelUse;
pub use scans::{ScanId, ScanOutcome};
pub use searches::SavedSearch;
pub use status::Status;
