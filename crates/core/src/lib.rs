//! The vocabulary of Rummage: what a file is, what is understood of it, and how failure is named.
//!
//! Every other crate speaks in these types. This crate does no input or output, knows no native
//! library and holds no state, so that the siblings (media, playback, inference, store, index) can
//! share values without knowing of one another.

pub mod cancel;
pub mod decoded;
pub mod error;
pub mod extraction;
pub mod geometry;
pub mod ids;
pub mod line_item;
pub mod locator;
pub mod media_kind;
pub mod money;
pub mod reading_order;
pub mod spoken_evidence;
pub mod text;
pub mod understanding;
pub mod written_date;

pub use cancel::CancelToken;
pub use decoded::{AudioSamples, DecodedMedia, DecodedPage, DecodedPaper, DecodedPhoto, RgbImage};
pub use error::{ErrorKind, Failure, Stage};
pub use extraction::{
    DocumentKind, Embedding, Extraction, Field, FieldName, FieldSource, FieldValue, KindGuess,
    Page, PhotoFacts, SpokenWord, Transcript, VectorSpace, Word,
};
pub use geometry::BBox;
pub use ids::{ContentHash, ContentId, FileId, FolderId};
pub use line_item::{ItemPart, LineItem};
pub use locator::Locator;
pub use media_kind::MediaKind;
pub use money::{Currency, Money, NoCurrencyCode};
pub use spoken_evidence::{SpokenEvidence, SpokenMatch};
