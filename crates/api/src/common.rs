//! What several pages share.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The BLAKE3 hash of a file's bytes, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct ContentHash(pub String);

impl From<rummage_core::ContentHash> for ContentHash {
    fn from(hash: rummage_core::ContentHash) -> Self {
        Self(hash.to_string())
    }
}

/// What a content is to its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture of something.
    Photo,
    /// Pages with text.
    Paper,
    /// A recording with speech.
    Voice,
}

impl From<rummage_core::MediaKind> for MediaKind {
    fn from(kind: rummage_core::MediaKind) -> Self {
        match kind {
            rummage_core::MediaKind::Photo => Self::Photo,
            rummage_core::MediaKind::Paper => Self::Paper,
            rummage_core::MediaKind::Voice => Self::Voice,
        }
    }
}

/// Left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(rename = "Box")]
pub struct PageBox(pub [f32; 4]);

impl From<rummage_core::BBox> for PageBox {
    fn from(bbox: rummage_core::BBox) -> Self {
        Self(bbox.into())
    }
}

/// An amount in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Money {
    /// Hundredths, or whatever the currency's minor unit is.
    pub minor: i64,
    /// ISO 4217; null when the paper does not say.
    pub currency: Option<String>,
}

impl From<rummage_core::Money> for Money {
    fn from(money: rummage_core::Money) -> Self {
        Self {
            minor: money.minor,
            currency: money.currency.map(String::from),
        }
    }
}

/// Where in a content something stands. Pages count from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Locator {
    /// A place on a page.
    #[ts(optional_fields)]
    Page {
        /// Counted from 0.
        page: u32,
        /// Without it the page as a whole.
        #[serde(rename = "box", default, skip_serializing_if = "Option::is_none")]
        bbox: Option<PageBox>,
    },
    /// A stretch of a recording.
    Time {
        /// Its start.
        start_s: f64,
        /// Its end.
        end_s: f64,
    },
}

/// A place where a content lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Place {
    /// Absolute.
    pub path: String,
    /// Its drive is absent.
    pub offline: bool,
}

/// Something that is known, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What it says, for a person.
    pub value: String,
}
