//! Recordings by what was heard in them: each word is looked for in the evidence of the speech
//! model itself, so that it is found where the transcript misspells it.
//!
//! A scan over all recordings; their evidence is some 1,600 bytes a second.

use std::collections::HashSet;

use rayon::prelude::*;
use rummage_core::{ContentId, SpokenEvidence, text};

use crate::error::EngineError;
use crate::library::Library;
use crate::query::vocabulary::is_carrier;
use crate::query::{Atom, Query};

/// Recordings are read from the store so many at a time.
const BATCH: usize = 64;

/// The shortest word that can be told from chance.
const SHORTEST_LETTERS: usize = 3;

/// The mean score per letter from which words count as heard. Few letters must fit better than many:
/// the best of all places in a recording is taken for each word, so a short one easily fits by
/// chance. The shape and the constants were chosen on the labelled queries of the sample library,
/// so that four fifths of those that nothing answers come back empty.
fn cut(letters: usize) -> f32 {
    -1.45 + 5.0 / letters as f32
}

/// A recording in which the words were heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The recording.
    pub content: ContentId,
    /// The mean score per letter; 0 is certain.
    pub score: f32,
    /// The word that fits best, and where it begins.
    pub word: String,
    /// In milliseconds.
    pub start_ms: u64,
}

/// The words of a query that can be listened for; none if it has a phrase or a number, which must
/// stand as they are.
fn words(query: &Query) -> Vec<String> {
    let wanted = query.clauses.iter().filter(|clause| !clause.negated);
    let mut words = Vec::new();
    for atom in wanted.flat_map(|clause| &clause.alternatives) {
        match atom {
            Atom::Word(word) => words.extend(text::words(word)),
            Atom::Phrase(_) => return Vec::new(),
            Atom::Constraint(_) => {}
        }
    }
    if words
        .iter()
        .any(|word| word.chars().any(|c| c.is_ascii_digit()))
    {
        return Vec::new();
    }
    words.retain(|word| word.chars().count() >= SHORTEST_LETTERS && !is_carrier(word));
    words
}

impl Library {
    /// The recordings in which the query's words were heard, best first.
    pub(super) async fn spoken_candidates(
        &self,
        query: &Query,
        allowed: Option<&HashSet<ContentId>>,
    ) -> Result<Vec<Heard>, EngineError> {
        let words = words(query);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let batch = self.store.spoken_evidence(after, BATCH).await?;
            let Some((last, _)) = batch.last() else { break };
            after = Some(*last);
            found.par_extend(
                batch
                    .par_iter()
                    .filter(|(content, _)| allowed.is_none_or(|allowed| allowed.contains(content)))
                    .filter_map(|(content, evidence)| listen(*content, evidence, &words)),
            );
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.content.cmp(&b.content)));
        Ok(found)
    }
}

/// Listens for all words; the mean of their scores over all letters decides.
fn listen(content: ContentId, evidence: &SpokenEvidence, words: &[String]) -> Option<Heard> {
    let mut matches = Vec::with_capacity(words.len());
    for word in words {
        // A word with letters that the model does not know cannot have been heard.
        matches.push((evidence.find(word)?, word));
    }
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    let sum: f32 = matches
        .iter()
        .map(|(found, word)| found.score * word.chars().count() as f32)
        .sum();
    let score = sum / letters as f32;
    let (best, word) = matches
        .into_iter()
        .max_by(|a, b| a.0.score.total_cmp(&b.0.score))?;
    (score >= cut(letters)).then(|| Heard {
        content,
        score,
        word: word.clone(),
        start_ms: best.start_ms,
    })
}
