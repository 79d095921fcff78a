//! Recordings by what was heard in them: each word is looked for in the evidence of the speech
//! model itself, so that it is found where the transcript misspells it.
//!
//! A scan over all recordings; their evidence is some 1,600 bytes a second.

use std::collections::HashSet;

use rayon::prelude::*;
use rummage_core::{ContentId, SpokenEvidence, SpokenMatch, text};

use super::Strictness;
use crate::error::EngineError;
use crate::library::Library;
use crate::query::vocabulary::is_carrier;
use crate::query::{Atom, Query};

/// Recordings are read from the store so many at a time.
const BATCH: usize = 64;

/// The shortest word that can be told from chance.
const SHORTEST_LETTERS: usize = 3;

/// From which score on words count as heard: the standard score of one word, or the sum of those of
/// several over the root of their number. The best of many recordings fits better by chance than the
/// best of few, by the logarithm of their number. The constants were measured on the held-out memos
/// of the starter speech model (`models/training/wav2vec2/spot.py`), so that 0.85 of what nobody
/// said comes back empty, in libraries of 5 to 60 recordings.
fn cut(recordings: usize) -> f32 {
    1.0 + MORE_PLACES * (recordings.max(5) as f32).ln()
}

/// What e times as many places at which a word may fit by chance add to the best standard score.
const MORE_PLACES: f32 = 0.73;

/// A recording in which the words were heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The recording.
    pub content: ContentId,
    /// How far the words stand out from what they score where they were not said, in deviations.
    pub score: f32,
    /// The word that fits best, and where it begins.
    pub word: String,
    /// In milliseconds.
    pub start_ms: u64,
    /// Whether a strict search would find it too.
    pub fits_well: bool,
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
        strictness: Strictness,
    ) -> Result<Vec<Heard>, EngineError> {
        let words = words(query);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(allowed) = allowed {
            let recordings = self.store.recordings_with_evidence().await?;
            if !recordings.iter().any(|content| allowed.contains(content)) {
                return Ok(Vec::new());
            }
        }
        let mut listened: Vec<Listened> = Vec::new();
        let mut after = None;
        loop {
            let batch = self.store.spoken_evidence(after, BATCH).await?;
            let Some((last, _)) = batch.last() else { break };
            after = Some(*last);
            listened.par_extend(
                batch
                    .par_iter()
                    .filter_map(|(content, evidence)| listen(*content, evidence, &words)),
            );
        }
        // What is not allowed is no answer, but it too says how a word scores where it was not said.
        let cut = cut(listened.len());
        let counts = |score: f32, strictness: Strictness| {
            strictness
                .factor()
                .is_none_or(|factor| score >= cut * factor)
        };
        let mut found = judge(&listened, &words);
        found.retain_mut(|heard| {
            heard.fits_well = counts(heard.score, Strictness::Strict);
            allowed.is_none_or(|allowed| allowed.contains(&heard.content))
                && counts(heard.score, strictness)
        });
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.content.cmp(&b.content)));
        Ok(found)
    }
}

/// Where each of the words fits best in one recording.
struct Listened {
    content: ContentId,
    duration_ms: u64,
    matches: Vec<SpokenMatch>,
}

/// Listens for all words; a word with letters that the model does not know cannot have been heard.
fn listen(content: ContentId, evidence: &SpokenEvidence, words: &[String]) -> Option<Listened> {
    let matches: Option<Vec<SpokenMatch>> = words.iter().map(|word| evidence.find(word)).collect();
    matches.map(|matches| Listened {
        content,
        duration_ms: evidence.duration_ms(),
        matches,
    })
}

/// How far the words stand out in each recording from where they were not said.
fn judge(listened: &[Listened], words: &[String]) -> Vec<Heard> {
    let unsaid: Vec<Unsaid> = words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let scores = listened.iter().map(|one| one.matches[at].score).collect();
            Unsaid::of(scores, word.chars().count())
        })
        .collect();
    let usual_ms = usual_length_ms(listened.iter().map(|one| one.duration_ms));
    listened
        .iter()
        .filter_map(|one| {
            let standard: Vec<f32> = one
                .matches
                .iter()
                .zip(&unsaid)
                .map(|(found, unsaid)| (found.score - unsaid.mean) / unsaid.deviation)
                .collect();
            let best = (0..words.len()).max_by(|a, b| standard[*a].total_cmp(&standard[*b]))?;
            // A recording twice as long counts as two.
            let longer = (one.duration_ms.max(1) as f32 / usual_ms).ln();
            Some(Heard {
                content: one.content,
                score: standard.iter().sum::<f32>() / (words.len() as f32).sqrt()
                    - MORE_PLACES * longer,
                word: words[best].clone(),
                start_ms: one.matches[best].start_ms,
                fits_well: false,
            })
        })
        .collect()
}

