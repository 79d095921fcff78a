//! Recordings: from a file's bytes to mono samples at 16 kHz, what speech models take.
//!
//! symphonia takes the container and most codecs apart, [`opus`] decodes Opus, [`resample`] changes
//! the rate, [`edit_list`] knows which part of an M4A is padding. The samples stream through: beyond
//! the 16 kHz result nothing grows with the length of the recording. A decoder's own assertion
//! costs its file, never the run; what a cut file still holds is kept.

mod edit_list;
mod opus;
mod peaks;
mod resample;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rummage_core::{AudioSamples, CancelToken};
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as Trouble;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

use crate::error::MediaError;
use crate::sniff::FileFormat;
use edit_list::EditList;
use opus::OpusDecoder;
pub use peaks::peaks;
use resample::Resampler;

/// The rate of everything that comes out, in samples per second.
pub const SAMPLE_RATE: u32 = 16_000;

/// The longest recording that is decoded, in milliseconds: six hours.
pub const MAX_DURATION_MS: u64 = 6 * 60 * 60 * 1000;

/// What a cut or damaged recording must still hold to be kept, in milliseconds.
pub const MIN_RESCUED_MS: u64 = 100;

/// Decodes the recording at `path`, whose bytes are `format`, to mono at [`SAMPLE_RATE`]; the mean
/// of the channels. Checks `cancel` between packets.
///
/// A recording that breaks off or is damaged half-way gives what could be decoded, if that is at
/// least [`MIN_RESCUED_MS`]; if more than half of its packets are damaged it is refused.
pub fn decode_audio(
    path: &Path,
    format: FileFormat,
    cancel: &CancelToken,
) -> Result<AudioSamples, MediaError> {
    let what = format.describe();
    if format == FileFormat::Amr {
        return Err(MediaError::Unsupported {
            what,
            detail: "convert it to WAV, MP3, M4A, FLAC or Ogg".into(),
        });
    }
    catch_unwind(AssertUnwindSafe(|| decode(path, what, cancel))).unwrap_or_else(|_| {
        Err(MediaError::Malformed {
            what,
            detail: "the decoder gave up on it".into(),
        })
    })
}

fn decode(
    path: &Path,
    what: &'static str,
    cancel: &CancelToken,
) -> Result<AudioSamples, MediaError> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() == 0 {
        return Err(MediaError::Empty);
    }
    let edit_list = EditList::read(&mut file)?;
    if edit_list.lacks_index() {
        return Err(MediaError::Truncated { what });
    }
    let stream = MediaSourceStream::new(Box::new(file), Default::default());
    let mut container = symphonia::default::get_probe()
        .probe(
            &Hint::new(),
            stream,
            FormatOptions::default(),
            MetadataOptions::default(),
        )
        .map_err(|trouble| not_opened(what, trouble))?;

    let mut decoder = PacketDecoder::for_default_track(container.as_ref(), what)?;
    let mut mixdown = Mixdown::new(&edit_list);
    let mut good_packets = 0_u64;
    let mut damaged_packets = 0_u64;
    let end = loop {
        if cancel.is_cancelled() {
            return Err(MediaError::Cancelled);
        }
        let packet = match container.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break End::Clean,
            // Ogg files may be chained: another recording follows in the same file.
            Err(Trouble::ResetRequired) => {
                match PacketDecoder::for_default_track(container.as_ref(), what) {
                    Ok(next) => decoder = next,
                    Err(_) => break End::Damaged,
                }
                continue;
            }
            Err(Trouble::IoError(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                break End::Cut;
            }
            Err(Trouble::IoError(error)) => return Err(error.into()),
            Err(_) => break End::Damaged,
        };
        if packet.track_id != decoder.track_id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(decoded) => {
                good_packets += 1;
                mixdown.add(decoded, what)?;
            }
            Err(_) => damaged_packets += 1,
        }
        if mixdown.duration_ms() > MAX_DURATION_MS {
            return Err(MediaError::TooLarge {
                what,
                detail: format!(
                    "it is longer than {} hours; split it",
                    MAX_DURATION_MS / 3_600_000
                ),
            });
        }
    };

    let audio = mixdown.finish();
    let enough = match end {
        End::Clean if damaged_packets == 0 => !audio.samples.is_empty(),
        _ => audio.duration_ms() >= MIN_RESCUED_MS && good_packets >= damaged_packets,
    };
    if enough {
        return Ok(audio);
    }
    Err(match end {
        End::Cut => MediaError::Truncated { what },
        End::Clean if damaged_packets == 0 => MediaError::Malformed {
            what,
            detail: "it holds no sound".into(),
        },
        End::Clean | End::Damaged => MediaError::Malformed {
            what,
            detail: format!(
                "{damaged_packets} of its {} packets cannot be decoded",
                damaged_packets + good_packets
            ),
        },
    })
}

/// How the packets came to an end.
enum End {
    Clean,
    Cut,
    Damaged,
}

