//! Search: parse, gather candidates from each source, cut each off on its own scale, fuse, explain.
//!
//! Text (BM25 over words, fields, speech and names), recordings (how well the words fit what was
//! heard) and pictures (cosine with the query's vector) are ranked apart and fused by reciprocal
//! rank. Conditions narrow all three. A query that nothing matches returns nothing rather than the
//! nearest rubbish.

mod concept;
mod conditions;
mod fuse;
mod response;
mod spoken;
mod strictness;
pub(crate) mod text;
pub(crate) mod why;

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use rummage_core::ContentId;
use rummage_index::TextHit;
use rummage_store::HitFacts;

pub(crate) use concept::stands_out;
pub use response::{Evidence, Hit, SearchResponse, Why};
pub use strictness::Strictness;

use crate::error::EngineError;
use crate::library::Library;
use crate::query::{self, Query};
use concept::Shown;
use spoken::Heard;

/// A source of evidence that can be asked alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Words: on pages, in fields, spoken, in names.
    Text,
    /// What a picture shows.
    Concept,
}

/// How to search.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// At most so many hits.
    pub limit: usize,
    /// Only this source; `None` for all.
    pub only: Option<Source>,
    /// Where each source cuts off. [`Strictness::Everything`] measures a model apart from it.
    pub strictness: Strictness,
    /// Only what the text index knows at once: no model runs and no recording is listened to.
    pub instant: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            limit: 20,
            only: None,
            strictness: Strictness::Usual,
            instant: false,
        }
    }
}

/// The candidates of each source, best first.
#[derive(Default)]
struct Candidates {
    by_text: Vec<TextHit>,
    by_ear: Vec<Heard>,
    by_concept: Vec<Shown>,
}

/// What answers a query, before it is presented.
pub(crate) struct Found {
    /// How the query was taken.
    pub query: Query,
    /// All that match with their scores, best first.
    pub ranked: Vec<(ContentId, f32)>,
    /// What could not be taken into account, for a person.
    pub notes: Vec<String>,
    candidates: Candidates,
}

impl Found {
    /// The folded words of a content that were found there.
    pub fn matched_words(&self, content: ContentId) -> impl Iterator<Item = &str> {
        let hits = self.candidates.by_text.iter();
        hits.filter(move |hit| hit.content == content)
            .flat_map(|hit| &hit.matched)
            .map(|matched| &*matched.word)
    }

    /// Where in a recording the words were heard.
    pub fn heard_at(&self, content: ContentId) -> Option<u64> {
        let heard = self.candidates.by_ear.iter();
        heard
            .filter(|heard| heard.content == content)
            .map(|heard| heard.start_ms)
            .next()
    }

    /// Whether a strict search would find it too. What a query without words asks for, it finds.
    pub fn fits_well(&self, content: ContentId) -> bool {
        let Candidates {
            by_text,
            by_ear,
            by_concept,
        } = &self.candidates;
        let has_words = !self.query.plain_text().is_empty();
        !has_words
            || by_text
                .iter()
                .any(|hit| hit.content == content && Strictness::Strict.has_words(hit.coverage))
            || by_ear
                .iter()
                .any(|heard| heard.content == content && heard.fits_well)
            || by_concept
                .iter()
                .any(|shown| shown.content == content && shown.fits_well)
    }
}

/// At most so many candidates of one source.
const CANDIDATES: usize = 1000;

impl Library {
    /// Answers a query.
    ///
    /// # Errors
    /// Of the store or an index. No query is an error; a missing picture model, or another than
    /// the pictures were understood by, merely leaves out that source and says so in `notes`.
    pub async fn search(
        &self,
        raw: &str,
        options: SearchOptions,
    ) -> Result<SearchResponse, EngineError> {
        let started = Instant::now();
        let found = self.find(raw, options).await?;
        let mut response = SearchResponse::new(raw, text::understood(&found.query));
        response.total = found.ranked.len();
        response.hits = self.present(&found, options.limit).await?;
        response.notes = found.notes;
        response.took_ms = started.elapsed().as_secs_f64() * 1e3;
        Ok(response)
    }

