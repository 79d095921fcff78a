//! Putting the terms of a question together: what is hard takes documents out, what is soft adds to
//! score and coverage.

use std::collections::{HashMap, HashSet};

use rummage_core::ContentId;
use tantivy::Searcher;

use super::TextIndex;
use super::lookup::{self, Leaf};
use super::query::{MatchedTerm, TextHit, TextQuery};
use super::tokenizer::chains;
use crate::error::IndexError;

/// Shares are sums of floats: a document that has everything must not miss 1 by a rounding.
const ALL: f32 = 1.0 - 1e-4;

/// What a part of the question says about a document.
#[derive(Clone, Default)]
struct Match {
    score: f32,
    /// The weight of the terms found, each discounted by its credit.
    covered: f32,
    terms: Vec<MatchedTerm>,
}

/// What a part of the question says about all documents.
#[derive(Default)]
struct Answer {
    /// Without the documents about which it says nothing.
    matches: HashMap<ContentId, Match>,
    /// The weight of all its terms.
    weight: f32,
    /// Whether a document that is not in `matches` is no answer to an `And` over this.
    hard: bool,
}

struct Evaluation<'a> {
    index: &'a TextIndex,
    searcher: Searcher,
    /// The number of the next term or phrase.
    next_term: usize,
}

pub(crate) fn search(
    index: &TextIndex,
    query: &TextQuery,
    allowed: Option<&HashSet<ContentId>>,
    limit: usize,
) -> Result<Vec<TextHit>, IndexError> {
    let mut evaluation = Evaluation {
        index,
        searcher: index.reader.searcher(),
        next_term: 0,
    };
    let answer = match query {
        TextQuery::Not(_) => evaluation.all_of(std::slice::from_ref(query), false)?,
        _ => evaluation.answer(query, false)?,
    };
    let mut hits: Vec<TextHit> = answer
        .matches
        .into_iter()
        .filter(|(content, _)| allowed.is_none_or(|allowed| allowed.contains(content)))
        .map(|(content, found)| TextHit {
            content,
            score: found.score,
            coverage: share(found.covered, answer.weight),
            matched: found.terms,
        })
        .collect();
    hits.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(b.coverage.total_cmp(&a.coverage))
            .then(b.content.cmp(&a.content))
    });
    hits.truncate(limit);
    Ok(hits)
}

fn share(covered: f32, weight: f32) -> f32 {
    if weight > 0.0 {
        (covered / weight).min(1.0)
    } else {
        1.0
    }
}

impl Evaluation<'_> {
    /// `strict` asks for what a document must have to be taken out by a `Not`.
    fn answer(&mut self, query: &TextQuery, strict: bool) -> Result<Answer, IndexError> {
        match query {
            TextQuery::Term { text, prefix } => {
                let leaf = lookup::term(self.index, &self.searcher, text, *prefix, strict)?;
                Ok(self.counted(leaf, strict))
            }
            TextQuery::Phrase(words) => {
                let leaf = lookup::phrase(self.index, &self.searcher, words)?;
                // Quotation marks around nothing ask for nothing.
                let hard = words.iter().any(|text| !chains(text).is_empty());
                Ok(self.counted(leaf, hard))
            }
            TextQuery::And(parts) => self.all_of(parts, strict),
            TextQuery::Or(parts) => self.best_of(parts, strict),
            TextQuery::Not(part) => {
                let taken_out = self.answer(part, true)?;
                let mut matches = self.everything()?;
                matches.retain(|content, _| !is_full(&taken_out, content));
                Ok(Answer {
                    matches,
                    weight: 0.0,
                    hard: true,
                })
            }
        }
    }

    fn counted(&mut self, leaf: Leaf, hard: bool) -> Answer {
        let term = self.next_term;
        self.next_term += 1;
        let matches = leaf
            .found
            .into_iter()
            .map(|(content, found)| {
                let terms = found
                    .words
                    .into_iter()
                    .map(|(group, quality, word)| MatchedTerm {
                        term,
                        group,
                        quality,
                        word,
                    })
                    .collect();
                let found = Match {
                    score: found.score,
                    covered: found.credit * leaf.idf,
                    terms,
                };
                (content, found)
            })
            .collect();
        Answer {
            matches,
            weight: leaf.idf,
            hard,
        }
    }

    fn all_of(&mut self, parts: &[TextQuery], strict: bool) -> Result<Answer, IndexError> {
        let mut all = Answer::default();
        let mut required: Option<HashSet<ContentId>> = None;
        let mut positive = false;
        let mut taken_out: Vec<Answer> = Vec::new();
        for part in parts {
            if let TextQuery::Not(part) = part {
                taken_out.push(self.answer(part, true)?);
                continue;
            }
            positive = true;
            let answer = self.answer(part, strict)?;
            if answer.hard {
                all.hard = true;
                required = Some(match required {
                    None => answer.matches.keys().copied().collect(),
                    Some(before) => before
                        .into_iter()
                        .filter(|content| answer.matches.contains_key(content))
                        .collect(),
                });
            }
            all.weight += answer.weight;
            for (content, found) in answer.matches {
                let sum = all.matches.entry(content).or_default();
                sum.score += found.score;
                sum.covered += found.covered;
                sum.terms.extend(found.terms);
            }
        }
        if !positive {
            all.matches = self.everything()?;
        }
        all.hard |= !taken_out.is_empty();
        all.matches.retain(|content, _| {
            required
                .as_ref()
                .is_none_or(|required| required.contains(content))
                && !taken_out.iter().any(|answer| is_full(answer, content))
        });
        Ok(all)
    }

    fn best_of(&mut self, parts: &[TextQuery], strict: bool) -> Result<Answer, IndexError> {
        let mut answers = Vec::new();
        for part in parts {
            answers.push(self.answer(part, strict)?);
        }
        // Everything is put on the scale of the heaviest part, so that "rare OR common" is covered
        // in full by either.
        let weight = answers
            .iter()
            .map(|answer| answer.weight)
            .fold(0.0, f32::max);
        let mut best: HashMap<ContentId, Match> = HashMap::new();
        for answer in &answers {
            for (content, found) in &answer.matches {
                let covered = share(found.covered, answer.weight) * weight;
                let entry = best.entry(*content).or_default();
                entry.score = entry.score.max(found.score);
                entry.covered = entry.covered.max(covered);
                entry.terms.extend(found.terms.iter().cloned());
            }
        }
        Ok(Answer {
            matches: best,
            weight,
            hard: !answers.is_empty() && answers.iter().all(|answer| answer.hard),
        })
    }

    /// All documents, with nothing said about any.
    fn everything(&self) -> Result<HashMap<ContentId, Match>, IndexError> {
        let mut all = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let content_of = lookup::contents(segment)?;
            all.extend(
                segment
                    .doc_ids_alive()
                    .filter_map(&content_of)
                    .map(|content| (content, Match::default())),
            );
        }
        Ok(all)
    }
}

/// Whether a document has all that an answer asks for.
fn is_full(answer: &Answer, content: &ContentId) -> bool {
    answer
        .matches
        .get(content)
        .is_some_and(|found| share(found.covered, answer.weight) >= ALL)
}
