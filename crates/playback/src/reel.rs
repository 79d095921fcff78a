//! A recording on its way to the device: a rodio source that is steered from another thread.
//!
//! The source is pulled by the device's own thread and never waits: position, speed and whether it
//! plays are atomics. While it is held it gives silence; it ends only when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rodio::{ChannelCount, Sample, SampleRate, Source};
use rummage_core::AudioSamples;

/// Positions are in 65536ths of a sample, so that any speed is a whole step.
const FRACTION_BITS: u32 = 16;

struct Shared {
    position: AtomicU64,
    step: AtomicU64,
    playing: AtomicBool,
    ended: AtomicBool,
    end: u64,
    sample_rate: SampleRate,
}

/// The side that steers.
pub struct ReelControl(Arc<Shared>);

/// The side that sounds.
pub struct Reel {
    shared: Arc<Shared>,
    audio: Arc<AudioSamples>,
}

/// Both sides of a recording that plays from `from_ms`. Samples without a rate are taken for 16 kHz.
pub fn reel(audio: Arc<AudioSamples>, from_ms: u64, speed: f32) -> (ReelControl, Reel) {
    const USUAL_RATE: SampleRate = SampleRate::new(16_000).expect("it is not zero");
    let shared = Arc::new(Shared {
        position: AtomicU64::new(0),
        step: AtomicU64::new(1 << FRACTION_BITS),
        playing: AtomicBool::new(true),
        ended: AtomicBool::new(false),
        end: (audio.samples.len() as u64) << FRACTION_BITS,
        sample_rate: SampleRate::new(audio.sample_rate).unwrap_or(USUAL_RATE),
    });
    let control = ReelControl(shared.clone());
    control.set_speed(speed);
    control.seek(from_ms);
    (control, Reel { shared, audio })
}

impl ReelControl {
    /// Plays, or gives silence.
    pub fn set_playing(&self, playing: bool) {
        self.0.playing.store(playing, Ordering::Release);
    }

    /// Whether it plays; also at the end.
    pub fn is_playing(&self) -> bool {
        self.0.playing.load(Ordering::Acquire)
    }

    /// Moves; behind the end is the end.
    pub fn seek(&self, position_ms: u64) {
        let sample = u128::from(position_ms) * u128::from(self.0.sample_rate.get()) / 1000;
        let position = u64::try_from(sample << FRACTION_BITS)
            .unwrap_or(u64::MAX)
            .min(self.0.end);
        self.0.position.store(position, Ordering::Release);
    }

    /// Changes the speed.
    pub fn set_speed(&self, speed: f32) {
        let step = f64::from(speed) * f64::from(1 << FRACTION_BITS);
        self.0.step.store(step as u64, Ordering::Release);
    }

    /// Where the device has got to.
    pub fn position_ms(&self) -> u64 {
        let sample = self.0.position.load(Ordering::Acquire).min(self.0.end) >> FRACTION_BITS;
        sample * 1000 / u64::from(self.0.sample_rate.get())
    }

    /// Takes the recording off the device.
    pub fn end(&self) {
        self.0.ended.store(true, Ordering::Release);
    }
}

impl Drop for ReelControl {
    fn drop(&mut self) {
        self.end();
    }
}

impl Iterator for Reel {
    type Item = Sample;

    fn next(&mut self) -> Option<Sample> {
        if self.shared.ended.load(Ordering::Acquire) {
            return None;
        }
        let at = self.shared.position.load(Ordering::Acquire);
        if at >= self.shared.end || !self.shared.playing.load(Ordering::Acquire) {
            return Some(0.0);
        }
        let step = self.shared.step.load(Ordering::Acquire);
        // A seek in between wins over this step.
        let _ = self.shared.position.compare_exchange(
            at,
            at + step,
            Ordering::AcqRel,
            Ordering::Acquire,
        );
        let index = (at >> FRACTION_BITS) as usize;
        let fraction = (at & ((1 << FRACTION_BITS) - 1)) as f32 / (1 << FRACTION_BITS) as f32;
        let here = self.audio.samples.get(index).copied().unwrap_or_default();
        let next = self.audio.samples.get(index + 1).copied().unwrap_or(here);
        Some(here + (next - here) * fraction)
    }
}

impl Source for Reel {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> ChannelCount {
        ChannelCount::MIN
    }

    fn sample_rate(&self) -> SampleRate {
        self.shared.sample_rate
    }

    fn total_duration(&self) -> Option<Duration> {
        None
    }
}