    /// All that match, ranked; `options.limit` does not count here.
    pub(crate) async fn find(
        &self,
        raw: &str,
        options: SearchOptions,
    ) -> Result<Found, EngineError> {
        let mut found = Found {
            query: query::parse(raw),
            ranked: Vec::new(),
            notes: Vec::new(),
            candidates: Candidates::default(),
        };
        if found.query.clauses.is_empty() {
            return Ok(found);
        }
        let query = &found.query;
        let strictness = options.strictness;
        let allowed = self.allowed(query, options.instant).await?;
        let question = text::question(query);
        let mut candidates = Candidates::default();
        if let Some(question) = &question
            && options.only != Some(Source::Concept)
        {
            candidates.by_text = self.text_candidates(question, allowed.as_ref(), strictness)?;
        }
        if options.only != Some(Source::Concept) && !options.instant {
            candidates.by_ear = self
                .spoken_candidates(query, allowed.as_ref(), strictness)
                .await?;
        }
        if concept::asks(query) && options.only != Some(Source::Text) && !options.instant {
            match self
                .concept_candidates(query, allowed.as_ref(), strictness)
                .await
            {
                Ok(shown) => candidates.by_concept = shown,
                Err(error @ (EngineError::Models(_) | EngineError::OtherPictureModel)) => {
                    found.notes.push(error.to_string());
                }
                Err(error) => return Err(error),
            }
        }
        found.ranked = if question.is_none() && query.plain_text().is_empty() {
            self.everything_allowed(allowed.unwrap_or_default()).await?
        } else {
            let Candidates {
                by_text,
                by_ear,
                by_concept,
            } = &candidates;
            fuse::by_reciprocal_rank(&[
                by_text.iter().map(|hit| hit.content).collect(),
                by_concept.iter().map(|shown| shown.content).collect(),
                by_ear.iter().map(|heard| heard.content).collect(),
            ])
        };
        found.candidates = candidates;
        Ok(found)
    }

    /// Everything that meets the conditions of a query without words, latest first.
    pub(crate) async fn everything_allowed(
        &self,
        allowed: HashSet<ContentId>,
    ) -> Result<Vec<(ContentId, f32)>, EngineError> {
        let contents: Vec<ContentId> = allowed.into_iter().collect();
        let mut facts = self.store.facts_for_hits(&contents).await?;
        facts.sort_by_key(|facts| std::cmp::Reverse((response::day_of(facts), facts.content)));
        Ok(facts
            .into_iter()
            .map(|facts| (facts.content, 1.0))
            .collect())
    }

    async fn present(&self, found: &Found, limit: usize) -> Result<Vec<Hit>, EngineError> {
        let shown = &found.ranked[..limit.min(found.ranked.len())];
        let contents: Vec<ContentId> = shown.iter().map(|(content, _)| *content).collect();
        let facts = self.store.facts_for_hits(&contents).await?;
        let facts: HashMap<ContentId, HitFacts> = facts
            .into_iter()
            .map(|facts| (facts.content, facts))
            .collect();
        let mut hits = Vec::with_capacity(shown.len());
        for (content, score) in shown {
            let Some(facts) = facts.get(content) else {
                continue;
            };
            let why = self.explain(found, facts).await?;
            let thumbnail = self.store.thumbnail_path(facts.hash);
            hits.push(Hit::new(facts, *score, why, thumbnail));
        }
        Ok(hits)
    }

    /// Why a content answers, and where in it.
    pub(crate) async fn explain(
        &self,
        found: &Found,
        facts: &HitFacts,
    ) -> Result<Vec<Why>, EngineError> {
        let content = facts.content;
        let candidates = &found.candidates;
        let by_text = candidates.by_text.iter().find(|hit| hit.content == content);
        let mut why = match by_text {
            Some(hit) => self.explain_words(hit, facts).await?,
            None => Vec::new(),
        };
        why.extend(why::conditions(&found.query, facts));
        let heard = candidates.by_ear.iter().find(|it| it.content == content);
        if let Some(heard) = heard
            && !why.iter().any(|place| place.is_spoken_near(heard.start_ms))
        {
            why.push(self.explain_heard(heard).await?);
        }
        let shown = candidates
            .by_concept
            .iter()
            .find(|shown| shown.content == content);
        why.extend(shown.map(|shown| Why::concept(shown.cosine)));
        Ok(why)
    }
}
