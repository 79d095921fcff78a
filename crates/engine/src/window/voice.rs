//! The voice viewer: waveform, words with their times, stretches between pauses.

use rummage_api as api;
use rummage_core::{CancelToken, MediaKind, SpokenWord};

use super::cards::{file_name_of, modified, places_of, seconds, spoken_word};
use crate::error::EngineError;
use crate::library::Library;
use crate::outline;
use crate::play::open_recording;

/// A silence this long begins a new stretch of a transcript …
const PAUSE_MS: u64 = 700;
/// … and so does a stretch of so many words.
const LONGEST_WORDS: usize = 16;

impl Library {
    /// A recording with everything that is known of it; the words that `query` asks for are marked.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`] for what the library does not hold,
    /// [`EngineError::NotThatKind`] for what is no recording.
    pub async fn voice_page(&self, content: &str, query: &str) -> Result<api::Voice, EngineError> {
        let viewed = self.viewed(content).await?;
        if viewed.facts.kind != MediaKind::Voice {
            return Err(EngineError::NotThatKind {
                wanted: "recording",
            });
        }
        let wanted = self.wanted(query, &viewed.facts).await?;
        let words = viewed
            .extraction
            .transcript
            .map(|transcript| transcript.words)
            .unwrap_or_default();
        Ok(api::Voice {
            content: viewed.facts.hash.into(),
            file_name: file_name_of(&viewed.facts),
            places: places_of(&viewed.facts),
            recorded_at: modified(&viewed.facts),
            seconds: seconds(viewed.extraction.duration_ms.unwrap_or_default()),
            peaks: self.outline_of(&viewed.facts).await,
            words: words
                .iter()
                .map(|word| spoken_word(word, &wanted))
                .collect(),
            segments: segments(&words),
        })
    }

    /// The outline of a recording, made now if an earlier version left none; empty when the file
    /// cannot be read.
    async fn outline_of(&self, facts: &rummage_store::HitFacts) -> Vec<f32> {
        let path = self.store.outline_path(facts.hash);
        let outline = outline::read(&path, outline::STRETCHES);
        let there = facts.paths.iter().find(|path| path.is_file());
        match there.filter(|_| outline.is_empty()) {
            None => outline,
            Some(file) => {
                let opened = open_recording(file, &self.settings(), &CancelToken::new()).await;
                if let Ok(audio) = opened {
                    // A reader's library may not be written to; then there is none.
                    let _ = outline::write(&audio, &path);
                }
                outline::read(&path, outline::STRETCHES)
            }
        }
    }
}

/// The stretches of a transcript between pauses.
pub fn segments(words: &[SpokenWord]) -> Vec<api::TranscriptSegment> {
    let mut stretches: Vec<&[SpokenWord]> = Vec::new();
    let mut start = 0;
    for next in 1..=words.len() {
        let ends = next == words.len()
            || words[next].start_ms.saturating_sub(words[next - 1].end_ms) >= PAUSE_MS
            || next - start >= LONGEST_WORDS;
        if ends {
            stretches.push(&words[start..next]);
            start = next;
        }
    }
    stretches
        .into_iter()
        .filter_map(|words| {
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            Some(api::TranscriptSegment {
                start_s: seconds(words.first()?.start_ms),
                end_s: seconds(words.last()?.end_ms),
                text: texts.join(" "),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_or_many_words_begin_a_new_stretch() {
        let word = |text: &str, start_ms: u64| SpokenWord {
            text: text.to_owned(),
            start_ms,
            end_ms: start_ms + 200,
            confidence: 1.0,
        };
        let words = [word("call", 0), word("the", 300), word("dentist", 1500)];
        let texts: Vec<String> = segments(&words).into_iter().map(|it| it.text).collect();
        assert_eq!(texts, ["call the", "dentist"]);
        let many: Vec<SpokenWord> = (0..40).map(|at| word("so", at * 300)).collect();
        assert_eq!(segments(&many).len(), 3);
        assert!(segments(&[]).is_empty());
    }
}
