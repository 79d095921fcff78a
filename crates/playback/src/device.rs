//! The system's default sound device.

use std::sync::Arc;

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::{DeviceSinkBuilder, MixerDeviceSink};
use rummage_core::AudioSamples;

use crate::reel::{ReelControl, reel};

/// Why there is no device to play on.
#[derive(Debug, thiserror::Error)]
pub enum NoDevice {
    /// The system has none.
    #[error("this system has no sound device")]
    None,
    /// It has one that cannot be used.
    #[error("the sound device cannot be opened: {0}")]
    NotOpened(#[from] rodio::DeviceSinkError),
}

/// An open device, silent until something is started.
pub struct Device {
    name: String,
    sink: MixerDeviceSink,
}

impl Device {
    /// Opens the default device.
    pub fn open() -> Result<Self, NoDevice> {
        let device = rodio::cpal::default_host()
            .default_output_device()
            .ok_or(NoDevice::None)?;
        let name = device
            .description()
            .map_or_else(|_| "default device".to_owned(), |it| it.name().to_owned());
        let mut sink = DeviceSinkBuilder::from_device(device)?
            .with_error_callback(|error| tracing::warn!(%error, "the sound device failed"))
            .open_sink_or_fallback()?;
        sink.log_on_drop(false);
        Ok(Self { name, sink })
    }

    /// What the system calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Starts `audio` at `from_ms`, beside whatever else is playing.
    pub fn start(&self, audio: Arc<AudioSamples>, from_ms: u64, speed: f32) -> ReelControl {
        let (control, reel) = reel(audio, from_ms, speed);
        self.sink.mixer().add(reel);
        control
    }
}
