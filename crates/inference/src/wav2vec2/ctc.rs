//! Connectionist temporal classification (Graves et al. 2006): frames of log probabilities to tokens
//! without a word list, and tokens back to the frames at which they were said.

use ndarray::{Array2, ArrayView1, ArrayView2};
use rummage_core::SpokenWord;

use super::frames::FrameGrid;
use super::vocabulary::{Token, Vocabulary};

/// Natural logs of the shares of each frame.
pub(super) fn log_softmax(logits: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut out = logits.to_owned();
    for mut frame in out.rows_mut() {
        let largest = frame.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = frame.iter().map(|x| (x - largest).exp()).sum();
        let shift = largest + sum.ln();
        frame.mapv_inplace(|x| x - shift);
    }
    out
}

/// The token that is most probable in `frame`; of equals the first.
pub(super) fn best(frame: ArrayView1<'_, f32>) -> usize {
    let mut best = 0;
    for (token, value) in frame.iter().enumerate() {
        if *value > frame[best] {
            best = token;
        }
    }
    best
}

/// The most probable token of each frame, repetitions collapsed, silent ones dropped.
pub(super) fn greedy(frames: ArrayView2<'_, f32>, vocabulary: &Vocabulary) -> Vec<usize> {
    let mut tokens = Vec::new();
    let mut last = None;
    for frame in frames.rows() {
        let token = best(frame);
        if last != Some(token) && vocabulary.letter(token).is_some() {
            tokens.push(token);
        }
        last = Some(token);
    }
    tokens
}

/// Pieces of at most `longest` frames, parted in the middle of pauses. Decoding grows faster than
/// linearly with the length of a text, and what was said before a pause says little about what follows.
pub(super) fn pieces(
    frames: ArrayView2<'_, f32>,
    vocabulary: &Vocabulary,
    longest: usize,
) -> Vec<std::ops::Range<usize>> {
    let count = frames.nrows();
    let is_pause =
        |frame: usize| !matches!(vocabulary.tokens[best(frames.row(frame))], Token::Letter(_));
    let mut pieces = Vec::new();
    let mut start = 0;
    while count - start > longest {
        let mut cut = start + longest;
        let mut length = 0;
        let mut run = 0;
        for frame in start + longest / 2..start + longest {
            run = if is_pause(frame) { run + 1 } else { 0 };
            if run > length {
                length = run;
                cut = frame + 1 - run / 2;
            }
        }
        pieces.push(start..cut);
        start = cut;
    }
    pieces.push(start..count);
    pieces
}

/// The words of `tokens` with their times and the mean probability of the path through their frames.
///
/// `frames` are the log probabilities from which `tokens` were decoded, and begin with frame `offset` of
/// the recording. The times are those of the most probable path that spells the tokens.
pub(super) fn words(
    frames: ArrayView2<'_, f32>,
    tokens: &[usize],
    vocabulary: &Vocabulary,
    (grid, sample_rate, offset): (FrameGrid, u32, usize),
) -> Vec<SpokenWord> {
    let path = align(frames, tokens, vocabulary.blank);
    let mut words = Vec::new();
    let mut at = 0;
    for part in tokens.split(|token| vocabulary.tokens[*token] == Token::Delimiter) {
        let members = at..at + part.len();
        at = members.end + 1;
        let text: String = part
            .iter()
            .filter_map(|token| vocabulary.letter(*token))
            .collect();
        let first = path
            .iter()
            .position(|step| step.is_some_and(|step| members.contains(&step)));
        let last = path
            .iter()
            .rposition(|step| step.is_some_and(|step| members.contains(&step)));
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        let probability = |frame: usize| {
            let token = path[frame].map_or(vocabulary.blank, |step| tokens[step]);
            frames[[frame, token]].exp()
        };
        let sum: f32 = (first..=last).map(probability).sum();
        words.push(SpokenWord {
            text: text.to_lowercase(),
            start_ms: grid.start_ms(offset + first, sample_rate),
            end_ms: grid.start_ms(offset + last + 1, sample_rate),
            confidence: (sum / (last - first + 1) as f32).clamp(0.0, 1.0),
        });
    }
    words
}

