//! Labels of words to fields: BIO labels become spans, and a span becomes a candidate with its proof.
//! [`super::line_items`] makes rows of the spans of line items.

use std::collections::HashMap;

use rummage_core::{BBox, Field, FieldName, FieldSource, FieldValue, ItemPart, Word};

use crate::config::Config;
use crate::error::InferenceError;

/// What a label is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Field(FieldName),
    Item(ItemPart),
}

impl Target {
    fn parse(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let field = FieldName::parse(&name).map(Self::Field);
        field.or_else(|| ItemPart::parse(&name).map(Self::Item))
    }
}

/// What a label says about a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Part of nothing that is looked for.
    Outside,
    /// The first word of a field or a part of a line item.
    Begin(Target),
    /// A further word of one.
    Inside(Target),
}

/// A word's label and how probable the model finds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct WordLabel {
    pub(super) label: Label,
    pub(super) confidence: f32,
}

impl WordLabel {
    /// For words about which the model says nothing.
    pub(super) const NONE: Self = Self {
        label: Label::Outside,
        confidence: 0.0,
    };
}

impl Label {
    fn parse(name: &str) -> Self {
        match name.split_once('-') {
            Some(("B", name)) => Target::parse(name).map_or(Self::Outside, Self::Begin),
            Some(("I", name)) => Target::parse(name).map_or(Self::Outside, Self::Inside),
            _ => Self::Outside,
        }
    }
}

/// The names in `key` of config.json (`{"0": "O", "1": "B-total", …}`), in the order of their numbers.
pub(super) fn names_by_number(config: &Config, key: &str) -> Result<Vec<String>, InferenceError> {
    let names: HashMap<String, String> = config.require(key)?;
    (0..names.len())
        .map(|number| {
            names
                .get(&number.to_string())
                .cloned()
                .ok_or_else(|| config.bad(format!("`{key}` has no name for {number}")))
        })
        .collect()
}

/// The labels of config.json, at least one of which must be a field that is looked for.
pub(super) fn labels(config: &Config) -> Result<Vec<Label>, InferenceError> {
    let labels: Vec<Label> = names_by_number(config, "id2label")?
        .iter()
        .map(|name| Label::parse(name))
        .collect();
    if labels.iter().all(|label| *label == Label::Outside) {
        return Err(config.bad("`id2label` names no field that is looked for, such as B-total"));
    }
    Ok(labels)
}

/// The most probable of `logits` and its share after softmax.
pub(super) fn most_probable(logits: &[f32]) -> (usize, f32) {
    let shares = softmax(logits);
    let mut best = (0, 0.0);
    for (index, share) in shares.into_iter().enumerate() {
        if share > best.1 {
            best = (index, share);
        }
    }
    best
}

/// Shares that add up to one.
pub(super) fn softmax(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut shares: Vec<f32> = logits.iter().map(|logit| (logit - largest).exp()).collect();
    let sum: f32 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= sum);
    shares
}

/// Words that belong together by their labels.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) target: Target,
    /// Whether a `Begin` started it; otherwise an `Inside` that had nothing to go on with.
    pub(super) begun: bool,
    /// Numbers of words, in reading order; at least one.
    pub(super) words: Vec<usize>,
}

impl Span {
    /// The text of its words, with single spaces between them.
    pub(super) fn text(&self, words: &[Word]) -> String {
        let texts: Vec<&str> = self.words.iter().map(|i| words[*i].text.as_str()).collect();
        texts.join(" ")
    }
}

/// The spans of a page. `Begin` starts a span; `Inside` goes on with the span of the same target that the
/// word before belongs to, and starts one where there is none.
pub(super) fn spans(labels: &[WordLabel]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut open = None;
    for (index, word) in labels.iter().enumerate() {
        open = match word.label {
            Label::Outside => None,
            Label::Inside(target) if open == Some(target) => {
                let span = spans.last_mut().expect("an open span has been begun");
                span.words.push(index);
                Some(target)
            }
            Label::Begin(target) | Label::Inside(target) => {
                spans.push(Span {
                    target,
                    begun: matches!(word.label, Label::Begin(_)),
                    words: vec![index],
                });
                Some(target)
            }
        };
    }
    spans
}

