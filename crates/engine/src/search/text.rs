//! The words of a query: what is asked of the text index, and where to cut off its answers.

use std::collections::HashSet;

use rummage_core::{ContentId, text};
use rummage_index::{TextHit, TextQuery};

use super::{CANDIDATES, Strictness};
use crate::error::EngineError;
use crate::library::Library;
use crate::query::vocabulary::is_carrier;
use crate::query::{Atom, Clause, Query};

/// The question for the text index; `None` when the query demands no words.
pub fn question(query: &Query) -> Option<TextQuery> {
    let clauses: Vec<&Clause> = query
        .clauses
        .iter()
        .filter(|clause| !clause.negated && has_text(clause))
        .collect();
    // Words like "the" and "photos" are demanded only where there is nothing else to go by.
    let carries_only = |clause: &&Clause| clause.alternatives.iter().all(is_carrier_word);
    let only_carriers = clauses.iter().all(carries_only);
    let parts: Vec<TextQuery> = clauses
        .into_iter()
        .filter(|clause| only_carriers || !carries_only(clause))
        .map(|clause| {
            let mut terms: Vec<TextQuery> = clause.alternatives.iter().filter_map(term).collect();
            if terms.len() == 1 {
                terms.remove(0)
            } else {
                TextQuery::Or(terms)
            }
        })
        .collect();
    (!parts.is_empty()).then_some(TextQuery::And(parts))
}

fn has_text(clause: &Clause) -> bool {
    clause.alternatives.iter().any(|atom| term(atom).is_some())
}

fn is_carrier_word(atom: &Atom) -> bool {
    matches!(atom, Atom::Word(word) if is_carrier(&text::words(word).concat()))
}

fn term(atom: &Atom) -> Option<TextQuery> {
    match atom {
        Atom::Word(word) => Some(TextQuery::Term {
            text: word.clone(),
            prefix: false,
        }),
        Atom::Phrase(words) => Some(TextQuery::Phrase(text::words(words))),
        Atom::Constraint(_) => None,
    }
}

/// How the query was understood, one entry per clause, in the spelling of the query language.
pub fn understood(query: &Query) -> Vec<String> {
    let spell = |atom: &Atom| match atom {
        Atom::Word(word) => word.clone(),
        Atom::Phrase(words) => format!("\"{words}\""),
        Atom::Constraint(constraint) => constraint.to_string(),
    };
    query
        .clauses
        .iter()
        .map(|clause| {
            let sign = if clause.negated { "-" } else { "" };
            let alternatives: Vec<String> = clause.alternatives.iter().map(spell).collect();
            format!("{sign}{}", alternatives.join(" OR "))
        })
        .collect()
}

impl Library {
    /// The contents whose text covers enough of the question, best first.
    pub(super) fn text_candidates(
        &self,
        question: &TextQuery,
        allowed: Option<&HashSet<ContentId>>,
        strictness: Strictness,
    ) -> Result<Vec<TextHit>, EngineError> {
        let Some(index) = self.indexes.text() else {
            return Ok(Vec::new());
        };
        let mut hits = index.search(question, allowed, CANDIDATES)?;
        hits.retain(|hit| strictness.has_words(hit.coverage));
        Ok(hits)
    }

    /// The contents in whose text one of the clause's words or phrases stands as it is written.
    pub(super) fn holding_any_of(
        &self,
        clause: &Clause,
    ) -> Result<HashSet<ContentId>, EngineError> {
        let terms: Vec<TextQuery> = clause.alternatives.iter().filter_map(term).collect();
        let Some(index) = self.indexes.text().filter(|_| !terms.is_empty()) else {
            return Ok(HashSet::new());
        };
        // `Not` is strict in the index, so what it would take out is asked for by it.
        let all = index.search(&TextQuery::And(Vec::new()), None, usize::MAX)?;
        let unwanted = TextQuery::Not(Box::new(TextQuery::Or(terms)));
        let without: HashSet<ContentId> = index
            .search(&unwanted, None, usize::MAX)?
            .into_iter()
            .map(|hit| hit.content)
            .collect();
        let mut holding: HashSet<ContentId> = all.into_iter().map(|hit| hit.content).collect();
        holding.retain(|content| !without.contains(content));
        Ok(holding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn terms(raw: &str) -> String {
        format!("{:?}", question(&parse(raw)))
    }

    #[test]
    fn carriers_are_demanded_only_alone() {
        assert!(!terms("what did I say about the dentist").contains("about"));
        assert!(terms("what did I say about the dentist").contains("dentist"));
        assert!(terms("the who").contains("the"));
        assert_eq!(question(&parse("kind:photo -dog")), None);
    }

    #[test]
    fn what_was_understood_is_spelled_canonically() {
        let query = parse("red kind:photos OR kind:voice -\"old car\" due<2026-07");
        assert_eq!(
            understood(&query),
            [
                "red",
                "kind:photo OR kind:voice",
                "-\"old car\"",
                "due_date<=2026-06-30"
            ]
        );
    }
}
