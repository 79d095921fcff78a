//! The search page: what matches, counted by kind, narrowed by facets, sorted, a page at a time.

use std::cmp::Reverse;
use std::collections::HashMap;

use rummage_api as api;
use rummage_core::{CancelToken, ContentId, DecodedMedia, ErrorKind, Failure, Stage};
use rummage_store::{FacetFacts, Filter, HitFacts, SavedSearch};

use super::cards::Reasons;
use super::facets::{self, Narrowing};
use crate::error::EngineError;
use crate::indexing::decode;
use crate::lanes::Urgency;
use crate::library::Library;
use crate::pool::on_pool;
use crate::query::{Atom, Query};
use crate::search::{Found, SearchOptions, Strictness, text};

/// So many pictures are taken for similar ones.
const SIMILAR: usize = 24;
/// Below this cosine two pictures have little in common.
const LEAST_SIMILAR: f32 = 0.5;
/// From this cosine on they show much the same.
const VERY_SIMILAR: f32 = 0.8;

impl Library {
    /// Answers the search page.
    ///
    /// # Errors
    /// As [`Library::search`]: no query is an error.
    pub async fn search_page(
        &self,
        request: &api::SearchRequest,
    ) -> Result<api::SearchAnswer, EngineError> {
        let options = SearchOptions {
            strictness: strictness(request.strictness),
            instant: request.stage == api::SearchStage::Instant,
            ..SearchOptions::default()
        };
        let mut found = self.find(&request.query, options).await?;
        if found.query.clauses.is_empty() {
            let all = self.store.filter(&Filter::All(Vec::new())).await?;
            found.ranked = self.everything_allowed(all).await?;
        }
        let ranked: Vec<ContentId> = found.ranked.iter().map(|(content, _)| *content).collect();
        let facts = self.store.facts_for_facets(&ranked).await?;
        let narrowing = Narrowing::of(&request.facets);
        let (counts, facets, mut left) = narrowing.apply(facts, request.tab);
        sort(&mut left, request.sort);

        let shown: Vec<ContentId> = left
            .iter()
            .skip(request.offset)
            .take(request.limit)
            .map(|facts| facts.content)
            .collect();
        Ok(api::SearchAnswer {
            understood: understood(&found.query),
            counts,
            facets,
            total: left.len(),
            hits: self.hits(&found, &shown).await?,
            notes: found.notes,
            stage: request.stage,
        })
    }

    /// The pictures that look like one of the library's.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`] for what the library does not hold.
    pub async fn similar_page(&self, content: &str) -> Result<api::SearchAnswer, EngineError> {
        let viewed = self.viewed(content).await?;
        let hits = self.similar_cards(&viewed).await?;
        Ok(list(hits))
    }

    /// The pictures that look like a file, which need not be in the library.
    ///
    /// # Errors
    /// [`EngineError::File`] for what is no picture, [`EngineError::Models`] without the model.
    pub async fn similar_to_file(
        &self,
        path: &std::path::Path,
    ) -> Result<api::SearchAnswer, EngineError> {
        let (file, media) = (path.to_owned(), self.settings().media);
        let decoded = on_pool(move || decode(&file, &media, &CancelToken::new())).await;
        let picture = decoded.and_then(|media| match media {
            DecodedMedia::Photo(photo)
            | DecodedMedia::Paper {
                picture: Some(photo),
                ..
            } => Ok(photo.image),
            DecodedMedia::Paper { picture: None, .. } | DecodedMedia::Voice(_) => {
                let message = "this is no picture; drop a photo to find similar ones";
                Err(Failure::new(Stage::Decode, ErrorKind::Unsupported, message))
            }
        });
        let picture = picture.map_err(|failure| EngineError::File {
            path: path.to_owned(),
            failure,
        })?;
        let (_, vector) =
            crate::understand::embed(picture, &self.models, Urgency::Interactive).await?;
        if !self.indexes.has_no_vectors() && !self.indexes.has_space(&vector.space) {
            return Err(EngineError::OtherPictureModel);
        }
        let near = self.indexes.similar(&vector, SIMILAR, None)?;
        Ok(list(self.near_cards(&near).await?))
    }

    /// The pictures that look like the viewed one, nearest first.
    pub(super) async fn similar_cards(
        &self,
        viewed: &super::Viewed,
    ) -> Result<Vec<api::Hit>, EngineError> {
        let Some(vector) = &viewed.extraction.embedding else {
            return Ok(Vec::new());
        };
        let mut near = self.indexes.similar(vector, SIMILAR + 1, None)?;
        near.retain(|(content, _)| *content != viewed.facts.content);
        self.near_cards(&near).await
    }

    async fn near_cards(&self, near: &[(ContentId, f32)]) -> Result<Vec<api::Hit>, EngineError> {
        let near: HashMap<ContentId, f32> = near
            .iter()
            .copied()
            .filter(|(_, cosine)| *cosine >= LEAST_SIMILAR)
            .collect();
        let mut contents: Vec<ContentId> = near.keys().copied().collect();
        contents.sort_by(|a, b| near[b].total_cmp(&near[a]).then(a.cmp(b)));
        let mut hits = Vec::with_capacity(contents.len());
        for facts in self.store.facts_for_hits(&contents).await? {
            let mut reasons = Reasons::none();
            if near[&facts.content] < VERY_SIMILAR {
                reasons.band = api::ScoreBand::Possible;
            }
            hits.push(self.card(&facts, &reasons).await?);
        }
        Ok(hits)
    }

