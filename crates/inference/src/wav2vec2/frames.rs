//! The frame grid: which samples a frame of logits stands for. Follows from the convolutions that
//! config.json describes.

use crate::config::Config;
use crate::error::InferenceError;

/// The grid of a model's convolutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameGrid {
    /// Samples from the start of one frame to the start of the next.
    pub(super) hop: usize,
    /// Samples that one frame hears.
    pub(super) span: usize,
}

impl FrameGrid {
    pub(super) fn from_config(config: &Config) -> Result<Self, InferenceError> {
        let kernels: Vec<usize> = config.require("conv_kernel")?;
        let strides: Vec<usize> = config.require("conv_stride")?;
        if kernels.is_empty() || kernels.len() != strides.len() {
            return Err(config.bad("`conv_kernel` and `conv_stride` do not belong together"));
        }
        if config.get("add_adapter")?.unwrap_or(false) {
            return Err(config.bad("an adapter after the encoder is not known"));
        }
        let mut grid = Self { hop: 1, span: 1 };
        for (kernel, stride) in kernels.into_iter().zip(strides) {
            if !(1..=1000).contains(&kernel) || !(1..=1000).contains(&stride) || grid.hop > 16_000 {
                return Err(config.bad("its convolutions make no sense for speech"));
            }
            grid.span += (kernel - 1) * grid.hop;
            grid.hop *= stride;
        }
        Ok(grid)
    }

    /// The frames of so many samples.
    pub(super) fn frames(&self, samples: usize) -> usize {
        match samples.checked_sub(self.span) {
            None => 0,
            Some(rest) => rest / self.hop + 1,
        }
    }

    /// The samples that exactly so many frames need; `frames` is at least 1.
    pub(super) fn samples(&self, frames: usize) -> usize {
        self.span + (frames - 1) * self.hop
    }

    /// The time at which a frame begins.
    pub(super) fn start_ms(&self, frame: usize, sample_rate: u32) -> u64 {
        (frame * self.hop) as u64 * 1000 / u64::from(sample_rate)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const USUAL: FrameGrid = FrameGrid {
        hop: 320,
        span: 400,
    };

    #[test]
    fn the_usual_extractor_has_a_frame_every_twenty_milliseconds() {
        assert_eq!(USUAL.start_ms(50, 16_000), 1000);
        assert_eq!(USUAL.frames(399), 0);
        assert_eq!(USUAL.frames(16_000), 49);
    }

    proptest! {
        #[test]
        fn frames_count_as_the_convolutions_do_one_by_one(samples in 400usize..100_000) {
            let mut length = samples;
            for (kernel, stride) in [(10, 5), (3, 2), (3, 2), (3, 2), (3, 2), (2, 2), (2, 2)] {
                length = (length - kernel) / stride + 1;
            }
            prop_assert_eq!(USUAL.frames(samples), length);
            prop_assert_eq!(USUAL.frames(USUAL.samples(length)), length);
        }
    }
}
