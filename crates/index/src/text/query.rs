//! What the text index is asked and what it answers.

use std::sync::Arc;

use rummage_core::ContentId;

/// A question to the text index.
///
/// Plain terms are soft: a document that has some of them is an answer, and [`TextHit::coverage`]
/// says how much of the question it covers, so that the caller can cut off. Phrases are hard: a
/// document without them is no answer. `Not` is hard too, and only what matches in full and without
/// any misspelling is taken out by it.
#[derive(Clone, Debug, PartialEq)]
pub enum TextQuery {
    /// A word, or a number or code with its separators: `1.471,60` and `A-1312/B` are one term.
    Term {
        /// As it was typed.
        text: String,
        /// Whether words that begin with it count too (its last word is still being typed).
        prefix: bool,
    },
    /// Words one after the other.
    Phrase(Vec<String>),
    /// All of these, in any order, as far as they are hard; otherwise the more the better.
    And(Vec<TextQuery>),
    /// The best of these.
    Or(Vec<TextQuery>),
    /// Documents that do not match this.
    Not(Box<TextQuery>),
}

/// The parts of a document that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextGroup {
    /// The text of a paper.
    Body,
    /// What was said.
    Spoken,
    /// File and folder names.
    Names,
    /// The values of fields.
    Fields,
}

impl TextGroup {
    /// All groups.
    pub const ALL: [Self; 4] = [Self::Body, Self::Spoken, Self::Names, Self::Fields];
}

/// How a term was found, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchQuality {
    /// As it was typed, but for case and accents.
    Exact,
    /// With its separators left out or others in their place.
    Joined,
    /// As the beginning of a longer word.
    Prefix,
    /// With so many letters changed, added, dropped or swapped with a neighbour.
    Fuzzy(u8),
}

/// One term of the question in one part of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchedTerm {
    /// Which term: the terms and phrases of the question are counted from 0 as they are written,
    /// those within `Not` included.
    pub term: usize,
    /// Where it was found.
    pub group: TextGroup,
    /// How well; the best of that part.
    pub quality: MatchQuality,
    /// The folded word that was found, to look for on the page or in the transcript. For a phrase
    /// its words, joined by spaces.
    pub word: Arc<str>,
}

/// A document that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct TextHit {
    /// The content.
    pub content: ContentId,
    /// BM25 over all parts, misspellings discounted. Comparable within one answer only.
    pub score: f32,
    /// 0..1: the share of the question's terms that the document has, each weighted by how rare it
    /// is and discounted when it is misspelt. A term that no document has weighs the most. 1 for a
    /// question without positive terms.
    pub coverage: f32,
    /// Why.
    pub matched: Vec<MatchedTerm>,
}
