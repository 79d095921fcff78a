//! The shapes that cross between the window's pages and the engine: plain values, serialised as
//! JSON, with their TypeScript beside them. No logic, no input or output, no Tauri.
//!
//! Units: times in seconds from the start of a recording (`_s`), moments as ISO 8601 text, money in
//! minor units, boxes in the page's own units with the origin at the top left, offsets in a query
//! in UTF-16 code units, as a browser counts them. Commands have the names of the functions in
//! `ui/src/lib/backend/backend.ts`; what they answer is here.

mod common;
mod error;
mod library;
mod paper;
mod photo;
mod search;
mod settings;
mod typescript;
mod voice;

pub use common::{ContentHash, Fact, Locator, MediaKind, Money, PageBox, Place};
pub use error::{CommandError, ErrorCode};
pub use library::{
    Estimate, FailedFile, IndexingActivity, IndexingStage, IndexingState, Library, LibraryBytes,
    LibraryFolder, StageName, SuggestedFolder,
};
pub use paper::{
    FieldSource, FieldValue, FieldsFormat, PageWord, Paper, PaperField, PaperItem, PaperPage,
    SumCheck, SumPart,
};
pub use photo::{Label, Photo};
pub use search::{
    ClauseKind, EvidenceSource, ExampleQuery, Facet, FacetChoice, FacetKind, FacetValue, Hit,
    PaperCard, PhotoCard, SavedSearch, ScoreBand, SearchAnswer, SearchRequest, SearchStage,
    SortOrder, Strictness, Tab, TabCounts, Understood, VoiceCard, Why,
};
pub use settings::{BatteryRule, DateOrder, Machine, ModelPackage, Settings, Theme};
pub use typescript::typescript;
pub use voice::{PlaybackState, SpokenWord, TranscriptFormat, TranscriptSegment, Voice};