    async fn hits(&self, found: &Found, shown: &[ContentId]) -> Result<Vec<api::Hit>, EngineError> {
        let facts: HashMap<ContentId, HitFacts> = self
            .store
            .facts_for_hits(shown)
            .await?
            .into_iter()
            .map(|facts| (facts.content, facts))
            .collect();
        let mut hits = Vec::with_capacity(shown.len());
        for facts in shown.iter().filter_map(|content| facts.get(content)) {
            let band = if found.fits_well(facts.content) {
                api::ScoreBand::Best
            } else {
                api::ScoreBand::Possible
            };
            let reasons = Reasons {
                band,
                why: self.explain(found, facts).await?,
                wanted: found.wanted(facts.content),
                asked: found.query.plain_text(),
            };
            hits.push(self.card(facts, &reasons).await?);
        }
        Ok(hits)
    }

    /// The searches that are kept under a name.
    pub async fn saved_searches(&self) -> Result<Vec<api::SavedSearch>, EngineError> {
        let saved = self.store.saved_searches().await?;
        Ok(saved
            .into_iter()
            .map(|SavedSearch { id, name, query }| api::SavedSearch { id, name, query })
            .collect())
    }

    /// Keeps a search under a name, in place of one that had it.
    pub async fn save_search(
        &self,
        name: &str,
        query: &str,
    ) -> Result<api::SavedSearch, EngineError> {
        let id = self.store.save_search(name, query).await?;
        Ok(api::SavedSearch {
            id,
            name: name.to_owned(),
            query: query.to_owned(),
        })
    }

    /// Forgets a search that was kept.
    pub async fn forget_search(&self, id: i64) -> Result<(), EngineError> {
        Ok(self.store.forget_search(id).await?)
    }

    /// What was searched for, the latest first.
    pub async fn recent_searches(&self) -> Result<Vec<String>, EngineError> {
        Ok(self.store.recent_searches().await?)
    }

    /// Notes that a query was asked, unless this process only reads.
    pub async fn note_search(&self, query: &str) -> Result<(), EngineError> {
        let query = query.trim();
        if query.is_empty() || self.is_read_only() {
            return Ok(());
        }
        Ok(self.store.note_search(query).await?)
    }
}

/// A list that no query made, and that nothing narrows.
fn list(hits: Vec<api::Hit>) -> api::SearchAnswer {
    let count = |kind| hits.iter().filter(|hit| hit.kind == kind).count();
    api::SearchAnswer {
        understood: Vec::new(),
        counts: api::TabCounts {
            all: hits.len(),
            photo: count(api::MediaKind::Photo),
            paper: count(api::MediaKind::Paper),
            voice: count(api::MediaKind::Voice),
        },
        facets: Vec::new(),
        total: hits.len(),
        hits,
        notes: Vec::new(),
        stage: api::SearchStage::Full,
    }
}

fn strictness(asked: api::Strictness) -> Strictness {
    match asked {
        api::Strictness::Strict => Strictness::Strict,
        api::Strictness::Usual => Strictness::Usual,
        api::Strictness::Loose => Strictness::Loose,
        api::Strictness::Everything => Strictness::Everything,
    }
}

/// The sort is stable: among equals the better one stays before.
fn sort(facts: &mut [FacetFacts], order: api::SortOrder) {
    match order {
        api::SortOrder::Relevance => {}
        api::SortOrder::Newest => facts.sort_by_key(|facts| Reverse(facets::moment(facts))),
        api::SortOrder::Oldest => facts.sort_by_key(facets::moment),
        api::SortOrder::Amount => facts.sort_by_key(|facts| Reverse(facts.total_minor)),
    }
}

/// The clauses of a query as chips that can be taken out again.
fn understood(query: &Query) -> Vec<api::Understood> {
    let texts = text::understood(query);
    let clauses = query.clauses.iter().zip(&query.spans);
    clauses
        .zip(texts)
        .map(|((clause, span), text)| api::Understood {
            text,
            kind: match clause.alternatives.first() {
                Some(Atom::Constraint(_)) => api::ClauseKind::Condition,
                Some(Atom::Phrase(_)) => api::ClauseKind::Phrase,
                Some(Atom::Word(_)) | None => api::ClauseKind::Word,
            },
            span: [
                utf16_length(&query.raw[..span.start]),
                utf16_length(&query.raw[..span.end]),
            ],
        })
        .collect()
}

fn utf16_length(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    #[test]
    fn chips_stand_where_a_browser_counts_them() {
        let chips = understood(&parse("😀 Müller kind:photo \"old car\""));
        let spans: Vec<[usize; 2]> = chips.iter().map(|chip| chip.span).collect();
        assert_eq!(chips[1].kind, api::ClauseKind::Condition);
        assert_eq!(chips[1].text, "kind:photo");
        assert_eq!(chips[2].kind, api::ClauseKind::Phrase);
        assert_eq!(spans, [[3, 9], [10, 20], [21, 30]], "{chips:?}");
    }
}
