//! Where in a content the words of a query stand: page and box, second, field or name.

use std::collections::BTreeMap;

use rummage_core::{BBox, Extraction, Field, FieldValue, Transcript, Word, text};
use rummage_index::{MatchedTerm, TextGroup, TextHit};
use rummage_store::HitFacts;

use super::response::{Evidence, Why};
use super::spoken::Heard;
use crate::error::EngineError;
use crate::library::Library;
use crate::query::{Atom, Comparison, Constraint, Query};

/// At most so many places per content are named.
const PLACES: usize = 6;
const SNIPPET_WORDS: usize = 5;

impl Library {
    /// The places in which a content holds the query's words.
    pub(super) async fn explain_words(
        &self,
        hit: &TextHit,
        facts: &HitFacts,
    ) -> Result<Vec<Why>, EngineError> {
        let extraction = self.store.extraction(facts.content).await?;
        let mut by_term: BTreeMap<usize, Vec<&MatchedTerm>> = BTreeMap::new();
        for matched in &hit.matched {
            by_term.entry(matched.term).or_default().push(matched);
        }
        let mut why = Vec::new();
        for mut matches in by_term.into_values() {
            // Of several places the best match counts, and a field says more than a page.
            matches.sort_by_key(|matched| (matched.quality, rank(matched.group)));
            let place = matches
                .into_iter()
                .find_map(|matched| place(extraction.as_ref(), facts, matched));
            if let Some(place) = place
                && !why.contains(&place)
            {
                why.push(place);
            }
        }
        why.truncate(PLACES);
        Ok(why)
    }

    /// The place at which a word was heard, with the transcript around it.
    pub(super) async fn explain_heard(&self, heard: &Heard) -> Result<Why, EngineError> {
        let extraction = self.store.extraction(heard.content).await?;
        let transcript = extraction.and_then(|extraction| extraction.transcript);
        let around = transcript.and_then(|transcript| {
            let at = transcript
                .words
                .iter()
                .rposition(|word| word.start_ms <= heard.start_ms)?;
            spoken_at(&transcript, at).snippet
        });
        Ok(Why {
            start_ms: Some(heard.start_ms),
            snippet: around.or_else(|| Some(heard.word.clone())),
            ..Why::new(Evidence::Spoken)
        })
    }
}

fn rank(group: TextGroup) -> u8 {
    match group {
        TextGroup::Fields => 0,
        TextGroup::Body => 1,
        TextGroup::Spoken => 2,
        TextGroup::Names => 3,
    }
}

fn place(extraction: Option<&Extraction>, facts: &HitFacts, matched: &MatchedTerm) -> Option<Why> {
    let wanted: Vec<&str> = matched.word.split(' ').collect();
    match matched.group {
        TextGroup::Fields => {
            let field = facts
                .fields
                .iter()
                .find(|field| holds_word(&field.raw, wanted[0]))?;
            Some(Why::field(field))
        }
        TextGroup::Body => extraction?
            .pages
            .iter()
            .enumerate()
            .find_map(|(number, page)| {
                let at = position(&page.words, &wanted, |word| &word.text)?;
                let found = &page.words[at..(at + wanted.len()).min(page.words.len())];
                Some(Why {
                    page: Some(number as u32),
                    bbox: BBox::around(found.iter().map(|word| &word.bbox)),
                    snippet: Some(line_of(&page.words, at, around(at, page.words.len()))),
                    ..Why::new(Evidence::Text)
                })
            }),
        TextGroup::Spoken => {
            let transcript = extraction?.transcript.as_ref()?;
            let at = position(&transcript.words, &wanted, |word| &word.text)?;
            Some(spoken_at(transcript, at))
        }
        TextGroup::Names => in_names(facts, wanted[0]),
    }
}

