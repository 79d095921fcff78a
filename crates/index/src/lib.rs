//! What can be rebuilt: the text index (tantivy) and the vector indexes (exact scan and HNSW).
//!
//! Both are derived from the store by replaying its change log from a *watermark* that each keeps
//! with its data; both may be deleted at any time. Any doubt about what lies on disk is answered by
//! starting again from watermark 0, never by a panic and never by a guess. This crate knows no
//! database, no model and no query syntax: the engine feeds it and asks it.

mod error;
mod text;
mod vectors;

pub use error::IndexError;
pub use text::query::{MatchQuality, MatchedTerm, TextGroup, TextHit, TextQuery};
pub use text::{TextChange, TextDocument, TextIndex};
pub use vectors::{ServedBy, VectorIndex, VectorSettings, VectorStatus};
