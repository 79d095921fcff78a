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
mod text;
mod why;

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use rummage_core::ContentId;
use rummage_index::TextHit;
use rummage_store::HitFacts;

pub use response::{Evidence, Hit, SearchResponse, Why};

use crate::error::EngineError;
use crate::library::Library;
use crate::query::{self, Query};
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
    /// Leave out what falls below the cut-offs of photos and recordings. Without it everything is
    /// ranked, which measures a model apart from its cut-off.
    pub cut_off: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            limit: 20,
            only: None,
            cut_off: true,
        }
    }
}

/// The candidates of each source, best first.
#[derive(Default)]
struct Candidates {
    by_text: Vec<TextHit>,
    by_ear: Vec<Heard>,
    by_concept: Vec<(ContentId, f32)>,
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
        let query = query::parse(raw);
        let mut response = SearchResponse::new(raw, text::understood(&query));
        if query.clauses.is_empty() {
            return Ok(response);
        }

        let allowed = self.allowed(&query).await?;
        let question = text::question(&query);
        let mut found = Candidates::default();
        if let Some(question) = &question
            && options.only != Some(Source::Concept)
        {
            found.by_text = self.text_candidates(question, allowed.as_ref())?;
        }
        if options.only != Some(Source::Concept) {
            found.by_ear = self
                .spoken_candidates(&query, allowed.as_ref(), options.cut_off)
                .await?;
        }
        if concept::asks(&query) && options.only != Some(Source::Text) {
            match self
                .concept_candidates(&query, allowed.as_ref(), options.cut_off)
                .await
            {
                Ok(shown) => found.by_concept = shown,
                Err(error @ (EngineError::Models(_) | EngineError::OtherPictureModel)) => {
                    response.notes.push(error.to_string());
                }
                Err(error) => return Err(error),
            }
        }
        let ranked = if question.is_none() && query.plain_text().is_empty() {
            self.everything_allowed(allowed.unwrap_or_default()).await?
        } else {
            fuse::by_reciprocal_rank(&[
                found.by_text.iter().map(|hit| hit.content).collect(),
                found
                    .by_concept
                    .iter()
                    .map(|(content, _)| *content)
                    .collect(),
                found.by_ear.iter().map(|heard| heard.content).collect(),
            ])
        };

        response.total = ranked.len();
        let shown: Vec<(ContentId, f32)> = ranked.into_iter().take(options.limit).collect();
        response.hits = self.present(&query, &shown, &found).await?;
        response.took_ms = started.elapsed().as_secs_f64() * 1e3;
        Ok(response)
    }

    /// Everything that meets the conditions of a query without words, latest first.
    async fn everything_allowed(
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

    async fn present(
        &self,
        query: &Query,
        shown: &[(ContentId, f32)],
        found: &Candidates,
    ) -> Result<Vec<Hit>, EngineError> {
        let contents: Vec<ContentId> = shown.iter().map(|(content, _)| *content).collect();
        let facts: HashMap<ContentId, HitFacts> = self
            .store
            .facts_for_hits(&contents)
            .await?
            .into_iter()
            .map(|facts| (facts.content, facts))
            .collect();
        let mut hits = Vec::with_capacity(shown.len());
        for (content, score) in shown {
            let Some(facts) = facts.get(content) else {
                continue;
            };
            let mut why = match found.by_text.iter().find(|hit| hit.content == *content) {
                Some(hit) => self.explain_words(hit, facts).await?,
                None => Vec::new(),
            };
            why.extend(why::conditions(query, facts));
            if let Some(heard) = found.by_ear.iter().find(|heard| heard.content == *content)
                && !why.iter().any(|place| place.is_spoken_near(heard.start_ms))
            {
                why.push(self.explain_heard(heard).await?);
            }
            if let Some((_, cosine)) = found.by_concept.iter().find(|(shown, _)| shown == content) {
                why.push(Why::concept(*cosine));
            }
            hits.push(Hit::new(
                facts,
                *score,
                why,
                self.store.thumbnail_path(facts.hash),
            ));
        }
        Ok(hits)
    }
}