/// The mean confidence of some words; there must be one.
pub(super) fn mean_confidence<'a>(
    members: impl Iterator<Item = &'a usize> + Clone,
    labels: &[WordLabel],
) -> f32 {
    let sum: f32 = members.clone().map(|index| labels[*index].confidence).sum();
    sum / members.count() as f32
}

/// The fields among the spans of page `page`, as candidates.
pub(super) fn candidates(
    words: &[Word],
    labels: &[WordLabel],
    spans: &[Span],
    page: u32,
) -> Vec<Field> {
    spans
        .iter()
        .filter_map(|span| {
            let Target::Field(name) = span.target else {
                return None;
            };
            let raw = span.text(words);
            let bbox = BBox::around(span.words.iter().map(|index| &words[*index].bbox));
            Some(Field {
                name,
                value: FieldValue::Text(raw.clone()),
                raw,
                page,
                bbox: bbox.unwrap_or_default(),
                confidence: mean_confidence(span.words.iter(), labels),
                source: FieldSource::Model,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(labels: &[&str]) -> Vec<(FieldName, String)> {
        let words: Vec<Word> = (0..labels.len())
            .map(|index| Word {
                text: format!("w{index}"),
                bbox: BBox::new(index as f32, 0.0, index as f32 + 1.0, 1.0),
                confidence: 1.0,
            })
            .collect();
        let labels: Vec<WordLabel> = labels
            .iter()
            .map(|name| WordLabel {
                label: Label::parse(name),
                confidence: 0.5,
            })
            .collect();
        candidates(&words, &labels, &spans(&labels), 0)
            .into_iter()
            .map(|field| (field.name, field.raw))
            .collect()
    }

    #[test]
    fn a_new_begin_parts_two_spans_of_one_field() {
        assert_eq!(
            read(&["B-total", "I-total", "B-total", "O", "B-TAX"]),
            [
                (FieldName::Total, "w0 w1".into()),
                (FieldName::Total, "w2".into()),
                (FieldName::Tax, "w4".into()),
            ]
        );
    }

    #[test]
    fn an_inside_without_a_begin_starts_a_span() {
        assert_eq!(
            read(&["I-vendor", "I-vendor", "I-total", "O", "I-total"]),
            [
                (FieldName::Vendor, "w0 w1".into()),
                (FieldName::Total, "w2".into()),
                (FieldName::Total, "w4".into()),
            ]
        );
    }

    #[test]
    fn what_is_no_field_that_is_looked_for_is_passed_over() {
        let labels = ["B-colour", "I-colour", "B-item_amount"];
        assert_eq!(read(&labels), []);
    }

    #[test]
    fn a_span_carries_the_box_around_its_words_and_their_mean_confidence() {
        let words: Vec<Word> = [
            ("Acme", [5.0, 5.0, 9.0, 7.0]),
            ("Ltd", [10.0, 4.0, 12.0, 7.0]),
        ]
        .into_iter()
        .map(|(text, bbox)| Word {
            text: text.into(),
            bbox: bbox.into(),
            confidence: 1.0,
        })
        .collect();
        let label = |label, confidence| WordLabel { label, confidence };
        let labels = [
            label(Label::Begin(Target::Field(FieldName::Vendor)), 0.75),
            label(Label::Inside(Target::Field(FieldName::Vendor)), 0.25),
        ];
        let fields = candidates(&words, &labels, &spans(&labels), 3);
        assert_eq!(fields[0].bbox, BBox::new(5.0, 4.0, 12.0, 7.0));
        assert_eq!((fields[0].confidence, fields[0].page), (0.5, 3));
        assert_eq!(fields[0].raw, "Acme Ltd");
    }

    #[test]
    fn softmax_of_large_logits_stays_finite() {
        assert_eq!(most_probable(&[1e30, 0.0]), (0, 1.0));
    }
}