fn spoken_at(transcript: &Transcript, at: usize) -> Why {
    let words = &transcript.words[around(at, transcript.words.len())];
    let snippet = words
        .iter()
        .map(|word| word.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    Why {
        start_ms: Some(transcript.words[at].start_ms),
        snippet: Some(snippet),
        ..Why::new(Evidence::Spoken)
    }
}

/// Where the folded words `wanted` stand one after the other; if a phrase runs across pieces that
/// were cut otherwise than in the index, where its first word stands.
fn position<T>(words: &[T], wanted: &[&str], text_of: impl Fn(&T) -> &String) -> Option<usize> {
    let holds = |at: usize, wanted: &str| {
        words
            .get(at)
            .is_some_and(|word| holds_word(text_of(word), wanted))
    };
    let follow = |at: &usize| {
        wanted
            .iter()
            .enumerate()
            .all(|(next, word)| holds(at + next, word))
    };
    (0..words.len())
        .find(follow)
        .or_else(|| (0..words.len()).find(|at| holds(*at, wanted[0])))
}

/// Whether a folded word stands in `text`, its separators left out or not.
fn holds_word(text: &str, wanted: &str) -> bool {
    let parts = text::words(text);
    parts.iter().any(|part| part == wanted) || parts.concat() == wanted
}

fn around(at: usize, length: usize) -> std::ops::Range<usize> {
    at.saturating_sub(SNIPPET_WORDS)..(at + SNIPPET_WORDS + 1).min(length)
}

/// The words around one that stand on its line.
fn line_of(words: &[Word], at: usize, around: std::ops::Range<usize>) -> String {
    let line = words[at].bbox;
    let same_line = |bbox: &BBox| bbox.y0 < line.y1 && bbox.y1 > line.y0;
    let words = words[around].iter().filter(|word| same_line(&word.bbox));
    words
        .map(|word| word.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn in_names(facts: &HitFacts, word: &str) -> Option<Why> {
    let path = facts.paths.first()?;
    let mut names = path
        .components()
        .rev()
        .filter_map(|part| part.as_os_str().to_str());
    let name = names.find(|name| text::words(name).iter().any(|part| part.contains(word)))?;
    Some(Why::name(name.to_owned()))
}

/// The fields and names by which a content meets the query's conditions.
pub fn conditions(query: &Query, facts: &HitFacts) -> Vec<Why> {
    let wanted = query.clauses.iter().filter(|clause| !clause.negated);
    wanted
        .flat_map(|clause| &clause.alternatives)
        .filter_map(|atom| match atom {
            Atom::Constraint(constraint) => condition(constraint, facts),
            Atom::Word(_) | Atom::Phrase(_) => None,
        })
        .collect()
}

fn condition(constraint: &Constraint, facts: &HitFacts) -> Option<Why> {
    let field = |holds: &dyn Fn(&Field) -> bool| {
        facts
            .fields
            .iter()
            .find(|field| holds(field))
            .map(Why::field)
    };
    match constraint {
        Constraint::FieldText(name, contains) => field(&|field| {
            field.name == *name && text::fold(&field.raw).contains(contains.as_str())
        }),
        Constraint::FieldAmount(name, comparison) => field(&|field| {
            let FieldValue::Money(money) = &field.value else {
                return false;
            };
            field.name == *name && holds(comparison, money.minor)
        }),
        Constraint::Date(Some(name), _) => field(&|field| field.name == *name),
        Constraint::Folder(part) => in_names(facts, part),
        Constraint::Extension(_) => {
            let name = facts.paths.first()?.file_name()?.to_string_lossy();
            Some(Why::name(name.into_owned()))
        }
        Constraint::Date(None, _)
        | Constraint::Kind(_)
        | Constraint::DocumentKind(_)
        | Constraint::Camera(_) => None,
    }
}

fn holds(comparison: &Comparison<i64>, minor: i64) -> bool {
    match *comparison {
        Comparison::Less(x) => minor < x,
        Comparison::AtMost(x) => minor <= x,
        Comparison::Greater(x) => minor > x,
        Comparison::AtLeast(x) => minor >= x,
        Comparison::Equal(x) => minor == x,
        Comparison::Between(a, b) => a <= minor && minor <= b,
    }
}
