//! What a model can do, as traits, so that the engine can be tested with fakes and a package of
//! another architecture can take a place. Implemented in the inference room.

use crate::cancel::CancelToken;
use crate::decoded::{AudioSamples, DecodedPage, RgbImage};
use crate::error::ErrorKind;
use crate::extraction::{Embedding, Field, KindGuess, SpokenWord, Transcript, VectorSpace};
use crate::geometry::BBox;
use crate::spoken_evidence::SpokenEvidence;

/// Why a model gave no answer.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct UnderstandError {
    /// What to branch on: [`ErrorKind::Model`], [`ErrorKind::Cancelled`] or [`ErrorKind::Internal`].
    pub kind: ErrorKind,
    /// A sentence for a person.
    pub message: String,
}

/// Above which evidence a photo counts as an answer to a text; measured on a background sample,
/// because the scale of the cosine depends on the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConceptScale {
    /// Mean cosine of the text with the background pictures.
    pub background_mean: f32,
    /// Standard deviation of the same.
    pub background_deviation: f32,
    /// A photo is found only if `(cos − mean) / deviation` is at least this.
    pub z_cut: f32,
    /// … and its cosine is at least this.
    pub cos_cut: f32,
    /// … and `cos − mean` is at least this share of the best photo's.
    pub relative_cut: f32,
}

/// Pictures and texts in one vector space (CLIP, Radford et al. 2021).
pub trait PictureModel: Send {
    /// The space of its vectors.
    fn space(&self) -> &VectorSpace;
    /// One vector per picture, in order.
    fn embed_pictures(&mut self, pictures: &[RgbImage]) -> Result<Vec<Embedding>, UnderstandError>;
    /// The vector of a text in the same space.
    fn embed_text(&mut self, text: &str) -> Result<Embedding, UnderstandError>;
    /// The scale on which cosines with this text vector are to be read; `None` when the package
    /// brings no background sample.
    fn concept_scale(&self, text: &Embedding) -> Option<ConceptScale>;
}

/// A row of a paper as a layout model reads it: the text of its parts, untyped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineItemReading {
    /// What was sold.
    pub description: Option<String>,
    /// How many of it.
    pub quantity: Option<String>,
    /// The price of one.
    pub unit_price: Option<String>,
    /// What the row comes to.
    pub amount: Option<String>,
    /// Counted from 0.
    pub page: u32,
    /// Around all words of the row, in the page's own units.
    pub bbox: BBox,
    /// 0..1, the mean over the row's words.
    pub confidence: f32,
}

/// What a layout model reads off the pages of one paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaperReading {
    /// All spans that the model takes for a field, untyped: `value` is `FieldValue::Text` of the raw
    /// text; several per name are possible, the caller chooses.
    pub candidates: Vec<Field>,
    /// The rows of what is charged for, from the top; empty when the package cannot tell.
    pub line_items: Vec<LineItemReading>,
    /// The sort of document, if the package can tell.
    pub kind: Option<KindGuess>,
}

/// Fields and sort of a paper from words and their places (LayoutLM, Xu et al. 2020).
pub trait PaperModel: Send {
    /// Reads all pages; checks `cancel` between windows.
    fn read(
        &mut self,
        pages: &[DecodedPage],
        cancel: &CancelToken,
    ) -> Result<PaperReading, UnderstandError>;
}

/// Speech to words with times (wav2vec 2.0, Baevski et al. 2020, with CTC).
pub trait SpeechModel: Send {
    /// Transcribes mono 16 kHz samples; checks `cancel` between windows.
    fn transcribe(
        &mut self,
        audio: &AudioSamples,
        cancel: &CancelToken,
    ) -> Result<Transcript, UnderstandError>;

    /// The words of a recording for a person with `own` words: vendors, people, names of files and folders, as they are
    /// written there. Told from what was heard of it, so that no recording is listened to again; checks `cancel` now and
    /// then. `None` where own words make no difference, and of a model that cannot tell: it knows no words, or another
    /// model heard the recording.
    fn respell(
        &mut self,
        _heard: &SpokenEvidence,
        _own: &[String],
        _cancel: &CancelToken,
    ) -> Result<Option<Vec<SpokenWord>>, UnderstandError> {
        Ok(None)
    }
}
