//! The photo viewer.

use serde::Serialize;
use ts_rs::TS;

use crate::common::{ContentHash, Fact, Place};
use crate::search::Hit;

/// What a picture shows, as far as the model can tell.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Label {
    /// In a word or two.
    pub name: String,
    /// From 0 to 1.
    pub confidence: f32,
}

/// A photo and what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(optional_fields)]
pub struct Photo {
    /// Its identity.
    pub content: ContentHash,
    /// Of several copies the first.
    pub file_name: String,
    /// All places where it lies.
    pub places: Vec<Place>,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// When it was taken, by the camera's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The town near which it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Camera and position: what the file itself says.
    pub facts: Vec<Fact>,
    /// What it shows, the surest first.
    pub labels: Vec<Label>,
    /// What is written in the picture; empty when nothing is.
    pub text: String,
    /// Photos that look like it, the nearest first.
    pub similar: Vec<Hit>,
    /// Photos taken around the same time, oldest first, this one included.
    pub moment: Vec<Hit>,
}