fn not_opened(what: &'static str, trouble: Trouble) -> MediaError {
    match trouble {
        Trouble::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            MediaError::Truncated { what }
        }
        Trouble::IoError(error) => error.into(),
        Trouble::Unsupported(detail) => MediaError::Unsupported {
            what,
            detail: detail.to_owned(),
        },
        other => MediaError::Malformed {
            what,
            detail: other.to_string(),
        },
    }
}

/// The decoder of one track: symphonia's, or ours for Opus, which symphonia has none for.
struct PacketDecoder {
    track_id: u32,
    codec: Codec,
    interleaved: Vec<f32>,
}

enum Codec {
    Symphonia(Box<dyn AudioDecoder>),
    Opus(Box<OpusDecoder>),
}

/// What one packet held: interleaved samples.
struct Decoded<'a> {
    interleaved: &'a [f32],
    channels: usize,
    sample_rate: u32,
}

impl PacketDecoder {
    fn for_default_track(
        container: &dyn FormatReader,
        what: &'static str,
    ) -> Result<Self, MediaError> {
        let unsupported = |detail: &str| MediaError::Unsupported {
            what,
            detail: detail.to_owned(),
        };
        let track: &Track = container
            .default_track(TrackType::Audio)
            .ok_or_else(|| unsupported("it holds no sound of a known kind"))?;
        let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
            return Err(unsupported("it holds no sound of a known kind"));
        };
        let codec = if parameters.codec == CODEC_ID_OPUS {
            let head = parameters.extra_data.as_deref().unwrap_or_default();
            Codec::Opus(Box::new(OpusDecoder::from_head(head).ok_or_else(|| {
                unsupported("its Opus header describes no channels that can be decoded")
            })?))
        } else {
            Codec::Symphonia(
                symphonia::default::get_codecs()
                    .make_audio_decoder(parameters, &AudioDecoderOptions::default())
                    .map_err(|trouble| not_opened(what, trouble))?,
            )
        };
        Ok(Self {
            track_id: track.id,
            codec,
            interleaved: Vec::new(),
        })
    }

    /// Decodes one packet. An error costs this packet only.
    fn decode(&mut self, packet: &Packet) -> Result<Decoded<'_>, Trouble> {
        let (channels, sample_rate) = match &mut self.codec {
            Codec::Symphonia(decoder) => {
                let buffer = decoder.decode(packet)?;
                buffer.copy_to_vec_interleaved(&mut self.interleaved);
                (buffer.spec().channels().count(), buffer.spec().rate())
            }
            Codec::Opus(decoder) => {
                let trim_end = usize::try_from(packet.trim_end.get()).unwrap_or(usize::MAX);
                decoder
                    .decode(&packet.data, trim_end, &mut self.interleaved)
                    .map_err(|_| Trouble::DecodeError("the Opus packet is damaged"))?;
                (decoder.channels(), opus::SAMPLE_RATE)
            }
        };
        Ok(Decoded {
            interleaved: &self.interleaved,
            channels: channels.max(1),
            sample_rate,
        })
    }
}

/// Gathers decoded packets into mono at [`SAMPLE_RATE`], within what the edit list shows.
struct Mixdown<'a> {
    edit_list: &'a EditList,
    /// Frames of the track passed so far, before the edit list.
    passed_frames: u64,
    mono: Vec<f32>,
    resampler: Option<Resampler>,
    samples: Vec<f32>,
}

impl<'a> Mixdown<'a> {
    fn new(edit_list: &'a EditList) -> Self {
        Self {
            edit_list,
            passed_frames: 0,
            mono: Vec::new(),
            resampler: None,
            samples: Vec::new(),
        }
    }

    fn add(&mut self, decoded: Decoded<'_>, what: &'static str) -> Result<(), MediaError> {
        let Decoded {
            interleaved,
            channels,
            sample_rate,
        } = decoded;
        if self
            .resampler
            .as_ref()
            .is_none_or(|r| r.input_rate() != sample_rate)
        {
            let next = Resampler::new(sample_rate).ok_or_else(|| MediaError::Malformed {
                what,
                detail: format!("it claims {sample_rate} samples per second"),
            })?;
            if let Some(previous) = self.resampler.replace(next) {
                previous.finish(&mut self.samples);
            }
        }
        let shown = self.edit_list.shown_frames(sample_rate);
        let weight = 1.0 / channels as f32;
        self.mono.clear();
        for frame in interleaved.chunks_exact(channels) {
            if shown.contains(&self.passed_frames) {
                let mean = frame.iter().sum::<f32>() * weight;
                self.mono.push(if mean.is_finite() { mean } else { 0.0 });
            }
            self.passed_frames += 1;
        }
        if let Some(resampler) = &mut self.resampler {
            resampler.push(&self.mono, &mut self.samples);
        }
        Ok(())
    }

    fn duration_ms(&self) -> u64 {
        self.samples.len() as u64 * 1000 / u64::from(SAMPLE_RATE)
    }

    fn finish(mut self) -> AudioSamples {
        if let Some(resampler) = self.resampler.take() {
            resampler.finish(&mut self.samples);
        }
        for sample in &mut self.samples {
            *sample = sample.clamp(-1.0, 1.0);
        }
        AudioSamples {
            sample_rate: SAMPLE_RATE,
            samples: self.samples,
        }
    }
}