/// For each frame the position in `tokens` that the most probable path writes there, `None` for blanks
/// (Viterbi over blank, token, blank, token, …, blank).
fn align(frames: ArrayView2<'_, f32>, tokens: &[usize], blank: usize) -> Vec<Option<usize>> {
    let states = 2 * tokens.len() + 1;
    let token_of = |state: usize| {
        if state % 2 == 1 {
            tokens[state / 2]
        } else {
            blank
        }
    };
    let mut scores = vec![f32::NEG_INFINITY; states];
    // How many states each step came forward, for the way back.
    let mut steps: Vec<Vec<u8>> = Vec::with_capacity(frames.nrows());
    for (number, frame) in frames.rows().into_iter().enumerate() {
        let mut step = vec![0u8; states];
        // Backwards, so that what is read still belongs to the frame before.
        for state in (0..states).rev() {
            let mut reached = (scores[state], 0);
            if number == 0 {
                reached = (if state < 2 { 0.0 } else { f32::NEG_INFINITY }, 0);
            } else {
                if state >= 1 && scores[state - 1] > reached.0 {
                    reached = (scores[state - 1], 1);
                }
                let may_skip =
                    state >= 3 && state % 2 == 1 && token_of(state) != token_of(state - 2);
                if may_skip && scores[state - 2] > reached.0 {
                    reached = (scores[state - 2], 2);
                }
            }
            scores[state] = reached.0 + frame[token_of(state)];
            step[state] = reached.1;
        }
        steps.push(step);
    }
    let mut state = states - 1;
    if tokens.is_empty() || scores[states - 2] > scores[states - 1] {
        state = states.saturating_sub(2);
    }
    let mut path = vec![None; frames.nrows()];
    for (number, step) in steps.iter().enumerate().rev() {
        path[number] = (state % 2 == 1).then_some(state / 2);
        state -= usize::from(step[state]);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: (FrameGrid, u32, usize) = (
        FrameGrid {
            hop: 320,
            span: 400,
        },
        16_000,
        0,
    );

    fn vocabulary() -> Vocabulary {
        let letter = |letter: &str| Token::Letter(letter.into());
        Vocabulary {
            tokens: vec![
                Token::Silent,
                Token::Delimiter,
                letter("A"),
                letter("B"),
                letter("C"),
            ],
            blank: 0,
        }
    }

    /// Frames in which the path `.` blank, `|` delimiter, letters, has the share `share`.
    fn frames(path: &str, share: f32) -> Array2<f32> {
        let mut logits = Array2::from_elem((path.len(), 5), ((1.0 - share) / 4.0).ln());
        for (frame, letter) in path.chars().enumerate() {
            let token = ".|ABC".find(letter).expect("a known letter");
            logits[[frame, token]] = share.ln();
        }
        logits
    }

    fn heard(path: &str) -> Vec<(String, u64, u64)> {
        let frames = frames(path, 0.8);
        let tokens = greedy(frames.view(), &vocabulary());
        words(frames.view(), &tokens, &vocabulary(), GRID)
            .into_iter()
            .map(|word| (word.text, word.start_ms, word.end_ms))
            .collect()
    }

    #[test]
    fn repetitions_collapse_unless_a_blank_parts_them() {
        assert_eq!(
            heard("..AA.AB||.C."),
            [("aab".into(), 40, 140), ("c".into(), 200, 220)]
        );
    }

    #[test]
    fn nothing_said_is_no_word() {
        assert_eq!(heard("....|.|.."), []);
        assert_eq!(heard(""), []);
    }

    #[test]
    fn confidence_is_the_mean_share_of_the_words_frames() {
        let frames = frames(".A.B.", 0.75);
        let tokens = greedy(frames.view(), &vocabulary());
        let words = words(frames.view(), &tokens, &vocabulary(), GRID);
        assert!((words[0].confidence - 0.75).abs() < 1e-4);
    }

    #[test]
    fn a_text_that_is_not_the_best_path_is_still_laid_out_in_time() {
        let frames = frames("AA..BB..CC", 0.6);
        let words = words(frames.view(), &[2, 1, 4], &vocabulary(), GRID);
        assert_eq!(words.len(), 2);
        assert_eq!((words[0].start_ms, words[1].end_ms), (0, 200));
    }

    #[test]
    fn pieces_part_in_the_middle_of_pauses_and_lose_nothing() {
        let path = format!("{}{}{}", "AB".repeat(30), ".".repeat(10), "AC".repeat(40));
        let frames = frames(&path, 0.9);
        let pieces = pieces(frames.view(), &vocabulary(), 100);
        assert_eq!(pieces, [0..65, 65..150]);
    }
}
