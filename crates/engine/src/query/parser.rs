//! Tokens to clauses.

use std::ops::Range;

use super::ast::{Atom, Clause, Query};
use super::constraint;
use super::lexer::{Token, tokens};

/// Parses what was typed. `OR` binds tighter than standing side by side: `red car OR bike` asks for
/// red things that are a car or a bike. A dangling `OR` is ignored.
pub fn parse(raw: &str) -> Query {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut joins_previous = false;
    for (token, span) in tokens(raw) {
        let Token::Item {
            negated,
            head,
            quoted,
        } = token
        else {
            joins_previous = !clauses.is_empty();
            continue;
        };
        let atoms = atoms(&head, quoted);
        for (position, atom) in atoms.into_iter().enumerate() {
            match clauses.last_mut().zip(spans.last_mut()) {
                Some((clause, whole))
                    if joins_previous && position == 0 && clause.negated == negated =>
                {
                    clause.alternatives.push(atom);
                    whole.end = span.end;
                }
                _ => {
                    clauses.push(Clause {
                        negated,
                        alternatives: vec![atom],
                    });
                    spans.push(span.clone());
                }
            }
        }
        joins_previous = false;
    }
    Query {
        raw: raw.to_owned(),
        clauses,
        spans,
    }
}

/// An item is a condition, a phrase or a word; one that is neither (`vendor:` with an odd value)
/// falls apart into words, so that nothing typed is lost.
fn atoms(head: &str, quoted: Option<String>) -> Vec<Atom> {
    if let Some(condition) = constraint::read(head, quoted.as_deref()) {
        return vec![Atom::Constraint(condition)];
    }
    let word = (!rummage_core::text::words(head).is_empty()).then(|| Atom::Word(head.to_owned()));
    let phrase = quoted
        .filter(|text| !rummage_core::text::words(text).is_empty())
        .map(Atom::Phrase);
    word.into_iter().chain(phrase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::ast::{Comparison, Constraint};
    use super::*;
    use proptest::prelude::*;
    use rummage_core::{FieldName, MediaKind};

    fn word(text: &str) -> Atom {
        Atom::Word(text.to_owned())
    }

    fn one(atom: Atom) -> Clause {
        Clause {
            negated: false,
            alternatives: vec![atom],
        }
    }

    #[test]
    fn words_phrases_and_negation() {
        let query = parse("red \"old car\" -rust -\"flat tyre\"");
        assert_eq!(query.clauses[0], one(word("red")));
        assert_eq!(query.clauses[1], one(Atom::Phrase("old car".into())));
        assert_eq!(query.plain_text(), "red old car");
        assert_eq!(query.negated_texts(), ["rust", "flat tyre"]);
    }

    #[test]
    fn or_joins_its_neighbours_only() {
        let query = parse("red car OR bike kind:photo OR kind:voice");
        assert_eq!(query.clauses.len(), 3);
        assert_eq!(query.clauses[1].alternatives, [word("car"), word("bike")]);
        assert_eq!(
            query.clauses[2].alternatives,
            [
                Atom::Constraint(Constraint::Kind(MediaKind::Photo)),
                Atom::Constraint(Constraint::Kind(MediaKind::Voice))
            ]
        );
    }

    #[test]
    fn each_clause_knows_where_it_stands() {
        let raw = "  red car OR bike -\"flat tyre\" vendor:\"Acme\" ";
        let query = parse(raw);
        let pieces: Vec<&str> = query.spans.iter().map(|span| &raw[span.clone()]).collect();
        assert_eq!(
            pieces,
            ["red", "car OR bike", "-\"flat tyre\"", "vendor:\"Acme\""]
        );
    }

    #[test]
    fn conditions_on_fields() {
        let read = |text: &str| match parse(text).clauses.remove(0).alternatives.remove(0) {
            Atom::Constraint(condition) => condition.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(
            read("vendor:\"Müller & Söhne\""),
            "vendor:\"muller & sohne\""
        );
        assert_eq!(read("total>500"), "total>500.00");
        assert_eq!(read("total:100..200"), "total:100.00..200.00");
        assert_eq!(read("total:>=1.471,60"), "total>=1471.60");
        assert_eq!(read("due<2026-07"), "due_date<=2026-06-30");
        assert_eq!(read("date:2026-03"), "date:2026-03-01..2026-03-31");
        assert_eq!(read("before:2026"), "date<=2025-12-31");
        assert_eq!(read("after:2026-02-28"), "date>=2026-03-01");
        assert_eq!(read("ext:.PDF"), "ext:pdf");
        let amount = Comparison::Greater(50_000);
        assert_eq!(
            parse("total>500").clauses[0].alternatives[0],
            Atom::Constraint(Constraint::FieldAmount(FieldName::Total, amount))
        );
    }

    #[test]
    fn what_is_no_condition_is_words() {
        for (text, words) in [
            ("12:30", vec!["12:30"]),
            ("https://example.org", vec!["https://example.org"]),
            ("total>lots", vec!["total>lots"]),
            ("vendor:", vec!["vendor:"]),
            ("OR OR", vec![]),
            ("- \" -", vec!["-"]),
        ] {
            let atoms: Vec<Atom> = parse(text)
                .clauses
                .into_iter()
                .flat_map(|clause| clause.alternatives)
                .collect();
            let expected: Vec<Atom> = words
                .into_iter()
                .filter(|w| !rummage_core::text::words(w).is_empty())
                .map(word)
                .collect();
            assert_eq!(atoms, expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_input_is_an_error_and_no_word_is_lost(raw in "\\PC{0,60}") {
            let query = parse(&raw);
            prop_assert_eq!(query.clauses.len(), query.spans.len());
            for (clause, span) in query.clauses.iter().zip(&query.spans) {
                prop_assert!(!clause.alternatives.is_empty());
                prop_assert!(!raw[span.clone()].trim().is_empty());
            }
        }

        #[test]
        fn what_was_understood_parses_to_itself(raw in "(total|due|date|vendor|kind|ext)[:<>]{1,2}[0-9a-z.\"-]{1,8}") {
            for clause in parse(&raw).clauses {
                for atom in clause.alternatives {
                    if let Atom::Constraint(condition) = atom {
                        let again = parse(&condition.to_string());
                        prop_assert_eq!(&again.clauses[0].alternatives[0], &Atom::Constraint(condition));
                    }
                }
            }
        }
    }
}
