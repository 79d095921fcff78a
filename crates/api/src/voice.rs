//! The voice viewer and playback.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::common::{ContentHash, Place};

/// A word that was said.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SpokenWord {
    /// The word.
    pub text: String,
    /// Its start.
    pub start_s: f64,
    /// Its end.
    pub end_s: f64,
    /// Whether the query asks for it.
    pub matched: bool,
    /// The speech model was unsure of it.
    pub doubtful: bool,
}

/// A stretch of a transcript between pauses.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TranscriptSegment {
    /// Its start.
    pub start_s: f64,
    /// Its end.
    pub end_s: f64,
    /// Its words.
    pub text: String,
}

/// A recording and what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(optional_fields)]
pub struct Voice {
    /// Its identity.
    pub content: ContentHash,
    /// Of several copies the first.
    pub file_name: String,
    /// All places where it lies.
    pub places: Vec<Place>,
    /// When its file was last changed, which is when it was recorded unless it was edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<String>,
    /// Its length.
    pub seconds: f64,
    /// About 1000 values of loudness from 0 to 1.
    pub peaks: Vec<f32>,
    /// In order.
    pub words: Vec<SpokenWord>,
    /// Stretches between pauses, in order.
    pub segments: Vec<TranscriptSegment>,
}

/// How a transcript is written to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TranscriptFormat {
    /// Plain text, a line a stretch.
    Txt,
    /// SubRip subtitles.
    Srt,
    /// WebVTT subtitles.
    Vtt,
}

/// Where playback stands; pushed as the event `playback`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PlaybackState {
    /// What is played.
    pub content: ContentHash,
    /// Where it stands.
    pub position_s: f64,
    /// Whether it moves.
    pub playing: bool,
    /// 1 for as it was recorded.
    pub speed: f32,
    /// There is no sound device: time passes, nothing is heard.
    pub silent: bool,
    /// The end was reached.
    pub ended: bool,
}
