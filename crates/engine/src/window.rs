//! What the window shows: the engine's answers in the shapes of `rummage-api`.
//!
//! Everything that the pages ask for is a method of [`Library`](crate::Library) or of one of the
//! few things that live as long as the window does; the shell merely passes it on. Tauri is not
//! known here, so all of it is tested without a window.

mod cards;
mod errors;
mod examples;
mod exports;
mod facets;
mod failures;
mod folders;
mod labels;
mod matches;
mod models;
mod paper;
mod photo;
mod pictures;
mod places;
mod search;
mod settings;
mod voice;
mod wipe;

pub use exports::Export;
pub(crate) use labels::LabelVector;
pub use wipe::CONFIRMATION;

use std::path::PathBuf;

use rummage_core::{ContentHash, Extraction};
use rummage_store::HitFacts;

use crate::error::EngineError;
use crate::library::Library;

/// A content that the window looks at.
struct Viewed {
    facts: HitFacts,
    extraction: Extraction,
}

impl Library {
    /// The content with this hash, if it is understood and has a path.
    async fn viewed(&self, content: &str) -> Result<Viewed, EngineError> {
        let facts = self.facts_of(content).await?;
        let extraction = self.store.extraction(facts.content).await?;
        let gone = || EngineError::UnknownContent(content.to_owned());
        Ok(Viewed {
            facts,
            extraction: extraction.ok_or_else(gone)?,
        })
    }

    async fn facts_of(&self, content: &str) -> Result<HitFacts, EngineError> {
        let gone = || EngineError::UnknownContent(content.to_owned());
        let hash = ContentHash::parse(content).ok_or_else(gone)?;
        let known = self.store.content_by_hash(hash).await?.ok_or_else(gone)?;
        let facts = self.store.facts_for_hits(&[known.id]).await?;
        facts.into_iter().next().ok_or_else(gone)
    }

    /// Where a content lies now.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`] for what the library does not hold,
    /// [`EngineError::Absent`] when none of its files is there.
    pub async fn path_of(&self, content: &str) -> Result<PathBuf, EngineError> {
        let facts = self.facts_of(content).await?;
        let there = facts.paths.iter().find(|path| path.is_file());
        there
            .cloned()
            .ok_or_else(|| EngineError::Absent(facts.paths.first().cloned().unwrap_or_default()))
    }
}
