//! Mono samples of any rate to [`SAMPLE_RATE`](super::SAMPLE_RATE), as a stream, by rubato's FFT
//! resampler, which cuts off what the lower rate cannot carry (no aliasing) and whose delay is taken
//! out again, so that a word keeps its time.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _};

use super::SAMPLE_RATE;

/// The rates that recordings have; others are a damaged header.
const PLAUSIBLE_RATES: std::ops::RangeInclusive<u32> = 2_000..=768_000;

/// Frames of one block of the filter, at least: enough that it is steep.
const BLOCK_FRAMES: usize = 4096;

/// Changes the rate of one stream of mono samples.
pub struct Resampler {
    input_rate: u32,
    /// `None` when the rate is already right.
    filter: Option<Filter>,
}

struct Filter {
    fft: Fft<f32>,
    waiting: Vec<f32>,
    scratch: Vec<f32>,
    pushed: u64,
    /// Output frames still to be dropped: the filter's delay.
    to_drop: usize,
    given: u64,
}

impl Resampler {
    /// A resampler from `input_rate`; `None` for a rate that no recording has.
    pub fn new(input_rate: u32) -> Option<Self> {
        if !PLAUSIBLE_RATES.contains(&input_rate) {
            return None;
        }
        if input_rate == SAMPLE_RATE {
            return Some(Self {
                input_rate,
                filter: None,
            });
        }
        // Blocks are whole multiples of what gives whole output frames. Even ones, because the
        // filter's delay is half a block and only whole frames of it can be taken out.
        let (from, to) = (input_rate as usize, SAMPLE_RATE as usize);
        let smallest = from / greatest_common_divisor(from, to);
        let block = smallest * BLOCK_FRAMES.div_ceil(smallest).next_multiple_of(2);
        let fft = Fft::new(from, to, block, 1, FixedSync::Both).ok()?;
        let filter = Filter {
            waiting: Vec::new(),
            scratch: vec![0.0; fft.output_frames_max()],
            pushed: 0,
            to_drop: fft.output_delay(),
            given: 0,
            fft,
        };
        Some(Self {
            input_rate,
            filter: Some(filter),
        })
    }

    /// The rate that [`Self::push`] takes.
    pub fn input_rate(&self) -> u32 {
        self.input_rate
    }

    /// Takes the next samples and appends what is ready to `out`.
    pub fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) {
        match &mut self.filter {
            None => out.extend_from_slice(samples),
            Some(filter) => {
                filter.pushed += samples.len() as u64;
                filter.waiting.extend_from_slice(samples);
                filter.run(out);
            }
        }
    }

    /// Appends the rest, so that the whole is as long as what was pushed.
    pub fn finish(self, out: &mut Vec<f32>) {
        let Some(mut filter) = self.filter else {
            return;
        };
        let (from, to) = (u64::from(self.input_rate), u64::from(SAMPLE_RATE));
        let expected = (filter.pushed * to + from / 2) / from;
        let chunk = filter.fft.input_frames_next();
        while filter.given < expected {
            let silence = chunk - filter.waiting.len() % chunk;
            filter.waiting.resize(filter.waiting.len() + silence, 0.0);
            filter.run(out);
        }
        out.truncate(out.len() - (filter.given - expected) as usize);
    }
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

impl Filter {
    /// Filters all whole chunks that wait.
    fn run(&mut self, out: &mut Vec<f32>) {
        let chunk = self.fft.input_frames_next();
        let whole = self.waiting.len() / chunk * chunk;
        for input in self.waiting[..whole].chunks_exact(chunk) {
            let frames = self.scratch.len();
            let input = InterleavedSlice::new(input, 1, chunk).expect("one channel of one chunk");
            let mut output = InterleavedSlice::new_mut(&mut self.scratch, 1, frames)
                .expect("one channel of the largest output");
            let (_, made) = self
                .fft
                .process_into_buffer(&input, &mut output, None)
                .expect("the buffers have the sizes that the resampler asks for");
            let dropped = self.to_drop.min(made);
            self.to_drop -= dropped;
            out.extend_from_slice(&self.scratch[dropped..made]);
            self.given += (made - dropped) as u64;
        }
        self.waiting.drain(..whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn resampled(rate: u32, samples: &[f32], step: usize) -> Vec<f32> {
        let mut resampler = Resampler::new(rate).expect("a plausible rate");
        let mut out = Vec::new();
        for part in samples.chunks(step) {
            resampler.push(part, &mut out);
        }
        resampler.finish(&mut out);
        out
    }

    fn tone(rate: u32, hertz: f64, seconds: f64) -> Vec<f32> {
        (0..(f64::from(rate) * seconds) as u32)
            .map(|n| (TAU * hertz * f64::from(n) / f64::from(rate)).sin() as f32 * 0.5)
            .collect()
    }

    /// Root mean square, without the edges, where the filter meets the silence around.
    fn level(samples: &[f32]) -> f64 {
        let inner = &samples[800..samples.len() - 800];
        (inner.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / inner.len() as f64).sqrt()
    }

    #[test]
    fn a_tone_keeps_its_level_length_and_phase_at_every_rate() {
        for rate in [
            8_000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 22_051,
        ] {
            let out = resampled(rate, &tone(rate, 1000.0, 1.0), 777);
            assert_eq!(out.len(), 16_000, "one second of {rate} Hz is one second");
            let wanted = tone(16_000, 1000.0, 1.0);
            let error: Vec<f32> = out.iter().zip(&wanted).map(|(a, b)| a - b).collect();
            let snr = 20.0 * (level(&wanted) / level(&error)).log10();
            assert!(
                snr > 60.0,
                "from {rate} Hz the tone is {snr:.1} dB above its error"
            );
        }
    }

    #[test]
    fn what_16_khz_cannot_carry_does_not_come_back_as_another_tone() {
        for hertz in [8_800.0, 10_000.0, 15_000.0, 20_000.0] {
            let out = resampled(48_000, &tone(48_000, hertz, 1.0), 4096);
            assert!(
                level(&out) < 0.001,
                "{hertz} Hz leaks with level {}",
                level(&out)
            );
        }
    }

    #[test]
    fn odd_lengths_come_out_at_their_length() {
        for frames in [0_usize, 1, 100, 4095, 4097, 44_101] {
            let out = resampled(44_100, &vec![0.25; frames], 1000);
            let expected = (frames * 16_000 + 22_050) / 44_100;
            assert_eq!(out.len(), expected, "{frames} frames of 44.1 kHz");
        }
    }

    #[test]
    fn a_rate_that_no_recording_has_is_refused() {
        assert!(Resampler::new(0).is_none());
        assert!(Resampler::new(u32::MAX).is_none());
    }
}
