//! Where in a content something stands.

use serde::{Deserialize, Serialize};

use crate::geometry::BBox;

/// The place of a piece of evidence: a page and box, a time range, or the whole.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locator {
    /// The content as a whole.
    Whole,
    /// A place on a page.
    Page {
        /// Counted from 0.
        page: u32,
        /// In the page's own units; `None` for the page as a whole.
        bbox: Option<BBox>,
    },
    /// A stretch of a recording.
    Time {
        /// Start in milliseconds.
        start_ms: u64,
        /// End in milliseconds, after the start.
        end_ms: u64,
    },
}
