//! What a speech model heard, frame by frame: the CTC evidence behind a transcript, kept so that a
//! word can be found where the transcript misspells it.
//!
//! The algorithm is that of models/training/wav2vec2/spot.py.

/// The evidence of one recording. Values are natural-log probabilities relative to each frame's best
/// token, cut off at [`FLOOR`], one byte a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpokenEvidence {
    /// The length of a frame in microseconds.
    pub frame_us: u32,
    /// One lower-case letter per token; a space for tokens that are no letter.
    pub tokens: Vec<char>,
    /// The token that stands for no letter between letters.
    pub blank: usize,
    /// `frames * tokens.len()` bytes, frame by frame: 0 for the frame's best token, 255 for [`FLOOR`].
    pub doubts: Vec<u8>,
}

/// What is less likely than this (natural logarithm, relative to the frame's best) is all the same.
pub const FLOOR: f32 = -7.0;

/// Where a word fits best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpokenMatch {
    /// The mean log probability per letter: 0 is certain, −1 likely, below −2 nothing.
    pub score: f32,
    /// Where it begins, in milliseconds.
    pub start_ms: u64,
}

impl SpokenEvidence {
    /// Keeps `values`, natural-log probabilities or logits of `tokens.len()` tokens a frame.
    pub fn from_frames<'a>(
        frames: impl Iterator<Item = &'a [f32]>,
        tokens: Vec<char>,
        blank: usize,
        frame_us: u32,
    ) -> Self {
        let mut doubts = Vec::new();
        for frame in frames {
            let best = frame.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            doubts.extend(frame.iter().map(|value| {
                let relative = (value - best).max(FLOOR);
                (relative / FLOOR * 255.0).round() as u8
            }));
        }
        Self {
            frame_us,
            tokens,
            blank,
            doubts,
        }
    }

    /// The kept values of each frame, [`FLOOR`] to 0.
    pub fn frames(&self) -> impl Iterator<Item = Vec<f32>> {
        let value = |doubt: &u8| f32::from(*doubt) / 255.0 * FLOOR;
        self.doubts
            .chunks_exact(self.tokens.len().max(1))
            .map(move |frame| frame.iter().map(value).collect())
    }

    /// How long the recording is, in milliseconds.
    pub fn duration_ms(&self) -> u64 {
        let frames = self.doubts.len() / self.tokens.len().max(1);
        frames as u64 * u64::from(self.frame_us) / 1000
    }

    /// Where the folded `word` fits best; `None` when it holds what is no letter of the model, or
    /// the recording is shorter than the word.
    ///
    /// A Viterbi search with free ends: the states are the letters with a blank between each two; a
    /// path may begin at the first letter in any frame, stays, goes one state on, or skips the blank
    /// between two different letters.
    pub fn find(&self, word: &str) -> Option<SpokenMatch> {
        let letters: Vec<usize> = word
            .chars()
            .map(|letter| self.tokens.iter().position(|token| *token == letter))
            .collect::<Option<_>>()?;
        if letters.is_empty() || self.tokens.is_empty() {
            return None;
        }
        let mut states = Vec::with_capacity(letters.len() * 2);
        for letter in &letters {
            states.extend([*letter, self.blank]);
        }
        states.pop();
        let last = states.len() - 1;

        let mut paths: Vec<(f32, usize)> = vec![(f32::NEG_INFINITY, 0); states.len()];
        let mut best: Option<(f32, usize)> = None;
        for (number, frame) in self.doubts.chunks_exact(self.tokens.len()).enumerate() {
            // From the last state down, so that each still sees the frame before.
            for state in (0..states.len()).rev() {
                let mut path = paths[state];
                let one_back = if state == 0 {
                    (0.0, number)
                } else {
                    paths[state - 1]
                };
                if one_back.0 > path.0 {
                    path = one_back;
                }
                let may_skip = state >= 2 && state % 2 == 0 && states[state] != states[state - 2];
                if may_skip && paths[state - 2].0 > path.0 {
                    path = paths[state - 2];
                }
                path.0 += f32::from(frame[states[state]]) / 255.0 * FLOOR;
                paths[state] = path;
            }
            if paths[last].0.is_finite() && best.is_none_or(|(score, _)| paths[last].0 > score) {
                best = Some(paths[last]);
            }
        }
        best.map(|(score, start)| SpokenMatch {
            score: score / letters.len() as f32,
            start_ms: start as u64 * u64::from(self.frame_us) / 1000,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames in which one token each is certain; '-' is the blank.
    fn heard(text: &str) -> SpokenEvidence {
        let tokens: Vec<char> = "-abct".chars().collect();
        let frames: Vec<Vec<f32>> = text
            .chars()
            .map(|c| {
                tokens
                    .iter()
                    .map(|t| if *t == c { 0.0 } else { -9.0 })
                    .collect()
            })
            .collect();
        SpokenEvidence::from_frames(frames.iter().map(Vec::as_slice), tokens, 0, 20_000)
    }

    #[test]
    fn a_word_is_found_where_it_was_said() {
        let found = heard("--b--ccaa-t-")
            .find("cat")
            .expect("letters of the model");
        assert_eq!(
            found,
            SpokenMatch {
                score: 0.0,
                start_ms: 100
            }
        );
    }

    #[test]
    fn doubled_letters_need_a_blank_between_them() {
        assert_eq!(heard("ba-ac").find("baac").expect("letters").score, 0.0);
        assert!(heard("baaac").find("baac").expect("letters").score < -1.0);
    }

    #[test]
    fn one_wrong_letter_costs_its_share_and_another_word_costs_all() {
        let evidence = heard("-c-b-t-");
        let cat = evidence.find("cat").expect("letters").score;
        assert!((cat - FLOOR / 3.0).abs() < 1e-5, "{cat}");
        assert_eq!(evidence.find("café"), None, "é is no letter of the model");
        assert_eq!(heard("").find("cat"), None);
    }
}
