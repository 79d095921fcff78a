//! Random sequences of changes, reopenings and searches against a model that is a map.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rummage_core::{ContentId, text};
use rummage_index::{MatchQuality, TextChange, TextDocument, TextIndex, TextQuery};

const VOCABULARY: [&str; 8] = ["ox", "yak", "red", "A-1", "sea", "Été", "x9", "oak"];

#[derive(Clone, Debug)]
enum Operation {
    Apply(Vec<(i64, Option<Vec<usize>>)>),
    Reopen,
}

fn operation() -> impl Strategy<Value = Operation> {
    let document =
        proptest::option::weighted(0.8, proptest::collection::vec(0..VOCABULARY.len(), 0..5));
    prop_oneof![
        4 => proptest::collection::vec((0i64..8, document), 0..6).prop_map(Operation::Apply),
        1 => Just(Operation::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn it_holds_what_was_put_in_last(operations in proptest::collection::vec(operation(), 1..12)) {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut index = TextIndex::open_or_create(dir.path()).expect("a new index");
        let mut model: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        let mut watermark = 0;
        for operation in operations {
            match operation {
                Operation::Apply(changes) => {
                    watermark += 3;
                    let applied: Vec<TextChange> = changes
                        .iter()
                        .map(|(id, words)| TextChange {
                            content: ContentId(*id),
                            doc: words.as_ref().map(|words| TextDocument {
                                body: words.iter().map(|w| VOCABULARY[*w]).collect::<Vec<_>>().join(" "),
                                ..TextDocument::default()
                            }),
                        })
                        .collect();
                    index.apply(&applied, watermark).expect("the changes");
                    for (id, words) in changes {
                        match words {
                            Some(words) => model.insert(id, words),
                            None => model.remove(&id),
                        };
                    }
                }
                Operation::Reopen => {
                    drop(index);
                    index = TextIndex::open_or_create(dir.path()).expect("it opens again");
                }
            }
            prop_assert_eq!(index.watermark().expect("it"), watermark);
            prop_assert_eq!(index.len(), model.len() as u64);
            for (number, word) in VOCABULARY.iter().enumerate() {
                let query = TextQuery::Term { text: text::fold(word), prefix: false };
                let found: BTreeSet<i64> = index
                    .search(&query, None, usize::MAX)
                    .expect("a search")
                    .into_iter()
                    .filter(|hit| !matches!(hit.matched[0].quality, MatchQuality::Fuzzy(_)))
                    .map(|hit| hit.content.0)
                    .collect();
                let expected: BTreeSet<i64> = model
                    .iter()
                    .filter(|(_, words)| words.contains(&number))
                    .map(|(id, _)| *id)
                    .collect();
                prop_assert_eq!(found, expected, "documents with {}", word);
            }
        }
    }
}
