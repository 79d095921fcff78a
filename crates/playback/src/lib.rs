//! Playing recordings, or a paced silence where there is no sound device.
//!
//! Takes decoded samples only: no file is opened and nothing decoded here. rodio is known nowhere
//! else. Without a device everything behaves the same (positions advance in real time, the end is
//! reached) and nothing is heard, so that a machine without sound can follow a recording's words.

mod device;
mod reel;
mod transport;

use std::sync::Arc;
use std::time::Duration;

use rummage_core::AudioSamples;

use device::Device;
use reel::ReelControl;
pub use transport::Clock;
use transport::{Transport, WallClock};

/// The speeds at which speech is still heard as speech.
pub const SPEEDS: std::ops::RangeInclusive<f32> = 0.5..=3.0;

/// Where the sound goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// To the device of this name.
    Device(String),
    /// Nowhere, in real time.
    Silent {
        /// Why nothing is heard, for a person.
        reason: String,
    },
}

/// Plays one recording at a time.
///
/// Before the first [`Player::play`] it stands at 0 ms of a recording of no length.
pub struct Player {
    output: Output,
    engine: Engine,
    duration_ms: u64,
    speed: f32,
}

enum Engine {
    Device {
        device: Device,
        reel: Option<ReelControl>,
    },
    Silent(Transport),
}

impl Player {
    /// A player on the system's default device; a silent one where there is none or it cannot be
    /// opened.
    pub fn open() -> Self {
        match Device::open() {
            Ok(device) => Self {
                output: Output::Device(device.name().to_owned()),
                engine: Engine::Device { device, reel: None },
                duration_ms: 0,
                speed: 1.0,
            },
            Err(reason) => Self::silent(reason.to_string()),
        }
    }

    /// A player that is never heard, for machines and settings without sound.
    pub fn silent(reason: impl Into<String>) -> Self {
        Self::silent_by(Box::new(WallClock::start()), reason)
    }

    /// A player that is never heard and goes by this clock.
    pub fn silent_by(clock: Box<dyn Clock>, reason: impl Into<String>) -> Self {
        Self {
            output: Output::Silent {
                reason: reason.into(),
            },
            engine: Engine::Silent(Transport::new(clock)),
            duration_ms: 0,
            speed: 1.0,
        }
    }

    /// Where the sound goes.
    pub fn output(&self) -> &Output {
        &self.output
    }

    /// Plays `audio` from `from_ms` on, instead of what was playing before, at the speed that is
    /// set. A start behind the end is the end.
    pub fn play(&mut self, audio: AudioSamples, from_ms: u64) {
        self.duration_ms = audio.duration_ms();
        match &mut self.engine {
            Engine::Device { device, reel } => {
                if let Some(previous) = reel.take() {
                    previous.end();
                }
                *reel = Some(device.start(Arc::new(audio), from_ms, self.speed));
            }
            Engine::Silent(transport) => transport.start(self.duration_ms, from_ms),
        }
    }

    /// Holds; the position stays.
    pub fn pause(&mut self) {
        match &mut self.engine {
            Engine::Device { reel, .. } => {
                if let Some(reel) = reel {
                    reel.set_playing(false);
                }
            }
            Engine::Silent(transport) => transport.pause(),
        }
    }

    /// Goes on from where it holds; from the start when the end was reached.
    pub fn resume(&mut self) {
        if self.is_finished() {
            self.seek(0);
        }
        match &mut self.engine {
            Engine::Device { reel, .. } => {
                if let Some(reel) = reel {
                    reel.set_playing(true);
                }
            }
            Engine::Silent(transport) => transport.resume(),
        }
    }

    /// Moves to `position_ms`, playing or not as before; behind the end is the end.
    pub fn seek(&mut self, position_ms: u64) {
        match &mut self.engine {
            Engine::Device { reel, .. } => {
                if let Some(reel) = reel {
                    reel.seek(position_ms);
                }
            }
            Engine::Silent(transport) => transport.seek(position_ms),
        }
    }

    /// Plays faster or slower, within [`SPEEDS`]; the pitch goes along. Holds for later recordings
    /// too. A speed that is no number changes nothing.
    pub fn set_speed(&mut self, speed: f32) {
        if !speed.is_finite() {
            return;
        }
        self.speed = speed.clamp(*SPEEDS.start(), *SPEEDS.end());
        match &mut self.engine {
            Engine::Device { reel, .. } => {
                if let Some(reel) = reel {
                    reel.set_speed(self.speed);
                }
            }
            Engine::Silent(transport) => transport.set_speed(self.speed),
        }
    }

    /// The speed that is set; 1 at first.
    pub fn speed(&self) -> f32 {
        self.speed
    }

    /// Where in the recording it stands, in milliseconds, at most [`Player::duration_ms`].
    pub fn position_ms(&self) -> u64 {
        match &self.engine {
            Engine::Device { reel, .. } => reel.as_ref().map_or(0, ReelControl::position_ms),
            Engine::Silent(transport) => transport.position_ms(),
        }
        .min(self.duration_ms)
    }

    /// The length of the recording in milliseconds.
    pub fn duration_ms(&self) -> u64 {
        self.duration_ms
    }

    /// Whether it is moving: started, not held, not at the end.
    pub fn is_playing(&self) -> bool {
        let going = match &self.engine {
            Engine::Device { reel, .. } => reel.as_ref().is_some_and(ReelControl::is_playing),
            Engine::Silent(transport) => transport.is_going(),
        };
        going && !self.is_finished()
    }

    /// Whether the end was reached. A player that was given nothing has nothing left to play.
    pub fn is_finished(&self) -> bool {
        self.position_ms() >= self.duration_ms
    }

    /// How long the rest takes at the speed that is set.
    pub fn remaining(&self) -> Duration {
        let left_ms = self.duration_ms - self.position_ms();
        Duration::from_secs_f64(left_ms as f64 / 1000.0 / f64::from(self.speed))
    }
}

#[cfg(test)]
mod tests;
