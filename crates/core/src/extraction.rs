//! What is understood of a content: the result that is committed, indexed and shown.
//!
//! The serialised form of these types is the documented JSON of `rummage inspect` (docs/json.md).

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::geometry::BBox;
use crate::line_item::LineItem;
use crate::media_kind::MediaKind;
use crate::money::Money;
use crate::spoken_evidence::SpokenEvidence;

/// Everything understood of one content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The kind of media that the content is taken for.
    pub kind: MediaKind,
    /// Size, date, camera and place, for anything that is a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoFacts>,
    /// What sort of document it is, for papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_kind: Option<KindGuess>,
    /// The pages with their words, for papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Page>,
    /// Typed fields, at most one per name, for papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// The rows of what is charged for, for papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
    /// What was said, for recordings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<Transcript>,
    /// The length of a recording in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// The image vector, for anything that was understood as a photo.
    #[serde(skip)]
    pub embedding: Option<Embedding>,
}

impl Extraction {
    /// An extraction of `kind` in which nothing has been understood yet.
    pub fn empty(kind: MediaKind) -> Self {
        Self {
            kind,
            photo: None,
            document_kind: None,
            pages: Vec::new(),
            fields: Vec::new(),
            line_items: Vec::new(),
            transcript: None,
            duration_ms: None,
            embedding: None,
        }
    }
}

/// What a picture's header says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PhotoFacts {
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// Local time of the exposure, as the camera's clock had it (EXIF DateTimeOriginal).
    pub taken_at: Option<DateTime>,
    /// Maker and model, without repetition.
    pub camera: Option<String>,
    /// Degrees, north positive.
    pub latitude: Option<f64>,
    /// Degrees, east positive.
    pub longitude: Option<f64>,
}

/// A page and its words in reading order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Width in the page's own units: points for PDF, pixels for images.
    pub width: f32,
    /// Height in the page's own units.
    pub height: f32,
    /// Words in reading order.
    pub words: Vec<Word>,
}

/// A word on a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The text, without white space.
    pub text: String,
    /// Where it stands, in the page's own units.
    #[serde(rename = "box")]
    pub bbox: BBox,
    /// 0..1; 1 for a text layer.
    pub confidence: f32,
}

/// The sorts of document that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A demand for payment.
    Invoice,
    /// A proof of payment, typically from a till.
    Receipt,
    /// Correspondence.
    Letter,
    /// Something to fill in.
    Form,
    /// Movements and balance of an account.
    Statement,
    /// An agreement.
    Contract,
    /// Anything else.
    Other,
}

impl DocumentKind {
    /// All sorts.
    pub const ALL: [Self; 7] = [
        Self::Invoice,
        Self::Receipt,
        Self::Letter,
        Self::Form,
        Self::Statement,
        Self::Contract,
        Self::Other,
    ];

    /// The stable name, as in JSON, in the store and after `type:`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Receipt => "receipt",
            Self::Letter => "letter",
            Self::Form => "form",
            Self::Statement => "statement",
            Self::Contract => "contract",
            Self::Other => "other",
        }
    }

    /// The sort with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A sort of document and how sure the model is of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindGuess {
    /// The most probable sort.
    pub label: DocumentKind,
    /// 0..1.
    pub confidence: f32,
}

/// The fields that are looked for on a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// Who sells.
    Vendor,
    /// The number the vendor gave the paper.
    InvoiceNumber,
    /// When it was issued.
    InvoiceDate,
    /// When it must be paid.
    DueDate,
    /// The ISO 4217 code of its amounts.
    Currency,
    /// The sum before tax.
    Subtotal,
    /// The tax.
    Tax,
    /// What is to be paid, or was paid.
    Total,
    /// Who buys.
    Customer,
}

impl FieldName {
    /// All names.
    pub const ALL: [Self; 9] = [
        Self::Vendor,
        Self::InvoiceNumber,
        Self::InvoiceDate,
        Self::DueDate,
        Self::Currency,
        Self::Subtotal,
        Self::Tax,
        Self::Total,
        Self::Customer,
    ];

    /// The stable name, as in JSON, in the store and in queries.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::InvoiceNumber => "invoice_number",
            Self::InvoiceDate => "invoice_date",
            Self::DueDate => "due_date",
            Self::Currency => "currency",
            Self::Subtotal => "subtotal",
            Self::Tax => "tax",
            Self::Total => "total",
            Self::Customer => "customer",
        }
    }

    /// The field with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// The typed value of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// An amount: `{"minor": 147160, "currency": "EUR"}`.
    Money(Money),
    /// A day: `"2026-03-01"`.
    Date(Date),
    /// A name, a number or a code, with white space folded.
    Text(String),
}

/// Who found a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldSource {
    /// The layout model.
    Model,
    /// A rule over words and places.
    Rule,
    /// Structured data inside the file.
    Einvoice,
    /// The user; above all others.
    User,
}

impl FieldSource {
    /// The stable name, as in JSON and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Rule => "rule",
            Self::Einvoice => "einvoice",
            Self::User => "user",
        }
    }

    /// The source with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Model, Self::Rule, Self::Einvoice, Self::User]
            .into_iter()
            .find(|source| source.as_str() == name)
    }
}

/// One field of a paper, with the proof of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Which field.
    pub name: FieldName,
    /// What it says, typed.
    pub value: FieldValue,
    /// What stands on the page.
    pub raw: String,
    /// Counted from 0.
    pub page: u32,
    /// Where it stands, in the page's own units.
    #[serde(rename = "box")]
    pub bbox: BBox,
    /// 0..1.
    pub confidence: f32,
    /// Who found it.
    pub source: FieldSource,
}

/// What was said in a recording.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// The words joined by single spaces.
    pub text: String,
    /// The words with their times, in order.
    pub words: Vec<SpokenWord>,
    /// What the words were decoded from; kept for searching, never shown.
    #[serde(skip)]
    pub evidence: Option<SpokenEvidence>,
}

impl Transcript {
    /// The text of `words`.
    pub fn text_of(words: &[SpokenWord]) -> String {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        texts.join(" ")
    }
}

/// A word that was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpokenWord {
    /// The word, lower-cased.
    pub text: String,
    /// Start in milliseconds.
    pub start_ms: u64,
    /// End in milliseconds.
    pub end_ms: u64,
    /// 0..1.
    pub confidence: f32,
}

/// The space in which vectors may be compared: model, revision and preprocessing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VectorSpace(pub String);

/// A finite vector of unit length in its space.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    /// The space it belongs to.
    pub space: VectorSpace,
    vector: Vec<f32>,
}

impl Embedding {
    /// Scales `vector` to unit length. `None` when it is empty, not finite or zero: such a vector
    /// must not enter an index.
    pub fn normalised(space: VectorSpace, mut vector: Vec<f32>) -> Option<Self> {
        let norm = vector
            .iter()
            .map(|x| f64::from(*x).powi(2))
            .sum::<f64>()
            .sqrt();
        if !norm.is_finite() || norm < 1e-12 {
            return None;
        }
        vector
            .iter_mut()
            .for_each(|x| *x = (f64::from(*x) / norm) as f32);
        Some(Self { space, vector })
    }

    /// The components.
    pub fn vector(&self) -> &[f32] {
        &self.vector
    }

    /// The cosine with another vector of the same space.
    pub fn cosine(&self, other: &[f32]) -> f32 {
        self.vector.iter().zip(other).map(|(a, b)| a * b).sum()
    }
}
