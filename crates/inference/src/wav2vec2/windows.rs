//! Long recordings in windows, and their logits stitched to those of the whole.
//!
//! All windows are equally long, overlap, and lie on the frame grid; the last is shifted to end with
//! the recording. A frame's logits come from one window only, parted at the middle of each overlap, so
//! that decoding sees one unbroken sequence and no word is lost or doubled. A recording that fits
//! into one window runs as it is: nothing is ever padded.

use std::ops::Range;

/// Frames in a window: 20 s of the usual 20 ms.
pub(super) const WINDOW_FRAMES: usize = 1000;

/// Frames at each end of a window that the neighbour decides about: 2 s.
pub(super) const CONTEXT_FRAMES: usize = 100;

/// A window of frames.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// What is heard.
    pub(super) frames: Range<usize>,
    /// What is kept of it.
    pub(super) kept: Range<usize>,
}

/// The windows of a recording of `count` frames; those of them that are kept follow on each other.
pub(super) fn windows(count: usize) -> Vec<Window> {
    if count <= WINDOW_FRAMES {
        return vec![Window {
            frames: 0..count,
            kept: 0..count,
        }];
    }
    let step = WINDOW_FRAMES - 2 * CONTEXT_FRAMES;
    let last = count - WINDOW_FRAMES;
    let mut starts: Vec<usize> = (0..last).step_by(step).collect();
    starts.push(last);
    let mut kept = 0;
    starts
        .iter()
        .enumerate()
        .map(|(index, start)| {
            let end = match starts.get(index + 1) {
                None => count,
                Some(next) => (next + start + WINDOW_FRAMES) / 2,
            };
            let window = Window {
                frames: *start..start + WINDOW_FRAMES,
                kept: kept..end,
            };
            kept = end;
            window
        })
        .collect()
}

/// Whether nothing can be heard: no sample reaches one step of 16 bits.
pub(super) fn is_silent(samples: &[f32]) -> bool {
    samples.iter().all(|sample| sample.abs() < 1.0 / 32768.0)
}

/// Zero mean and unit variance, as `Wav2Vec2FeatureExtractor` makes them.
pub(super) fn normalise(samples: &[f32]) -> Vec<f32> {
    let count = samples.len().max(1) as f64;
    let mean = samples.iter().map(|x| f64::from(*x)).sum::<f64>() / count;
    let variance = samples
        .iter()
        .map(|x| (f64::from(*x) - mean).powi(2))
        .sum::<f64>()
        / count;
    let scale = 1.0 / (variance + 1e-7).sqrt();
    samples
        .iter()
        .map(|x| ((f64::from(*x) - mean) * scale) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_second_window_starts_where_the_first_loses_its_context() {
        let windows = windows(1800);
        assert_eq!(
            windows[0],
            Window {
                frames: 0..1000,
                kept: 0..900
            }
        );
        assert_eq!(
            windows[1],
            Window {
                frames: 800..1800,
                kept: 900..1800
            }
        );
    }

    proptest! {
        #[test]
        fn every_frame_is_kept_once_and_has_its_context(count in 1usize..20_000) {
            let windows = windows(count);
            let mut next = 0;
            for window in &windows {
                prop_assert_eq!(window.kept.start, next);
                next = window.kept.end;
                prop_assert!(window.frames.start <= window.kept.start);
                prop_assert!(window.kept.end <= window.frames.end && window.frames.end <= count);
                if window.kept.start > 0 {
                    prop_assert!(window.kept.start - window.frames.start >= CONTEXT_FRAMES);
                }
                if window.kept.end < count {
                    prop_assert!(window.frames.end - window.kept.end >= CONTEXT_FRAMES);
                }
            }
            prop_assert_eq!(next, count);
        }
    }

    #[test]
    fn normalised_samples_have_zero_mean_and_unit_variance() {
        let samples: Vec<f32> = (0..1000).map(|n| 0.3 + 0.1 * (n as f32).sin()).collect();
        let out = normalise(&samples);
        let mean = out.iter().sum::<f32>() / 1000.0;
        let variance = out.iter().map(|x| x * x).sum::<f32>() / 1000.0;
        assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4);
        assert!(
            normalise(&[0.5; 8]).iter().all(|x| *x == 0.0),
            "silence stays finite"
        );
    }
}
