//! The parsed query.

use std::ops::Range;

use rummage_core::{DocumentKind, FieldName, MediaKind};

use super::period::Period;

/// A query: all clauses must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What was typed.
    pub raw: String,
    /// In the order typed.
    pub clauses: Vec<Clause>,
    /// The bytes of `raw` in which each clause stands. An item that falls apart into several
    /// clauses gives all of them the same.
    pub spans: Vec<Range<usize>>,
}

/// Alternatives joined by `OR`; one of them must hold (or, negated, must not).
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Whether a minus sign stood before it.
    pub negated: bool,
    /// At least one.
    pub alternatives: Vec<Atom>,
}

/// The smallest piece of a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Atom {
    /// A plain word as typed; it may fold to several index terms (`A-1312/B`).
    Word(String),
    /// Words in this order, next to one another.
    Phrase(String),
    /// A condition on facts.
    Constraint(Constraint),
}

/// A condition on facts.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// `kind:photo`
    Kind(MediaKind),
    /// `type:invoice`
    DocumentKind(DocumentKind),
    /// `vendor:acme`: the field's text contains this.
    FieldText(FieldName, String),
    /// `total>500`: an amount in whole or fractional units, compared in hundredths.
    FieldAmount(FieldName, Comparison<i64>),
    /// `due<2026-07`; `None` stands for the date of the thing itself, whatever it is.
    Date(Option<FieldName>, Period),
    /// `camera:pixel`
    Camera(String),
    /// `folder:scans`
    Folder(String),
    /// `ext:pdf`
    Extension(String),
}

/// A comparison with bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison<T> {
    /// `< x`
    Less(T),
    /// `<= x`
    AtMost(T),
    /// `> x`
    Greater(T),
    /// `>= x`
    AtLeast(T),
    /// `= x`
    Equal(T),
    /// `x..y`, both ends included.
    Between(T, T),
}

impl Query {
    /// The plain words and phrases that must hold, joined as typed: what is asked of the picture
    /// model. Empty when the query consists of conditions alone.
    pub fn plain_text(&self) -> String {
        self.texts(false).collect::<Vec<_>>().join(" ")
    }

    /// The plain words and phrases behind a minus sign.
    pub fn negated_texts(&self) -> Vec<&str> {
        self.texts(true).collect()
    }

    fn texts(&self, negated: bool) -> impl Iterator<Item = &str> {
        self.clauses
            .iter()
            .filter(move |clause| clause.negated == negated)
            .flat_map(|clause| &clause.alternatives)
            .filter_map(|atom| match atom {
                Atom::Word(text) | Atom::Phrase(text) => Some(text.as_str()),
                Atom::Constraint(_) => None,
            })
    }
}
