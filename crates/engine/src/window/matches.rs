//! Which words of a content a query asks for, and where they stand, to step through.

use std::collections::HashSet;

use rummage_api as api;
use rummage_core::{Extraction, text};
use rummage_store::HitFacts;

use super::cards::seconds;
use crate::error::EngineError;
use crate::library::Library;
use crate::query;
use crate::search::{self, SearchOptions, Strictness, why};

/// The words of one content that a query asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Folded.
    words: HashSet<String>,
    /// Where a word was heard that the transcript may misspell.
    heard_ms: Option<u64>,
}

impl Wanted {
    /// Whether a word as it is written is asked for, its separators left out or not.
    pub fn holds(&self, written: &str) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let parts = text::words(written);
        parts.iter().any(|part| self.words.contains(part)) || self.words.contains(&parts.concat())
    }

    /// Whether something that was asked for was heard from `start_ms` to `end_ms`.
    pub fn hears(&self, start_ms: u64, end_ms: u64) -> bool {
        self.heard_ms
            .is_some_and(|heard| start_ms <= heard && heard < end_ms)
    }
}

impl Library {
    /// What `raw` asks for in one content.
    pub(super) async fn wanted(&self, raw: &str, facts: &HitFacts) -> Result<Wanted, EngineError> {
        if raw.trim().is_empty() {
            return Ok(Wanted::default());
        }
        let options = SearchOptions {
            strictness: Strictness::Loose,
            ..SearchOptions::default()
        };
        let found = self.find(raw, options).await?;
        Ok(found.wanted(facts.content))
    }

    /// The places in a content that a query asks for, in reading order.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`] for what the library does not hold.
    pub async fn matches(
        &self,
        content: &str,
        raw: &str,
    ) -> Result<Vec<api::Locator>, EngineError> {
        let viewed = self.viewed(content).await?;
        let wanted = self.wanted(raw, &viewed.facts).await?;
        let mut places = places(&viewed.extraction, &wanted);
        let query = query::parse(raw);
        for why in why::conditions(&query, &viewed.facts) {
            let place = why.page.map(|page| api::Locator::Page {
                page,
                bbox: why.bbox.map(Into::into),
            });
            places.extend(place.filter(|place| !places.contains(place)));
        }
        places.sort_by(|a, b| {
            order(a)
                .partial_cmp(&order(b))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        Ok(places)
    }
}

impl search::Found {
    /// The words of `content` that the query asks for.
    pub(super) fn wanted(&self, content: rummage_core::ContentId) -> Wanted {
        Wanted {
            words: self
                .matched_words(content)
                .flat_map(|word| word.split(' ').map(str::to_owned).collect::<Vec<_>>())
                .collect(),
            heard_ms: self.heard_at(content),
        }
    }
}

fn places(extraction: &Extraction, wanted: &Wanted) -> Vec<api::Locator> {
    let pages = extraction.pages.iter().enumerate();
    let written = pages.flat_map(|(page, words)| {
        let words = words.words.iter().filter(|word| wanted.holds(&word.text));
        words.map(move |word| api::Locator::Page {
            page: page as u32,
            bbox: Some(word.bbox.into()),
        })
    });
    let transcript = extraction.transcript.iter();
    let spoken = transcript
        .flat_map(|transcript| &transcript.words)
        .filter(|word| wanted.holds(&word.text) || wanted.hears(word.start_ms, word.end_ms))
        .map(|word| api::Locator::Time {
            start_s: seconds(word.start_ms),
            end_s: seconds(word.end_ms),
        });
    written.chain(spoken).collect()
}

/// Pages from top to bottom, recordings from beginning to end.
fn order(place: &api::Locator) -> (f64, f64, f64) {
    match place {
        api::Locator::Page { page, bbox } => {
            let [left, top, ..] = bbox.map_or([0.0; 4], |bbox| bbox.0);
            (f64::from(*page), f64::from(top), f64::from(left))
        }
        api::Locator::Time { start_s, .. } => (0.0, *start_s, 0.0),
    }
}
