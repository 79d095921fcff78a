//! The person's own words: names of files and folders, vendors, customers. A recording in which one
//! of them was heard is spelled again with it, from the evidence that is kept, so that no recording
//! is listened to twice and the transcript does not hang on what was indexed first.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;
use rummage_core::{CancelToken, ContentId, ErrorKind, SpokenEvidence, SpokenWord, text};

use crate::error::EngineError;
use crate::lanes::Urgency;
use crate::library::Library;

/// Recordings are read from the store so many at a time.
const BATCH: usize = 64;

/// Shorter names fit by chance everywhere.
const FEWEST_LETTERS: usize = 4;

/// How well a word must fit somewhere (mean log probability per letter) before a recording is decoded
/// again: what is likely to have been said. Whether it enters the transcript, the decoder says.
const FITS: f32 = -1.0;

impl Library {
    /// Asks every recording for the words of the person's own that it has not been asked for, and
    /// spells it again where one was heard. Gives the number of transcripts that changed. Does
    /// nothing where the speech model cannot be loaded; the next run then asks.
    pub(crate) async fn respell_recordings(
        &self,
        cancel: &CancelToken,
    ) -> Result<u64, EngineError> {
        let recordings = self.store.recordings_with_evidence().await?;
        if recordings.is_empty() {
            return Ok(0);
        }
        let asked = self.store.asked_recordings().await?;
        let words = words_of(&self.store.own_texts().await?);
        let known = self.store.own_words().await?;
        let new: Vec<String> = words
            .difference(&known.into_iter().collect())
            .cloned()
            .collect();
        let words = Vec::from_iter(words);
        if new.is_empty() && recordings.iter().all(|content| asked.contains(content)) {
            return Ok(0);
        }
        let mut changed = 0;
        let mut after = None;
        loop {
            let batch = self.store.spoken_evidence(after, BATCH).await?;
            let Some((last, _)) = batch.last() else { break };
            after = Some(*last);
            let heard = heard_in(batch, &asked, &words, &new);
            let contents: Vec<ContentId> = heard.iter().map(|heard| heard.content).collect();
            let mut spelled = Vec::new();
            for heard in heard.into_iter().filter(|heard| !heard.words.is_empty()) {
                let content = heard.content;
                match self.respell(heard, cancel).await? {
                    Respelled::Otherwise(words) => spelled.push((content, words)),
                    Respelled::AsBefore => {}
                    Respelled::NotNow => return Ok(changed),
                }
            }
            changed += spelled.len() as u64;
            self.store.respell(&contents, &spelled).await?;
        }
        self.store.add_own_words(&new).await?;
        Ok(changed)
    }

    async fn respell(&self, heard: Heard, cancel: &CancelToken) -> Result<Respelled, EngineError> {
        let cancel = cancel.clone();
        let spelled = self.models.speech.run(Urgency::Background, move |speech| {
            speech.model.respell(&heard.evidence, &heard.words, &cancel)
        });
        match spelled.await {
            Ok(Some(words)) => Ok(Respelled::Otherwise(words)),
            Ok(None) => Ok(Respelled::AsBefore),
            Err(error) if matches!(error.kind, ErrorKind::Model | ErrorKind::Cancelled) => {
                Ok(Respelled::NotNow)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// How a recording is spelled with the words that were heard in it.
enum Respelled {
    Otherwise(Vec<SpokenWord>),
    AsBefore,
    /// The model is missing, or the run was stopped.
    NotNow,
}

/// A recording, and all own words that fit in it if one of those fits for which it was not asked.
struct Heard {
    content: ContentId,
    evidence: SpokenEvidence,
    words: Vec<String>,
}

fn heard_in(
    batch: Vec<(ContentId, SpokenEvidence)>,
    asked: &HashSet<ContentId>,
    words: &[String],
    new: &[String],
) -> Vec<Heard> {
    batch
        .into_par_iter()
        .map(|(content, evidence)| {
            let fits = |word: &&String| evidence.find(word).is_some_and(|at| at.score >= FITS);
            let ask = if asked.contains(&content) { new } else { words };
            let words = match ask.iter().any(|word| fits(&word)) {
                true => words.iter().filter(fits).cloned().collect(),
                false => Vec::new(),
            };
            Heard {
                content,
                evidence,
                words,
            }
        })
        .collect()
}

/// The words of names and paths, folded; what follows the last dot of a path is its format.
fn words_of(texts: &[String]) -> BTreeSet<String> {
    let is_word = |word: &String| {
        word.chars().count() >= FEWEST_LETTERS && word.chars().all(char::is_alphabetic)
    };
    texts
        .iter()
        .flat_map(|text| match text.rsplit_once('.') {
            Some((stem, format)) if !format.contains(['/', ' ']) => text::words(&parted(stem)),
            _ => text::words(&parted(text)),
        })
        .filter(is_word)
        .collect()
}

/// With a space at every digit and underscore, which part names of files.
fn parted(name: &str) -> String {
    name.replace(|c: char| c.is_numeric() || c == '_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(texts: &[&str]) -> Vec<String> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        words_of(&texts).into_iter().collect()
    }

    #[test]
    fn words_come_from_folders_stems_and_names_but_not_from_formats() {
        assert_eq!(
            words(&[
                "Zermatt 2024/IMG_0412.jpeg",
                "rechnung_Nakamura2.pdf",
                "Hartwell & Pine Ltd.",
                "St. Moritz",
            ]),
            [
                "hartwell", "moritz", "nakamura", "pine", "rechnung", "zermatt"
            ]
        );
        assert_eq!(words(&["ab.txt", "", "12345"]), [""; 0]);
    }

    #[test]
    fn a_recording_that_was_asked_is_asked_for_new_words_alone() {
        let tokens: Vec<char> = "-pinewood".chars().collect();
        let frames: Vec<Vec<f32>> = "-pine-wo-od-"
            .chars()
            .map(|c| {
                tokens
                    .iter()
                    .map(|t| if *t == c { 0.0 } else { -9.0 })
                    .collect()
            })
            .collect();
        let frames = frames.iter().map(Vec::as_slice);
        let evidence = SpokenEvidence::from_frames(frames, tokens.clone(), 0, 20_000);
        let own =
            |words: &[&str]| -> Vec<String> { words.iter().map(|w| (*w).to_owned()).collect() };
        let (all, new) = (own(&["pine", "wood"]), own(&["wood"]));
        let heard = |asked: &[i64], new: &[String]| {
            let asked = asked.iter().map(|id| ContentId(*id)).collect();
            let batch = vec![(ContentId(1), evidence.clone())];
            heard_in(batch, &asked, &all, new).remove(0).words
        };
        assert_eq!(heard(&[], &[]), all, "never asked");
        assert_eq!(heard(&[1], &[]), own(&[]), "nothing new");
        assert_eq!(heard(&[1], &new), all, "a new word brings back the others");
        assert_eq!(heard(&[1], &own(&["nine"])), own(&[]), "was not said");
    }
}
