//! Where silent playback stands, by a clock: anchors of (time, position) and a speed. No thread, no
//! sleeping: the position follows from the time at which it is asked for.

use std::time::{Duration, Instant};

/// What time it is, since some start; never goes back.
pub trait Clock: Send {
    /// The time since the start.
    fn now(&self) -> Duration;
}

/// Real time.
pub struct WallClock(Instant);

impl WallClock {
    /// A clock that starts now.
    pub fn start() -> Self {
        Self(Instant::now())
    }
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// The state of silent playback.
pub struct Transport {
    clock: Box<dyn Clock>,
    duration_ms: f64,
    /// The position at `since`.
    anchor_ms: f64,
    since: Duration,
    going: bool,
    speed: f64,
}

impl Transport {
    /// Holds at 0 of nothing.
    pub fn new(clock: Box<dyn Clock>) -> Self {
        let since = clock.now();
        Self {
            clock,
            duration_ms: 0.0,
            anchor_ms: 0.0,
            since,
            going: false,
            speed: 1.0,
        }
    }

    /// Starts a recording of `duration_ms` at `from_ms`.
    pub fn start(&mut self, duration_ms: u64, from_ms: u64) {
        self.duration_ms = duration_ms as f64;
        self.going = true;
        self.seek(from_ms);
    }

    /// Holds.
    pub fn pause(&mut self) {
        self.anchor();
        self.going = false;
    }

    /// Goes on.
    pub fn resume(&mut self) {
        self.anchor();
        self.going = true;
    }

    /// Moves, going or not as before.
    pub fn seek(&mut self, position_ms: u64) {
        self.anchor_ms = (position_ms as f64).min(self.duration_ms);
        self.since = self.clock.now();
    }

    /// Changes the speed from now on.
    pub fn set_speed(&mut self, speed: f32) {
        self.anchor();
        self.speed = f64::from(speed);
    }

    /// Where it stands.
    pub fn position_ms(&self) -> u64 {
        self.exact_ms() as u64
    }

    /// Whether it was started or resumed last, not held.
    pub fn is_going(&self) -> bool {
        self.going
    }

    fn exact_ms(&self) -> f64 {
        if !self.going {
            return self.anchor_ms;
        }
        let passed_ms = self.clock.now().saturating_sub(self.since).as_secs_f64() * 1000.0;
        (self.anchor_ms + passed_ms * self.speed).min(self.duration_ms)
    }

    fn anchor(&mut self) {
        self.anchor_ms = self.exact_ms();
        self.since = self.clock.now();
    }
}
