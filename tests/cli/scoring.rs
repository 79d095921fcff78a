//! Measures of what was understood against the truth of the samples: fields and transcripts.

use std::path::Path;

use serde_json::Value;

use crate::kit::{Library, hits, text};
use crate::samples::{self, Sample};

/// How well fields were found; an answer counts when its typed value is the true one.
#[derive(Clone, Copy, Debug, Default)]
pub struct FieldScore {
    /// Fields that are right.
    pub right: usize,
    /// Fields that were given.
    pub given: usize,
    /// Fields that there are.
    pub there: usize,
}

impl FieldScore {
    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.given + self.there).max(1) as f64
    }
}

/// The score of the fields of `papers` by one source, or by all of them together.
pub fn field_score(library: &Library, papers: &[&Sample], source: Option<&str>) -> FieldScore {
    let found = library.search("kind:paper");
    let mut score = FieldScore::default();
    for paper in papers {
        let truth = paper.truth["fields"].as_object().expect("true fields");
        score.there += truth.len();
        let hit = hits(&found)
            .iter()
            .find(|hit| text(&hit["path"]) == paper.path.to_string_lossy());
        let given = hit
            .and_then(|hit| hit["fields"].as_array())
            .map(Vec::as_slice)
            .unwrap_or_default();
        for field in given {
            if source.is_some_and(|source| field["source"] != source) {
                continue;
            }
            score.given += 1;
            let truth = truth.get(text(&field["name"]));
            score.right += usize::from(truth.is_some_and(|truth| is_same(truth, &field["value"])));
        }
    }
    score
}

/// Typed values are compared: amounts and dates exactly, texts by their letters and digits.
fn is_same(truth: &Value, given: &Value) -> bool {
    match (truth.as_str(), given.as_str()) {
        (Some(truth), Some(given)) => plain(truth) == plain(given),
        _ => truth == given,
    }
}

fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Edits per true word (Levenshtein 1966) over the transcripts of `notes`.
pub fn word_error_rate(library: &Library, notes: &[&Sample]) -> f64 {
    let (mut edits, mut words) = (0, 0);
    for note in notes {
        let truth = normalised_words(text(&note.truth["text"]));
        let heard = transcript(library, &note.path);
        edits += distance(&truth, &normalised_words(&heard));
        words += truth.len();
    }
    edits as f64 / words as f64
}

fn transcript(library: &Library, note: &Path) -> String {
    text(&library.show(note)["transcript"]["text"]).to_owned()
}

/// Capitals, apostrophes inside words: as the speech model writes.
pub fn normalised_words(text: &str) -> Vec<String> {
    let upper = text.to_uppercase().replace('’', "'");
    upper
        .split(|c: char| !c.is_ascii_uppercase() && c != '\'')
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn distance(truth: &[String], heard: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (i, expected) in truth.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, word) in heard.iter().enumerate() {
            let replaced = diagonal + usize::from(expected != word);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[heard.len()]
}

/// The papers with a text layer: no recognition of print stands between them and the model.
pub fn born_digital() -> Vec<&'static Sample> {
    samples::of_kind("paper")
        .filter(|paper| paper.truth["form"] == "digital")
        .collect()
}

#[test]
fn edits_are_counted_word_by_word() {
    let words = |text: &str| normalised_words(text);
    assert_eq!(
        words("Don’t  buy 'oat-milk'!"),
        ["DON'T", "BUY", "OAT", "MILK"]
    );
    assert_eq!(distance(&words("a b c d"), &words("a x c")), 2);
    assert_eq!(distance(&words("a b"), &[]), 2);
    assert_eq!(distance(&[], &words("a b")), 2);
}

#[test]
fn values_are_compared_by_what_they_mean() {
    use serde_json::json;
    assert!(is_same(
        &json!("Café Morgenmuffel"),
        &json!("CAFÉ  Morgenmuffel.")
    ));
    assert!(!is_same(&json!("2026-03-01"), &json!("2026-03-10")));
    let euros = json!({"minor": 100, "currency": "EUR"});
    assert!(is_same(&euros, &euros.clone()));
    assert!(!is_same(&euros, &json!({"minor": 100, "currency": null})));
}
