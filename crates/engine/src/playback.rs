//! Playing the library's recordings while the window is open, and telling where playback stands.
//!
//! The player lives on a thread of its own, because some systems bind a sound device to the thread
//! that opened it; it is opened when something is first played.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rummage_api as api;
use rummage_core::CancelToken;
use tokio::runtime::Handle;

use crate::error::EngineError;
use crate::lanes::{Lane, Urgency};
use crate::library::Library;
use crate::play::{Output, Player, open_recording};

/// Positions are told this often while something plays.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// Receives where playback stands; must return quickly.
pub type PlaybackSink = Arc<dyn Fn(api::PlaybackState) + Send + Sync>;

/// Plays one recording at a time.
pub struct Playback {
    library: Arc<Library>,
    sink: PlaybackSink,
    lane: Lane<Player>,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    content: Option<String>,
    /// Counts what was started, so that only the latest is told about.
    started: u64,
}

impl Playback {
    /// Playback of a library's recordings; no device is opened yet.
    ///
    /// # Errors
    /// [`EngineError::Io`] when the system gives no thread.
    pub fn new(library: Arc<Library>, sink: PlaybackSink) -> Result<Arc<Self>, EngineError> {
        Ok(Arc::new(Self {
            library,
            sink,
            lane: Lane::start("playback", || Ok(Player::open())).map_err(EngineError::io(
                "a thread for playback could not be started",
            ))?,
            now: Mutex::default(),
        }))
    }

    /// Plays a recording from `at_s` on. One that is already under way is merely moved.
    ///
    /// # Errors
    /// [`EngineError::Absent`] when its file is not there, [`EngineError::File`] when it cannot be
    /// read.
    pub async fn play(self: &Arc<Self>, content: &str, at_s: f64) -> Result<(), EngineError> {
        let from_ms = milliseconds(at_s);
        if self.content().as_deref() == Some(content) {
            self.steer(move |player| {
                player.seek(from_ms);
                player.resume();
            })
            .await?;
        } else {
            let path = self.library.path_of(content).await?;
            let settings = self.library.settings();
            let audio = open_recording(&path, &settings, &CancelToken::new()).await?;
            self.steer(move |player| player.play(audio, from_ms))
                .await?;
        }
        let started = {
            let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
            now.content = Some(content.to_owned());
            now.started += 1;
            now.started
        };
        let playback = Arc::clone(self);
        Handle::current().spawn(async move { playback.follow(started).await });
        Ok(())
    }

    /// Holds; the position stays.
    pub async fn pause(&self) -> Result<(), EngineError> {
        self.steer(Player::pause).await?;
        self.tell().await
    }

    /// Moves, playing or not as before.
    pub async fn seek(&self, at_s: f64) -> Result<(), EngineError> {
        let position_ms = milliseconds(at_s);
        self.steer(move |player| player.seek(position_ms)).await?;
        self.tell().await
    }

    /// Plays faster or slower.
    pub async fn set_speed(&self, speed: f32) -> Result<(), EngineError> {
        self.steer(move |player| player.set_speed(speed)).await?;
        self.tell().await
    }

    /// Ends; nothing is under way any more.
    pub async fn stop(&self) -> Result<(), EngineError> {
        self.steer(Player::pause).await?;
        self.tell().await?;
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.content = None;
        now.started += 1;
        Ok(())
    }

    /// Tells where playback stands until it holds, ends or is followed by another.
    async fn follow(&self, started: u64) {
        while let Ok(Some(state)) = self.state().await {
            let is_latest = {
                let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
                now.started == started
            };
            if !is_latest {
                return;
            }
            let goes_on = state.playing;
            (self.sink)(state);
            if !goes_on {
                return;
            }
            tokio::time::sleep(TELL_EVERY).await;
        }
    }

    async fn tell(&self) -> Result<(), EngineError> {
        if let Some(state) = self.state().await? {
            (self.sink)(state);
        }
        Ok(())
    }

    async fn state(&self) -> Result<Option<api::PlaybackState>, EngineError> {
        let Some(content) = self.content() else {
            return Ok(None);
        };
        let state = self
            .lane
            .run(Urgency::Interactive, move |player| {
                Ok(api::PlaybackState {
                    content: api::ContentHash(content),
                    position_s: player.position_ms() as f64 / 1000.0,
                    playing: player.is_playing(),
                    speed: player.speed(),
                    silent: matches!(player.output(), Output::Silent { .. }),
                    ended: player.is_finished(),
                })
            })
            .await?;
        Ok(Some(state))
    }

    async fn steer<F>(&self, steer: F) -> Result<(), EngineError>
    where
        F: FnOnce(&mut Player) + Send + 'static,
    {
        let steered = self.lane.run(Urgency::Interactive, move |player| {
            steer(player);
            Ok(())
        });
        Ok(steered.await?)
    }

    fn content(&self) -> Option<String> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.content.clone()
    }
}

fn milliseconds(seconds: f64) -> u64 {
    // Negative and NaN become 0.
    (seconds * 1000.0).round() as u64
}
