//! Three queries, one a kind, that really answer on this library: asked before they are shown.

use rummage_api as api;
use rummage_core::{Extraction, FieldName, FieldValue, MediaKind};
use rummage_store::HitFacts;

use super::Viewed;
use super::cards::field;
use crate::error::EngineError;
use crate::library::Library;
use crate::query::vocabulary::is_carrier;
use crate::search::SearchOptions;

/// So many of the latest contents of each kind are tried.
const TRIED: usize = 12;
/// A query counts if what it was made from is among the first so many hits.
const AMONG: usize = 5;

impl Library {
    /// Queries that find something here, at most one of each kind.
    pub async fn example_queries(&self) -> Result<Vec<api::ExampleQuery>, EngineError> {
        let mut examples = Vec::new();
        for kind in MediaKind::ALL {
            if let Some(query) = self.example(kind).await? {
                examples.push(api::ExampleQuery {
                    query,
                    kind: kind.into(),
                });
            }
        }
        Ok(examples)
    }

    async fn example(&self, kind: MediaKind) -> Result<Option<String>, EngineError> {
        let options = SearchOptions {
            limit: TRIED,
            ..SearchOptions::default()
        };
        let latest = self
            .search(&format!("kind:{}", kind.as_str()), options)
            .await?;
        for hit in latest.hits {
            let viewed = self.viewed(&hit.content).await?;
            let Some(query) = self.query_for(&viewed).await? else {
                continue;
            };
            let options = SearchOptions {
                limit: AMONG,
                ..SearchOptions::default()
            };
            let found = self.search(&query, options).await?;
            if found.hits.iter().any(|found| found.content == hit.content) {
                return Ok(Some(query));
            }
        }
        Ok(None)
    }

    /// What a person who looks for this content might type.
    async fn query_for(&self, viewed: &Viewed) -> Result<Option<String>, EngineError> {
        Ok(match viewed.facts.kind {
            MediaKind::Photo => {
                let labels = self.labels_of(viewed).await?;
                labels.into_iter().next().map(|label| label.name)
            }
            MediaKind::Paper => paper_query(&viewed.facts),
            MediaKind::Voice => voice_query(&viewed.extraction),
        })
    }
}

/// Vendor and amount.
fn paper_query(facts: &HitFacts) -> Option<String> {
    let FieldValue::Text(vendor) = &field(&facts.fields, FieldName::Vendor)?.value else {
        return None;
    };
    let FieldValue::Money(total) = &field(&facts.fields, FieldName::Total)?.value else {
        return None;
    };
    let first = vendor.split_whitespace().find(|word| word.len() >= 4)?;
    // The total is above the round number below it.
    let below = total.minor / 1000 * 10;
    (below > 0).then(|| format!("{} total>{below}", first.to_lowercase()))
}

/// The three surest words in a row that say something.
fn voice_query(extraction: &Extraction) -> Option<String> {
    let words = &extraction.transcript.as_ref()?.words;
    let says = |text: &str| text.len() >= 4 && !is_carrier(text);
    let telling: Vec<_> = words.iter().filter(|word| says(&word.text)).collect();
    let surest = telling.windows(3).max_by(|a, b| {
        let least = |window: &[&rummage_core::SpokenWord]| {
            window
                .iter()
                .map(|word| word.confidence)
                .fold(1.0, f32::min)
        };
        least(a).total_cmp(&least(b))
    })?;
    let texts: Vec<&str> = surest.iter().map(|word| word.text.as_str()).collect();
    Some(texts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rummage_core::{SpokenWord, Transcript};

    #[test]
    fn a_recording_is_asked_for_by_its_surest_telling_words() {
        let word = |text: &str, confidence| SpokenWord {
            text: text.to_owned(),
            start_ms: 0,
            end_ms: 1,
            confidence,
        };
        let mut extraction = Extraction::empty(MediaKind::Voice);
        assert_eq!(voice_query(&extraction), None);
        extraction.transcript = Some(Transcript {
            words: vec![
                word("please", 0.3),
                word("water", 0.9),
                word("the", 1.0),
                word("garden", 0.8),
                word("roses", 0.9),
            ],
            ..Transcript::default()
        });
        assert_eq!(
            voice_query(&extraction).as_deref(),
            Some("water garden roses")
        );
    }
}