/// The geometric mean of the lengths, shrunk as [`Unsaid`] is to that of the memos on which the
/// constants were measured.
fn usual_length_ms(lengths_ms: impl Iterator<Item = u64>) -> f32 {
    const MEASURED_MS: f32 = 6_700.0;
    let (mut number, mut logarithms) = (PRIOR_WEIGHT, PRIOR_WEIGHT * MEASURED_MS.ln());
    for length_ms in lengths_ms {
        number += 1.0;
        logarithms += (length_ms.max(1) as f32).ln();
    }
    (logarithms / number).exp()
}

/// What a word scores in recordings in which it was not said: words differ in how easily they fit
/// by chance, and so do voices. It is taken from the other recordings of the library, less the tenth
/// in which it fits best and may have been said, and where these are few, from what is known of
/// words of its length (Z-norm of spoken term detection, shrunk to a prior).
#[derive(Debug)]
struct Unsaid {
    mean: f32,
    deviation: f32,
}

/// So many recordings weigh as much as the prior.
const PRIOR_WEIGHT: f32 = 15.0;
/// Keeps a word that scores alike everywhere from standing out by a trifle.
const LEAST_DEVIATION: f32 = 0.1;

impl Unsaid {
    fn prior(letters: usize) -> Self {
        let longer = letters.min(10) as f32 - 3.0;
        Self {
            mean: -2.75 - 0.15 * longer,
            deviation: 0.79 - 0.03 * longer,
        }
    }

    fn of(mut scores: Vec<f32>, letters: usize) -> Self {
        scores.sort_by(f32::total_cmp);
        scores.truncate(scores.len() - scores.len().div_ceil(10));
        let prior = Self::prior(letters);
        let number = scores.len() as f32;
        let mean = scores.iter().sum::<f32>() / number.max(1.0);
        let variance = scores.iter().map(|s| (s - mean).powi(2)).sum::<f32>() / number.max(1.0);
        let shrunk = |seen: f32, expected: f32| {
            (number * seen + PRIOR_WEIGHT * expected) / (number + PRIOR_WEIGHT)
        };
        Self {
            mean: shrunk(mean, prior.mean),
            deviation: shrunk(variance, prior.deviation.powi(2)).sqrt() + LEAST_DEVIATION,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recording(duration_ms: u64, scores: &[f32]) -> Listened {
        let at = |score: &f32| SpokenMatch {
            score: *score,
            start_ms: 0,
        };
        Listened {
            content: ContentId(1),
            duration_ms,
            matches: scores.iter().map(at).collect(),
        }
    }

    fn scores(listened: &[Listened], words: &[&str]) -> Vec<f32> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let heard = judge(listened, &words);
        heard.into_iter().map(|heard| heard.score).collect()
    }

    /// The scores of recordings of the usual length.
    fn judged(raw: &[&[f32]], words: &[&str]) -> Vec<f32> {
        let listened: Vec<Listened> = raw.iter().map(|raw| recording(6_700, raw)).collect();
        scores(&listened, words)
    }

    #[test]
    fn a_word_must_stand_out_from_where_it_was_not_said() {
        let everywhere = judged(&[&[-0.9_f32][..]; 40], &["then"]);
        assert!(
            everywhere.iter().all(|score| *score < 2.0),
            "{everywhere:?}"
        );
        let mut scores = vec![&[-2.9_f32][..]; 40];
        scores[7] = &[-0.9];
        let once = judged(&scores, &["then"]);
        assert!(once[7] > cut(40) && once[6] < 1.0, "{once:?}");
    }

    #[test]
    fn a_single_recording_is_judged_by_the_prior() {
        assert!(judged(&[&[-0.5]], &["plumber"])[0] > cut(1));
        assert!(judged(&[&[-2.5]], &["plumber"])[0] < cut(1));
    }

    #[test]
    fn several_words_that_fit_a_little_count_like_one_that_fits_well() {
        let one = judged(&[&[-1.0]], &["mechanic"])[0];
        let two = judged(&[&[-1.0, -1.0]], &["mechanic", "breakage"])[0];
        assert!((two / one - 2.0_f32.sqrt()).abs() < 1e-4, "{one} {two}");
    }

    #[test]
    fn a_longer_recording_has_more_chances_and_must_stand_out_further() {
        let both = [recording(60_000, &[-1.0]), recording(6_700, &[-1.0])];
        let heard = scores(&both, &["plumber"]);
        assert!(heard[0] < heard[1], "{heard:?}");
        assert!((usual_length_ms(std::iter::empty()) - 6_700.0).abs() < 1.0);
        assert!(usual_length_ms([60_000; 1_000].into_iter()) > 50_000.0);
    }
}
