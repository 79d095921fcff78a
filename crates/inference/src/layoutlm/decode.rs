//! Labels of words to fields: BIO labels become spans, and a span becomes a candidate with its proof.

use std::collections::HashMap;

use rummage_core::{BBox, Field, FieldName, FieldSource, FieldValue, Word};

use crate::config::Config;
use crate::error::InferenceError;

/// What a label says about a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Part of no field that is looked for.
    Outside,
    /// The first word of a field.
    Begin(FieldName),
    /// A further word of a field.
    Inside(FieldName),
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
        let field = |name: &str| FieldName::parse(&name.to_lowercase());
        match name.split_once('-') {
            Some(("B", name)) => field(name).map_or(Self::Outside, Self::Begin),
            Some(("I", name)) => field(name).map_or(Self::Outside, Self::Inside),
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

/// The spans on page `page` as candidates. `Begin` starts a span; `Inside` goes on with the span of the
/// same field that the word before belongs to, and starts one where there is none.
pub(super) fn candidates(words: &[Word], labels: &[WordLabel], page: u32) -> Vec<Field> {
    let mut spans: Vec<(FieldName, Vec<usize>)> = Vec::new();
    let mut open = None;
    for (index, word) in labels.iter().enumerate() {
        open = match word.label {
            Label::Outside => None,
            Label::Inside(name) if open == Some(name) => {
                let (_, members) = spans.last_mut().expect("an open span has been begun");
                members.push(index);
                Some(name)
            }
            Label::Begin(name) | Label::Inside(name) => {
                spans.push((name, vec![index]));
                Some(name)
            }
        };
    }
    spans
        .into_iter()
        .map(|(name, members)| {
            let raw = members
                .iter()
                .map(|index| words[*index].text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            let bbox = BBox::around(members.iter().map(|index| &words[*index].bbox));
            let sum: f32 = members.iter().map(|index| labels[*index].confidence).sum();
            Field {
                name,
                value: FieldValue::Text(raw.clone()),
                raw,
                page,
                bbox: bbox.unwrap_or_default(),
                confidence: sum / members.len() as f32,
                source: FieldSource::Model,
            }
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
        candidates(&words, &labels, 0)
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
    fn a_field_that_is_not_looked_for_is_passed_over() {
        assert_eq!(read(&["B-colour", "I-colour"]), []);
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
            label(Label::Begin(FieldName::Vendor), 0.75),
            label(Label::Inside(FieldName::Vendor), 0.25),
        ];
        let fields = candidates(&words, &labels, 3);
        assert_eq!(fields[0].bbox, BBox::new(5.0, 4.0, 12.0, 7.0));
        assert_eq!((fields[0].confidence, fields[0].page), (0.5, 3));
        assert_eq!(fields[0].raw, "Acme Ltd");
    }

    #[test]
    fn softmax_of_large_logits_stays_finite() {
        assert_eq!(most_probable(&[1e30, 0.0]), (0, 1.0));
    }
}
