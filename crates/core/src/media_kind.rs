//! The kinds of media.

use serde::{Deserialize, Serialize};

/// What a content is to its owner, whatever the file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture of something.
    Photo,
    /// Pages with text.
    Paper,
    /// A recording with speech.
    Voice,
}

impl MediaKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Photo, Self::Paper, Self::Voice];

    /// The stable name, as in JSON, in the store and after `kind:`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Paper => "paper",
            Self::Voice => "voice",
        }
    }

    /// The kind with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
